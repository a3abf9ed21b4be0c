"""What somebody saw before they said yes: a form carries its mark, and is refused where it is another by now."""

from __future__ import annotations

from studio.errors import Conflict, fault
from studio.units import digest_of


def mark_of(shown: object) -> str:
    """The mark of values that a page shows."""
    return digest_of(repr(shown).encode())[:32]


def require_seen(seen: str, shown: object, where: str) -> None:
    """Raises Conflict where other values were shown than there are now."""
    if seen != mark_of(shown):
        raise Conflict(fault("web.seen-other", where))
