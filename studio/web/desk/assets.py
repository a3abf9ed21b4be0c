"""What the pages of the desk load: stylesheet, font, scripts; each under a name that changes with its content."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from starlette.responses import Response

from studio.publishing.font import font_bytes
from studio.units import digest_of

FOLDER = Path(__file__).parents[1] / "pages" / "desk"
BELOW = "/desk/assets/"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
FOREVER = "public, max-age=31536000, immutable"


def address(name: str) -> str:
    """Where a file is read: "desk.css" gives /desk/assets/desk-0123456789ab.css."""
    stem, dot, ending = name.rpartition(".")
    return f"{BELOW}{stem}-{digest_of(content(name))[:12]}{dot}{ending}"


@cache
def content(name: str) -> bytes:
    """The bytes of a file."""
    if name == "khmer.woff2":
        return font_bytes()
    text = (FOLDER / name).read_text(encoding="utf-8")
    return text.replace("@FONT@", address("khmer.woff2")).encode("utf-8") if name.endswith(".css") else text.encode()


@cache
def names() -> dict[str, str]:
    """Every file by its address."""
    files = sorted(path.name for path in FOLDER.iterdir() if path.suffix in (".css", ".js", ".svg"))
    return {address(name): name for name in ("khmer.woff2", *files)}


def read(path: str) -> Response | None:
    """The file at an address; None where there is none."""
    name = names().get(path)
    if name is None:
        return None
    return Response(
        content(name),
        headers={"content-type": TYPES[Path(name).suffix], "cache-control": FOREVER},
    )
