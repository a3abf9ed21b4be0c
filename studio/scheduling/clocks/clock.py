"""Clocks from the editors' folder: a TOML file becomes a Clock, or every fault in it is named at once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from studio.errors import Fault, NotFound, SettingsInvalid, fault
from studio.scheduling.clocks.clock_faults import clock_faults
from studio.scheduling.clocks.clock_keys import CLOCK_KEYS, GROUP_KEYS, POSITION_KEYS, ROLES, Sort
from studio.scheduling.values import ZERO, Anchor, Clock, Group, Position, Role
from studio.units import Ms

KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
TIME = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+)(?:[.,](\d{1,3}))?", re.ASCII)
IN_UNITS = re.compile(r"(\d+)(?:[.,](\d{1,3}))?\s*(ms|s|sec|min|h|វិនាទី|នាទី|ម៉ោង)", re.ASCII)
PAST_HOUR = re.compile(r"\*:([0-5]\d)(?::([0-5]\d))?", re.ASCII)
UNIT_MS = {"ms": 1, "s": 1000, "sec": 1000, "min": 60_000, "h": 3_600_000}
UNIT_MS |= {"វិនាទី": 1000, "នាទី": 60_000, "ម៉ោង": 3_600_000}
DAY_MS = 24 * 3_600_000
MANY = 99
KINDS: Mapping[Role, str] = {"choose": "segment", "flexible": "music", "repeat": "sound"}


def read_clock(path: Path) -> Clock:
    """The clock in a TOML file. Raises NotFound; SettingsInvalid with every fault of the file."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as missing:
        raise NotFound.because("scheduling.clock-missing", path.name, folder=path.parent.name) from missing
    except UnicodeDecodeError as wrong:
        raise SettingsInvalid.because("scheduling.clock-not-utf8", path.name, byte=wrong.start) from wrong
    return parse_clock(text, path.name)


def read_clocks(folder: Path) -> dict[str, Clock]:
    """Every clock of a folder by name. Raises SettingsInvalid with every fault of every file."""
    clocks: dict[str, Clock] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.toml")):
        try:
            clock = read_clock(path)
        except SettingsInvalid as refused:
            faults += refused.faults
            continue
        if clock.name in clocks:
            faults.append(fault("scheduling.clock-name-twice", path.name, name=clock.name))
        clocks[clock.name] = clock
    SettingsInvalid.raise_if(faults)
    return clocks


def parse_clock(text: str, where: str) -> Clock:
    """The clock in a TOML text. where: the file's name, for its faults. Raises SettingsInvalid with all of them."""
    try:
        tree = tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as wrong:
        raise SettingsInvalid.because("scheduling.clock-not-toml", where, reason=str(wrong)) from wrong
    faults: list[Fault] = []
    tables, budgets = tree.pop("position", []), tree.pop("group", [])
    top = _Reader(tree, where, faults, CLOCK_KEYS)
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        faults.append(fault("scheduling.clock-no-positions", f"{where}, position"))
        tables = []
    if not isinstance(budgets, list) or not all(isinstance(table, dict) for table in budgets):
        faults.append(fault("scheduling.clock-group-table", f"{where}, group"))
        budgets = []
    gap = top.pause("gap", _Pause())
    positions = tuple(_position(table, number, where, faults, gap) for number, table in enumerate(tables, 1))
    span = top.ms("length", 0)
    clock = Clock(
        name=top.text("name"),
        length=span,
        positions=positions,
        hard_out=top.ms("hard_out", span),
        gap=gap.wanted,
        title_km=top.text("title_km"),
        title_en=top.text("title_en"),
        groups=tuple(_group(table, number, where, faults) for number, table in enumerate(budgets, 1)),
        gap_shortest=gap.shortest,
        gap_longest=gap.longest,
    )
    top.finish()
    SettingsInvalid.raise_if(faults or clock_faults(clock, where))
    return clock


def duration(value: object) -> Ms | None:
    """A length as editors write it ("15:00", "0:08.5", "8 s", "2 min", "៨ វិនាទី"), in ms; None where it is none."""
    if not isinstance(value, str):
        return None
    text = value.strip().translate(KHMER_DIGITS)
    if found := IN_UNITS.fullmatch(text):
        whole, fraction, unit = found.groups()
        thousandths = int(whole) * 1000 + int((fraction or "").ljust(3, "0"))
        ms, rest = divmod(thousandths * UNIT_MS[unit], 1000)
        return Ms(ms) if not rest and ms <= DAY_MS else None
    if (found := TIME.fullmatch(text)) and ":" in text:
        hours, minutes, secs, fraction = found.groups()
        if int(secs) > 59 or (hours and int(minutes) > 59):
            return None
        ms = ((int(hours or 0) * 60 + int(minutes)) * 60 + int(secs)) * 1000 + int((fraction or "").ljust(3, "0"))
        return Ms(ms) if ms <= DAY_MS else None
    return None


def anchor(value: object) -> Anchor | None:
    """Where a start is pinned, as editors write it: "15:00" from the start, "-1:30" before the hard out, "*:30" past
    a full hour on the wall; None where it is none of these.
    """
    if not isinstance(value, str):
        return None
    text = value.strip().translate(KHMER_DIGITS)
    if found := PAST_HOUR.fullmatch(text):
        return Anchor("wall", Ms((int(found[1]) * 60 + int(found[2] or 0)) * 1000))
    ms = duration(text.removeprefix("-"))
    if ms is None:
        return None
    return Anchor("end", ms) if text.startswith("-") else Anchor("start", ms)


