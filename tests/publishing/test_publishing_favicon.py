"""The sign of the site as browsers ask for it unasked."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image

from studio.publishing.site.favicon import CLAY, PAPER, SIDE, favicon


def test_it_shows_the_bars_on_the_ground_and_nothing_at_the_corners() -> None:
    picture = Image.open(io.BytesIO(favicon()))
    assert picture.size == (SIDE, SIDE)
    seen, there = picture.convert("RGB"), picture.getchannel("A")
    assert seen.getpixel((16, 16)) == PAPER
    assert seen.getpixel((2, 16)) == CLAY
    assert [there.getpixel(at) for at in ((0, 0), (31, 0), (0, 31), (31, 31), (16, 16))] == [0, 0, 0, 0, 255]


def test_it_is_published_at_the_address_that_browsers_ask_for(site: Path) -> None:
    assert (site / "favicon.ico").read_bytes() == favicon()
