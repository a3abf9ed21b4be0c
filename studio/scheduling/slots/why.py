"""Why not? For every candidate that is not in: each reason in figures, and the smallest change that lets it in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from studio.errors import Fault, fault
from studio.scheduling.slots.demands import consented, released
from studio.scheduling.slots.pools import fixed_time, takes
from studio.scheduling.slots.wishes import UNITS, WISHES, total, units, worth
from studio.scheduling.timing.flexible import Room, rooms
from studio.scheduling.timing.times import airs_on, seconds
from studio.scheduling.values import Candidate, Clock, Entry, LeftOut, Position, Rundown, Version
from studio.units import Ms


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is in the rundown: entries with their candidates, and the time that is left for flexible positions."""

    clock: Clock
    airing: date
    rundown: Rundown
    taken: tuple[tuple[Entry, Candidate], ...]
    left: Ms
    counts: Mapping[str, int]
    choices: tuple[Room, ...]
    own: Mapping[tuple[str, Version], int]
    choosing: tuple[Position, ...]
    lowest: Ms

    def fills(self, left: int) -> bool:
        """Whether flexible positions can take exactly that much time, in ms."""
        return any(room.lowest <= left <= room.highest for room in self.choices)


@dataclass(frozen=True, slots=True)
class _Way:
    """A change that lets a candidate in: where, in which version, what goes and what is used short.

    left: time for flexible positions afterwards, in ms. spill: seconds that the slot would have to grow, in ms.
    """

    position: Position
    version: Version
    out: tuple[str, ...]
    short: str
    left: Ms
    spill: Ms


def explained(rundown: Rundown, clock: Clock, candidates: Sequence[Candidate], fixed: Mapping[str, Ms]) -> Rundown:
    """The rundown with `left_out` filled: one line for each candidate that is not heard, by key."""
    return replace(rundown, left_out=left_out(rundown, clock, candidates, fixed))


def left_out(
    rundown: Rundown, clock: Clock, candidates: Sequence[Candidate], fixed: Mapping[str, Ms]
) -> tuple[LeftOut, ...]:
    """Every candidate that is not heard, by key, with all its reasons; faults "scheduling.change-*" are the mend."""
    scene = _scene(rundown, clock, candidates, fixed)
    inside = {entry.key for entry, _ in scene.taken}
    ordered = sorted(candidates, key=lambda candidate: candidate.key)
    return tuple(LeftOut(one.key, _reasons(scene, one)) for one in ordered if one.key not in inside)


def _scene(rundown: Rundown, clock: Clock, candidates: Sequence[Candidate], fixed: Mapping[str, Ms]) -> _Scene:
    known = {candidate.key: candidate for candidate in candidates}
    taken = tuple((entry, known[entry.key]) for entry in rundown.heard if entry.key in known)
    spent = sum(candidate.lasting(entry.version) + clock.position(entry.position).after for entry, candidate in taken)
    left = Ms(clock.hard_out - fixed_time(clock, fixed) - spent)
    counts = Counter(entry.position for entry, _ in taken)
    airing = airs_on(rundown.starts_at, clock.hard_out)
    own = {(one.key, version): units(one, version, airing) for _, one in taken for version in one.versions}
    choices = rooms(clock)
    return _Scene(
        clock=clock,
        airing=airing,
        rundown=rundown,
        taken=taken,
        left=left,
        counts=counts,
        choices=choices,
        own=own,
        choosing=tuple(position for position in clock.positions if position.role == "choose"),
        lowest=min(room.lowest for room in choices),
    )


def _reasons(scene: _Scene, candidate: Candidate) -> tuple[Fault, ...]:
    reasons, changes = _barred(scene, candidate)
    homes = [(p, v) for p in scene.clock.positions for v in candidate.versions if takes(p, candidate, v)]
    if not homes:
        lengths = ", ".join(seconds(candidate.lasting(version)) for version in candidate.versions)
        reasons.append(
            fault(
                "scheduling.why-no-position",
                candidate.key,
                clock=scene.clock.name,
                kind=candidate.kind,
                themes=", ".join(sorted(candidate.themes)) or "–",
                seconds=lengths,
            )
        )
        return tuple(reasons)
    reasons += _community_reasons(scene, candidate)
    reasons += _full_reasons(scene, candidate, homes)
    reasons += _time_reasons(scene, candidate, homes)
    ways = _ways(scene, candidate, homes)
    barred = bool(changes)
    reasons += _wish_reasons(scene, candidate, ways) if not barred else []
    return (*reasons, *changes, *_changes(ways))


