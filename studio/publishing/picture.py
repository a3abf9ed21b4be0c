"""The picture of an episode, shown where somebody shares a link to it: its title and the outline of its sound."""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import accumulate
from pathlib import Path

import typst

from studio.publishing.breaks import words
from studio.publishing.font import FILES
from studio.publishing.values import Both, clean

WIDTH, HEIGHT = 1200, 630
"""Pixels. Source: Open Graph protocol, og:image:width and og:image:height; 1.91 to 1 is shown whole everywhere."""

BARS = 132
"""Bars of the outline, from the beginning of the sound to its end."""

LETTERS = 100
"""Letters of a title that are shown; a longer one ends with an ellipsis, between words."""

_TEMPLATE = Path(__file__).parent / "pages" / "banner.typ"
_POINTS = 600


def banner(show: Both, title: Both, bars: Sequence[int]) -> bytes:
    """The picture, PNG, shaped with the packaged Noto font alone; the same bytes every time.

    bars: how loud each part of the sound is, 0 to 100, from left to right; none draws no outline.
    """
    told = {
        "show": _pieces(show.km or show.en, khmer=bool(show.km)),
        "km": _pieces(title.km, khmer=True),
        "en": _pieces(title.en if title.en != title.km else "", khmer=False),
        "bars": [max(0, min(100, bar)) for bar in bars],
    }
    return typst.compile(
        _TEMPLATE.read_bytes(),
        format="png",
        ppi=72 * WIDTH / _POINTS,
        font_paths=typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FILES)]),
        sys_inputs={"told": json.dumps(told, ensure_ascii=False)},
    )


def _pieces(text: str, *, khmer: bool) -> list[str]:
    """What stands on one line; English is broken between words, and so is Khmer that has them."""
    line = " ".join(clean(text).split())
    pieces = [piece for piece in (words(line) if khmer else line.split(" ")) if piece]
    shown = [piece for piece, end in zip(pieces, accumulate(map(len, pieces)), strict=True) if end <= LETTERS]
    return shown if len(shown) == len(pieces) else [*shown, "…"]
