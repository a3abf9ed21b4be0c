"""Running orders for newsrooms (MOS) and for the screens of a studio (Ontime)."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest

from studio.languages import Language
from studio.scheduling.exports.edition import Edition, Master
from studio.scheduling.exports.mos import rundown_mos
from studio.scheduling.exports.ontime import DAY, FIELDS, rundowns_ontime
from studio.scheduling.slots.solve import propose
from studio.scheduling.timing.times import placed, retime, wall
from studio.units import Ms

READER = """
import json, sys
from mosromgr.mostypes import MosFile
order = MosFile.from_string(sys.stdin.read())
print(json.dumps({
    "type": type(order).__name__, "id": order.ro_id, "slug": order.ro_slug, "message": order.message_id,
    "start": order.start_time.isoformat(), "end": order.end_time.isoformat(), "duration": order.duration,
    "stories": [{
        "id": one.id, "slug": one.slug, "duration": one.duration, "start": one.start_time.isoformat(),
        "items": [(item.id, item.slug, item.object_id, item.mos_id) for item in one.items],
    } for one in order.stories],
}))
"""
"""mosromgr in a child: it sets up logging for everybody when it is imported."""

FLOATED = 4


@pytest.fixture(scope="module")
def edition(cases: Any) -> Edition:
    """Recorded in part, one entry floated."""
    clock = cases.clock()
    plan = propose(clock, "2012-04-07-weekly", cases.starts, cases.fixed, cases.candidates(14, 3))
    first = next(entry for entry in plan.entries if entry.position == "stories-first")
    plan = retime(plan, {first.key: Ms(first.planned + 1_234)}, clock)
    entries = [replace(one, floated=one.index == FLOATED, title_km=f'<{one.title_km}> & "x"') for one in plan.entries]
    rundown = replace(plan, entries=placed(entries, clock, plan.starts_at))
    return Edition(rundown, clock, 2, "សំឡេង", "Voices", "golden-river", "វិទ្យុ", "Radio",
                   Master("a.flac", "flac", Ms(900_000)))  # fmt: skip


def read_by_mosromgr(text: str) -> Any:
    done = subprocess.run([sys.executable, "-c", READER], input=text, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


def test_mosromgr_reads_the_running_order_with_every_time(edition: Edition) -> None:
    read = read_by_mosromgr(rundown_mos(edition, message=7))
    heard = edition.rundown.heard
    assert (read["type"], read["message"]) == ("RunningOrder", 7)
    assert read["id"] == "studio,2012-04-07-weekly" and read["slug"] == "សំឡេង 2012-04-07"
    assert read["start"] == edition.rundown.starts_at.isoformat()
    assert [one["id"].rsplit(",", 1)[1] for one in read["stories"]] == [entry.key for entry in heard]
    assert [one["slug"] for one in read["stories"]] == [entry.title_km for entry in heard]
    for story, entry in zip(read["stories"], heard, strict=True):
        assert datetime.fromisoformat(story["start"]) == wall(edition.rundown, entry.start)
        ((_, slug, object_id, mos_id),) = story["items"]
        assert (slug, object_id, mos_id) == (entry.title_km, f"2012-04-07-weekly/{entry.key}", "studio.mos")
    assert datetime.fromisoformat(read["end"]) == wall(edition.rundown, heard[-1].end)
    assert read["duration"] == pytest.approx(heard[-1].end / 1000)


def test_an_item_counts_milliseconds_and_keeps_planned_apart_from_recorded(edition: Edition) -> None:
    root = ElementTree.fromstring(rundown_mos(edition))
    assert root.findtext("roCreate/roEdDur") == "00:15:00"
    assert root.findtext("roCreate/mosExternalMetadata/mosPayload/version") == "2"
    for item, entry in zip(root.iter("item"), edition.rundown.heard, strict=True):
        assert item.findtext("objTB") == "1000"
        assert item.findtext("itemEdDur") == str(entry.heard)
        assert item.findtext("itemUserTimingDur") == str(entry.planned)
        assert item.findtext("objPaths/objPath") == "a.flac"
        tags = [one.tag for one in item]
        order = ["itemID", "itemSlug", "objID", "mosID", "objSlug", "objDur", "objTB", "objPaths", "itemEdStart",
                 "itemEdDur", "itemUserTimingDur", "mosExternalMetadata"]  # fmt: skip
        assert tags == order, "MOS has an order of tags"
    assert "objPaths" not in rundown_mos(replace(edition, master=None))


def test_ontime_counts_the_day_from_midnight(edition: Edition) -> None:
    project = json.loads(rundowns_ontime([edition]))
    (rundown,) = project["rundowns"].values()
    assert rundown["id"] == "2012-04-07-weekly" and rundown["revision"] == 2
    assert rundown["order"] == rundown["flatOrder"] == [one.key for one in edition.rundown.entries]
    for entry in edition.rundown.entries:
        event = rundown["entries"][entry.key]
        assert event["id"] == entry.key and event["type"] == "event"
        assert event["timeStart"] == (18 * 60 + 30) * 60_000 + entry.start
        assert event["timeEnd"] - event["timeStart"] == event["duration"] > 0
        assert event["duration"] == (entry.planned if entry.floated else entry.heard)
        assert event["skip"] is entry.floated
        assert set(event["custom"]) == set(project["customFields"])
    assert sum(event["skip"] for event in rundown["entries"].values()) == 1
    assert project["settings"]["version"].split(".")[0] == "4"


def test_ontime_begins_a_new_day_at_midnight(cases: Any, edition: Edition) -> None:
    late = datetime(2012, 4, 7, 23, 52, 30, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
    other = replace(edition, rundown=replace(edition.rundown, slug="late", starts_at=late))
    project = json.loads(rundowns_ontime([other, edition], Language.EN))
    assert list(project["rundowns"]) == ["2012-04-07-weekly", "late"]
    events = list(project["rundowns"]["late"]["entries"].values())
    midnight = late.replace(hour=0, minute=0, second=0)
    for event, entry in zip(events, other.rundown.entries, strict=True):
        assert 0 <= event["timeStart"] < 86_400_000 and 0 <= event["timeEnd"] < 86_400_000
        at = midnight + timedelta(days=event["dayOffset"], milliseconds=event["timeStart"])
        assert at == wall(other.rundown, entry.start)
    assert {event["dayOffset"] for event in events} == {0, 1}
    assert any(event["timeEnd"] < event["timeStart"] for event in events), "one is heard across midnight"


def test_ontime_finds_nothing_to_work_out_again_when_it_opens_a_project(cases: Any, edition: Edition) -> None:
    """Its parser takes order, start and length, and works out ends, days and gaps; keys of fields come from labels."""
    late = datetime(2012, 4, 7, 23, 52, 30, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
    other = replace(edition, rundown=replace(edition.rundown, slug="late", starts_at=late))
    project = json.loads(rundowns_ontime([edition, other]))
    assert "serverPort" not in project["settings"], "a running order does not move the port of a studio"
    assert all(re.fullmatch("[A-Za-z0-9]+", one["label"]) for one in project["customFields"].values())
    assert {name: one["label"] for name, one in project["customFields"].items()} == {name: name for name in FIELDS}
    for name, rundown in project["rundowns"].items():
        assert rundown["id"] == name and set(rundown["order"]) == set(rundown["entries"])
        end = None
        for event in (rundown["entries"][one] for one in rundown["order"]):
            assert event["timeEnd"] == (event["timeStart"] + event["duration"]) % DAY
            assert event["title"] == event["title"].strip() and event["cue"]
            start = event["dayOffset"] * DAY + event["timeStart"]
            if event["skip"]:
                assert event["gap"] == 0
            else:
                assert event["gap"] == (0 if end is None else start - end) >= 0
                end = start + event["duration"]
