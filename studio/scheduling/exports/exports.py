"""Rundowns and airtimes for others: JSON (also read back), CSV, a plain table, iCalendar."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar import Calendar, Event

from studio.errors import Fault, RundownImpossible, StudioError, fault
from studio.khmer.width import fitted, width
from studio.languages import Language
from studio.scheduling.exports.words import HEADINGS, KINDS, TOTALS
from studio.scheduling.timing.recurrence import Airtime
from studio.scheduling.timing.times import naive, over, shifted, wall
from studio.scheduling.values import Clock, Entry, LeftOut, Rundown
from studio.units import Ms, clock_text

FORMAT = "studio-rundown/1"
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def rundown_json(rundown: Rundown) -> str:
    """The rundown as JSON: times in ISO 8601 with offset and in whole ms, never a fraction of a second."""
    zone = rundown.starts_at.tzinfo
    tree = {
        "format": FORMAT,
        "slug": rundown.slug,
        "clock": rundown.clock,
        "starts_at": _iso(rundown.starts_at),
        "ends_at": _iso(shifted(rundown.starts_at, rundown.length)),
        "time_zone": zone.key if isinstance(zone, ZoneInfo) else "",
        "length_ms": rundown.length,
        "entries": [_entry_tree(rundown, entry) for entry in rundown.entries],
        "left_out": [
            {
                "key": left.key,
                "reasons": [
                    {"code": one.code, "where": one.where, "values": dict(sorted(one.values.items()))}
                    for one in left.reasons
                ],
            }
            for left in rundown.left_out
        ],
    }
    return json.dumps(tree, ensure_ascii=False, indent=2) + "\n"


def read_rundown(text: str, where: str = "rundown.json") -> Rundown:
    """The rundown that `rundown_json` wrote, equal in every field.

    Raises RundownImpossible: no such JSON, another format, a key that is missing or holds the wrong sort of value.
    """
    try:
        tree = json.loads(text)
        if not isinstance(tree, dict) or tree.get("format") != FORMAT:
            raise RundownImpossible.because("scheduling.json-format", where, wanted=FORMAT)
        starts_at = datetime.fromisoformat(tree["starts_at"])
        RundownImpossible.raise_if(naive(starts_at))
        if tree["time_zone"]:
            starts_at = starts_at.astimezone(ZoneInfo(tree["time_zone"]))
        return Rundown(
            slug=_text(tree, "slug"),
            clock=_text(tree, "clock"),
            starts_at=starts_at,
            length=_ms(tree, "length_ms"),
            entries=tuple(_entry_of(one) for one in tree["entries"]),
            left_out=tuple(
                LeftOut(_text(one, "key"), tuple(_fault_of(reason) for reason in one["reasons"]))
                for one in tree["left_out"]
            ),
        )
    except StudioError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, ZoneInfoNotFoundError) as wrong:
        reason = f"{type(wrong).__name__}: {wrong}"[:200]
        raise RundownImpossible.because("scheduling.json-unreadable", where, reason=reason) from wrong


def rundown_csv(rundown: Rundown) -> str:
    """The rundown as CSV for a spreadsheet: a byte-order mark, CRLF, lengths in ms; no cell is taken for a formula.

    Source: RFC 4180.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    names = list(_entry_tree(rundown, rundown.entries[0])) if rundown.entries else ["index"]
    writer.writerow(names)
    for entry in rundown.entries:
        writer.writerow([_cell(value) for value in _entry_tree(rundown, entry).values()])
    return "\ufeff" + out.getvalue()


def rundown_table(rundown: Rundown, clock: Clock, language: Language = Language.KM, columns: int = 100) -> str:
    """The rundown as a plain table: wall time, planned and recorded length, over or under, what is heard.

    columns: of the terminal; the title is cut to fit, never less than 20.
    """
    heads = HEADINGS[language]
    rows = [_row(rundown, entry, language) for entry in rundown.entries]
    widths = [max(width(row[i]) for row in [heads, *rows]) for i in range(len(heads))]
    widths[-1] = max(20, min(widths[-1], columns - sum(widths[:-1]) - 2 * (len(heads) - 1)))
    rule = "  ".join("─" * one for one in widths)
    lines = [_line(heads, widths), rule, *(_line(row, widths) for row in rows), rule]
    off = over(rundown, clock)
    word = TOTALS[language]["over" if off > 0 else "under" if off < 0 else "exact"]
    out = wall(rundown, clock.hard_out).strftime("%H:%M:%S")
    total = f"{TOTALS[language]['out']} {out}  {word}"
    lines.append(f"{total} {clock_text(Ms(abs(off)), millis=True)}" if off else total)
    return "\n".join(line.rstrip() for line in lines) + "\n"


