"""Seasons from a seed: five stations, 25 provinces, joint activities, short versions, promises, locks, targets."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from studio.scheduling.seasons.values import Member, Policy, Promise, Season, Slot, Story, Target
from studio.scheduling.values import Candidate, Clock, Lock, Position
from studio.units import Ms

ZONE = ZoneInfo("Asia/Phnom_Penh")
FIRST = date(2012, 1, 2)
STATIONS = ("angkor", "battambang", "kampot", "mekong", "ratanakiri")
THEMES = ("children", "disability", "fisheries", "forests", "health", "labour", "land", "water")
PRESENTERS = ("bopha", "dara", "sokha", "vanna")
COMMUNITIES = 300
GAP = Ms(500)
STING = Ms(2_500)


def clock(minutes: int) -> Clock:
    """A weekly programme of so many minutes: single stories, music, joint stories, music."""
    most = minutes * 2 // 5
    story = Position(
        "stories", "segment", "choose", "", 2, most, Ms(20_000), Ms(300_000), kinds=("story", "profile"), after=STING
    )
    joint = Position(
        "joint", "segment", "choose", "", 0, 2, Ms(20_000), Ms(300_000), kinds=("joint_story",), after=STING
    )
    music = [
        Position(f"music-{at}", "music", "flexible", "music-1", 1, 1, Ms(15_000), Ms(150_000), after=GAP)
        for at in ("middle", "end")
    ]
    opening, closing = (
        Position(name, "script", "fixed", name, 1, 1, Ms(length), Ms(length), after=GAP)
        for name, length in (("opening", 65_000), ("closing", 47_000))
    )
    length = Ms(minutes * 60_000)
    return Clock(f"weekly-{minutes}", length, (opening, story, music[0], joint, music[1], closing), length, GAP)


def season(slots: int, candidates: int, seed: int = 1) -> Season:
    """A season of so many airtimes and candidates; the same for the same seed."""
    draw = random.Random(f"{slots}x{candidates}/{seed}")
    weeks = -(-slots // len(STATIONS))
    stories = [_story(number, weeks, draw) for number in range(candidates)]
    stories = _joined(stories, draw)
    airtimes = [_slot(number, draw) for number in range(slots)]
    airtimes = _locked(airtimes, stories, draw)
    members = tuple(_member(number, draw) for number in range(COMMUNITIES))
    targets = [Target("theme", name, 100) for name in THEMES] + [Target("women", "", 450)]
    targets += [Target("province", f"{number:02}", 30) for number in range(1, 26)]
    return Season(
        slots=tuple(airtimes),
        stories=tuple(stories),
        members=members,
        promises=tuple(_promises(stories, weeks, draw)),
        policy=Policy(targets=tuple(targets)),
        aired=_aired(stories, draw),
    )


def _slot(number: int, draw: random.Random) -> Slot:
    place, week = number % len(STATIONS), number // len(STATIONS)
    day = FIRST + timedelta(weeks=week, days=place)
    return Slot(
        slug=f"{day}-{STATIONS[place]}",
        station=STATIONS[place],
        clock=clock(30 if place >= 3 else 15),
        starts_at=datetime.combine(day, time(18, 30), ZONE),
        language="en" if place == 4 else "km",
        fixed={},
        presenters=frozenset(draw.sample(PRESENTERS, 3)),
    )


def _story(number: int, weeks: int, draw: random.Random) -> Story:
    joint = draw.random() < 0.15
    homes = draw.sample(range(COMMUNITIES), draw.randint(2, 4) if joint else 1)
    planned = draw.randint(45_000, 240_000)
    ready = FIRST + timedelta(days=draw.randint(0, (weeks - 1) * 7)) if draw.random() < 0.7 else FIRST
    over = ready + timedelta(weeks=draw.randint(4, 16))
    told = Candidate(
        key=f"R{number:05}",
        kind="joint_story" if joint else draw.choice(["story", "story", "story", "profile"]),
        title_km=f"រឿងទី {number}",
        title_en=f"Story {number}",
        planned=Ms(planned),
        communities=frozenset(f"C{home:03}" for home in homes),
        province=f"{homes[0] % 25 + 1:02}",
        themes=frozenset(draw.sample(THEMES, draw.randint(1, 2))),
        women=draw.random() < 0.4,
        joint=joint,
        reported_on=ready - timedelta(days=draw.randint(3, 30)),
        usable_until=over + timedelta(days=draw.randint(-21, 30)) if draw.random() < 0.3 else None,
        embargo_until=datetime.combine(ready, time(12), ZONE) if ready > FIRST else None,
        aired=0,
        short=Ms(planned * 6 // 10) if draw.random() < 0.5 else None,
    )
    languages = ("km", "en") if draw.random() < 0.6 else ("km",)
    voice = draw.choice(PRESENTERS) if draw.random() < 0.1 else ""
    return Story(told.key, dict.fromkeys(languages, told), over if draw.random() < 0.8 else None, "", voice)


def _joined(stories: Sequence[Story], draw: random.Random) -> list[Story]:
    """The stories, some pairs of them from one activity: ready together, of different communities."""
    line = sorted(
        stories, key=lambda one: (_candidate(one).embargo_until or datetime.min.replace(tzinfo=ZONE), one.key)
    )
    found: list[Story] = []
    for number, story in enumerate(line):
        apart = number and not _candidate(story).communities & _candidate(line[number - 1]).communities
        if number % 50 == 1 and apart:
            name = f"activity-{number}"
            found[-1] = _with(found[-1], name)
            story = _with(story, name)
        found.append(story)
    return sorted(found, key=lambda one: one.key)


def _ready(story: Story) -> date:
    embargo = _candidate(story).embargo_until
    return embargo.date() if embargo else FIRST


def _with(story: Story, name: str) -> Story:
    return Story(story.key, story.told, story.expires_on, name, "")


def _candidate(story: Story) -> Candidate:
    return story.told["km"]


def _fits(story: Story, slot: Slot) -> bool:
    told, day = story.told.get(slot.language), slot.day
    return (
        told is not None
        and not story.together
        and not story.presenter
        and (told.embargo_until is None or told.embargo_until <= slot.starts_at)
        and (told.usable_until is None or told.usable_until >= day)
        and (story.expires_on is None or story.expires_on >= day)
    )


def _locked(slots: Sequence[Slot], stories: Sequence[Story], draw: random.Random) -> list[Slot]:
    """The slots, one in twenty with a segment placed by hand; no segment in two of them."""
    found, taken = [], set()
    for number, slot in enumerate(slots):
        if number % 20 == 7:
            for story in draw.sample(list(stories), len(stories)):
                if story.key not in taken and _fits(story, slot):
                    taken.add(story.key)
                    slot = Slot(
                        slug=slot.slug,
                        station=slot.station,
                        clock=slot.clock,
                        starts_at=slot.starts_at,
                        language=slot.language,
                        fixed=slot.fixed,
                        locks=(Lock(story.key),),
                        presenters=slot.presenters,
                    )
                    break
        found.append(slot)
    return found


def _member(number: int, draw: random.Random) -> Member:
    heard = FIRST - timedelta(days=draw.randint(1, 84)) if draw.random() < 0.6 else None
    return Member(f"C{number:03}", f"{number % 25 + 1:02}", heard)


def _promises(stories: Sequence[Story], weeks: int, draw: random.Random) -> list[Promise]:
    """One promise for twenty segments, to a community of one of them, within eight weeks of it."""
    found = []
    for story in draw.sample(list(stories), len(stories) // 20):
        told = _candidate(story)
        ready = told.embargo_until.date() if told.embargo_until else FIRST
        by = ready + timedelta(weeks=draw.randint(1, 8))
        found.append(Promise(min(told.communities), min(by, FIRST + timedelta(weeks=weeks))))
    return found


def _aired(stories: Sequence[Story], draw: random.Random) -> dict[tuple[str, str], tuple[date, ...]]:
    """One in ten of the segments that are ready was aired on a station in the weeks before."""
    ready = [story for story in stories if _candidate(story).embargo_until is None]
    return {
        (draw.choice(STATIONS), story.key): (FIRST - timedelta(days=draw.randint(2, 40)),)
        for story in ready
        if draw.random() < 0.1
    }