def _barred(scene: _Scene, candidate: Candidate) -> tuple[list[Fault], list[Fault]]:
    reasons, changes = [], []
    if not consented(candidate, scene.airing):
        ended = str(candidate.usable_until)
        reasons.append(
            fault("scheduling.why-consent-ends", candidate.key, ends_on=ended, airs_on=scene.airing.isoformat())
        )
        changes.append(fault("scheduling.change-consent", candidate.key, airs_on=scene.airing.isoformat()))
    if candidate.embargo_until is not None and not released(candidate, scene.rundown.starts_at):
        moment = candidate.embargo_until.astimezone(scene.rundown.starts_at.tzinfo).isoformat(timespec="minutes")
        starts = scene.rundown.starts_at.isoformat(timespec="minutes")
        reasons.append(fault("scheduling.why-embargo", candidate.key, until=moment, starts_at=starts))
        changes.append(fault("scheduling.change-embargo", candidate.key, starts_at=starts))
    return reasons, changes


def _community_reasons(scene: _Scene, candidate: Candidate) -> list[Fault]:
    return [
        fault(
            "scheduling.why-community-heard",
            candidate.key,
            communities=", ".join(sorted(candidate.communities & other.communities)),
            by=entry.key,
        )
        for entry, other in scene.taken
        if candidate.communities & other.communities
    ]


def _full_reasons(scene: _Scene, candidate: Candidate, homes: Sequence[tuple[Position, Version]]) -> list[Fault]:
    positions = list(dict.fromkeys(position for position, _ in homes))
    if any(scene.counts.get(position.name, 0) < position.count_max for position in positions):
        return []
    return [
        fault("scheduling.why-position-full", candidate.key, position=position.name, count_max=position.count_max)
        for position in positions
    ]


def _spare(scene: _Scene) -> int:
    """How much of the flexible time can be given away, in ms."""
    return scene.left - scene.lowest


def _time_reasons(scene: _Scene, candidate: Candidate, homes: Sequence[tuple[Position, Version]]) -> list[Fault]:
    needed = min(candidate.lasting(version) + position.after for position, version in homes)
    spare = _spare(scene)
    if needed <= spare:
        return []
    return [
        fault(
            "scheduling.why-no-room",
            candidate.key,
            seconds=seconds(needed - spare),
            ms=needed - spare,
            needed=seconds(needed),
            left=seconds(max(spare, 0)),
        )
    ]


def _ways(scene: _Scene, candidate: Candidate, homes: Sequence[tuple[Position, Version]]) -> list[_Way]:
    """Every single change that lets a candidate in once consent and embargo allow it, smallest first."""
    blocking = [pair for pair in scene.taken if candidate.communities & pair[1].communities]
    if any(entry.locked for entry, _ in blocking):
        return []
    found: list[_Way] = []
    movable = [pair for pair in scene.taken if not pair[0].locked and pair not in blocking]
    for position, version in homes:
        found += _without(scene, candidate, position, version, blocking)
        for pair in movable:
            found += _without(scene, candidate, position, version, [*blocking, pair])
    return sorted(found, key=lambda way: (way.spill > 0, len(way.out), bool(way.short), way.spill, -way.left, way.out))


def _without(
    scene: _Scene,
    candidate: Candidate,
    position: Position,
    version: Version,
    out: Sequence[tuple[Entry, Candidate]],
) -> list[_Way]:
    """The ways to let a candidate in with some entries gone: as it is, with one entry short, or in a longer slot."""
    counts = {**scene.counts, position.name: scene.counts.get(position.name, 0) + 1}
    for entry, _ in out:
        counts[entry.position] -= 1
    if not all(one.count_min <= counts.get(one.name, 0) <= one.count_max for one in scene.choosing):
        return []
    gone = {entry.key for entry, _ in out}
    freed = sum(other.lasting(entry.version) + scene.clock.position(entry.position).after for entry, other in out)
    left = scene.left + freed - candidate.lasting(version) - position.after
    keys = tuple(sorted(gone))
    if scene.fills(left):
        return [_Way(position, version, keys, "", Ms(left), Ms(0))]
    found = []
    for entry, other in scene.taken:
        if entry.key in gone or entry.locked or entry.version == "short" or other.short is None:
            continue
        saved = left + other.planned - other.short
        if takes(scene.clock.position(entry.position), other, "short") and scene.fills(saved):
            found.append(_Way(position, version, keys, entry.key, Ms(saved), Ms(0)))
    lowest = scene.lowest
    if not found and left < lowest:
        found.append(_Way(position, version, keys, "", lowest, Ms(lowest - left)))
    return found


