"""The library: jingles, beds and stings by name, from one folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from studio.audio.files.source import Source
from studio.errors import SoundRefused, fault
from studio.units import Samples

ENDINGS = frozenset({".wav", ".flac"})


def paths(folder: Path) -> dict[str, Path]:
    """The file of each sound, by file name without its ending, in order; hidden files are passed over.

    Raises SoundRefused where two files have one name.
    """
    found: dict[str, Path] = {}
    twice = []
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if path.suffix.lower() not in ENDINGS or path.name.startswith("."):
            continue
        if path.stem in found:
            twice.append(fault("audio.library-name-twice", path.stem, first=found[path.stem].name, second=path.name))
        found[path.stem] = path
    SoundRefused.raise_if(twice)
    return found


def library(folder: Path) -> Mapping[str, Samples]:
    """The length of each named sound.

    Raises SoundRefused with every file that is not 48 kHz WAV or FLAC in mono or stereo, or is empty.
    """
    lengths: dict[str, Samples] = {}
    faults = []
    for name, path in paths(folder).items():
        try:
            with Source(path) as source:
                lengths[name] = Samples(source.length())
            if not lengths[name]:
                faults.append(fault("audio.empty", path.name))
        except SoundRefused as refused:
            faults += refused.faults
    SoundRefused.raise_if(faults)
    return lengths
