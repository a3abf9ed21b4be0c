"""What a plan is worth by each wish: counted from its choices alone, whoever made it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from studio.scheduling.seasons.offers import Table, table
from studio.scheduling.seasons.values import Choice, Plan, Season, Slot
from studio.scheduling.seasons.wishes import GRACE, UNITS, Due, dues, freshness, is_new, serves, unfilled, weights
from studio.scheduling.values import Candidate


@dataclass(frozen=True, slots=True)
class _Heard:
    slot: Slot
    day: date
    told: Candidate
    choice: Choice


@dataclass(frozen=True, slots=True)
class Scale:
    """What weighs plans of one season; made once for many of them."""

    table: Table
    due: Mapping[str, tuple[tuple[int, Due], ...]]
    new: frozenset[str]
    stays: frozenset[tuple[str, str]]

    def units(self, choices: Iterable[Choice], empty: Collection[str]) -> dict[str, int]:
        """What choices are worth by wish, in units. empty: slugs of the slots that are not filled."""
        policy = self.table.season.policy
        points = weights(policy.wanted)
        heard = self._heard(choices)
        moving = [one for one in heard if not one.slot.frozen]
        kept = sum((one.slot.slug, one.told.key) in self.stays for one in moving)
        met = self._met(heard)
        return {
            "dead": -points["dead"] * self._dead(moving, empty),
            "promises": points["promises"] * UNITS * met["promises"],
            "heard": points["heard"] * UNITS * met["heard"],
            "unaired": points["unaired"] * UNITS * len({one.told.key for one in moving} & self.new),
            "balance": -(points["balance"] * self._lacking(heard) // 1000),
            "fresh": points["fresh"] * UNITS * sum(freshness(one.told, one.day) for one in moving),
            "long": points["long"] * UNITS * sum(one.choice.version == "long" for one in moving),
            "change": points["change"] * UNITS * kept,
            "unfilled": -unfilled(policy) * UNITS * len(set(empty)),
        }

    def _heard(self, choices: Iterable[Choice]) -> list[_Heard]:
        slots = {slot.slug: (slot, day) for slot, day in zip(self.table.slots, self.table.days, strict=True)}
        stories = {story.key: story for story in self.table.stories}
        found = []
        for choice in choices:
            slot, day = slots[choice.slot]
            story = stories.get(choice.key)
            if story is not None and slot.language in story.told:
                found.append(_Heard(slot, day, story.told[slot.language], choice))
        return found

    def _dead(self, moving: Iterable[_Heard], empty: Collection[str]) -> int:
        """Flexible time beyond the least of its clock and the grace, over all slots, in ms."""
        spent: dict[str, int] = defaultdict(int)
        for one in moving:
            length = one.told.lasting(one.choice.version)
            spent[one.slot.slug] += length + one.slot.clock.position(one.choice.position).after
        total = 0
        for slot, formed in zip(self.table.slots, self.table.shapes, strict=True):
            if formed is not None and slot.slug not in empty:
                left = sum(one.capacity for one in formed.bins) - spent[slot.slug]
                total += max(left - formed.least - GRACE, 0)
        return total

    def _met(self, heard: Iterable[_Heard]) -> dict[str, int]:
        met = {
            (due.wish, number)
            for one in heard
            for community in one.told.communities
            for number, due in self.due.get(community, ())
            if due.since <= one.day <= due.until
        }
        return {wish: sum(name == wish for name, _ in met) for wish in ("promises", "heard")}

    def _lacking(self, heard: Collection[_Heard]) -> int:
        """What all targets lack together, in thousandths of a ms."""
        lengths = [one.told.lasting(one.choice.version) for one in heard]
        total, lacking = sum(lengths), 0
        for target in self.table.season.policy.targets:
            mine = sum(
                length for one, length in zip(heard, lengths, strict=True) if serves(target.sort, target.name, one.told)
            )
            lacking += max(target.permille * total - 1000 * mine, 0)
        return lacking


def scale(found: Table) -> Scale:
    """The scale of a season."""
    due: dict[str, list[tuple[int, Due]]] = defaultdict(list)
    for number, one in enumerate(dues(found.season)):
        due[one.community].append((number, one))
    standing = {lock.key for slot in found.slots if slot.frozen for lock in slot.before}
    aired = {key for (_, key), days in found.season.aired.items() if days}
    new = {story.key for story in found.stories if is_new(story)} - standing - aired
    stays = {(slot.slug, lock.key) for slot in found.slots for lock in slot.before}
    return Scale(found, {name: tuple(many) for name, many in due.items()}, frozenset(new), frozenset(stays))


def worth(season: Season, plan: Plan) -> int:
    """What a plan is worth, in points, rounded down."""
    return sum(scale(table(season)).units(plan.choices, plan.unfilled).values()) // UNITS
