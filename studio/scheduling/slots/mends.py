"""What to cut, stretch or add so that every section ends at its out: the cheapest changes, in seconds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from studio.errors import Fault, fault
from studio.scheduling.slots.demands import consented, released, unexpired
from studio.scheduling.slots.pools import takes
from studio.scheduling.timing.balances import group_time
from studio.scheduling.timing.flexible import UNMEASURED, Bounds, length, share
from studio.scheduling.timing.gaps import STIFF, Slack, slack_after, slack_of
from studio.scheduling.timing.moments import airs_on, seconds
from studio.scheduling.timing.sections import Section, section_label, sections
from studio.scheduling.timing.times import followed, heard_in, section_over, unstretched
from studio.scheduling.values import Candidate, Clock, Entry, Position, Rundown
from studio.units import Ms

TRIM, LONGER, SPOT, SHORTER, ADD, OUT = 1, 2, 20, 200, 200, 2_000
"""Prices: silence, a long version, a spot, a short version, one segment more, one fewer; music costs nothing."""

AT_ONCE = 3
"""The most changes that are proposed together, beside those of music."""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a section. saves: ms that it frees; negative: takes. count: entries that come, negative: go.

    slack: what its gaps add to, or take from, those that can stretch.
    """

    code: str
    key: str
    position: Position
    saves: int
    price: int
    count: int = 0
    communities: frozenset[str] = frozenset()
    slack: Slack = STIFF


def mends(
    rundown: Rundown,
    clock: Clock,
    candidates: Sequence[Candidate] = (),
    silence: Mapping[str, Ms] = UNMEASURED,
    fixed: Mapping[str, Ms] = UNMEASURED,
) -> tuple[Fault, ...]:
    """What would bring every section to its out, each with its seconds: done together, the show is exact; the cheapest
    first.

    candidates: what could be added or heard in its long version. silence: at the end of recordings, in ms by key.
    fixed: measured lengths of spots, in ms. Nothing locked or aired is touched. Empty: nothing is over or under.
    Gaps are counted from the clock's room, as they are when the slot is filled again.
    Raises RundownImpossible where an anchor does not lie in the slot.
    """
    faults: list[Fault] = []
    known = {candidate.key: candidate for candidate in candidates}
    plain = replace(rundown, entries=unstretched(rundown.entries))
    for section in sections(clock, rundown.starts_at):
        if not section_over(rundown.entries, clock, section):
            continue
        over = section_over(plain.entries, clock, section)
        changes = list(_changes(plain, clock, section, known, silence, fixed, over > 0)) if over else []
        found = _mended(plain, clock, section, changes, over)
        if heard_in(plain.entries, section) != heard_in(rundown.entries, section) and not _stretching(found):
            found.insert(0, fault("scheduling.mend-gaps-back", section_label(clock, section)))
        faults += found
    return tuple(faults)


def _stretching(faults: Sequence[Fault]) -> bool:
    return any(one.code in ("scheduling.mend-gaps-longer", "scheduling.mend-gaps-shorter") for one in faults)


def _changes(
    rundown: Rundown,
    clock: Clock,
    section: Section,
    known: Mapping[str, Candidate],
    silence: Mapping[str, Ms],
    fixed: Mapping[str, Ms],
    over: bool,
) -> Iterator[Change]:
    heard = heard_in(rundown.entries, section)
    loose = [entry for entry in heard if entry.aired is None]
    for entry in loose if over else ():
        position = clock.position(entry.position)
        trimmed = min(silence.get(entry.key, 0), entry.heard - 1)
        if trimmed > 0 and position.role in ("fixed", "choose"):
            yield Change("scheduling.mend-trim", entry.key, position, trimmed, TRIM)
        if position.role == "choose" and not entry.locked:
            yield from _fewer(entry, position, section, heard)
    for position in section.positions:
        if position.role == "repeat":
            yield from _spots(position, [entry for entry in loose if entry.position == position.name], fixed, over)
    if not over:
        yield from _more(rundown, clock, section, loose, known)


def _fewer(entry: Entry, position: Position, section: Section, heard: Sequence[Entry]) -> Iterator[Change]:
    if entry.version == "long" and entry.short is not None and position.shortest <= entry.short < entry.heard:
        yield Change("scheduling.mend-short", entry.key, position, entry.heard - entry.short, SHORTER)
    if not (section.last and entry is heard[-1]):
        gone = slack_of(position).times(-1)
        yield Change("scheduling.mend-out", entry.key, position, entry.heard + position.after, OUT, -1, slack=gone)


def _spots(position: Position, mine: Sequence[Entry], fixed: Mapping[str, Ms], over: bool) -> Iterator[Change]:
    loose = [entry for entry in mine if not entry.locked]
    one = length(position, fixed) + position.after
    for count in range(1, len(loose) + 1 if over else position.count_max - len(mine) + 1):
        price, freed = SPOT * count, sum(entry.heard + position.after for entry in loose[len(loose) - count :])
        slack = slack_of(position).times(-count if over else count)
        if over:
            yield Change("scheduling.mend-drop-spot", position.name, position, freed, price, -count, slack=slack)
        else:
            yield Change("scheduling.mend-add-spot", position.name, position, -one * count, price, count, slack=slack)


