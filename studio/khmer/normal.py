"""Two normal forms of a text: one to keep, one to compare and search."""

from __future__ import annotations

import unicodedata

from khmerspell.khnormal import khnormal

from studio.khmer.digits import to_arabic

ZERO_WIDTH = "\u00ad\u200b\u2060\ufeff"
"""Invisible characters that writers' keyboards leave behind; the joiners U+200C and U+200D carry meaning and stay."""

_KEPT_CONTROLS = "\n\t"
_SPACES = " \t\u00a0\u202f"


def _visible(character: str) -> bool:
    if character in ZERO_WIDTH:
        return False
    if character in _KEPT_CONTROLS:
        return True
    return unicodedata.category(character) not in ("Cc", "Cs", "Cn") and not "\u202a" <= character <= "\u202e"


def tidy(text: str) -> str:
    """The writer's text in NFC without zero-width, control and direction characters, with plain line feeds.

    Spelling and order of characters stay as written. Idempotent.
    """
    lined = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    visible = "".join(character for character in lined if _visible(character))
    composed = unicodedata.normalize("NFC", visible)
    return "\n".join(line.strip(_SPACES) for line in composed.split("\n")).strip("\n")


def one_line(text: str) -> str:
    """The tidy text as one paragraph: every run of white space is one space."""
    return " ".join(tidy(text).split())


def search_key(text: str) -> str:
    """The form to search and compare by: canonical order of Khmer characters, ្ដ as ្ត, digits as 0-9, no case.

    Never shown to anybody and never kept in place of the writer's text. Idempotent.
    """
    folded = unicodedata.normalize("NFKC", one_line(text)).casefold()
    return " ".join(str(khnormal(to_arabic(folded))).split())
