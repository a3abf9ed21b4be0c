"""Participants' recordings as they come in from the field, in every format that recorders and telephones write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from studio.demo.sound.batch import Order, make
from studio.demo.sound.encode import FORMATS
from studio.demo.sound.field import in_field, scene_of
from studio.demo.sound.levels import Sound
from studio.demo.voice.speak import GRID, Spoken
from studio.demo.voice.speakers import participant
from studio.languages import Language


class WantedRecording(NamedTuple):
    """A participant's words to be heard: the source's code, "f" or "m", the language, the text, a key of FORMATS."""

    source: str
    sex: str
    language: Language
    text: str
    extension: str


def _heard(speech: Sound, source: str, extension: str) -> Sound:
    return in_field(speech, source, scene_of(source, extension), GRID)


def _order(source: str, sex: str, language: Language, text: str, extension: str) -> Order:
    return Order(
        name=f"{source}.{extension}",
        spoken=Spoken(source, Language(language), participant(source, sex), text),
        treat=partial(_heard, source=source, extension=extension),
        written=FORMATS[extension],
        marks=f"field {scene_of(source, extension)}",
    )


def make_recordings(wanted: Sequence[WantedRecording], folder: Path, *, children: int = 2) -> Mapping[str, Path]:
    """Make the recordings that are not there yet as <source>.<extension>; the paths by source.

    Raises: ExtraMissing without espeakng-loader; SoundRefused where speaking fails.
    """
    return make([_order(*one) for one in wanted], folder, children=children)
