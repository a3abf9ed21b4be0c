"""A scene as SVG: the same bytes on every machine. Pure."""

from __future__ import annotations

import base64
from xml.sax.saxutils import escape, quoteattr

from studio.drawing.scene import Area, Box, Line, Part, Points, Scene, Words

FAMILIES = "'Noto Sans Khmer','Khmer OS Battambang','Leelawadee UI','Khmer Sangam MN',system-ui,sans-serif"
EMBEDDED = (
    "@font-face{{font-family:'Noto Sans Khmer';font-weight:400 700;src:url(data:font/woff2;base64,{}) format('woff2')}}"
)
ABOVE, BELOW = 1.25, 0.55
"""Room that a line of Khmer takes above and below its baseline, as a share of its size."""


def svg(scene: Scene, language: str = "km", font: bytes = b"") -> str:
    """The text of an SVG file, a part a line, ending in a line feed.

    language: of its title. font: WOFF2 put into the file, for machines without a Khmer font.
    """
    style = f"text{{font-family:{FAMILIES};white-space:pre}}"
    if font:
        style = EMBEDDED.format(base64.b64encode(font).decode("ascii")) + style
    size = f'width="{scene.width}" height="{scene.height}" viewBox="0 0 {scene.width} {scene.height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="t d" lang={quoteattr(language)}>',
        f'<title id="t">{escape(scene.title)}</title>',
        f'<desc id="d">{escape(scene.describes)}</desc>',
        f"<style>{style}</style>",
        *map(_part, scene.parts),
        "</svg>",
    ]
    return "\n".join([*lines, ""])


def number(value: float) -> str:
    """A length to a tenth of a pixel, as short as it can be written."""
    text = f"{value:.1f}"
    return "0" if text == "-0.0" else text.removesuffix(".0")


def _part(part: Part) -> str:
    if isinstance(part, Box):
        return _box(part)
    if isinstance(part, Area):
        edge = f' stroke="{part.edge}" stroke-width=".8"' if part.edge else ""
        return _noted("polygon", f'points="{_points(part.points)}" {_fill(part.fill, part.opacity)}{edge}', part.note)
    if isinstance(part, Line):
        drawn = f'stroke="{part.colour}" stroke-width="{number(part.width)}"'
        return f'<polyline points="{_points(part.points)}" fill="none" stroke-linejoin="round" {drawn}/>'
    return _words(part)


def _box(box: Box) -> str:
    place = f'x="{number(box.x)}" y="{number(box.y)}" width="{number(box.width)}" height="{number(box.height)}"'
    corners = f' rx="{number(box.radius)}"' if box.radius else ""
    return _noted("rect", f"{place}{corners} {_fill(box.fill, box.opacity)}", box.note)


def _words(words: Words) -> str:
    look = f'font-size="{number(words.size)}" fill="{words.colour}"'
    look += ' font-weight="700"' if words.bold else ""
    look += f' text-anchor="{words.anchor}"' if words.anchor != "start" else ""
    if not words.room:
        return f'<text x="{number(words.x)}" y="{number(words.y)}" {look}>{escape(words.text)}</text>'
    top, height = words.y - words.size * ABOVE, words.size * (ABOVE + BELOW)
    place = f'x="{number(words.x)}" y="{number(top)}" width="{number(words.room)}" height="{number(height)}"'
    return f'<svg {place}><text y="{number(words.size * ABOVE)}" {look}>{escape(words.text)}</text></svg>'


def _noted(tag: str, attributes: str, note: str) -> str:
    return f"<{tag} {attributes}><title>{escape(note)}</title></{tag}>" if note else f"<{tag} {attributes}/>"


def _fill(colour: str, opacity: float) -> str:
    return f'fill="{colour}"' + (f' fill-opacity="{opacity:.2g}"' if opacity < 1 else "")


def _points(points: Points) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)
