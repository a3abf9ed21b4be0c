"""The language of the desk stays through a change; and the menu says where somebody is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from desk import OWN, Desk, Person, desk_over
from rundowns import FIRST, at, planned_station

LANGUAGE = re.compile(r'<html lang="(\w\w)"')
HIDDEN = re.compile(r'name="lang" value="(\w*)"')


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = planned_station(tmp_path_factory.mktemp("language") / "station")
    made.studio.engine.dispose()
    opened = desk_over(made.root)
    yield opened
    opened.close()


def test_a_form_of_a_page_that_was_asked_for_in_a_language_leads_on_in_it(desk: Desk, sokha: Person) -> None:
    desk.stranger().post("/desk/sign-in", login="sokha", password=OWN)
    page = sokha.get("/desk/account?lang=en").text
    assert set(HIDDEN.findall(page)) == {"en"}
    (number,) = re.findall(r"/desk/account/sessions/(\d+)/end", page)
    refused = sokha.post("/desk/account/sessions/999999/end", 404, lang="en").text
    assert LANGUAGE.findall(refused) == ["en"]
    assert LANGUAGE.findall(sokha.post("/desk/account/sessions/999999/end", 404).text) == ["km"]
    reply = sokha.post(f"/desk/account/sessions/{number}/end", lang="en")
    assert reply.headers["location"] == "/desk/account?lang=en"


def test_a_page_that_nobody_asked_for_in_a_language_has_the_one_of_the_account(sokha: Person) -> None:
    assert LANGUAGE.findall(sokha.get("/desk/account").text) == ["km"]
    assert not HIDDEN.findall(sokha.get("/desk/account?lang=xx").text)
    chosen = sokha.post("/desk/account/language", lang="km", language="en", to="/desk/rundowns")
    assert chosen.headers["location"] == "/desk/rundowns"
    assert LANGUAGE.findall(sokha.get("/desk/rundowns").text) == ["en"]
    known = sokha.post("/desk/sign-in?lang=km", login="sokha", password=OWN)
    assert known.headers["location"] == "/desk"


@pytest.mark.parametrize(
    ("form", "page"),
    [("/desk/account/sessions/999999/end", "/desk/account"), ("/desk/shares/9/revoke", "/desk/shares")],
)
def test_a_form_that_was_refused_leads_to_its_page_in_the_other_language(sokha: Person, form: str, page: str) -> None:
    sokha.get("/desk/account")
    refused = sokha.post(form, 404).text
    assert re.findall(r'name="to" value="([^"]+)"', refused) == [page]
    sokha.get(page)


@pytest.mark.parametrize(
    ("path", "place"),
    [(at(FIRST), "/desk/rundowns"), ("/desk/rundowns", "/desk/rundowns"), ("/desk/season/heard", "/desk/season")],
)
def test_the_menu_marks_where_a_page_belongs(sokha: Person, path: str, place: str) -> None:
    assert re.findall(r'<a href="([^"]+)" aria-current="page"', sokha.get(path).text)[:1] == [place]
