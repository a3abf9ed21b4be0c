"""A rundown as JSON, written and read back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from studio.errors import Fault, RundownImpossible, StudioError, fault, fault_tree
from studio.scheduling.timing.moments import naive, shifted
from studio.scheduling.timing.times import wall
from studio.scheduling.values import Entry, LeftOut, Rundown
from studio.units import Ms

FORMAT = "studio-rundown/1"
Plain = str | int | bool | None


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
        "entries": [entry_tree(rundown, entry) for entry in rundown.entries],
        "left_out": [
            {
                "key": left.key,
                "reasons": [fault_tree(one) for one in left.reasons],
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


def entry_tree(rundown: Rundown, entry: Entry) -> dict[str, Plain]:
    """An entry as plain values by name: what JSON holds of it, and the columns of a sheet.

    What was estimated and what was aired stand there once they are known, and the pause after it where it is not the
    room of its position.
    """
    tree: dict[str, Plain] = {
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
    known = {"estimated_ms": entry.estimated, "margin_ms": entry.margin, "aired_ms": entry.aired}
    known |= {"pause_ms": entry.pause}
    return tree | {name: ms for name, ms in known.items() if ms is not None}


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


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
        estimated=None if tree.get("estimated_ms") is None else _ms(tree, "estimated_ms"),
        aired=None if tree.get("aired_ms") is None else _ms(tree, "aired_ms"),
        margin=None if tree.get("margin_ms") is None else _ms(tree, "margin_ms"),
        pause=None if tree.get("pause_ms") is None else _ms(tree, "pause_ms"),
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
