"""Khmer inside a text of another language, marked, so that a screen reader reads it as Khmer."""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import Markup, escape

from studio.languages import Language

_LETTER = "\u1780-\u17ff\u19e0-\u19ff"
_KHMER = re.compile(rf"([{_LETTER}](?:[{_LETTER}\u200b\s]*[{_LETTER}])?)")


def marked(text: str, language: Language, shown: Callable[[str], Markup] = escape) -> Markup:
    """A text of a language as HTML; what of it is in Khmer letters is marked where the language is another.

    shown: how a piece of it is written.
    """
    if language is Language.KM or not _KHMER.search(text):
        return shown(text)
    span = Markup('<span lang="{}">{}</span>')
    pieces = _KHMER.split(text)
    return Markup("").join(
        span.format(Language.KM.value, shown(piece)) if at % 2 else shown(piece) for at, piece in enumerate(pieces)
    )