def _wish_reasons(scene: _Scene, candidate: Candidate, ways: Sequence[_Way]) -> list[Fault]:
    """What weighs against the best exchange: the first wish in which what was taken is stronger, and the sum."""
    exchanges = [way for way in ways if not way.spill]
    if not exchanges:
        return []
    valued = [(_value_with(scene, candidate, way), way) for way in exchanges]
    most = max(worth_with for worth_with, _ in valued)
    best = min((way for worth_with, way in valued if worth_with == most), key=lambda way: (way.out, way.short))
    loss = _value_now(scene) - most
    by = ", ".join(key for key in (*best.out, best.short) if key) or scene.clock.name
    if loss < 0:
        return [fault("scheduling.why-better", candidate.key, points=-loss // UNITS, by=by)]
    if loss == 0:
        return [fault("scheduling.why-tie", candidate.key, by=by)]
    return [
        fault("scheduling.why-less-wanted", candidate.key, by=by, points=-(-loss // UNITS)),
        *_weaker(scene, candidate, best),
    ]


def _value_now(scene: _Scene) -> int:
    own = sum(scene.own[entry.key, entry.version] for entry, _ in scene.taken)
    return total(own, {other.province for _, other in scene.taken}, scene.left)


def _value_with(scene: _Scene, candidate: Candidate, way: _Way) -> int:
    own, provinces = units(candidate, way.version, scene.airing), {candidate.province}
    for entry, other in scene.taken:
        if entry.key not in way.out:
            own += scene.own[entry.key, "short" if entry.key == way.short else entry.version]
            provinces.add(other.province)
    return total(own, provinces, way.left)


def _weaker(scene: _Scene, candidate: Candidate, way: _Way) -> list[Fault]:
    """The wishes in which what would go is stronger, in the order of the table: "less fresh: 12 days".

    Where two would go, only what can be counted over both: communities, provinces, women's voices.
    """
    mine = worth(candidate, way.version, scene.airing)
    gone = [worth(other, entry.version, scene.airing) for entry, other in scene.taken if entry.key in way.out]
    countable = {"community", "province", "women"} if len(way.out) > 1 else {wish.name for wish in WISHES}
    faults = []
    for wish in WISHES:
        lost = sum(one.get(wish.name, 0) for one in gone) - mine.get(wish.name, 0)
        if wish.name == "province":
            lost = wish.points * (_provinces(scene, None, None) - _provinces(scene, candidate, way))
        if wish.name in countable and wish.points > 0 and lost > 0:
            faults.append(
                fault(f"scheduling.why-{wish.name}", candidate.key, by=", ".join(way.out), count=lost // wish.points)
            )
    return faults


def _provinces(scene: _Scene, candidate: Candidate | None, way: _Way | None) -> int:
    heard = {other.province for entry, other in scene.taken if way is None or entry.key not in way.out}
    return len((heard | ({candidate.province} if candidate else set())) - {""})


def _changes(ways: Sequence[_Way]) -> list[Fault]:
    if not ways:
        return [fault("scheduling.change-none")]
    way = ways[0]
    faults = [fault("scheduling.change-take-out", key, key=key) for key in way.out]
    if way.short:
        faults.append(fault("scheduling.change-use-short", way.short, key=way.short))
    if way.version == "short":
        faults.append(fault("scheduling.change-own-short", position=way.position.name))
    if way.spill:
        faults.append(fault("scheduling.change-longer-slot", seconds=seconds(way.spill), ms=way.spill))
    if not faults:
        faults.append(fault("scheduling.change-add", position=way.position.name))
    return faults
