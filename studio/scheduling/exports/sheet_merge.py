"""The rows of a spreadsheet merged into the rundown from which they were made, by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from studio.errors import Fault, fault
from studio.khmer.digits import to_arabic
from studio.scheduling.exports.differences import differences
from studio.scheduling.exports.sheet_read import Line
from studio.scheduling.slots.pools import takes
from studio.scheduling.timing.times import placed
from studio.scheduling.values import Candidate, Clock, Entry, Rundown, Version
from studio.units import Ms

TRUE, FALSE = ("1", "yes", "true", "បាទ", "ចាស"), ("0", "no", "false", "ទេ", "")
VERSIONS: Mapping[str, Version] = {"long": "long", "short": "short"}


@dataclass(slots=True)
class _Merge:
    """What is known while rows are read: the rundown, its clock, what could be aired, and what was wrong so far."""

    rundown: Rundown
    clock: Clock
    candidates: Mapping[str, Candidate]
    base: Mapping[str, Entry]
    faults: list[Fault] = field(default_factory=list)

    def wrong(self, code: str, line: Line, column: str, **values: str | int) -> None:
        """Remember a fault of a cell."""
        self.faults.append(fault(code, f"{line.where}, {column}", **values))


def merged(
    rundown: Rundown, clock: Clock, lines: Sequence[Line], candidates: Mapping[str, Candidate]
) -> tuple[Rundown, tuple[Fault, ...]]:
    """The rundown with the order, positions, versions, locks and floats of the rows, and every fault of them.

    Rows are matched by key, and each entry has one. What was taken elsewhere or is used in another version is locked,
    as every change by hand is. Lengths come from the candidates, never from the file; starts are worked out again.
    With faults, or where nothing changes, it is the rundown as it was.
    """
    merge = _Merge(rundown, clock, candidates, {entry.key: entry for entry in rundown.entries})
    seen: dict[str, Line] = {}
    entries: list[Entry] = []
    for line in lines:
        key = line.cells.get("key", "")
        if key not in merge.base:
            merge.wrong("scheduling.sheet-key-unknown", line, "key", key=key)
        elif key in seen:
            merge.wrong("scheduling.sheet-key-twice", line, "key", key=key, first=seen[key].where)
        else:
            seen[key] = line
            entries.append(_entry(merge, line, merge.base[key]))
    merge.faults += [
        fault("scheduling.sheet-row-missing", rundown.slug, key=key) for key in merge.base if key not in seen
    ]
    if not merge.faults:
        merge.faults += _misplaced(merge, entries, seen)
    if merge.faults:
        return rundown, tuple(merge.faults)
    made = replace(rundown, entries=placed(_locked(rundown, entries), clock, rundown.starts_at), left_out=())
    return (made if differences(rundown, made) else rundown), ()


def _entry(merge: _Merge, line: Line, base: Entry) -> Entry:
    """The entry as its row says; what cannot be is a fault, and stays as it was."""
    locked, floated = (_flag(merge, line, column) for column in ("locked", "floated"))
    version = VERSIONS.get(line.cells.get("version", "").casefold())
    if version is None:
        merge.wrong(
            "scheduling.sheet-value", line, "version", value=line.cells.get("version", ""), wanted="long, short"
        )
        version = base.version
    written = to_arabic(line.cells.get("planned_ms", ""))
    if written not in ("", str(base.planned)):
        merge.wrong("scheduling.sheet-length", line, "planned_ms", value=written, planned=base.planned)
    if floated and not base.floated and merge.clock.position(base.position).role == "fixed":
        merge.wrong("scheduling.sheet-fixed", line, "floated", key=base.key)
    position = _position(merge, line, base, version)
    pause = base.pause if position == base.position else None
    changed = replace(base, position=position, locked=locked, floated=floated, pause=pause)
    return changed if version == base.version else _version(merge, line, changed, version)


def _position(merge: _Merge, line: Line, base: Entry, version: Version) -> str:
    name = line.cells.get("position", "")
    if name == base.position:
        return name
    known = {one.name: one for one in merge.clock.positions}
    if name not in known:
        merge.wrong("scheduling.sheet-value", line, "position", value=name, wanted=", ".join(known))
        return base.position
    candidate = merge.candidates.get(base.key)
    if merge.clock.position(base.position).role != "choose" or known[name].role != "choose":
        merge.wrong("scheduling.sheet-fixed", line, "position", key=base.key)
    elif candidate is None or version not in candidate.versions or not takes(known[name], candidate, version):
        merge.wrong("scheduling.sheet-misfit", line, "position", key=base.key, position=name)
    return name


def _version(merge: _Merge, line: Line, entry: Entry, version: Version) -> Entry:
    candidate = merge.candidates.get(entry.key)
    if candidate is None or version not in candidate.versions:
        merge.wrong("scheduling.sheet-version", line, "version", key=entry.key, value=version)
        return entry
    short = candidate.short if version == "long" else None
    return replace(entry, version=version, planned=Ms(candidate.lasting(version)), short=short, actual=None)


def _flag(merge: _Merge, line: Line, column: str) -> bool:
    text = to_arabic(line.cells.get(column, "")).casefold()
    if text not in TRUE + FALSE:
        merge.wrong("scheduling.sheet-value", line, column, value=text, wanted="1, 0")
    return text in TRUE


def _misplaced(merge: _Merge, entries: Sequence[Entry], seen: Mapping[str, Line]) -> list[Fault]:
    """Rows that are not in the order of the clock's positions, and what has aired and does not stand as it did."""
    order = {position.name: number for number, position in enumerate(merge.clock.positions)}
    found: list[Fault] = []
    furthest = 0
    for entry in entries:
        if order[entry.position] < furthest:
            where = f"{seen[entry.key].where}, position"
            found.append(fault("scheduling.sheet-order", where, key=entry.key, position=entry.position))
        furthest = max(furthest, order[entry.position])
    before = merge.rundown.entries
    last = max((number for number, entry in enumerate(before, start=1) if entry.aired is not None), default=0)
    for old, new in zip(before[:last], entries[:last], strict=True):
        if replace(new, locked=old.locked) != old:
            found.append(fault("scheduling.sheet-aired", seen[new.key].where, key=new.key))
    return found


def _locked(before: Rundown, entries: Sequence[Entry]) -> list[Entry]:
    """The entries, and locked what a hand has placed."""
    after = replace(before, entries=tuple(replace(one, index=number) for number, one in enumerate(entries)))
    by_hand = {
        one.where
        for one in differences(before, after)
        if one.code in ("scheduling.diff-place", "scheduling.diff-position", "scheduling.diff-version")
    }
    return [replace(one, locked=one.locked or one.key in by_hand) for one in entries]
