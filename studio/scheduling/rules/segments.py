"""Rules of what is chosen: it fits its position, is heard once, may be aired, and stays where it was locked."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, timedelta

from studio.errors import Fault, fault
from studio.scheduling.rules.case import Case
from studio.scheduling.timing.moments import seconds


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


def expiry(case: Case) -> list[Fault]:
    """Nothing is aired after its last day: the local date of the last moment of the show counts."""
    last = case.rundown.starts_at.astimezone(UTC) + timedelta(milliseconds=case.clock.hard_out - 1)
    airing = last.astimezone(case.rundown.starts_at.tzinfo).date()
    return [
        fault("scheduling.rule-expired", entry.key, ends_on=str(candidate.expires_on), airs_on=airing.isoformat())
        for entry, candidate in case.segments()
        if candidate.expires_on is not None and candidate.expires_on < airing
    ]


def together(case: Case) -> list[Fault]:
    """The segments of an activity stand in the edition all or none."""
    members: dict[str, set[str]] = {}
    for one in case.candidates.values():
        members.setdefault(one.together, set()).add(one.key)
    here: dict[str, set[str]] = {}
    for entry, candidate in case.segments():
        here.setdefault(candidate.together, set()).add(entry.key)
    return [
        fault("scheduling.rule-together", name, keys=", ".join(sorted(keys)), others=", ".join(sorted(missing)))
        for name, keys in sorted(here.items())
        for missing in [members[name] - keys]
        if name and missing
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
