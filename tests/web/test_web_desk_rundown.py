"""Rundowns at the desk: seen, changed by hand, proposed, undone; and nobody's change written over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from desk import ONCE, Desk, Person
from rundowns import BARE, FIRST, SECOND, at, chosen, now, planned_station, sent
from stories import Stories

from studio.records.kinds import Role
from studio.web.app import create_app


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    made = planned_station(tmp_path_factory.mktemp("rundown") / "station")
    yield made
    made.studio.engine.dispose()


@pytest.fixture(scope="module")
def dara(desk: Desk) -> Person:
    return desk.person("dara", Role.PRODUCER)


def test_the_list_shows_what_is_to_come_and_what_is_over(sokha: Person) -> None:
    page = sokha.get("/desk/rundowns?lang=en").text
    order = [page.index(slug) for slug in (FIRST, SECOND, BARE)]
    assert order == sorted(order)
    assert page.count("no rundown yet") == 1
    assert re.findall(r"(\d) of (\d) ready", page)[0] == ("2", "6")
    assert FIRST not in sokha.get("/desk/rundowns?past=1").text
    assert "១៧" in sokha.get("/desk/rundowns?lang=km").text


def test_a_rundown_is_shown_to_the_second_with_its_lights(stories: Stories, sokha: Person) -> None:
    page = sokha.get(f"{at(FIRST)}?lang=en").text
    starts = re.findall(r'class="start">([\d:]+)<', page)
    assert len(starts) == len(now(stories).plan.entries)
    assert starts[0] == "18:30:00"
    assert starts == sorted(starts)
    assert re.findall(r'class="latest">([\d:]+)<', page) == starts, "exactly on time: none could start later"
    assert "ends exactly on time" in page
    assert page.count('<ul class="lights">') == 4
    assert "what it breaks" not in page.lower()
    story = chosen(now(stories))[0]
    assert f'href="/desk/scripts/{story}"' in page
    assert "studio take add" not in page


def test_each_change_is_a_version_and_can_be_undone_and_done_again(stories: Stories, sokha: Person) -> None:
    before = now(stories)
    one, two = chosen(before)
    place = before.plan.entries.index(next(entry for entry in before.plan.entries if entry.key == one)) + 1
    sent(sokha, FIRST, "change", act="move", key=two, place=place)
    assert chosen(now(stories)) == [two, one]
    sent(sokha, FIRST, "change", act="float", key=one)
    assert one not in [entry.key for entry in now(stories).plan.heard]
    sent(sokha, FIRST, "undo")
    sent(sokha, FIRST, "undo")
    assert now(stories).plan.entries == before.plan.entries
    sent(sokha, FIRST, "redo")
    assert chosen(now(stories)) == [two, one]
    sent(sokha, FIRST, "undo")
    assert now(stories).number == 7
    page = sokha.get(f"{at(FIRST)}?lang=en&before=1&after=2").text
    assert "From version 1 to version 2" in page
    assert re.search(r'id="undo" disabled', page), "there is nothing left to undo"
    assert not re.search(r'id="redo" disabled', page)
    sent(sokha, FIRST, "undo", 422)


def test_who_looked_at_an_older_version_is_told_who_changed_what(stories: Stories, sokha: Person, dara: Person) -> None:
    one, two = chosen(now(stories))
    page = dara.get(f"{at(FIRST)}?lang=en").text
    once, seen = ONCE.search(page), now(stories).number
    assert once
    sent(sokha, FIRST, "change", act="lock", key=one)
    told = dara.post(f"{at(FIRST, 'change')}?lang=en", 409, act="remove", key=two, number=seen, once=once[1]).text
    assert f"version {seen} is not the newest any more" in told
    assert "is locked." in told
    assert "Changed meanwhile by sokha" in told
    assert f'data-version="{seen + 1}"' in told
    assert chosen(now(stories)) == [one, two]
    for to in ("undo", "redo", "restore"):
        dara.post(f"{at(FIRST, to)}", 409, number=seen, to=1)
    dara.post(at(FIRST, "propose"), 409, number=seen, mark="x")
    assert now(stories).number == seen + 1


def test_a_form_that_comes_twice_is_done_once(stories: Stories, sokha: Person) -> None:
    one, two = chosen(now(stories))
    once = ONCE.search(sokha.get(at(FIRST)).text)
    assert once
    seen = now(stories).number
    for _ in range(2):
        sokha.post(at(FIRST, "change"), act="unlock", key=one, number=seen, once=once[1])
    assert now(stories).number == seen + 1
    sokha.post(at(FIRST, "change"), 409, act="remove", key=two, number=seen, once=once[1])
    again = sokha.post(at(FIRST, "change"), act="unlock", key=one, number=seen + 1)
    assert "same=1" in again.headers["location"]


def test_music_is_made_longer_within_its_bounds(stories: Stories, sokha: Person) -> None:
    page = sent(sokha, FIRST, "change", act="length", key="music", seconds=12.5)
    (music,) = [entry for entry in now(stories).plan.entries if entry.key == "music"]
    assert (music.planned, music.locked) == (12_500, True)
    page = sokha.get(f"{at(FIRST)}?lang=en").text
    assert re.search(r'<b class="(bad|warn)" id="over">', page)
    assert "What it breaks now" in page
    assert "between the two" in sent(sokha, FIRST, "change", 422, act="length", key="music", seconds=90)
    sent(sokha, FIRST, "change", 422, act="length", key="closing", seconds=5)
    sent(sokha, FIRST, "change", act="unlock", key="music")
    assert "ends exactly on time" in sokha.get(f"{at(FIRST)}?lang=en").text


def test_a_segment_is_taken_out_put_in_and_swapped(stories: Stories, sokha: Person) -> None:
    one, two = chosen(now(stories))
    page = sokha.get(f"{at(FIRST)}?lang=en").text
    (third,) = re.findall(r"propose\?keep=([^\"]+)", page)
    sent(sokha, FIRST, "change", act="remove", key=one)
    assert f'value="{third} stories long"' in page
    sent(sokha, FIRST, "change", act="add", choice=f"{third} stories long")
    assert chosen(now(stories)) == [two, third]
    sent(sokha, FIRST, "change", act="swap", key=third, other=one)
    assert chosen(now(stories)) == [two, one]
    sent(sokha, FIRST, "change", 404, act="swap", key=two, other="no-such-segment")
    sent(sokha, FIRST, "change", 422, act="short", key=two)
    sent(sokha, FIRST, "restore", to=1)
    assert chosen(now(stories)) == [one, two]


def test_a_proposal_is_shown_before_it_is_kept(stories: Stories, sokha: Person) -> None:
    seen = now(stories).number
    third = re.findall(r"propose\?keep=([^\"]+)", sokha.get(at(FIRST)).text)[0]
    page = sokha.get(f"{at(FIRST, 'propose')}?keep={third}&lang=en").text
    assert "comes in at number" in page
    assert now(stories).number == seen, "it was only shown"
    mark = re.search(r'name="mark" value="(\w+)"', page)
    assert mark
    sokha.post(at(FIRST, "propose"), 409, number=seen, mark=mark[1][:64] + "0" * 64, keep=third)
    sokha.post(at(FIRST, "propose"), number=seen, mark=mark[1], keep=third)
    assert third in chosen(now(stories))
    assert now(stories).number == seen + 1
    assert "Nothing would change" in sokha.get(f"{at(FIRST, 'propose')}?lang=en").text
    assert (stories.root / "episodes" / FIRST / "rundown.json").read_text("utf-8").count(third) == 1


def test_headlines_of_other_stories_are_told_and_written_anew(stories: Stories, sokha: Person) -> None:
    assert "The headlines tell of other stories" not in sokha.get(f"{at(SECOND)}?lang=en").text
    one, _two = chosen(now(stories, SECOND))
    sent(sokha, SECOND, "change", act="float", key=one)
    page = sokha.get(f"{at(SECOND)}?lang=en").text
    assert "The headlines tell of other stories" in page
    sent(sokha, SECOND, "own")
    page = sokha.get(f"{at(SECOND)}?lang=en").text
    assert "The headlines tell of other stories" not in page
    assert "is not approved" in page or "waits" in page or "has not been approved" in page
    sent(sokha, SECOND, "undo")
    assert "The headlines tell of other stories" in sokha.get(f"{at(SECOND)}?lang=en").text


def test_an_edition_without_a_rundown_gets_its_first(stories: Stories, sokha: Person) -> None:
    assert "no rundown yet" in sokha.get(f"{at(BARE)}?lang=en").text
    page = sokha.get(at(BARE, "propose")).text
    assert "no rundown yet" in sokha.get(f"{at(BARE)}?lang=en").text, "it was only shown"
    mark = re.search(r'name="mark" value="(\w+)"', page)
    assert mark
    sokha.post(at(BARE, "propose"), number=0, mark=mark[1])
    assert now(stories, BARE).number == 1
    sokha.get(at("no-such-edition"), 404)
    sokha.get(at("no-such-edition", "propose"), 404)
    sokha.post(at("no-such-edition", "undo"), 404, number=1)


def test_who_may_only_read_sees_no_forms_and_no_report_of_elsewhere(stories: Stories, desk: Desk) -> None:
    keeper = desk.person("keeper", Role.CUSTODIAN)
    page = keeper.get(at(SECOND)).text
    assert 'name="act"' not in page
    assert "/desk/reports/" in page
    far = desk.person("far", Role.PRODUCER, province="05")
    page = far.get(at(SECOND)).text
    assert "/desk/reports/" not in page
    assert not any(f'href="/desk/scripts/{key}"' in page for key in chosen(now(stories, SECOND)))


def test_what_has_begun_stands(stories: Stories, sokha: Person) -> None:
    later = replace(stories.studio, clock=lambda: stories.kit.NOW + timedelta(days=9))
    desk = Desk(stories.root, later, create_app(later.workspace.feeds, later))
    reader = desk.back("sokha")
    page = reader.get(f"{at(FIRST)}?lang=en").text
    assert "its rundown stands" in page
    assert 'name="act"' not in page
    assert 'id="undo"' not in page
    number = now(stories).number
    for to, fields in (("change", {"act": "lock", "key": "music"}), ("undo", {}), ("restore", {"to": 1})):
        told = reader.post(f"{at(FIRST, to)}?lang=en", 422, number=number, **fields).text
        assert "its rundown stands" in told
    reader.get(at(FIRST, "propose"), 422)
    assert now(stories).number == number
    assert FIRST in reader.get("/desk/rundowns?past=1").text
