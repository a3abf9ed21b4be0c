"""The library of the demonstration: a jingle, a bed, a sting and two pieces of music, composed and played here."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from studio.demo.sound.encode import FORMATS, write_sound
from studio.demo.sound.made import is_made, just_made, read_manifest, recipe_of, write_manifest
from studio.demo.sound.player import played
from studio.demo.sound.score import pieces

LENGTHS = {piece.name: piece.length for piece in pieces()}
"""How long each sound of the library lasts, in samples."""


def make_library(folder: Path) -> Mapping[str, Path]:
    """Make the sounds that are not there yet as <name>.flac, stereo, 48 kHz; the paths by name.

    A file of that name that was not made here is somebody's own and stays as it is.
    """
    made = read_manifest(folder)
    paths: dict[str, Path] = {}
    for piece in pieces():
        path = paths[piece.name] = folder / f"{piece.name}.flac"
        recipe = recipe_of("library", piece)
        own = path.is_file() and path.name not in made
        if not own and not is_made(path, recipe, made):
            write_sound(path, played(piece), FORMATS["flac"])
            made[path.name] = just_made(path, recipe)
            write_manifest(folder, made)
    return paths
