"""Rundowns as a project for Ontime, which counts a show down on the screens of a studio."""

from __future__ import annotations

import json
from collections.abc import Sequence

from studio.languages import Language
from studio.scheduling.exports.edition import Edition, in_order, title_of
from studio.scheduling.timing.moments import shifted
from studio.scheduling.values import Entry
from studio.units import Ms

VERSION = "4.0.0"
"""The version of Ontime whose project files look like these."""

DAY = 86_400_000
COLOURS = {"sound": "#779BE7", "script": "#FFCC78", "music": "#77C785"}
STORY = "#E69056"
WARNING, DANGER = Ms(30_000), Ms(10_000)
FIELDS = {"English": "#3E75E8", "Kind": "#339E4E", "Segment": "#A790F5"}


def rundowns_ontime(editions: Sequence[Edition], language: Language = Language.KM) -> str:
    """The editions as one project, a rundown each; floated entries are skipped ones.

    Ontime counts milliseconds since midnight of the day on which a show starts, local time, and days beside them;
    what lies past midnight begins at 0 again. An event lasts as long as is known: recorded, else planned.
    Source: Ontime 4, the types of its project file.
    """
    listed = in_order(editions)
    first = listed[0] if listed else None
    project = {
        "rundowns": {one.rundown.slug: _rundown(one, language) for one in listed},
        "project": {
            "title": first.show(language) if first else "",
            "description": first.station_name(language) if first else "",
            "url": "",
            "info": "",
            "logo": None,
            "custom": [],
        },
        "settings": {
            "version": VERSION,
            "editorKey": None,
            "operatorKey": None,
            "timeFormat": "24",
            "language": "en",
        },
        "viewSettings": {
            "dangerColor": "#ED3333",
            "normalColor": "#ffffffcc",
            "overrideStyles": False,
            "warningColor": "#FFAB33",
        },
        "customFields": {name: {"label": name, "type": "text", "colour": colour} for name, colour in FIELDS.items()},
        "urlPresets": [],
        "automation": {
            "enabledAutomations": False,
            "enabledOscIn": False,
            "oscPortIn": 8888,
            "triggers": [],
            "automations": {},
        },
    }
    return json.dumps(project, ensure_ascii=False, indent=1) + "\n"


def _rundown(edition: Edition, language: Language) -> dict[str, object]:
    rundown = edition.rundown
    events: dict[str, dict[str, object]] = {}
    end: int | None = None
    for entry in rundown.entries:
        begin = _since_midnight(edition, entry.start)
        silent = 0 if end is None or entry.floated else begin - end
        events[entry.key] = _event(edition, entry, language) | {"gap": silent}
        end = end if entry.floated else begin + entry.heard
    order = list(events)
    return {
        "id": rundown.slug,
        "title": f"{edition.show(language)} {rundown.starts_at:%Y-%m-%d}".strip(),
        "order": order,
        "flatOrder": order,
        "entries": events,
        "revision": edition.number,
    }


def _event(edition: Edition, entry: Entry, language: Language) -> dict[str, object]:
    length = entry.planned if entry.floated else entry.heard
    begin = _since_midnight(edition, entry.start)
    return {
        "type": "event",
        "id": entry.key,
        "flag": False,
        "cue": str(entry.index + 1),
        "title": title_of(entry, language),
        "note": entry.version if entry.version == "short" else "",
        "endAction": "none",
        "timerType": "count-down",
        "countToEnd": False,
        "linkStart": False,
        "timeStrategy": "lock-duration",
        "timeStart": begin % DAY,
        "timeEnd": (begin + length) % DAY,
        "duration": length,
        "skip": entry.floated,
        "colour": COLOURS.get(entry.kind, STORY),
        "parent": None,
        "revision": 0,
        "delay": 0,
        "dayOffset": begin // DAY,
        "gap": 0,
        "timeWarning": min(WARNING, length),
        "timeDanger": min(DANGER, length),
        "triggers": [],
        "custom": {"English": title_of(entry, Language.EN), "Kind": entry.kind, "Segment": entry.key},
    }


def _since_midnight(edition: Edition, offset: Ms) -> int:
    """Milliseconds of the local clock since the midnight before the show starts; more than a day past the next one."""
    first, moment = edition.rundown.starts_at, shifted(edition.rundown.starts_at, offset)
    days = (moment.date() - first.date()).days
    seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
    return days * DAY + seconds * 1000 + moment.microsecond // 1000