def _more(
    rundown: Rundown, clock: Clock, section: Section, loose: Sequence[Entry], known: Mapping[str, Candidate]
) -> Iterator[Change]:
    """Long versions, and segments that may be aired and are not in yet."""
    homes = {position.name: position for position in section.positions}
    for entry in loose:
        candidate, position = known.get(entry.key), homes[entry.position]
        if candidate and entry.version == "short" and not entry.locked and takes(position, candidate, "long"):
            yield Change("scheduling.mend-long", entry.key, position, entry.heard - candidate.planned, LONGER)
    inside = {entry.key for entry in rundown.entries}
    voices = {one for entry in rundown.heard if entry.key in known for one in known[entry.key].communities}
    airing = airs_on(rundown.starts_at, clock.hard_out)
    for candidate in known.values():
        if candidate.key in inside or candidate.communities & voices or candidate.together:
            continue
        if not consented(candidate, airing) or not unexpired(candidate, airing):
            continue
        for position in section.positions if released(candidate, rundown.starts_at) else ():
            if takes(position, candidate, "long"):
                cost = -candidate.planned - position.after
                yield Change("scheduling.mend-add", candidate.key, position, cost, ADD, 1, candidate.communities)


def _mended(rundown: Rundown, clock: Clock, section: Section, changes: Sequence[Change], over: int) -> list[Fault]:
    """The cheapest changes that bring a section to its out, or what stays over or under with all that music can do."""
    heard = heard_in(rundown.entries, section)
    free = [e for e in heard if clock.position(e.position).role == "flexible" and not e.locked and e.aired is None]
    bounds = [Bounds(p.shortest, p.longest, e.heard) for e in free for p in [clock.position(e.position)]]
    music = sum(entry.heard for entry in free) - over
    loose = [entry for entry in followed(heard, section) if not entry.locked and entry.aired is None]
    gaps = slack_after(clock.position(entry.position) for entry in loose)
    lowest, highest = sum(bound.shortest for bound in bounds), sum(bound.longest for bound in bounds)
    fitting = []
    for some in _together(changes):
        time = music + sum(change.saves for change in some)
        slack = sum((change.slack for change in some), start=gaps)
        if lowest - slack.shorter <= time <= highest + slack.longer and _allowed(rundown, clock, some):
            rest = min(time - lowest, 0) or max(time - highest, 0)
            fitting.append((sum(change.price for change in some), abs(time), some, rest))
    where = section_label(clock, section)
    if not fitting:
        left = max(lowest - gaps.shorter - music, music - highest - gaps.longer)
        code = "scheduling.mend-none-over" if over > 0 else "scheduling.mend-none-under"
        return [fault(code, where, seconds=seconds(left), ms=left)]
    best = min(fitting, key=lambda one: (one[0], len(one[2]), one[1], [change.key for change in one[2]]))
    some, rest = best[2:]
    lengths = share(music + sum(change.saves for change in some) - rest, bounds)
    assert lengths is not None
    told = [_music_told(entry, ms) for entry, ms in zip(free, lengths, strict=True) if ms != entry.heard]
    if rest:
        code = "scheduling.mend-gaps-longer" if rest > 0 else "scheduling.mend-gaps-shorter"
        told.append(fault(code, where, seconds=seconds(abs(rest)), ms=abs(rest)))
    return told + [_told(change) for change in sorted(some, key=lambda one: (one.price, one.key))]


def _together(changes: Sequence[Change]) -> Iterator[tuple[Change, ...]]:
    """Every few changes that can be made together: one for each entry or spot, and one more segment at most."""
    own = [change for change in changes if change.code != "scheduling.mend-add"]
    added: list[tuple[Change, ...]] = [(change,) for change in changes if change.code == "scheduling.mend-add"]
    for count in range(AT_ONCE + 1):
        for some in combinations(own, count):
            if len({change.key for change in some}) == count:
                yield some
                yield from ((*some, *one) for one in added if count < AT_ONCE - 1)


def _allowed(rundown: Rundown, clock: Clock, some: Sequence[Change]) -> bool:
    """Whether every position keeps as many entries as it may have, and every group its budget."""
    counts = Counter(entry.position for entry in rundown.heard)
    for change in some:
        counts[change.position.name] += change.count
    if not all(one.position.count_min <= counts[one.position.name] <= one.position.count_max for one in some):
        return False
    for group in clock.groups:
        freed = sum(change.saves for change in some if change.position.group == group.name)
        if freed and not group.shortest <= group_time(rundown.entries, clock, group) - freed <= group.longest:
            return False
    return True


def _music_told(entry: Entry, ms: Ms) -> Fault:
    code = "scheduling.mend-drop" if ms < entry.heard else "scheduling.mend-stretch"
    by = abs(ms - entry.heard)
    return fault(code, entry.key, seconds=seconds(by), ms=by, to=seconds(ms), to_ms=ms)


def _told(change: Change) -> Fault:
    return fault(
        change.code,
        change.key,
        seconds=seconds(abs(change.saves)),
        ms=abs(change.saves),
        position=change.position.name,
        count=abs(change.count),
    )
