"""What a proposal must meet, gathered before anything is solved; what is plainly impossible is said at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from studio.errors import Fault, fault
from studio.scheduling.slots.pools import Pool, columns, fixed_faults, fixed_time, least, pools, takes
from studio.scheduling.timing.moments import airs_on, naive
from studio.scheduling.timing.sections import Section, anchor_faults, sections
from studio.scheduling.values import Candidate, Clock, Lock
from studio.units import Ms


@dataclass(frozen=True, slots=True)
class Demand:
    """One demand that can clash with others.

    name: fill, room, fewest, most, budget, lock, community, together, consent, expiry or embargo.
    subject: the section's or pool's first position (empty for the only section), a group, or a key.
    """

    name: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """One slot to be filled. candidates are sorted by key; locks name a position where they name a place."""

    slug: str
    clock: Clock
    starts_at: datetime
    airing: date
    fixed: Mapping[str, Ms]
    candidates: tuple[Candidate, ...]
    locks: tuple[Lock, ...]
    pools: tuple[Pool, ...]
    sections: tuple[Section, ...]

    @property
    def fixed_time(self) -> Ms:
        """Time of the fixed positions and what follows them, in ms."""
        return fixed_time(self.clock, self.fixed)

    def subject(self, section: Section) -> str:
        """What demands call a section: its name; nothing where it is the only one."""
        return section.name if len(self.sections) > 1 else ""

    @property
    def by_lock(self) -> dict[str, Lock]:
        """The locks by key."""
        return {lock.key: lock for lock in self.locks}

    @property
    def demands(self) -> tuple[Demand, ...]:
        """Every demand that the solver meets, in the order in which they are told."""
        per_pool = [Demand(name, pool.positions[0].name) for pool in self.pools for name in ("fewest", "most")]
        held = [Demand("lock", lock.key) for lock in self.locks]
        exact = [Demand(name, self.subject(section)) for section in self.sections for name in ("room", "fill")]
        budgets = [Demand("budget", group.name) for group in self.clock.groups]
        return (
            *exact,
            *per_pool,
            *budgets,
            *held,
            *map(Demand, ("community", "together", "consent", "expiry", "embargo")),
        )


def consented(candidate: Candidate, airing: date) -> bool:
    """Whether consent still holds on the airing date."""
    return candidate.usable_until is None or candidate.usable_until >= airing


def unexpired(candidate: Candidate, airing: date) -> bool:
    """Whether it may still be aired on the airing date, consent aside."""
    return candidate.expires_on is None or candidate.expires_on >= airing


def activities(candidates: Iterable[Candidate]) -> dict[str, tuple[str, ...]]:
    """The segments of each activity of which there are several, by its name: their keys, in order."""
    found: dict[str, set[str]] = {}
    for one in candidates:
        if one.together:
            found.setdefault(one.together, set()).add(one.key)
    return {name: tuple(sorted(keys)) for name, keys in sorted(found.items()) if len(keys) > 1}


def released(candidate: Candidate, starts_at: datetime) -> bool:
    """Whether no embargo stands when the slot starts."""
    return candidate.embargo_until is None or candidate.embargo_until <= starts_at


def task(
    clock: Clock,
    slug: str,
    starts_at: datetime,
    fixed: Mapping[str, Ms],
    candidates: Sequence[Candidate],
    locks: Sequence[Lock],
) -> tuple[Task | None, tuple[Fault, ...]]:
    """The task, or every fault that no solver is needed to see."""
    faults = list(naive(starts_at, *(candidate.embargo_until for candidate in candidates)))
    faults += anchor_faults(clock, starts_at) if not naive(starts_at) else ()
    faults += fixed_faults(clock, fixed)
    repeated = Counter(candidate.key for candidate in candidates)
    faults += [fault("scheduling.candidate-twice", key) for key, count in sorted(repeated.items()) if count > 1]
    taken = {position.name for position in clock.positions}
    faults += [fault("scheduling.candidate-named-as-position", key) for key in sorted(repeated) if key in taken]
    settled = tuple(sorted((_settled(lock, clock, candidates) for lock in locks), key=lambda lock: lock.key))
    faults += _lock_faults(clock, {candidate.key: candidate for candidate in candidates}, settled)
    if faults:
        return None, tuple(faults)
    return (
        Task(
            slug,
            clock,
            starts_at,
            airs_on(starts_at, clock.hard_out),
            fixed,
            tuple(sorted(candidates, key=lambda candidate: candidate.key)),
            settled,
            pools(clock, settled),
            sections(clock, starts_at),
        ),
        (),
    )


def _settled(lock: Lock, clock: Clock, candidates: Sequence[Candidate]) -> Lock:
    """A lock on a place without a position: on the first position that takes the candidate."""
    if lock.position or lock.index is None:
        return lock
    wanted = [candidate for candidate in candidates if candidate.key == lock.key]
    homes = [p.name for p in clock.positions for c in wanted for version in c.versions if takes(p, c, version)]
    return replace(lock, position=homes[0]) if homes else lock


def _lock_faults(clock: Clock, known: Mapping[str, Candidate], locks: Sequence[Lock]) -> list[Fault]:
    choose = {position.name: position for position in clock.positions if position.role == "choose"}
    faults, places, keys = [], Counter((lock.position, lock.index) for lock in locks), Counter(k.key for k in locks)
    for lock in locks:
        if lock.key not in known:
            faults.append(fault("scheduling.lock-unknown", lock.key))
        elif lock.position and lock.position not in choose:
            faults.append(fault("scheduling.lock-position", lock.key, position=lock.position, clock=clock.name))
        elif not any(True for pool in pools(clock) for _ in columns(pool, known[lock.key], {lock.key: lock})):
            faults.append(fault("scheduling.lock-misfit", lock.key, position=lock.position or clock.name))
        if lock.index is not None and not (lock.index >= 0 and lock.position):
            faults.append(fault("scheduling.lock-place", lock.key, place=lock.index))
    faults += [fault("scheduling.lock-twice", key) for key, count in sorted(keys.items()) if count > 1]
    for (position, index), count in places.items():
        if index is not None and count > 1:
            both = ", ".join(lock.key for lock in locks if (lock.position, lock.index) == (position, index))
            faults.append(fault("scheduling.lock-same-place", both, position=position, place=index + 1))
    for position_name in sorted({lock.position for lock in locks} & set(choose)):
        needed = least(choose[position_name], locks)
        if needed > choose[position_name].count_max:
            faults.append(
                fault(
                    "scheduling.lock-too-many",
                    position_name,
                    needed=needed,
                    count_max=choose[position_name].count_max,
                    keys=", ".join(lock.key for lock in locks if lock.position == position_name),
                )
            )
    return faults
