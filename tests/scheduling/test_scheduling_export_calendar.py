"""A station's calendar, read by icalendar and by Debian's khal."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from studio.errors import RundownImpossible
from studio.scheduling.exports.calendar import Broadcast, station_calendar
from studio.scheduling.timing.recurrence import airtimes
from studio.units import Ms

MADE = datetime(2012, 3, 1, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60).filter(lambda one: one.strip())


def weekly(since: date = date(2012, 4, 1)) -> list[Broadcast]:
    found = airtimes(
        "vayo-sat", "FREQ=WEEKLY;BYDAY=SA", date(2012, 3, 3), time(18, 30), "Asia/Phnom_Penh", Ms(900_000), since,
        date(2012, 4, 30),
    )  # fmt: skip
    return [
        Broadcast(one.key, one.starts_at, one.length, f"សំឡេងសហគមន៍ {one.starts_at:%d}; a, b", f"Voices {number}")
        for number, one in enumerate(found)
    ]


def events(text: str) -> list[Event]:
    return list(Calendar.from_ical(text).walk("VEVENT"))


def made(listed: list[Broadcast]) -> str:
    return station_calendar("វិទ្យុ", "Radio", listed, "radio.example.org")


def test_a_calendar_is_read_by_icalendar_with_stable_uids() -> None:
    text = made(weekly())
    assert text == made(list(reversed(weekly()))) and "\r\n" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    found = events(text)
    assert [str(event["UID"]) for event in found] == [
        f"vayo-sat@2012-04-{day:02}T1830@radio.example.org" for day in (7, 14, 21, 28)
    ]
    first = found[0]
    assert first.decoded("DTSTART") == datetime(2012, 4, 7, 11, 30, tzinfo=UTC)
    assert first.decoded("DTEND") == datetime(2012, 4, 7, 11, 45, tzinfo=UTC)
    assert str(first["SUMMARY"]) == "សំឡេងសហគមន៍ 07; a, b" and first["SUMMARY"].params["LANGUAGE"] == "km"
    assert str(first["COMMENT"]) == "Voices 0" and first["COMMENT"].params["LANGUAGE"] == "en"
    later = [str(event["UID"]) for event in events(made(weekly(date(2012, 4, 10))))]
    assert later == [str(event["UID"]) for event in found[1:]]
    calendar = Calendar.from_ical(text)
    assert [str(name) for name in calendar["NAME"]] == ["វិទ្យុ", "Radio"]
    assert str(calendar["X-WR-CALNAME"]) == "វិទ្យុ"


def test_an_airtime_that_moved_keeps_its_uid_and_rises_in_sequence() -> None:
    before = weekly()
    later = MADE + timedelta(days=9, microseconds=5)
    moved = replace(before[0], starts_at=before[0].starts_at + timedelta(hours=2), sequence=1, changed_at=later)
    gone = replace(before[1], sequence=2, changed_at=later, cancelled=True)
    old, new = events(made(before)), {str(one["UID"]): one for one in events(made([moved, gone, *before[2:]]))}
    assert {str(one["UID"]) for one in old} == set(new)
    first, second = new[str(old[0]["UID"])], new[str(old[1]["UID"])]
    assert (old[0].decoded("SEQUENCE"), first.decoded("SEQUENCE")) == (0, 1)
    assert first.decoded("LAST-MODIFIED") == later.replace(microsecond=0) == first.decoded("DTSTAMP")
    assert first.decoded("DTSTART") - old[0].decoded("DTSTART") == timedelta(hours=2)
    assert [str(one["STATUS"]) for one in (old[1], first, second)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert second.decoded("DTSTART") == old[1].decoded("DTSTART"), "where a cancelled airtime was is still told"


def test_a_time_without_a_zone_is_refused() -> None:
    one = weekly()[0]
    for wrong in (
        replace(one, starts_at=one.starts_at.replace(tzinfo=None)),
        replace(one, changed_at=MADE.replace(tzinfo=None)),
    ):
        with pytest.raises(RundownImpossible):
            made([wrong])


@given(WORDS, WORDS, WORDS)
def test_law_every_title_comes_back_as_it_was(title_km: str, title_en: str, text: str) -> None:
    one = replace(weekly()[0], title_km=title_km, title_en=title_en, text_km=text)
    (event,) = events(made([one]))
    assert str(event["SUMMARY"]) == title_km
    assert str(event["COMMENT"]) == title_en
    assert str(event["DESCRIPTION"]) == text


@pytest.mark.debian
def test_khal_lists_what_is_on_and_what_moved(tmp_path: Path) -> None:
    if shutil.which("khal") is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("khal is missing; run: apt-get install khal")
    settings = tmp_path / "khal.conf"
    settings.write_text(
        f"[calendars]\n[[radio]]\npath = {tmp_path}/radio\n[locale]\nlocal_timezone = Asia/Phnom_Penh\n"
        "default_timezone = Asia/Phnom_Penh\ntimeformat = %H:%M\ndateformat = %Y-%m-%d\n"
        "longdateformat = %Y-%m-%d\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
        f"[sqlite]\npath = {tmp_path}/khal.db\n",
        encoding="utf-8",
    )
    (tmp_path / "radio").mkdir()
    ours = {**os.environ, "HOME": str(tmp_path), "LC_ALL": "C.UTF-8", "TZ": "Asia/Phnom_Penh"}
    program = [shutil.which("khal") or "khal", "-c", str(settings)]

    def listed(airtimes_now: list[Broadcast]) -> list[str]:
        calendar = tmp_path / "in.ics"
        calendar.write_bytes(made(airtimes_now).encode())
        taken = subprocess.run([*program, "import", "--batch", str(calendar)], env=ours, capture_output=True, text=True)
        assert taken.returncode == 0, taken.stderr
        shown = [*program, "list", "--format", "{start} {end-time} {title} {status}", "--day-format", "",
                 "2012-04-01", "30d"]  # fmt: skip
        done = subprocess.run(shown, env=ours, capture_output=True, text=True, check=True)
        return [line for line in done.stdout.splitlines() if line.strip()]

    before = weekly()
    lines = listed(before)
    assert [line[:22] for line in lines] == [f"2012-04-{day:02} 18:30 18:45" for day in (7, 14, 21, 28)]
    assert "សំឡេងសហគមន៍ 07; a, b" in lines[0]
    moved = replace(before[0], starts_at=before[0].starts_at + timedelta(hours=2), sequence=1, changed_at=MADE)
    again = listed([moved, replace(before[1], sequence=1, changed_at=MADE, cancelled=True), *before[2:]])
    assert [line[:16] for line in again] == [f"2012-04-{day:02} {at}" for day, at in
                                             ((7, "20:30"), (14, "18:30"), (21, "18:30"), (28, "18:30"))]  # fmt: skip
    assert "CANCELLED" in again[1]
