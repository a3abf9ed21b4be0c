"""One checker per rule: the judge of proposals, of rundowns edited by hand, and of tests. It knows no solver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, timedelta

from studio.errors import Fault, fault
from studio.scheduling.timing.times import naive, seconds
from studio.scheduling.values import Candidate, Clock, Entry, Lock, Rundown
from studio.units import Ms


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule looks at."""

    rundown: Rundown
    clock: Clock
    candidates: Mapping[str, Candidate]
    fixed: Mapping[str, Ms]
    locks: Sequence[Lock]

    def segments(self) -> list[tuple[Entry, Candidate]]:
        """The heard entries that are candidates, with them."""
        return [(e, self.candidates[e.key]) for e in self.rundown.heard if e.key in self.candidates]

    def of(self, position: str) -> list[Entry]:
        """The heard entries of a position, in order."""
        return [entry for entry in self.rundown.heard if entry.position == position]


Rule = Callable[[Case], list[Fault]]


def violations(
    rundown: Rundown,
    clock: Clock,
    candidates: Sequence[Candidate],
    fixed: Mapping[str, Ms],
    locks: Sequence[Lock] = (),
) -> tuple[Fault, ...]:
    """Every rule that a rundown breaks, with its figures; empty: it can be aired. fixed: lengths in ms by position."""
    case = Case(rundown, clock, {candidate.key: candidate for candidate in candidates}, fixed, locks)
    first = [found for rule in GROUND for found in rule(case)]
    return tuple(first or [found for rule in RULES for found in rule(case)])


def belongs(case: Case) -> list[Fault]:
    """The rundown is of this clock, aware, and every entry stands at a position of it."""
    names = {position.name for position in case.clock.positions}
    faults = list(naive(case.rundown.starts_at))
    if (case.rundown.clock, case.rundown.length) != (case.clock.name, case.clock.length):
        faults.append(
            fault("scheduling.rule-clock", case.rundown.slug, clock=case.clock.name, other=case.rundown.clock)
        )
    for entry in case.rundown.entries:
        if entry.position not in names:
            faults.append(fault("scheduling.rule-position", entry.key, position=entry.position, clock=case.clock.name))
    return faults


def sequence(case: Case) -> list[Fault]:
    """Entries are numbered from 0 and stand in the order of the clock."""
    places = {position.name: number for number, position in enumerate(case.clock.positions)}
    faults, furthest = [], 0
    for number, entry in enumerate(case.rundown.entries):
        if entry.index != number or places[entry.position] < furthest:
            faults.append(fault("scheduling.rule-order", entry.key, place=number + 1, position=entry.position))
        furthest = max(furthest, places[entry.position])
    return faults


def starts(case: Case) -> list[Fault]:
    """Each entry starts when the one before and the room after it have ended; the first at 0."""
    faults, at = [], 0
    for entry in case.rundown.entries:
        if entry.start != at:
            faults.append(fault("scheduling.rule-start", entry.key, at=seconds(entry.start), wanted=seconds(at)))
        if not entry.floated:
            at += entry.heard + case.clock.position(entry.position).after
    return faults


def filled(case: Case) -> list[Fault]:
    """The last sound ends at the hard out, to the millisecond."""
    heard = case.rundown.heard
    gaps = sum(case.clock.position(entry.position).after for entry in heard[:-1])
    off = sum(entry.heard for entry in heard) + gaps - case.clock.hard_out
    if not off:
        return []
    code = "scheduling.rule-over" if off > 0 else "scheduling.rule-under"
    return [fault(code, case.rundown.slug, seconds=seconds(abs(off)), ms=abs(off))]


def standing(case: Case) -> list[Fault]:
    """Each fixed position is heard once, with its own source and planned as long as it is known to be."""
    faults = []
    for position in case.clock.positions:
        if position.role != "fixed":
            continue
        mine = case.of(position.name)
        if len(mine) != 1 or mine[0].key != position.name or mine[0].source != position.source:
            faults.append(fault("scheduling.rule-fixed-once", position.name, count=len(mine)))
            continue
        wanted = case.fixed.get(position.name, position.shortest)
        if mine[0].planned != wanted:
            faults.append(
                fault(
                    "scheduling.rule-fixed-length",
                    position.name,
                    seconds=seconds(mine[0].planned),
                    wanted=seconds(wanted),
                )
            )
    return faults


