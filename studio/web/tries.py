"""How often somebody may try: counted in memory, by what is tried and for whom, never by where from."""

from __future__ import annotations

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

LIMITS: dict[str, tuple[str, str]] = {
    "sign-in": ("8/10 minutes", "120/minute"),
    "code": ("5/5 minutes", "120/minute"),
    "report": ("40/hour", "240/minute"),
    "receipt": ("60/hour", "120/minute"),
    "upload": ("600/minute", "600/minute"),
}
"""What can be tried: how often for one name, and how often by everybody together."""


class Tries:
    """Counts tries; forgotten when the server stops."""

    def __init__(self, reports_per_minute: int = 240) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._limits = LIMITS | {"report": (LIMITS["report"][0], f"{reports_per_minute}/minute")}

    def allowed(self, what: str, who: str) -> bool:
        """Note one try, and whether it may go on."""
        own, everybody = (parse(text) for text in self._limits[what])
        return self._hit(own, what, who) and self._hit(everybody, what, "")

    def _hit(self, limit: RateLimitItem, what: str, who: str) -> bool:
        return self._limiter.hit(limit, what, who)
