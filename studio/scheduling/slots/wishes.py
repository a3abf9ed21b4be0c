"""What is wanted of a rundown, in order: the one table of weights, and what a candidate is worth by it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import date

from studio.scheduling.values import Candidate, Version
from studio.units import Ms

UNITS = 10_000
"""Units in a point, so that a millisecond of music is one whole unit."""


@dataclass(frozen=True, slots=True)
class Wish:
    """One thing that is wanted. points: for each `of`, at most `most` of them in one segment."""

    name: str
    points: int
    of: str
    most: int


# Locks, consent, embargo and the length of the slot are demands, not wishes: nothing buys them off. Among what
# meets every demand, what was never aired comes before anything repeated; then each wish outweighs all the wishes
# below it together when one segment is weighed against another that has as many communities. (Freshness counts by
# the day: a week outweighs what stands below it.)
WISHES = (
    Wish("unaired", 60_000, "segment that was never aired", 1),
    Wish("community", 10_000, "community heard, each once in an edition", 1),
    Wish("province", 5_000, "province heard in the edition", 1),
    Wish("women", 2_500, "segment with women's voices", 1),
    Wish("fresh", 36, "day less than eight weeks since the report", 56),
    Wish("long", 50, "segment in its long version", 1),
    Wish("music", -1, "ten seconds of music", 30),
)

POINTS: Mapping[str, int] = {wish.name: wish.points for wish in WISHES}
FRESH_DAYS = next(wish.most for wish in WISHES if wish.name == "fresh")


def worth(candidate: Candidate, version: Version, airing: date) -> dict[str, int]:
    """What a segment adds on an airing date, in points by wish; its province and the music are counted by `value`."""
    age = max((airing - candidate.reported_on).days, 0)
    return {
        "community": POINTS["community"] * len(candidate.communities),
        "women": POINTS["women"] * candidate.women,
        "fresh": POINTS["fresh"] * max(FRESH_DAYS - age, 0),
        "unaired": POINTS["unaired"] * (candidate.aired == 0),
        "long": POINTS["long"] * (version == "long"),
    }


def units(candidate: Candidate, version: Version, airing: date) -> int:
    """What a segment adds on its own, in units."""
    return sum(worth(candidate, version, airing).values()) * UNITS


def value(chosen: Iterable[tuple[Candidate, Version]], music: Ms, airing: date) -> int:
    """What a whole choice is worth, in units. music: time given to flexible positions and what follows them, in ms."""
    chosen = list(chosen)
    own = sum(units(candidate, version, airing) for candidate, version in chosen)
    return total(own, {candidate.province for candidate, _ in chosen}, music)


def total(own: int, provinces: Set[str], music: Ms) -> int:
    """What a choice is worth, in units, once what each segment adds on its own is summed; "" is no province."""
    return own + POINTS["province"] * UNITS * len(provinces - {""}) + POINTS["music"] * music
