"""The rows of a season's sheet merged into the plan from which they were made, by edition and key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from studio.errors import Fault, fault
from studio.scheduling.exports.season_sheet import EPISODE
from studio.scheduling.exports.sheet_merge import VERSIONS
from studio.scheduling.exports.sheet_read import Line
from studio.scheduling.seasons.values import Choice, Plan, Season, Slot, Story
from studio.scheduling.slots.pools import takes
from studio.scheduling.values import Version


@dataclass(slots=True)
class _Merge:
    """What is known while rows are read."""

    slots: Mapping[str, Slot]
    stories: Mapping[str, Story]
    before: Mapping[tuple[str, str], Choice]
    faults: list[Fault] = field(default_factory=list)

    def wrong(self, code: str, line: Line, column: str, **values: str | int) -> None:
        """Remember a fault of a cell."""
        self.faults.append(fault(code, f"{line.where}, {column}", **values))


def merged_season(season: Season, plan: Plan, lines: Sequence[Line]) -> tuple[tuple[Choice, ...], tuple[Fault, ...]]:
    """The choices of a plan as the rows have them, and every fault of the rows.

    An airtime that the rows name holds just what they say, one that they do not name stays as it is; a row without a
    segment names an airtime in which nothing is chosen. With faults they are the choices as they were.
    """
    before = {(one.slot, one.key): one for one in plan.choices}
    merge = _Merge({one.slug: one for one in season.slots}, {one.key: one for one in season.stories}, before)
    seen: dict[tuple[str, str], Line] = {}
    named: set[str] = set()
    taken: list[Choice] = []
    for line in lines:
        slug, key = line.cells.get(EPISODE, ""), line.cells.get("key", "")
        slot = merge.slots.get(slug)
        if slot is None:
            merge.wrong("scheduling.season-sheet-episode", line, EPISODE, value=slug)
            continue
        named.add(slug)
        if not key:
            continue
        if (slug, key) in seen:
            merge.wrong("scheduling.sheet-key-twice", line, "key", key=key, first=seen[slug, key].where)
            continue
        seen[slug, key] = line
        choice = _choice(merge, line, slot, key)
        taken += [choice] if choice else []
    if merge.faults:
        return plan.choices, tuple(merge.faults)
    kept = [one for one in plan.choices if one.slot not in named]
    order = {slot.slug: number for number, slot in enumerate(season.slots)}
    return tuple(sorted([*kept, *taken], key=lambda one: (order.get(one.slot, -1), one.slot, one.key))), ()


def _choice(merge: _Merge, line: Line, slot: Slot, key: str) -> Choice | None:
    """The choice of a row; None, and a fault, where it cannot be one. What stood so before may stand."""
    version = VERSIONS.get(line.cells.get("version", "").casefold())
    if version is None:
        given = line.cells.get("version", "")
        merge.wrong("scheduling.sheet-value", line, "version", value=given, wanted="long, short")
        return None
    choice = Choice(slot.slug, key, line.cells.get("position", ""), version)
    if merge.before.get((slot.slug, key)) == choice:
        return choice
    if slot.frozen:
        merge.wrong("scheduling.season-sheet-frozen", line, "key", key=key, episode=slot.slug)
        return None
    return choice if _fits(merge, line, slot, choice, version) else None


def _fits(merge: _Merge, line: Line, slot: Slot, choice: Choice, version: Version) -> bool:
    """Whether a segment can stand where its row puts it at all; a fault says why not."""
    story = merge.stories.get(choice.key)
    told = story.told.get(slot.language) if story else None
    places = {one.name: one for one in slot.clock.positions if one.role == "choose"}
    if story is None:
        merge.wrong("scheduling.season-sheet-key", line, "key", key=choice.key)
    elif told is None:
        merge.wrong("scheduling.season-sheet-language", line, "key", key=choice.key, language=slot.language)
    elif choice.position not in places:
        merge.wrong("scheduling.sheet-value", line, "position", value=choice.position, wanted=", ".join(places))
    elif version not in told.versions:
        merge.wrong("scheduling.sheet-version", line, "version", key=choice.key, value=version)
    elif not takes(places[choice.position], told, version):
        merge.wrong("scheduling.sheet-misfit", line, "position", key=choice.key, position=choice.position)
    else:
        return True
    return False


def season_differences(before: Sequence[Choice], after: Sequence[Choice]) -> tuple[Fault, ...]:
    """A fault for each segment that comes into an airtime, leaves it, or stands there in another way."""
    old, new = ({(one.slot, one.key): one for one in many} for many in (before, after))
    found: list[Fault] = []
    for place, one in new.items():
        was = old.get(place)
        if was is None:
            found.append(fault("scheduling.season-diff-in", one.key, slot=one.slot, position=one.position))
        elif was != one:
            ways = {"before": f"{was.position}, {was.version}", "after": f"{one.position}, {one.version}"}
            found.append(fault("scheduling.season-diff-way", one.key, slot=one.slot, **ways))
    gone = [fault("scheduling.season-diff-out", key, slot=slot) for slot, key in old if (slot, key) not in new]
    return (*found, *gone)
