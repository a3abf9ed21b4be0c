"""Seeded candidates, lengths and clocks for the tests of scheduling."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from studio.scheduling.clocks.clock import read_clock
from studio.scheduling.timing.sections import Section
from studio.scheduling.timing.times import followed, heard_in
from studio.scheduling.values import Anchor, Base, Candidate, Clock, Group, Position, Rundown
from studio.units import Ms

CLOCKS = Path(__file__).parents[2] / "scripts" / "clocks"


class Cases:
    """What the tests schedule: the tracked clocks, a small clock, and candidates from a seed."""

    starts = datetime(2012, 4, 7, 18, 30, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
    fixed: Mapping[str, Ms] = {
        "opening": Ms(31_250),
        "headlines": Ms(28_400),
        "hotline": Ms(24_700),
        "closing": Ms(22_900),
    }
    folder = CLOCKS

    def clock(self, name: str = "weekly-15") -> Clock:
        """A tracked clock."""
        return read_clock(CLOCKS / f"{name}.toml")

    def small(self, length: int = 300_000, least: int = 1, most: int = 3, optional: bool = False) -> Clock:
        """Opening 10 s, stories in two halves about music of 5–40 s, closing 10 s; half a second between all."""
        story = Position(
            "first", "segment", "choose", "", least, most, Ms(1), Ms(600_000), title_en="First", after=Ms(500)
        )
        return Clock(
            "small",
            Ms(length),
            (
                Position("opening", "script", "fixed", "opening", 1, 1, Ms(10_000), Ms(10_000), after=Ms(500)),
                story,
                Position(
                    "music",
                    "music",
                    "flexible",
                    "music-1",
                    0 if optional else 1,
                    1,
                    Ms(5_000),
                    Ms(40_000),
                    after=Ms(500),
                ),
                replace(story, name="second", count_min=0, count_max=2, title_en="Second"),
                Position("closing", "script", "fixed", "closing", 1, 1, Ms(10_000), Ms(10_000), after=Ms(500)),
            ),
            Ms(length),
            Ms(500),
        )

    def parted(self, budget: tuple[int, int] = (100_000, 420_000), base: Base = "wall") -> Clock:
        """Ten minutes in three sections: news five minutes in (on the wall or from the start), the closing a minute
        before the end; stories of both parts share a budget, and a spot of 20 s is heard up to twice.
        """
        story = Position("first", "segment", "choose", "", 1, 2, Ms(1), Ms(600_000), after=Ms(500), group="stories")
        music = Position("music-a", "music", "flexible", "music-1", 1, 1, Ms(5_000), Ms(60_000), after=Ms(500))
        news = Anchor(base, Ms(35 * 60_000 if base == "wall" else 300_000))
        return Clock(
            "parted",
            Ms(600_000),
            (
                Position("opening", "script", "fixed", "opening", 1, 1, Ms(10_000), Ms(10_000), after=Ms(500)),
                story,
                music,
                Position("news", "sound", "fixed", "news", 1, 1, Ms(30_000), Ms(30_000), after=Ms(500), anchor=news),
                replace(story, name="second", count_min=0),
                Position("spots", "sound", "repeat", "spot", 0, 2, Ms(20_000), Ms(20_000), after=Ms(500)),
                replace(music, name="music-b"),
                Position(
                    "closing",
                    "script",
                    "fixed",
                    "closing",
                    1,
                    1,
                    Ms(10_000),
                    Ms(10_000),
                    after=Ms(500),
                    anchor=Anchor("end", Ms(60_000)),
                ),
                replace(music, name="music-c"),
            ),
            Ms(600_000),
            Ms(500),
            groups=(Group("stories", Ms(budget[0]), Ms(budget[1]), "រឿង", "Stories"),),
        )

    def loosened(self, clock: Clock, shorter: int, longer: int, music: int = 10_000, ending: bool = False) -> Clock:
        """The clock with gaps that stretch by so much, and music of 5 s to `music`, in ms.

        ending: the show ends with a segment, after which there is no gap.
        """
        positions = [
            replace(one, after_shortest=Ms(one.after - shorter), after_longest=Ms(one.after + longer))
            for one in clock.positions
        ]
        positions = [replace(one, longest=Ms(music)) if one.role == "flexible" else one for one in positions]
        if ending:
            positions[-1] = replace(
                positions[-1],
                role="choose",
                kind="segment",
                source="",
                count_max=2,
                shortest=Ms(1),
                longest=Ms(600_000),
            )
        return replace(clock, positions=tuple(positions))

    def music_first(self, rundown: Rundown, clock: Clock, section: Section) -> None:
        """All moved gaps to one side, equally but for their bounds, and all music that is free at that side's bound."""
        mine = heard_in(rundown.entries, section)
        homes = {entry.key: clock.position(entry.position) for entry in mine}
        free = [
            entry for entry in mine if homes[entry.key].role == "flexible" and not entry.locked and entry.aired is None
        ]
        moved = {
            entry.key: clock.pause_after(entry) - homes[entry.key].after
            for entry in followed(mine, section)
            if not entry.locked and entry.aired is None
        }
        assert all((entry.pause is None) == (moved[entry.key] == 0) for entry in mine if entry.key in moved)
        if any(by > 0 for by in moved.values()):
            assert all(by >= 0 for by in moved.values())
            assert all(entry.heard == homes[entry.key].longest for entry in free)
        if any(by < 0 for by in moved.values()):
            assert all(by <= 0 for by in moved.values())
            assert all(entry.heard == homes[entry.key].shortest for entry in free)
        bounds = {
            key: (home.shortest_pause - home.after, home.longest_pause - home.after) for key, home in homes.items()
        }
        within = [by for key, by in moved.items() if bounds[key][0] < by < bounds[key][1]]
        assert not within or max(within) - min(within) <= 1

    def story(self, key: str, planned: int = 90_000, **changes: object) -> Candidate:
        """A plain story of a community of its own, which may be aired."""
        plain = Candidate(
            key=key,
            kind="story",
            title_km=f"រឿង {key}",
            title_en=f"Story {key}",
            planned=Ms(planned),
            communities=frozenset({f"C-{key}"}),
            province="02",
            themes=frozenset({"land"}),
            women=False,
            joint=False,
            reported_on=date(2012, 3, 31),
        )
        return replace(plain, **changes)  # type: ignore[arg-type]

    def candidates(self, count: int, seed: int = 1) -> list[Candidate]:
        """Seeded candidates: 25 provinces, joint activities, short versions, women's voices, consent and embargo."""
        draw = random.Random(seed)
        return [self._drawn(number, draw) for number in range(count)]

    def shuffled(self, many: Sequence[Candidate], seed: int) -> list[Candidate]:
        """The same candidates in another order."""
        mixed = list(many)
        random.Random(seed).shuffle(mixed)
        return mixed

    def _drawn(self, number: int, draw: random.Random) -> Candidate:
        joint = draw.random() < 0.15
        homes = draw.sample(range(60), draw.randint(2, 4) if joint else 1)
        planned = draw.randint(45_000, 240_000)
        airing = self.starts.date()
        return Candidate(
            key=f"R{number:04}",
            kind="joint_story" if joint else draw.choice(["story", "story", "story", "profile"]),
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
            embargo_until=self.starts + timedelta(hours=draw.randint(-50, 20)) if draw.random() < 0.1 else None,
            aired=draw.choice([0, 0, 0, 1, 2]),
            short=Ms(planned * 6 // 10) if draw.random() < 0.5 else None,
        )


@pytest.fixture(scope="session")
def cases() -> Cases:
    """The cases of scheduling."""
    return Cases()
