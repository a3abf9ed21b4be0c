"""The keys of a clock file, by the role of a position: which must be there, and an example of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from studio.scheduling.values import Role

ROLES: tuple[Role, ...] = ("fixed", "choose", "flexible", "repeat")


@dataclass(frozen=True, slots=True)
class Sort:
    """What a key holds: an example of its value, and whether it must be there."""

    example: str
    needed: bool = False


CLOCK_KEYS: Mapping[str, Sort] = {
    "name": Sort('"weekly-15"', True),
    "title_km": Sort('"កម្មវិធីប្រចាំសប្តាហ៍"', True),
    "title_en": Sort('"Weekly, fifteen minutes"', True),
    "length": Sort('"15:00"', True),
    "hard_out": Sort('"15:00"'),
    "gap": Sort('"0.5 s"'),
    "gap_shortest": Sort('"0.3 s"'),
    "gap_longest": Sort('"1.5 s"'),
}

GROUP_KEYS: Mapping[str, Sort] = {
    "name": Sort('"stories"', True),
    "title_km": Sort('"រឿងពីសហគមន៍"', True),
    "title_en": Sort('"Stories from the communities"', True),
    "shortest": Sort('"6:00"'),
    "longest": Sort('"9:00"', True),
}

_EVERY: dict[str, Sort] = {
    "name": Sort('"opening"', True),
    "role": Sort('"fixed"', True),
    "title_km": Sort('"សេចក្តីផ្តើម"', True),
    "title_en": Sort('"Opening"', True),
    "after": Sort('"2.5 s"'),
    "after_shortest": Sort('"2 s"'),
    "after_longest": Sort('"4 s"'),
    "bed": Sort('"bed"'),
    "sting": Sort('"sting"'),
    "at": Sort('"15:00"'),
}
_GROUP = {"group": Sort('"stories"')}
_SHORTEST = Sort('"15 s"')
_LONGEST = Sort('"2:30"')

POSITION_KEYS: Mapping[Role, Mapping[str, Sort]] = {
    "fixed": _EVERY
    | _GROUP
    | {
        "sound": Sort('"jingle"'),
        "script": Sort('"opening"'),
        "length": Sort('"8 s"'),
        "shortest": _SHORTEST,
        "longest": _LONGEST,
    },
    "choose": _EVERY
    | _GROUP
    | {
        "kinds": Sort('["story", "joint_story", "profile"]'),
        "themes": Sort('["land", "labour"]'),
        "count_min": Sort("3", True),
        "count_max": Sort("8", True),
        "shortest": Sort('"20 s"', True),
        "longest": Sort('"4:00"', True),
    },
    "flexible": _EVERY
    | {
        "sound": Sort('"music-1"', True),
        "count_min": Sort("1"),
        "shortest": Sort('"15 s"', True),
        "longest": Sort('"2:30"', True),
    },
    "repeat": _EVERY
    | {
        "sound": Sort('"spot-hotline"', True),
        "length": Sort('"30 s"', True),
        "count_min": Sort("0", True),
        "count_max": Sort("4", True),
    },
}
