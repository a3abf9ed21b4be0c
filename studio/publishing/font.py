"""The Khmer webfont: a subset of Noto Sans Khmer, served by the site itself."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import fontpkg_noto_sans_khmer
from fontTools import version as fonttools_version
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from studio.units import digest_of

FILES: Path = fontpkg_noto_sans_khmer.ROOT / "files"
FAMILY: str = fontpkg_noto_sans_khmer.FAMILY

_SOURCE = FILES / "NotoSansKhmer[wdth,wght].ttf"
_RECIPE = "1"
_KHMER = (*range(0x1780, 0x1800), 0x0020, 0x00A0, 0x200B, 0x200C, 0x200D, 0x2060, 0x25CC)
_AXES = {"wdth": 100, "wght": (400, 700)}


@cache
def font_path() -> str:
    """Where the font lies in the site: a name that changes when the font, the subsetter or the recipe does."""
    recipe = f"{_RECIPE} {fonttools_version} {_KHMER} {_AXES} {digest_of(_SOURCE.read_bytes())}"
    return f"assets/khmer-{digest_of(recipe.encode())[:12]}.woff2"


@cache
def font_bytes() -> bytes:
    """The font as woff2: Khmer only, weights 400 to 700, all its shaping kept; the same bytes every time."""
    font = TTFont(_SOURCE, recalcTimestamp=False)
    subsetter = Subsetter(Options(layout_features=["*"], hinting=False, notdef_outline=True))
    subsetter.populate(unicodes=_KHMER)
    subsetter.subset(font)
    instantiateVariableFont(font, _AXES, inplace=True)
    font.flavor = "woff2"
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()
