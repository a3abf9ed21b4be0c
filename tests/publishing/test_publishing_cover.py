"""The cover and the webfont."""

from __future__ import annotations

import io

import numpy as np
from fontTools.ttLib import TTFont
from PIL import Image

from studio.publishing.cover import SIDE, cover
from studio.publishing.font import font_bytes, font_path
from studio.publishing.requirements import pixels
from studio.publishing.values import Both

TITLE = Both("សំឡេងសហគមន៍", "Voices of the Communities")


def test_the_cover_is_square_and_of_the_size_that_directories_want() -> None:
    assert pixels(cover(TITLE)) == (SIDE, SIDE)
    assert 1400 <= SIDE <= 3000


def test_the_cover_is_the_same_every_time() -> None:
    cover.cache_clear()
    first = cover(TITLE)
    cover.cache_clear()
    assert cover(TITLE) == first


def test_the_cover_shows_both_titles_and_takes_a_long_one_or_marks_literally() -> None:
    def ink(title: Both) -> float:
        shades = np.asarray(Image.open(io.BytesIO(cover(title))).convert("L"))[420:1580]
        return float((shades < 128).mean())

    assert ink(Both("ក", "")) > 0
    assert ink(TITLE) > ink(Both(TITLE.km, "")) > ink(Both("ក", ""))
    assert pixels(cover(Both("កម្មវិធីវិទ្យុសំឡេងសហគមន៍ដីធ្លី ការងារ និងនេសាទ " * 2, "#*$_ @x \\ [a]"))) == (SIDE, SIDE)


def test_the_font_holds_khmer_its_shaping_and_two_weights() -> None:
    font = TTFont(io.BytesIO(font_bytes()))
    assert {0x1780, 0x17D2, 0x17D4, 0x17E9} <= set(font.getBestCmap())
    assert {"GSUB", "GPOS", "gvar"} <= set(font.keys())
    assert [(axis.axisTag, axis.minValue, axis.maxValue) for axis in font["fvar"].axes] == [("wght", 400, 700)]
    assert len(font_bytes()) < 40_000


def test_the_font_is_the_same_every_time() -> None:
    first = font_bytes()
    font_bytes.cache_clear()
    assert font_bytes() == first
    assert font_path().endswith(".woff2")
