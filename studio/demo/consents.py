"""What people agree to, read aloud by the demonstration's voices: for a form that can be heard."""

from __future__ import annotations

from pathlib import Path

from studio.demo.sound.made import read_manifest
from studio.demo.sound.takes import WantedTake, make_takes
from studio.languages import Language, translator
from studio.pipeline.consent_words import CONSENTS, SPOKEN


def make_consents(library: Path) -> None:
    """Speak every text that nobody recorded. Raises ExtraMissing without espeakng-loader; SoundRefused."""
    folder = library / SPOKEN
    folder.mkdir(exist_ok=True)
    made = read_manifest(folder)
    own = {path.stem for path in folder.iterdir() if path.name not in made}
    wanted = [
        WantedTake(f"{purpose}.{language.value}", language, translator(language)(text), extension="m4a")
        for language in Language
        for purpose, text in CONSENTS.items()
        if f"{purpose}.{language.value}" not in own
    ]
    make_takes(wanted, folder)
