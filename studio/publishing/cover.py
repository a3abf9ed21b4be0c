"""The cover of the show: its title in Khmer and English as a square PNG."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

import typst

from studio.publishing.breaks import words
from studio.publishing.font import FILES
from studio.publishing.values import Both, clean

SIDE = 2000
"""Width and height in pixels. Source: Apple Podcasts, artwork requirements (1400 to 3000)."""

_TEMPLATE = Path(__file__).parent / "pages" / "cover.typ"
_POINTS = 720


@lru_cache(maxsize=8)
def cover(title: Both) -> bytes:
    """The picture, PNG, SIDE pixels square, shaped with the packaged Noto font alone; the same bytes every time."""
    pieces = {
        "km": [word for word in words(clean(title.km)) if word],
        "en": [word for word in clean(title.en).split(" ") if word],
    }
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FILES)])
    return typst.compile(
        _TEMPLATE.read_bytes(),
        format="png",
        ppi=72 * SIDE / _POINTS,
        font_paths=fonts,
        sys_inputs={"words": json.dumps(pieces, ensure_ascii=False)},
    )
