"""Seeded candidates and lengths for the tests of scheduling."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from studio.scheduling.values import Candidate
from studio.units import Ms

PHNOM_PENH = ZoneInfo("Asia/Phnom_Penh")
STARTS = datetime(2012, 4, 7, 18, 30, tzinfo=PHNOM_PENH)
CLOCKS = Path(__file__).parents[2] / "scripts" / "clocks"
FIXED = {"opening": Ms(31_250), "headlines": Ms(28_400), "hotline": Ms(24_700), "closing": Ms(22_900)}


def candidates(count: int, seed: int = 1, airing: date = date(2012, 4, 7)) -> list[Candidate]:
    """Seeded candidates: 25 provinces, joint activities, short versions, women's voices, consent and embargo."""
    draw = random.Random(seed)
    return [_one(number, draw, airing) for number in range(count)]


def _one(number: int, draw: random.Random, airing: date) -> Candidate:
    joint = draw.random() < 0.15
    homes = draw.sample(range(60), draw.randint(2, 4) if joint else 1)
    planned = draw.randint(45_000, 240_000)
    kind = "joint_story" if joint else draw.choice(["story", "story", "story", "profile"])
    return Candidate(
        key=f"R{number:04}",
        kind=kind,
        title_km=f"រឿងទី {number}",
        title_en=f"Story {number}",
        planned=Ms(planned),
        communities=frozenset(f"C{home:02}" for home in homes),
        province=f"{homes[0] % 25 + 1:02}",
        themes=frozenset(draw.sample(["land", "labour", "fisheries"], draw.randint(1, 2))),
        women=draw.random() < 0.4,
        joint=joint,
        reported_on=airing - timedelta(days=draw.randint(1, 70)),
        usable_until=airing + timedelta(days=draw.randint(-5, 90)) if draw.random() < 0.3 else None,
        embargo_until=STARTS + timedelta(hours=draw.randint(-50, 20)) if draw.random() < 0.1 else None,
        aired=draw.choice([0, 0, 0, 1, 2]),
        short=Ms(planned * 6 // 10) if draw.random() < 0.5 else None,
    )


def shuffled(many: Sequence[Candidate], seed: int) -> list[Candidate]:
    """The same candidates in another order."""
    mixed = list(many)
    random.Random(seed).shuffle(mixed)
    return mixed
