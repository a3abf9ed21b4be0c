"""The process in which a picture from outside is decoded: it can be killed, and it holds nothing of value.

python -m studio.intake.picture_child TARGET  < picture
"""

from __future__ import annotations

import io
import resource
import sys

from PIL import Image, ImageOps

KINDS = ("JPEG", "PNG", "WEBP")
SIDE = 2560
PIXELS = 60_000_000
MEMORY = 1 << 30
SECONDS = 25


def main(target: str) -> int:
    """Write the clean copy of what comes in; 0, or 1 where it is no picture of a kind that is taken."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    Image.MAX_IMAGE_PIXELS = PIXELS
    try:
        with Image.open(io.BytesIO(sys.stdin.buffer.read()), formats=KINDS) as opened:
            if opened.width * opened.height > PIXELS:
                return 1
            opened.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(opened).convert("RGB")
        upright.thumbnail((SIDE, SIDE))
        bare = Image.new("RGB", upright.size)
        bare.paste(upright)
        bare.save(target, "JPEG", quality=85, optimize=True)
    except (OSError, ValueError, SyntaxError, MemoryError, Image.DecompressionBombError):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