@dataclass(frozen=True, slots=True)
class _Pause:
    """What follows an entry, in ms, and what that may become; None: it does not stretch to that side."""

    wanted: Ms = ZERO
    shortest: Ms | None = None
    longest: Ms | None = None


class _Reader:
    """Reads one table key by key and notes every fault with its place."""

    def __init__(self, table: Mapping[str, object], where: str, faults: list[Fault], keys: Mapping[str, Sort]) -> None:
        self.table, self.where, self.faults, self.keys = table, where, faults, keys
        self.wrong: set[str] = set()

    def finish(self) -> None:
        """Note the keys that are unknown and those that must be there."""
        for key in self.table:
            if key not in self.keys:
                near = get_close_matches(key, self.keys, 1, 0.6)
                self.note("unknown-key", key, known=", ".join(self.keys), near=near[0] if near else "–")
        for key, sort in self.keys.items():
            if sort.needed and key not in self.table:
                self.note("key-missing", key, example=sort.example)

    def note(self, code: str, key: str, **values: str | int) -> None:
        """Note a fault at a key."""
        self.wrong.add(key)
        self.faults.append(fault(f"scheduling.clock-{code}", f"{self.where}, {key}", key=key, **values))

    def text(self, key: str) -> str:
        """A text; empty where there is none."""
        value = self.table.get(key, "")
        if isinstance(value, str) and (value.strip() or key not in self.table):
            return value.strip()
        self.note("not-text", key, value=str(value)[:40], example=self.keys[key].example)
        return ""

    def words(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty where there is none."""
        value = self.table.get(key, [])
        if isinstance(value, list) and all(isinstance(one, str) and one.strip() for one in value):
            return tuple(dict.fromkeys(one.strip() for one in value))
        self.note("not-words", key, value=str(value)[:40], example=self.keys[key].example)
        return ()

    def whole(self, key: str, absent: int) -> int:
        """A whole number from 0 to MANY."""
        value = self.table.get(key, absent)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MANY:
            return value
        self.note("not-number", key, value=str(value)[:40], most=MANY, example=self.keys[key].example)
        return absent

    def ms(self, key: str, absent: int) -> Ms:
        """A length in ms."""
        if key not in self.table:
            return Ms(absent)
        value = duration(self.table[key])
        if value is None:
            self.note("not-length", key, value=str(self.table[key])[:40], example=self.keys[key].example)
            return Ms(absent)
        return value

    def pause(self, key: str, absent: _Pause) -> _Pause:
        """What follows an entry, and what that may become; a table that says the first has no bounds but its own."""
        base = _Pause(self.ms(key, 0)) if key in self.table else absent
        shortest, longest = f"{key}_shortest", f"{key}_longest"
        return _Pause(
            base.wanted,
            self.ms(shortest, 0) if shortest in self.table else base.shortest,
            self.ms(longest, 0) if longest in self.table else base.longest,
        )

    def anchor(self, key: str) -> Anchor | None:
        """Where a start is pinned; None where it is not."""
        found = anchor(self.table.get(key))
        if found is None and key in self.table:
            self.note("not-anchor", key, value=str(self.table[key])[:40])
        return found


def _group(table: Mapping[str, object], number: int, where: str, faults: list[Fault]) -> Group:
    label = str(table.get("name", ""))[:40]
    reader = _Reader(table, f"{where}, group {number}" + (f" ({label})" if label else ""), faults, GROUP_KEYS)
    group = Group(
        name=reader.text("name"),
        shortest=reader.ms("shortest", 0),
        longest=reader.ms("longest", DAY_MS),
        title_km=reader.text("title_km"),
        title_en=reader.text("title_en"),
    )
    reader.finish()
    return group


def _position(table: Mapping[str, object], number: int, where: str, faults: list[Fault], gap: _Pause) -> Position:
    label = str(table.get("name", ""))[:40]
    place = f"{where}, position {number}" + (f" ({label})" if label else "")
    found = table.get("role")
    role: Role = next((one for one in ROLES if one == found), "fixed")
    reader = _Reader(table, place, faults, POSITION_KEYS[role])
    if found not in ROLES:
        reader.note("role", "role", value=str(found)[:40], roles=", ".join(ROLES))
        return Position(label, "sound", "fixed")
    sound, script, exact = reader.text("sound"), reader.text("script"), reader.ms("length", 0)
    few = reader.whole("count_min", 1)
    pause = reader.pause("after", gap)
    position = Position(
        name=reader.text("name"),
        kind=KINDS.get(role) or ("sound" if sound else "script"),
        role=role,
        source=sound or script,
        count_min=few,
        count_max=reader.whole("count_max", max(few, 1)),
        shortest=reader.ms("shortest", exact),
        longest=reader.ms("longest", exact or (DAY_MS if role == "fixed" else 0)),
        themes=frozenset(reader.words("themes")),
        bed=reader.text("bed"),
        sting=reader.text("sting"),
        title_km=reader.text("title_km"),
        title_en=reader.text("title_en"),
        kinds=reader.words("kinds"),
        after=pause.wanted,
        anchor=reader.anchor("at"),
        group=reader.text("group"),
        after_shortest=pause.shortest,
        after_longest=pause.longest,
    )
    if role == "fixed" and bool(sound) == bool(script) and not {"sound", "script"} & reader.wrong:
        reader.note("sound-or-script", "sound")
    reader.finish()
    return position
