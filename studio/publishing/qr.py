"""QR codes: an address that the camera of a telephone reads from a page or a poster."""

from __future__ import annotations

import segno
from markupsafe import Markup

QUIET = 4
"""Modules of white around the code. Source: ISO/IEC 18004, 9.1."""


def qr(address: str, label: str) -> Markup:
    """The code of an address as SVG inside a page; label: what it is called for those who do not see it."""
    code = segno.make(address, error="m", micro=False, boost_error=False)
    side = code.symbol_size(border=QUIET)[0]
    drawn = code.svg_inline(border=QUIET, omitsize=True, svgclass=None, lineclass=None)
    lines = drawn[drawn.index("<path") : drawn.index("</svg>")]
    path = Markup(lines)  # nosec B704  # noqa: S704  (drawn here, from numbers)
    return Markup('<svg class="qr" viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>').format(
        side, side, label, path
    )
