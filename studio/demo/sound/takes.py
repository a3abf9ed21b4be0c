"""Presenters' takes of their parts of a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from studio.demo.sound.batch import Order, make
from studio.demo.sound.booth import in_booth
from studio.demo.sound.encode import FORMATS, STUDIO_WAV
from studio.demo.voice.speak import Spoken
from studio.demo.voice.speakers import PRESENTERS
from studio.languages import Language


class WantedTake(NamedTuple):
    """A part to be presented: a key that can be a file's name, the language, the text, who presents, flac or wav.

    presenter: 0 the first (a woman), 1 the second (a man).
    """

    key: str
    language: Language
    text: str
    presenter: int = 0
    extension: str = "flac"


def _order(key: str, language: Language, text: str, presenter: int = 0, extension: str = "flac") -> Order:
    return Order(
        name=f"{key}.{extension}",
        spoken=Spoken(key, Language(language), PRESENTERS[presenter % len(PRESENTERS)], text),
        treat=partial(in_booth, key=key),
        written=STUDIO_WAV if extension == "wav" else FORMATS[extension],
        marks="booth",
    )


def make_takes(wanted: Sequence[WantedTake], folder: Path, *, children: int = 2) -> Mapping[str, Path]:
    """Make the takes that are not there yet as <key>.<extension>, mono, 48 kHz; the paths by key.

    Raises: ExtraMissing without espeakng-loader; SoundRefused where speaking fails.
    """
    return make([_order(*one) for one in wanted], folder, children=children)
