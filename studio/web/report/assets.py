"""What the pages of the report form load; each under a name that changes with its content."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from starlette.responses import Response

from studio.publishing.font import font_bytes
from studio.units import digest_of

FOLDER = Path(__file__).parents[1] / "pages" / "report"
BELOW = "/report/assets/"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
FOREVER = "public, max-age=31536000, immutable"
NAMES = ("khmer.woff2", "report.css", "report.js", "phone.js", "icon.svg")
WORKER = "worker.js"


def address(name: str) -> str:
    """Where a file is read: "report.css" gives /report/assets/report-0123456789ab.css."""
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
def addresses() -> dict[str, str]:
    """Every file by its address."""
    return {address(name): name for name in NAMES}


def read(path: str) -> Response:
    """The file at an address; 404 where there is none."""
    name = addresses().get(path)
    if name is None:
        return Response(status_code=404)
    headers = {"content-type": TYPES[Path(name).suffix], "cache-control": FOREVER}
    return Response(content(name), headers=headers)


def worker() -> Response:
    """The service worker, with the addresses of what it keeps: it answers for the form alone."""
    files = ", ".join(f'"{one}"' for one in addresses())
    text = content(WORKER).decode().replace("@FILES@", files).replace("@MARK@", digest_of(files.encode())[:12])
    headers = {"content-type": TYPES[".js"], "cache-control": "no-cache", "service-worker-allowed": "/report"}
    return Response(text, headers=headers)
