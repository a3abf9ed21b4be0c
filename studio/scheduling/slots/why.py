"""Why not? For every candidate that is not in: each reason in figures, and the smallest change that lets it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from studio.errors import Fault, fault
from studio.scheduling.slots.demands import activities, consented, released, unexpired
from studio.scheduling.slots.pools import takes
from studio.scheduling.slots.ways import Scene, Way, scene_of, ways
from studio.scheduling.slots.wishes import UNITS, WISHES, total, units, worth
from studio.scheduling.timing.moments import seconds
from studio.scheduling.values import Candidate, Clock, LeftOut, Position, Rundown, Version
from studio.units import Ms


def explained(rundown: Rundown, clock: Clock, candidates: Sequence[Candidate], fixed: Mapping[str, Ms]) -> Rundown:
    """The rundown with `left_out` filled: one line for each candidate that is not heard, by key."""
    return replace(rundown, left_out=left_out(rundown, clock, candidates, fixed))


def left_out(
    rundown: Rundown, clock: Clock, candidates: Sequence[Candidate], fixed: Mapping[str, Ms]
) -> tuple[LeftOut, ...]:
    """Every candidate that is not heard, by key, with all its reasons; faults "scheduling.change-*" are the mend."""
    partners = activities(candidates)
    ordered = [
        one if one.together in partners else replace(one, together="")
        for one in sorted(candidates, key=lambda candidate: candidate.key)
    ]
    scene = scene_of(rundown, clock, ordered, fixed)
    inside = {entry.key for entry, _ in scene.taken}
    return tuple(
        LeftOut(one.key, _reasons(scene, one, partners.get(one.together, ())))
        for one in ordered
        if one.key not in inside
    )


def _reasons(scene: Scene, candidate: Candidate, activity: Sequence[str]) -> tuple[Fault, ...]:
    """Why a candidate is not in. activity: the keys of the segments that it belongs together with, and its own."""
    reasons, changes = _barred(scene, candidate)
    others = ", ".join(key for key in activity if key != candidate.key)
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
    if others:
        reasons.append(fault("scheduling.why-together", candidate.key, others=others))
        return (*reasons, *_needed([*changes, fault("scheduling.change-together", candidate.key, others=others)]))
    found = ways(scene, candidate, homes)
    barred = bool(changes)
    reasons += _wish_reasons(scene, candidate, found) if not barred else []
    return (*reasons, *_needed([*changes, *_changes(found)]))


def _barred(scene: Scene, candidate: Candidate) -> tuple[list[Fault], list[Fault]]:
    reasons, changes = [], []
    if not consented(candidate, scene.airing):
        ended = str(candidate.usable_until)
        reasons.append(
            fault("scheduling.why-consent-ends", candidate.key, ends_on=ended, airs_on=scene.airing.isoformat())
        )
        changes.append(fault("scheduling.change-consent", candidate.key, airs_on=scene.airing.isoformat()))
    if not unexpired(candidate, scene.airing):
        told = {"ends_on": str(candidate.expires_on), "airs_on": scene.airing.isoformat()}
        reasons.append(fault("scheduling.why-expired", candidate.key, **told))
        changes.append(fault("scheduling.change-expiry", candidate.key, airs_on=scene.airing.isoformat()))
    if candidate.embargo_until is not None and not released(candidate, scene.rundown.starts_at):
        moment = candidate.embargo_until.astimezone(scene.rundown.starts_at.tzinfo).isoformat(timespec="minutes")
        starts = scene.rundown.starts_at.isoformat(timespec="minutes")
        reasons.append(fault("scheduling.why-embargo", candidate.key, until=moment, starts_at=starts))
        changes.append(fault("scheduling.change-embargo", candidate.key, starts_at=starts))
    return reasons, changes


def _community_reasons(scene: Scene, candidate: Candidate) -> list[Fault]:
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


def _full_reasons(scene: Scene, candidate: Candidate, homes: Sequence[tuple[Position, Version]]) -> list[Fault]:
    positions = list(dict.fromkeys(position for position, _ in homes))
    if any(scene.counts.get(position.name, 0) < position.count_max for position in positions):
        return []
    return [
        fault("scheduling.why-position-full", candidate.key, position=position.name, count_max=position.count_max)
        for position in positions
    ]


def _time_reasons(scene: Scene, candidate: Candidate, homes: Sequence[tuple[Position, Version]]) -> list[Fault]:
    """What it needs beyond what can be given away where it would fit best; in its section, and in its group."""
    needs = [(candidate.lasting(version) + position.after, position) for position, version in homes]
    spares = [
        (needed - p.after + p.shortest_pause, scene.left[n] - scene.lowest[n])
        for needed, p in needs
        for n in [scene.numbers[p.name]]
    ]
    budgets = {group.name: group.longest - scene.spent[group.name] for group in scene.clock.groups}
    faults = _lacking("scheduling.why-no-room", candidate.key, spares)
    if all(position.group in budgets for _, position in needs):
        tightest = min(needs, key=lambda pair: pair[0] - budgets[pair[1].group])
        allowed = [(tightest[0], budgets[tightest[1].group])]
        faults += _lacking("scheduling.why-group-full", candidate.key, allowed, group=tightest[1].group)
    return faults


def _lacking(code: str, key: str, spares: Sequence[tuple[int, int]], **values: str) -> list[Fault]:
    """A fault where nothing that is free is enough. spares: what is needed and what is free, in ms."""
    needed, spare = min(spares, key=lambda pair: pair[0] - pair[1])
    if needed <= spare:
        return []
    lack = needed - spare
    told = {"needed": seconds(needed), "left": seconds(max(spare, 0))} | values
    return [fault(code, key, seconds=seconds(lack), ms=lack, **told)]


def _wish_reasons(scene: Scene, candidate: Candidate, found: Sequence[Way]) -> list[Fault]:
    """What weighs against the best exchange: the first wish in which what was taken is stronger, and the sum."""
    exchanges = [way for way in found if not way.spill]
    if not exchanges:
        return []
    valued = [(_value_with(scene, candidate, way), way) for way in exchanges]
    most = max(worth_with for worth_with, _ in valued)
    best = min((way for worth_with, way in valued if worth_with == most), key=lambda way: (way.out, way.short))
    loss = _value_now(scene) - most
    by = ", ".join(key for key in (*best.out, best.short) if key) or scene.clock.name
    if loss < 0:
        return [fault("scheduling.why-better", candidate.key, points=_points(-loss), by=by)]
    if loss == 0:
        return [fault("scheduling.why-tie", candidate.key, by=by)]
    return [
        fault("scheduling.why-less-wanted", candidate.key, by=by, points=-(-loss // UNITS)),
        *_weaker(scene, candidate, best),
    ]


def _points(units: int) -> str:
    """Units as points: whole ones, or what there is of the first."""
    return str(units // UNITS) if units >= UNITS else f"{units / UNITS:.4f}".rstrip("0")


def _value_now(scene: Scene) -> int:
    own = sum(scene.own[entry.key, entry.version] for entry, _ in scene.taken)
    return total(own, {other.province for _, other in scene.taken}, Ms(sum(scene.left)))


def _value_with(scene: Scene, candidate: Candidate, way: Way) -> int:
    own, provinces = units(candidate, way.version, scene.airing), {candidate.province}
    for entry, other in scene.taken:
        if entry.key not in way.out:
            own += scene.own[entry.key, "short" if entry.key == way.short else entry.version]
            provinces.add(other.province)
    return total(own, provinces, way.left)


def _weaker(scene: Scene, candidate: Candidate, way: Way) -> list[Fault]:
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


def _provinces(scene: Scene, candidate: Candidate | None, way: Way | None) -> int:
    heard = {other.province for entry, other in scene.taken if way is None or entry.key not in way.out}
    return len((heard | ({candidate.province} if candidate else set())) - {""})


def _needed(changes: Sequence[Fault]) -> list[Fault]:
    """The changes that let a candidate in, led by their number where one alone does not."""
    if len(changes) < 2 or any(one.code == "scheduling.change-none" for one in changes):
        return list(changes)
    return [fault("scheduling.all-needed", count=len(changes)), *changes]


def _changes(found: Sequence[Way]) -> list[Fault]:
    if not found:
        return [fault("scheduling.change-none")]
    way = found[0]
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
