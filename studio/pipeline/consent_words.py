"""What people agree to, in plain words: shown, printed, and read aloud where somebody recorded it."""

from __future__ import annotations

from pathlib import Path

from studio.languages import N_, Language
from studio.pipeline.opening import Studio

CONSENTS: dict[str, str] = {
    "words": N_("My words may be read out or shown."),
    "voice": N_("My recorded voice may be heard."),
    "name": N_("My name, as written below, may be said."),
    "place": N_("My district may be named."),
    "picture": N_("My picture may be shown."),
}
SPOKEN = "consent"
"""The folder of the library in which they are read aloud: words.km.mp3, words.en.mp3 and so on."""
SOUNDS = {".opus": "audio/ogg", ".ogg": "audio/ogg", ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".wav": "audio/wav"}
"""How they may be recorded, and as what they are sent."""


def spoken_consents(studio: Studio, language: Language) -> dict[str, Path]:
    """Where each purpose is read aloud in a language; only what somebody recorded."""
    folder = studio.workspace.library / SPOKEN
    found: dict[str, Path] = {}
    for purpose in CONSENTS:
        for ending in SOUNDS:
            path = folder / f"{purpose}.{language.value}{ending}"
            if path.is_file():
                found.setdefault(purpose, path)
    return found


def spoken_consent(studio: Studio, name: str) -> Path | None:
    """The recording of that file's name, if it is one of them."""
    every = (path for language in Language for path in spoken_consents(studio, language).values())
    return next((path for path in every if path.name == name), None)
