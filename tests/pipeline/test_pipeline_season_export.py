"""A season for others: printed pages and calendars, read by parsers that nobody here wrote."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from icalendar import Calendar
from lxml import html

from studio.errors import NotFound, RundownImpossible
from studio.pipeline.airtime import keep_slot, keep_station, make_editions
from studio.pipeline.airtime_calendar import calendar
from studio.pipeline.clear import withdraw_consent
from studio.pipeline.exceptions import keep_exception
from studio.pipeline.seasons.export import FORMATS, export_season
from studio.pipeline.seasons_kept import keep_plan
from studio.records.airtime import ExceptionIn
from studio.records.kinds import ExceptionKind
from studio.scheduling.seasons.values import Choice, Plan

FIRST, SECOND, OTHER = "2012-05-17-voices", "2012-05-24-voices", "2012-05-18-hills"
SCALE, FOREST = "8a4b115c", "ddb2b916"
SPAN = (date(2012, 5, 16), date(2012, 5, 31))


@pytest.fixture
def keys(desk, kit):
    """Two segments in the first of two airtimes; the second one is empty."""
    found = kit.approved(desk, SCALE, FOREST)
    kit.airtime(desk, weeks=2)
    choices = tuple(Choice(FIRST, key, "stories", "long") for key in found)
    keep_plan(desk, Plan(choices, 0, 0, False), SPAN, 0, "x", 0)
    return found


@pytest.fixture
def two_stations(desk, kit, keys):
    """Beside them an airtime on another station, in the days of the plan."""
    hills = kit.STATION.model_copy(update={"slug": "hills", "name_km": "វិទ្យុភ្នំ", "name_en": "Hill Radio"})
    keep_station(desk, hills)
    slot = {"slug": "hills", "starts": time(7, 0), "first_on": date(2012, 5, 18)}
    keep_slot(desk, "hills", kit.SLOT.model_copy(update=slot))
    make_editions(desk, desk.now + timedelta(weeks=1))
    return keys


def page(studio, **asked):
    text = export_season(studio, "html", **asked).decode()
    assert text == export_season(studio, "html", **asked).decode()
    return html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8", recover=False))


def events(content):
    """Every event by its UID without the domain, which is one for all."""
    found = {str(one["UID"]): one for one in Calendar.from_ical(content).walk("VEVENT")}
    assert len({uid.partition("@")[2] for uid in found}) == 1
    return {uid.partition("@")[0]: one for uid, one in found.items()}


def test_the_page_holds_every_airtime_with_its_segments_and_lets_nothing_in(desk, keys):
    tree = page(desk)
    assert tree.xpath("//tbody/@id") == [FIRST, SECOND]
    assert len(tree.xpath(f"//tbody[@id='{FIRST}']/tr")) == len(keys) == 2
    assert tree.xpath(f"//tbody[@id='{FIRST}']/tr/th/@rowspan") == ["2"]
    (empty,) = tree.xpath(f"//tbody[@id='{SECOND}']//td")
    assert "nothing yet" in empty.text_content()
    titles = [one.text for one in tree.xpath(f"//tbody[@id='{FIRST}']//td[not(@class)]")]
    assert all(any("\u1780" <= letter <= "\u17ff" for letter in title) for title in titles)
    assert {one.text for one in tree.xpath("//small")} == {"BTB-02", "BTB-04"}
    assert not tree.xpath("//script | //a | //form | //img | //link | //@href | //@src")
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == "default-src 'none'; style-src 'unsafe-inline'; font-src data:"


def test_what_was_withdrawn_has_no_title_and_no_community_any_more(desk, kit, keys):
    before = export_season(desk, "html").decode()
    withdraw_consent(desk, kit.row(SCALE)["source1_code"], "asked")
    tree = page(desk)
    (gone,) = [one for one in tree.xpath("//td") if "may not be aired any more" in one.text_content()]
    assert [key for key in keys if key in gone.text_content()]
    assert "BTB-04" in before and "BTB-04" not in tree.text_content()
    texts = [str(one.get("DESCRIPTION", "")) for one in events(export_season(desk, "ics")).values()]
    assert sum(text.count("\n") + 1 for text in texts if text) == 1


def test_the_calendar_of_a_season_has_the_uids_of_the_airtimes_and_what_is_chosen(desk, keys):
    found, airtimes = events(export_season(desk, "ics")), events(calendar(desk))
    assert set(found) == set(airtimes) == {FIRST, SECOND}
    for uid, event in found.items():
        for name in ("UID", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "STATUS"):
            assert event[name] == airtimes[uid][name]
    told = str(found[FIRST]["DESCRIPTION"]).split("\n")
    assert len(told) == 2 and len(set(told)) == 2
    assert "DESCRIPTION" not in found[SECOND]


def test_an_airtime_that_was_taken_back_stays_in_the_calendar_as_cancelled(desk, keys):
    keep_exception(desk, "voices", ExceptionIn(day=date(2012, 5, 24), kind=ExceptionKind.OFF))
    found = events(export_season(desk, "ics"))
    assert str(found[SECOND]["STATUS"]) == "CANCELLED"
    assert page(desk).xpath("//tbody/@id") == [FIRST]


def test_each_station_has_a_calendar_and_a_printed_page_of_its_own(desk, two_stations):
    with pytest.raises(RundownImpossible) as refused:
        export_season(desk, "ics")
    assert refused.value.faults[0].values["stations"] == "golden-river, hills"
    found = events(export_season(desk, "ics", station="hills"))
    assert list(found) == [OTHER]
    assert len(page(desk).xpath("//section")) == 2
    (alone,) = page(desk, station="hills").xpath("//section")
    assert "Hill Radio" in alone.text_content() and "Golden" not in alone.text_content()
    with pytest.raises(NotFound):
        export_season(desk, "csv", station="nowhere")


@pytest.mark.parametrize("form", FORMATS)
def test_law_the_same_plan_is_the_same_bytes(desk, keys, form):
    assert export_season(desk, form) == export_season(desk, form, 1)


def test_two_shows_of_one_name_do_not_share_the_airtimes_of_a_day(desk, keys):
    guid = "5f1ff1b5-0d2e-5a43-9a04-0f4a3b1f8a52"
    named = replace(desk, settings=desk.settings.model_copy(update={"show": show_with(desk, guid)}))
    for content in (export_season(named, "ics"), calendar(named)):
        for event in events(content).values():
            assert str(event["UID"]).endswith(f"-voices@{guid}")
    assert f"@{guid}" not in calendar(replace(desk, settings=desk.settings))


def show_with(studio, guid):
    return studio.settings.show.model_copy(update={"guid": guid})
