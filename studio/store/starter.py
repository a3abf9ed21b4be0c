"""The editors' folder as Studio ships it: inside the package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent.parent


def starter_scripts() -> Path:
    """The folder of templates, word lists and clocks that a new workspace begins with."""
    shipped = PACKAGE / "starter" / "scripts"
    return shipped if shipped.is_dir() else PACKAGE.parent / "scripts"