def airtime_calendar(
    name: str, airtimes: Sequence[Airtime], titles: Mapping[str, str], stamp: datetime, domain: str = "studio.invalid"
) -> str:
    """The airtimes as iCalendar, in UTC. titles: by airtime key. stamp: when it was made, aware.

    The UID of an airtime is its key at the domain: the same slot keeps it for ever.
    Raises RundownImpossible for a time without a zone. Source: RFC 5545.
    """
    RundownImpossible.raise_if(naive(stamp, *(airtime.starts_at for airtime in airtimes)))
    utc = ZoneInfo("UTC")
    calendar = Calendar()
    calendar.add("prodid", "-//Studio//Airtime//KM")
    calendar.add("version", "2.0")
    calendar.add("name", name)
    for airtime in sorted(airtimes, key=lambda one: (one.starts_at, one.key)):
        event = Event()
        event.add("uid", f"{airtime.key}@{domain}")
        event.add("dtstamp", stamp.astimezone(utc))
        event.add("dtstart", airtime.starts_at.astimezone(utc))
        event.add("dtend", shifted(airtime.starts_at, airtime.length).astimezone(utc))
        event.add("summary", titles.get(airtime.key, name))
        calendar.add_component(event)
    return str(calendar.to_ical().decode("utf-8"))


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def _entry_tree(rundown: Rundown, entry: Entry) -> dict[str, str | int | bool | None]:
    return {
        "index": entry.index,
        "position": entry.position,
        "kind": entry.kind,
        "key": entry.key,
        "source": entry.source,
        "title_km": entry.title_km,
        "title_en": entry.title_en,
        "starts_at": _iso(wall(rundown, entry.start)),
        "start_ms": entry.start,
        "planned_ms": entry.planned,
        "actual_ms": entry.actual,
        "over_ms": entry.over,
        "version": entry.version,
        "short_ms": entry.short,
        "locked": entry.locked,
        "floated": entry.floated,
    }


def _entry_of(tree: Mapping[str, Any]) -> Entry:
    version = _text(tree, "version")
    return Entry(
        index=_ms(tree, "index"),
        position=_text(tree, "position"),
        kind=_text(tree, "kind"),
        key=_text(tree, "key"),
        title_km=_text(tree, "title_km"),
        title_en=_text(tree, "title_en"),
        start=_ms(tree, "start_ms"),
        planned=_ms(tree, "planned_ms"),
        actual=None if tree["actual_ms"] is None else _ms(tree, "actual_ms"),
        locked=_flag(tree, "locked"),
        source=_text(tree, "source"),
        version="short" if version == "short" else "long",
        short=None if tree["short_ms"] is None else _ms(tree, "short_ms"),
        floated=_flag(tree, "floated"),
    )


def _fault_of(tree: Mapping[str, Any]) -> Fault:
    return fault(_text(tree, "code"), _text(tree, "where"), **tree["values"])


def _text(tree: Mapping[str, Any], key: str) -> str:
    if not isinstance(tree[key], str):
        raise TypeError(key)
    return str(tree[key])


def _ms(tree: Mapping[str, Any], key: str) -> Ms:
    if not isinstance(tree[key], int) or isinstance(tree[key], bool):
        raise TypeError(key)
    return Ms(tree[key])


def _flag(tree: Mapping[str, Any], key: str) -> bool:
    if not isinstance(tree[key], bool):
        raise TypeError(key)
    return bool(tree[key])


def _cell(value: str | int | bool | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int):
        return str(value)
    return f"'{value}" if value.lstrip().startswith(FORMULA) or value.startswith(FORMULA) else value


def _row(rundown: Rundown, entry: Entry, language: Language) -> list[str]:
    title = entry.title_km if language is Language.KM else entry.title_en
    marks = ("* " if entry.locked else "") + ("~ " if entry.floated else "")
    short = f" ({TOTALS[language]['short']})" if entry.version == "short" else ""
    return [
        str(entry.index + 1),
        wall(rundown, entry.start).strftime("%H:%M:%S"),
        clock_text(entry.planned, millis=True),
        "" if entry.actual is None else clock_text(entry.actual, millis=True),
        f"{'+' if entry.over > 0 else ''}{clock_text(entry.over, millis=True)}" if entry.over else "",
        KINDS[language].get(entry.kind, entry.kind),
        f"{marks}{title or entry.title_en or entry.title_km or entry.key}{short}",
    ]


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    pairs = zip(row, widths, strict=True)
    return "  ".join(fitted(text, columns, right=0 < i < 5) for i, (text, columns) in enumerate(pairs))
