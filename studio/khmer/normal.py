"""Two normal forms of a text: one to keep, one to compare and search."""

from __future__ import annotations

import re
import unicodedata

from khmerspell.khnormal import khnormal

from studio.khmer.digits import to_arabic

_UNSEEN = re.compile(
    "[\u00ad\u200b\u2060\ufeff"  # zero width, left behind by keyboards
    "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff"  # control characters and halves of characters
    "\u202a-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff]"  # directions, and what is no character
)
"""What nobody sees and nobody meant; the joiners U+200C and U+200D carry meaning and stay."""

_SPACES = " \t\u00a0\u202f"


def tidy(text: str) -> str:
    """The writer's text in NFC without zero-width, control and direction characters, with plain line feeds.

    Spelling and order of characters stay as written. Idempotent.
    """
    lined = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    composed = unicodedata.normalize("NFC", _UNSEEN.sub("", lined))
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
