"""A season as one sheet that can be edited and read back, and beside it what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from studio.scheduling.exports.cells import blank, fill, written
from studio.scheduling.exports.rundown_json import Plain
from studio.scheduling.exports.sheet import csv_text
from studio.scheduling.seasons.values import Choice, Plan, Season, Slot, Story
from studio.scheduling.values import Candidate
from studio.units import Ms

PLAN, EPISODE = "plan", "episode"
COLUMNS = (
    PLAN, EPISODE, "station", "starts_at", "language", "position", "key", "version", "title_km", "title_en",
    "length_ms", "communities",
)  # fmt: skip
CHANGEABLE = (EPISODE, "position", "key", "version")
REQUIRED = (PLAN, *CHANGEABLE)
LEFT_OUT = ("key", "languages", "title_km", "title_en", "long_ms", "short_ms", "communities")


def season_csv(season: Season, plan: Plan, number: int) -> str:
    """The choices of a plan as CSV, a row each; an airtime in which nothing is chosen has one row without a segment."""
    return csv_text([COLUMNS, *rows(season, plan, number)])


def season_xlsx(season: Season, plan: Plan, number: int) -> bytes:
    """Likewise as XLSX; a second sheet tells what was left out, to copy keys from. What can be changed is tinted."""
    book = blank()
    tinted = tuple(COLUMNS.index(name) for name in CHANGEABLE)
    fill(book.create_sheet("season"), [COLUMNS, *rows(season, plan, number)], len(COLUMNS), tinted)
    fill(book.create_sheet("left-out"), [LEFT_OUT, *_left_out(season, plan)], len(LEFT_OUT), ())
    return written(book)


def rows(season: Season, plan: Plan, number: int) -> list[tuple[Plain, ...]]:
    """Every choice in the order of airtimes, positions of the clock, keys."""
    stories = {story.key: story for story in season.stories}
    found: list[tuple[Plain, ...]] = []
    for slot, mine in by_airtime(season, plan):
        found += [_row(slot, stories, number, one) for one in mine] or [_row(slot, stories, number, None)]
    return found


def by_airtime(season: Season, plan: Plan) -> list[tuple[Slot, list[Choice]]]:
    """Every airtime, the earliest first, with what is chosen in it by position of its clock and key."""
    held: dict[str, list[Choice]] = {}
    for choice in plan.choices:
        held.setdefault(choice.slot, []).append(choice)
    found: list[tuple[Slot, list[Choice]]] = []
    for slot in sorted(season.slots, key=lambda one: (one.starts_at, one.slug)):
        order = {position.name: place for place, position in enumerate(slot.clock.positions)}
        found.append((slot, sorted(held.get(slot.slug, ()), key=lambda one: (order.get(one.position, 0), one.key))))
    return found


def told_in(stories: Mapping[str, Story], slot: Slot, choice: Choice) -> tuple[Candidate | None, Ms | None]:
    """A choice as it is told in its airtime, with its length; None where it may not be aired any more."""
    story = stories.get(choice.key)
    told = story.told.get(slot.language) if story else None
    return told, told.lasting(choice.version) if told and choice.version in told.versions else None


def _row(slot: Slot, stories: Mapping[str, Story], number: int, choice: Choice | None) -> tuple[Plain, ...]:
    front: tuple[Plain, ...] = (number, slot.slug, slot.station, slot.starts_at.isoformat(), slot.language)
    if choice is None:
        return (*front, *([None] * (len(COLUMNS) - len(front))))
    told, length = told_in(stories, slot, choice)
    about: tuple[Plain, ...] = (None, None, None, None)
    if told is not None:
        about = (told.title_km, told.title_en, length, " ".join(sorted(told.communities)))
    return (*front, choice.position, choice.key, choice.version, *about)


def _left_out(season: Season, plan: Plan) -> Sequence[tuple[Plain, ...]]:
    inside = {choice.key for choice in plan.choices}
    found: list[tuple[Plain, ...]] = []
    for story in sorted(season.stories, key=lambda one: one.key):
        if story.key not in inside:
            told = next(iter(story.told.values()))
            names = " ".join(sorted(story.told)), " ".join(sorted(told.communities))
            found.append((story.key, names[0], told.title_km, told.title_en, told.planned, told.short, names[1]))
    return found