def stretched(case: Case) -> list[Fault]:
    """Each flexible position is heard as often as it may be, within its bounds."""
    faults = []
    for position in case.clock.positions:
        if position.role != "flexible":
            continue
        mine = case.of(position.name)
        if not position.count_min <= len(mine) <= 1:
            faults.append(fault("scheduling.rule-flexible-once", position.name, count=len(mine)))
        for entry in mine:
            if not position.shortest <= entry.heard <= position.longest:
                faults.append(
                    fault(
                        "scheduling.rule-flexible-bounds",
                        position.name,
                        seconds=seconds(entry.heard),
                        shortest=seconds(position.shortest),
                        longest=seconds(position.longest),
                    )
                )
    return faults


def counted(case: Case) -> list[Fault]:
    """Each choose position has as many entries as it may."""
    faults = []
    for position in case.clock.positions:
        count = len(case.of(position.name))
        if position.role == "choose" and not position.count_min <= count <= position.count_max:
            faults.append(
                fault(
                    "scheduling.rule-count",
                    position.name,
                    count=count,
                    count_min=position.count_min,
                    count_max=position.count_max,
                )
            )
    return faults


def fitting(case: Case) -> list[Fault]:
    """Each chosen entry is a known candidate of a kind, theme and length that its position takes."""
    faults = []
    for entry in case.rundown.heard:
        position = case.clock.position(entry.position)
        if position.role != "choose":
            continue
        candidate = case.candidates.get(entry.key)
        if candidate is None:
            faults.append(fault("scheduling.rule-unknown", entry.key))
            continue
        wrong_kind = entry.kind != candidate.kind or (position.kinds and candidate.kind not in position.kinds)
        if wrong_kind or (position.themes and not position.themes & candidate.themes):
            faults.append(fault("scheduling.rule-misfit", entry.key, position=position.name, kind=candidate.kind))
        if not position.shortest <= entry.planned <= position.longest:
            faults.append(
                fault(
                    "scheduling.rule-length-bounds",
                    entry.key,
                    seconds=seconds(entry.planned),
                    shortest=seconds(position.shortest),
                    longest=seconds(position.longest),
                )
            )
        version = candidate.planned if entry.version == "long" else candidate.short
        if entry.planned != version:
            faults.append(fault("scheduling.rule-planned", entry.key, seconds=seconds(entry.planned)))
    return faults


def once(case: Case) -> list[Fault]:
    """No key is heard twice."""
    heard = Counter(entry.key for entry in case.rundown.heard)
    return [fault("scheduling.rule-twice", key, count=count) for key, count in heard.items() if count > 1]


def communities(case: Case) -> list[Fault]:
    """No community is heard twice in an edition."""
    by: dict[str, list[str]] = {}
    for entry, candidate in case.segments():
        for community in sorted(candidate.communities):
            by.setdefault(community, []).append(entry.key)
    return [
        fault("scheduling.rule-community", community, keys=", ".join(keys))
        for community, keys in by.items()
        if len(keys) > 1
    ]


def consent(case: Case) -> list[Fault]:
    """Consent holds on the local date of the last moment of the show."""
    last = case.rundown.starts_at.astimezone(UTC) + timedelta(milliseconds=case.clock.hard_out - 1)
    airing = last.astimezone(case.rundown.starts_at.tzinfo).date()
    return [
        fault("scheduling.rule-consent", entry.key, ends_on=str(candidate.usable_until), airs_on=airing.isoformat())
        for entry, candidate in case.segments()
        if candidate.usable_until is not None and candidate.usable_until < airing
    ]


def embargo(case: Case) -> list[Fault]:
    """No embargo stands when the slot starts."""
    return [
        fault("scheduling.rule-embargo", entry.key, until=candidate.embargo_until.isoformat(timespec="minutes"))
        for entry, candidate in case.segments()
        if candidate.embargo_until is not None and candidate.embargo_until > case.rundown.starts_at
    ]


def kept(case: Case) -> list[Fault]:
    """What was locked stands where it was locked."""
    faults = []
    for lock in case.locks:
        entry = next((one for one in case.rundown.heard if one.key == lock.key), None)
        moved = entry is None or (lock.position and entry.position != lock.position)
        if entry is not None and lock.index is not None:
            moved = moved or case.of(entry.position).index(entry) != lock.index
        if entry is not None and lock.version is not None:
            moved = moved or entry.version != lock.version
        if moved:
            faults.append(fault("scheduling.rule-lock", lock.key, position=lock.position or case.clock.name))
    return faults


GROUND: tuple[Rule, ...] = (belongs,)
RULES: tuple[Rule, ...] = (
    sequence,
    starts,
    filled,
    standing,
    stretched,
    counted,
    fitting,
    once,
    communities,
    consent,
    embargo,
    kept,
)
