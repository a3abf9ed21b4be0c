"""The words of the script markup in each language: who speaks, clips, pauses."""

from __future__ import annotations

import re

from studio.languages import Language

PRESENTER = "presenter"
READER = "reader"

SPEAKERS: dict[str, dict[Language, str]] = {
    PRESENTER: {Language.KM: "អ្នកអាន", Language.EN: "PRESENTER"},
    READER: {Language.KM: "អ្នកអានជំនួស", Language.EN: "READER"},
}
"""Speakers that every script knows, and how the markup names them."""

CLIP = {Language.KM: "សំឡេង", Language.EN: "CLIP"}
PAUSE = {Language.KM: "ឈប់", Language.EN: "pause"}
SECONDS = {Language.KM: "វិនាទី", Language.EN: "s"}
LONG_ONLY = {Language.KM: "តែក្នុងរឿងវែង", Language.EN: "long version only"}
"""The cue before a passage that the short version leaves out."""
BOTH = {Language.KM: "ក្នុងរឿងទាំងពីរ", Language.EN: "both versions"}
"""The cue at which both versions go on."""
COLON = {Language.KM: "៖", Language.EN: ":"}
QUOTES = {Language.KM: ("«", "»"), Language.EN: ("“", "”")}

_BY_LABEL = {label.casefold(): speaker for speaker, labels in SPEAKERS.items() for label in labels.values()}

CLIP_LABELS = frozenset(CLIP.values())

PAUSED = re.compile(
    rf"(?:{'|'.join(PAUSE.values())})\s*(?P<seconds>[0-9]+(?:[.,][0-9]{{1,3}})?)\s*"
    rf"(?:{'|'.join(SECONDS.values())}|secs?\.?|seconds?)",
    re.IGNORECASE,
)
"""A marked pause inside its brackets, digits as 0-9."""


def milliseconds(paused: re.Match[str]) -> int:
    """How long a marked pause lasts."""
    return round(float(paused["seconds"].replace(",", ".")) * 1000)


_MARKS = {label.casefold(): long for labels, long in ((LONG_ONLY, True), (BOTH, False)) for label in labels.values()}


def mark(cue: str) -> bool | None:
    """Whether a cue opens a passage of the long version alone, or ends it; None for any other cue."""
    return _MARKS.get(cue.casefold())


BREATH = re.compile(r"[\s\u200b]+")


def label(speaker: str, language: Language) -> str:
    """How the markup names a speaker; a speaker it does not know is named as it is."""
    return SPEAKERS[speaker][language] if speaker in SPEAKERS else speaker


def speaker_of(text: str) -> str:
    """The speaker that a label names, in either language."""
    return _BY_LABEL.get(text.casefold(), text)


def listener_name(speaker: str, language: Language) -> str:
    """The speaker as a transcript names them: Presenter, not PRESENTER."""
    name = label(speaker, language)
    return name.capitalize() if speaker in SPEAKERS and language is Language.EN else name
