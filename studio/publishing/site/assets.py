"""What every page loads: the stylesheet, the font, the player's script; and what a feed looks like in a browser."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from studio.publishing import addresses
from studio.publishing.font import font_path

PAGES = Path(__file__).parents[1] / "pages"


@dataclass(frozen=True, slots=True)
class Looks:
    """Paths of what pages load.

    player: the script that makes more of a player. search: that of the search. keep: what lets a programme be kept.
    icon: the sign that browsers show beside a page's name.
    """

    style: str
    font: str
    player: str
    search: str
    keep: str
    icon: str


@cache
def looks() -> Looks:
    """Where what pages load lies: names that change with their content."""
    font = font_path()
    style = addresses.asset("style", stylesheet(font).encode(), ".css")
    player, search, keep = (
        addresses.asset(name, script(name).encode(), ".js") for name in ("player", "search", "keep")
    )
    return Looks(style, font, player, search, keep, addresses.asset("icon", icon().encode(), ".svg"))


def stylesheet(font: str) -> str:
    """The stylesheet; font: the path of the webfont, which lies beside it."""
    return _styled("style.css", font)


def feed_stylesheet(font: str) -> str:
    """What a browser that opens a feed shows of it. Source: W3C, associating style sheets with XML documents 1.0."""
    return _styled("feed.css", font)


def script(name: str) -> str:
    """One of our scripts: "player", "search", "keep", or "worker", which answers where there is no network."""
    return _text(f"{name}.js")


def icon() -> str:
    """The sign of the site, SVG."""
    return _text("icon.svg")


def _styled(name: str, font: str) -> str:
    return _text(name).replace("@FONT@", font.rsplit("/", 1)[-1])


@cache
def _text(name: str) -> str:
    return (PAGES / name).read_text(encoding="utf-8")
