"""The languages of Studio and the catalogues that translate it."""

from __future__ import annotations

import gettext
import io
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parent / "locale"


class Language(StrEnum):
    """A language of scripts and pages; Khmer first."""

    KM = "km"
    EN = "en"


Translate = Callable[[str], str]


def N_(text: str) -> str:
    """Mark a text for the catalogues without translating it yet."""
    return text


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """The catalogue of a language: every locale/<language>/*.po together; English is what the code says."""
    merged: gettext.NullTranslations = gettext.NullTranslations()
    for path in sorted((LOCALE / language.value).glob("*.po")):
        compiled = io.BytesIO()
        with path.open("rb") as source:
            write_mo(compiled, read_po(source, locale=language.value))
        compiled.seek(0)
        one = gettext.GNUTranslations(compiled)
        one.add_fallback(merged)
        merged = one
    return merged


def translator(language: Language) -> Translate:
    """The function that translates a marked text into a language; an empty text stays empty."""
    translate = catalogue(language).gettext
    return lambda text: translate(text) if text else ""
