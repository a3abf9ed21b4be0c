"""The season at the desk: its calendar, one airtime moved and put back, a plan that is shown before it is kept."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from desk import ONCE, Desk, Person
from rundowns import BARE, FIRST, SECOND, chosen, now, planned_station
from stories import Stories

from studio.pipeline.seasons.desk import monday_of
from studio.pipeline.seasons.equity import who_is_heard
from studio.pipeline.seasons.search import folder_of
from studio.pipeline.standing import standings
from studio.records.kinds import Role
from studio.scheduling.pictures.board import State

SEEN = re.compile(r'name="seen" value="([^"]*)"')
TOKEN = re.compile(r'name="token" value="([^"]*)"')
AIRTIME = "/desk/season/airtime/"
PLAN = "/desk/season/plan"


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    made = planned_station(tmp_path_factory.mktemp("season") / "station")
    yield made
    made.studio.engine.dispose()


@pytest.fixture(scope="module")
def reader(desk: Desk) -> Person:
    return desk.person("vanna", Role.CUSTODIAN)


def changed(person: Person, slug: str, act: str, status: int = 303, /, **fields: object) -> str:
    """Send a form of an airtime's page as it stands now; what it answered."""
    page = person.get(f"{AIRTIME}{slug}?lang=en").text
    seen, once = SEEN.search(page), ONCE.search(page)
    assert seen
    assert once
    sent = {"seen": seen[1], "once": once[1], "act": act} | fields
    return person.post(f"{AIRTIME}{slug}?lang=en", status, **sent).text


def test_the_calendar_shows_each_airtime_by_sign_word_and_colour_and_leads_to_its_rundown(sokha: Person) -> None:
    page = sokha.get("/desk/season?lang=en").text
    for slug, state, sign in ((FIRST, "written", "◑"), (BARE, "empty", "○")):
        one = re.search(rf'<li class="slot s-{state}"><a href="/desk/rundown/{slug}">.*?</li>', page, re.DOTALL)
        assert one, slug
        assert f'aria-hidden="true">{sign}</span>' in one[0]
        assert ("nothing planned yet" in one[0]) == (state == "empty")
    assert page.index(FIRST) < page.index(SECOND) < page.index(BARE)
    assert "Golden River" not in sokha.get("/desk/season?lang=km").text


def test_the_calendar_turns_to_other_weeks_and_says_where_there_is_nothing(sokha: Person) -> None:
    page = sokha.get("/desk/season?since=2012-05-31&lang=en").text
    assert FIRST not in page
    assert BARE in page
    assert 'rel="prev"' in page
    assert 'rel="next"' not in page
    assert "No airtime lies in these weeks." in sokha.get("/desk/season?since=2011-01-01&lang=en").text
    assert FIRST in sokha.get("/desk/season?since=nonsense&lang=en").text


@pytest.mark.parametrize("day", [date(2012, 5, 14), date(2012, 5, 20), date(2012, 1, 1)])
def test_law_a_week_begins_on_a_monday_and_holds_its_day(day: date) -> None:
    monday = monday_of(day)
    assert monday.weekday() == 0
    assert timedelta(0) <= day - monday < timedelta(weeks=1)


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2013-12-31"])
def test_an_airtime_is_not_moved_to_the_end_of_time(sokha: Person, day: str) -> None:
    assert "cannot be moved as far" in changed(sokha, BARE, "moved", 422, day=day, hour="19:15", reason="election")


def test_an_airtime_is_moved_and_put_back(stories: Stories, sokha: Person) -> None:
    changed(sokha, BARE, "moved", day="2012-06-01", hour="19:15", reason="election")
    page = sokha.get(f"{AIRTIME}{BARE}?lang=en").text
    assert "This airtime was moved" in page
    assert "election" in page
    assert "sokha" in page
    assert "19:15" in page
    changed(sokha, BARE, "undo")
    page = sokha.get(f"{AIRTIME}{BARE}?lang=en").text
    assert "This airtime was moved" not in page
    assert "18:30" in page


def test_an_airtime_that_the_station_took_back_is_off_the_calendar_until_it_is_undone(
    stories: Stories, sokha: Person
) -> None:
    changed(sokha, BARE, "pre_empted", reason="football")
    assert standings(stories.studio)[BARE] is State.LOST
    assert 'class="slot s-lost"' in sokha.get("/desk/season").text
    changed(sokha, BARE, "undo")
    assert standings(stories.studio)[BARE] is State.EMPTY


def test_a_form_on_an_airtime_that_was_changed_meanwhile_is_refused(sokha: Person) -> None:
    old = SEEN.search(sokha.get(f"{AIRTIME}{BARE}").text)
    assert old
    changed(sokha, BARE, "off", reason="first")
    refused = changed(sokha, BARE, "moved", 409, seen=old[1], day="2012-06-01", hour="19:15")
    assert 'value="19:15"' in refused, "what was typed is there"
    assert "This airtime is off" in sokha.get(f"{AIRTIME}{BARE}?lang=en").text
    changed(sokha, BARE, "undo")


def test_a_day_that_is_none_is_refused_and_changes_nothing(sokha: Person) -> None:
    before = sokha.get(f"{AIRTIME}{BARE}?lang=en").text
    changed(sokha, BARE, "moved", 422, day="tomorrow", hour="19:15")
    assert SEEN.findall(before) == SEEN.findall(sokha.get(f"{AIRTIME}{BARE}?lang=en").text)


