"""Clocks from the editors' folder: a TOML file becomes a Clock, or every fault in it is named at once."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from studio.errors import Fault, NotFound, SettingsInvalid, fault
from studio.scheduling.clocks.clock_keys import CLOCK_KEYS, POSITION_KEYS, ROLES, Sort
from studio.scheduling.timing.times import seconds
from studio.scheduling.values import Clock, Position, Role
from studio.units import Ms

KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")
TIME = re.compile(r"(?:(?:(\d+):)?(\d+):)?(\d+)(?:[.,](\d{1,3}))?", re.ASCII)
IN_UNITS = re.compile(r"(\d+)(?:[.,](\d{1,3}))?\s*(ms|s|sec|min|h|វិនាទី|នាទី|ម៉ោង)", re.ASCII)
UNIT_MS = {"ms": 1, "s": 1000, "sec": 1000, "min": 60_000, "h": 3_600_000}
UNIT_MS |= {"វិនាទី": 1000, "នាទី": 60_000, "ម៉ោង": 3_600_000}
DAY_MS = 24 * 3_600_000
MANY = 99


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
    tables = tree.pop("position", [])
    top = _Reader(tree, where, faults, CLOCK_KEYS)
    if not isinstance(tables, list) or not tables or not all(isinstance(table, dict) for table in tables):
        faults.append(fault("scheduling.clock-no-positions", f"{where}, position"))
        tables = []
    gap = top.ms("gap", 0)
    positions = tuple(_position(table, number, where, faults, gap) for number, table in enumerate(tables, 1))
    span = top.ms("length", 0)
    clock = Clock(
        name=top.text("name"),
        length=span,
        positions=positions,
        hard_out=top.ms("hard_out", span),
        gap=gap,
        title_km=top.text("title_km"),
        title_en=top.text("title_en"),
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


def _position(table: Mapping[str, object], number: int, where: str, faults: list[Fault], gap: Ms) -> Position:
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
    position = Position(
        name=reader.text("name"),
        kind={"fixed": "sound" if sound else "script", "choose": "segment", "flexible": "music"}[role],
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
        after=reader.ms("after", gap),
    )
    if role == "fixed" and bool(sound) == bool(script) and not {"sound", "script"} & reader.wrong:
        reader.note("sound-or-script", "sound")
    reader.finish()
    return position


def clock_faults(clock: Clock, where: str) -> tuple[Fault, ...]:
    """What does not go together in a clock whose keys are all right."""
    faults = []
    names = Counter(position.name for position in clock.positions)
    faults += [fault("scheduling.clock-position-twice", where, name=name) for name, n in names.items() if n > 1]
    if clock.length <= 0:
        faults.append(fault("scheduling.clock-length-none", f"{where}, length"))
    if not 0 < clock.hard_out <= clock.length:
        faults.append(
            fault(
                "scheduling.clock-hard-out",
                f"{where}, hard_out",
                seconds=seconds(clock.hard_out),
                length=seconds(clock.length),
            )
        )
    for number, position in enumerate(clock.positions, 1):
        faults += _position_faults(position, f"{where}, position {number} ({position.name})")
    if not any(position.role == "flexible" for position in clock.positions):
        faults.append(fault("scheduling.clock-nothing-flexible", where))
    if clock.positions and clock.positions[-1].count_min == 0:
        faults.append(fault("scheduling.clock-open-end", where, name=clock.positions[-1].name))
    faults += _sum_faults(clock, where)
    return tuple(faults)


def _position_faults(position: Position, place: str) -> list[Fault]:
    faults = []
    if position.shortest > position.longest:
        short, long = seconds(position.shortest), seconds(position.longest)
        faults.append(fault("scheduling.clock-shortest", f"{place}, shortest", shortest=short, longest=long))
    if position.role != "fixed" and position.longest <= 0:
        faults.append(fault("scheduling.clock-longest-none", f"{place}, longest"))
    if position.role == "flexible" and position.shortest <= 0:
        faults.append(fault("scheduling.clock-shortest-none", f"{place}, shortest"))
    if position.count_min > position.count_max or position.count_max == 0:
        faults.append(
            fault(
                "scheduling.clock-count",
                f"{place}, count_min",
                count_min=position.count_min,
                count_max=position.count_max,
            )
        )
    if position.role == "flexible" and position.count_max > 1:
        faults.append(fault("scheduling.clock-flexible-count", f"{place}, count_max"))
    return faults


def _sum_faults(clock: Clock, where: str) -> list[Fault]:
    """Whether the clock can be filled at all by the shortest and the longest it may be."""
    if not clock.positions:
        return []
    after = -clock.positions[-1].after
    least: int = after
    most: int = after
    for position in clock.positions:
        least += position.count_min * (position.shortest + position.after)
        most += position.count_max * (position.longest + position.after)
    return _too(where, least - clock.hard_out, "much") + _too(where, clock.hard_out - most, "little")


def _too(where: str, off: int, word: str) -> list[Fault]:
    return [fault(f"scheduling.clock-too-{word}", where, seconds=seconds(off), ms=off)] if off > 0 else []
