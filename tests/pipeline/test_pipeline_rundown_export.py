"""Rundowns on their way out: as planned, or with the lengths and the master of their build, while consents hold."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from icalendar import Calendar

from studio.errors import EditionNotReady, NotFound, RundownImpossible
from studio.pipeline.airtime import keep_slot, keep_station, make_editions
from studio.pipeline.clear import withdraw_consent
from studio.pipeline.exceptions import keep_exception
from studio.pipeline.planned import plan_of
from studio.pipeline.rundown_export import FORMATS, edition_shown, export_rundowns
from studio.pipeline.schedule import propose_rundown
from studio.records.airtime import ExceptionIn
from studio.records.kinds import ExceptionKind

SCALE, FOREST = "8a4b115c", "ddb2b916"
FIRST, SECOND = "2012-05-17-voices", "2012-05-24-voices"


@pytest.mark.parametrize("form", FORMATS)
def test_a_built_edition_goes_out_in_every_format_with_the_same_bytes(built, form):
    made = export_rundowns(built, [FIRST], form)
    assert made == export_rundowns(built, [FIRST], form) and len(made) > 100
    title = plan_of(built, FIRST).plan.entries[2].title_km
    if FORMATS[form].text:
        assert title.split()[0] in made.decode().replace("\r\n ", ""), form
    else:
        assert made.startswith(b"PK")


def test_a_playlist_names_the_station_s_master_where_it_is_or_where_it_will_be(built):
    here = json.loads(json.dumps(export_rundowns(built, [FIRST], "liquidsoap").decode()))
    path = Path(here.splitlines()[0].rsplit('":', 1)[1])
    assert path.is_file() and path.name == f"{FIRST}-golden-river.flac"
    away = export_rundowns(built, [FIRST], "m3u8", media="https://radio.example.org/").decode()
    assert away.splitlines()[-1] == f"https://radio.example.org/{FIRST}-golden-river.flac"
    root = ElementTree.fromstring(export_rundowns(built, [FIRST], "xspf"))
    lengths = [int(one.text or 0) for one in root.iter("{http://xspf.org/ns/0/}duration")]
    assert sum(lengths) == 40_000, "the parts are the whole master"


def test_recorded_lengths_stand_beside_the_planned_ones(built):
    rows = list(csv.DictReader(io.StringIO(export_rundowns(built, [FIRST], "csv").decode().removeprefix("\ufeff"))))
    assert {row["number"] for row in rows} == {"1"}
    assert all(row["actual_ms"] for row in rows if row["position"] == "stories")
    planned = plan_of(built, FIRST).plan
    assert [int(row["planned_ms"]) for row in rows] == [entry.planned for entry in planned.entries]
    assert all(entry.actual is None for entry in planned.entries), "the plan itself is left as it was"


def test_what_was_never_built_goes_out_as_planned_and_plays_nothing(desk, kit):
    kit.airtime(desk)
    kit.approved(desk, SCALE)
    propose_rundown(desk, FIRST)
    assert edition_shown(desk, FIRST, "", plays=False).master is None
    for form in ("m3u8", "xspf", "cue", "liquidsoap"):
        with pytest.raises(EditionNotReady):
            export_rundowns(desk, [FIRST], form)
    with pytest.raises(NotFound):
        export_rundowns(desk, [SECOND], "csv")


def test_no_playlist_of_what_may_no_longer_be_aired(built):
    withdraw_consent(built, "S-002", "")
    with pytest.raises(EditionNotReady) as refused:
        export_rundowns(built, [FIRST], "liquidsoap")
    assert refused.value.faults


def test_a_calendar_is_of_one_station(desk, kit):
    kit.airtime(desk)
    kit.approved(desk, SCALE, FOREST)
    propose_rundown(desk, FIRST)
    propose_rundown(desk, SECOND)
    calendar = Calendar.from_ical(export_rundowns(desk, [SECOND, FIRST, FIRST], "ics"))
    events = list(calendar.walk("VEVENT"))
    assert [str(one["UID"]).split("@")[0] for one in events] == [FIRST, SECOND]
    assert str(calendar["X-WR-CALNAME"]) == "វិទ្យុទន្លេមាស"
    entry = next(one for one in plan_of(desk, FIRST).plan.entries if one.position == "stories")
    assert entry.title_km in str(events[0]["DESCRIPTION"]) and entry.title_en in str(events[0]["COMMENT"])
    keep_exception(desk, "voices", ExceptionIn(day=date(2012, 5, 24), kind=ExceptionKind.PRE_EMPTED))
    stopped = Calendar.from_ical(export_rundowns(desk, [FIRST, SECOND], "ics")).walk("VEVENT")
    assert [(str(one["STATUS"]), int(one["SEQUENCE"])) for one in stopped] == [("CONFIRMED", 0), ("CANCELLED", 1)]
    keep_station(desk, kit.STATION.model_copy(update={"slug": "other"}))
    keep_slot(desk, "other", kit.SLOT.model_copy(update={"slug": "evening"}))
    make_editions(desk, desk.now.replace(month=6))
    propose_rundown(desk, "2012-05-17-evening")
    with pytest.raises(RundownImpossible) as refused:
        export_rundowns(desk, [FIRST, "2012-05-17-evening"], "ics")
    assert [one.code for one in refused.value.faults] == ["scheduling.export-stations"]
    assert b"2012-05-17-evening" in export_rundowns(desk, [FIRST, "2012-05-17-evening"], "csv")