def test_a_rundown_is_repeated_in_another_airtime_once_somebody_says_so(stories: Stories, sokha: Person) -> None:
    wanted = chosen(now(stories))
    answer = sokha.get(f"{AIRTIME}{FIRST}/repeat?to={BARE}", 303)
    proposal = answer.headers["location"]
    page = sokha.get(f"{proposal}&lang=en").text
    assert all(f'name="keep" value="{key}"' in page for key in wanted)
    assert 's-empty"><a href="/desk/rundown/' + BARE in sokha.get("/desk/season").text, "nothing is kept yet"
    fields = dict(re.findall(r'name="(number|mark)" value="([^"]*)"', page))
    sokha.client.post(
        f"/desk/rundown/{BARE}/propose",
        data={"form": sokha.form, **fields, "keep": wanted},
        headers={"origin": "https://studio.example.org"},
    )
    assert set(wanted) <= set(chosen(now(stories, BARE)))
    sokha.get(f"{AIRTIME}{FIRST}/repeat?to=2012-09-09-nothing", 404)


def test_who_is_heard_adds_up(stories: Stories, sokha: Person) -> None:
    found = who_is_heard(stories.studio, date(2012, 5, 14), date(2012, 5, 20), 8)
    lasting = sum(one.planned for one in now(stories).plan.heard if one.key in chosen(now(stories)))
    assert found.whole == lasting
    assert sum(one.heard for one in found.provinces) == found.whole
    assert all(one.heard <= found.whole for one in found.organizations)
    assert found.women.heard <= found.whole
    page = sokha.get("/desk/season/heard?since=2012-05-14&until=2012-05-20&lang=en").text
    assert page.count('<svg viewBox="0 0 320') == 4
    assert page.count("<table>") >= 4
    assert "style=" not in page


def test_whoever_waits_longer_than_asked_is_named(stories: Stories) -> None:
    found = who_is_heard(stories.studio, date(2012, 5, 14), date(2012, 5, 20), 1)
    assert found.late
    assert all(one.weeks is None or one.weeks >= 1 for one in found.late)
    assert not {one.name for one in found.late} - {one.name for one in found.organizations}


def test_days_the_wrong_way_round_are_turned(sokha: Person) -> None:
    page = sokha.get("/desk/season/heard?since=2012-06-20&until=2012-05-14&lang=en").text
    assert 'name="since" type="date" value="2012-05-14"' in page


def test_the_ledger_tells_what_was_bought_by_month_and_station(sokha: Person) -> None:
    page = sokha.get("/desk/season/ledger?month=2012-05&lang=en").text
    assert page.count('<th scope="row">2012-05</th>') == 1
    assert '<td class="n">3</td>\n<td class="n">2:00</td>' in page
    assert "Nothing was bought there." in sokha.get("/desk/season/ledger?month=2001-01&lang=en").text


def searched(person: Person) -> str:
    """The page of the plan once its search is over."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        reply = person.get(f"{PLAN}?lang=en")
        if '<noscript><meta http-equiv="refresh"' not in reply.text:
            return reply.text
        assert 'data-live="/desk/season/plan/live' in reply.text
        time.sleep(0.2)
    raise AssertionError("the search does not end")


def asked(person: Person, below: str, status: int = 303, /, **fields: object) -> str:
    """Send a form of the plan's page; what it answered."""
    once = ONCE.search(person.get(f"{PLAN}?lang=en").text)
    assert once
    return person.post(f"{PLAN}{below}?lang=en", status, once=once[1], **fields).text


def test_a_plan_is_searched_for_beside_the_desk_shown_and_kept_or_not(stories: Stories, sokha: Person) -> None:
    assert "There is no plan yet." in sokha.get(f"{PLAN}?lang=en").text
    asked(sokha, "", since="2012-05-14")
    page = searched(sokha)
    assert "nothing is kept yet" in page
    assert "There is no plan yet." in page
    token = TOKEN.search(page)
    assert token
    asked(sokha, "/drop", token=token[1])
    assert not folder_of(stories.studio).exists()
    asked(sokha, "/keep", 404, token=token[1])

    asked(sokha, "", since="2012-05-14")
    token = TOKEN.search(searched(sokha))
    assert token
    asked(sokha, "/keep", token=token[1])
    page = sokha.get(f"{PLAN}?lang=en").text
    assert "Plan 1" in page
    assert "not published yet" in page
    asked(sokha, "/publish", number=1)
    assert "not published yet" not in sokha.get(f"{PLAN}?lang=en").text
    assert "published already" in asked(sokha, "/publish", 409, number=1)


def test_the_page_of_an_airtime_and_the_calendar_say_the_same_of_it(sokha: Person) -> None:
    calendar = sokha.get("/desk/season?lang=en").text
    for slug in (FIRST, SECOND, BARE):
        state = re.search(rf'slot s-(\w+)"><a href="/desk/rundown/{slug}"', calendar)
        assert state
        assert f'<div class="s-{state[1]}">' in sokha.get(f"{AIRTIME}{slug}?lang=en").text


def test_a_search_for_days_without_airtime_is_refused_before_it_begins(stories: Stories, sokha: Person) -> None:
    asked(sokha, "", 404, since="2019-01-01", until="2019-02-01")
    assert not folder_of(stories.studio).exists()


def test_who_only_reads_sees_the_season_and_changes_nothing(reader: Person) -> None:
    assert "Repeat it" not in reader.get(f"{AIRTIME}{BARE}?lang=en").text
    assert f'action="{PLAN}"' not in reader.get(f"{PLAN}?lang=en").text
    reader.post(f"{AIRTIME}{BARE}", 403, act="off", seen="")
    reader.post(PLAN, 403)
