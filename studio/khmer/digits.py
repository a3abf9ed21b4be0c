"""Khmer digits and Arabic digits, either way."""

from __future__ import annotations

KHMER = "០១២៣៤៥៦៧៨៩"
ARABIC = "0123456789"

_TO_KHMER = str.maketrans(ARABIC, KHMER)
_TO_ARABIC = str.maketrans(KHMER, ARABIC)


def to_khmer(text: str) -> str:
    """The text with every digit 0-9 as ០-៩."""
    return text.translate(_TO_KHMER)


def to_arabic(text: str) -> str:
    """The text with every digit ០-៩ as 0-9."""
    return text.translate(_TO_ARABIC)
