"""What was aired, at the desk: noted with evidence, corrected without losing what was said before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from desk import HOST, ONCE, Desk, Person
from rundowns import BARE, FIRST, SECOND, planned_station
from stories import Stories

from studio.pipeline.airing_desk import ending_of
from studio.pipeline.airings import airings_of
from studio.web.app import create_app

SEEN = re.compile(r'name="seen" value="(\d+)"')
AIRINGS = "/desk/airings"


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    """Eight days on: two editions were on the air, or should have been."""
    made = planned_station(tmp_path_factory.mktemp("airings") / "station")
    later = made.studio.now + timedelta(days=8)
    while later.date().isoformat() < SECOND[:10]:
        later += timedelta(days=1)
    later = later.replace(hour=23)
    yield replace(made, studio=replace(made.studio, clock=lambda: later))
    made.studio.engine.dispose()


@pytest.fixture(scope="module")
def desk(stories: Stories) -> Desk:
    return Desk(stories.root, stories.studio, create_app(stories.studio.workspace.feeds, stories.studio))


def noted(person: Person, slug: str, outcome: str, status: int = 303, /, file: bytes = b"", **fields: object) -> str:
    """Send the form of an edition as it stands now; what it answered."""
    page = person.get(f"{AIRINGS}/{slug}?lang=en").text
    seen, once = SEEN.search(page), ONCE.search(page)
    assert seen
    assert once
    sent = {"form": person.form, "once": once[1], "seen": seen[1], "outcome": outcome}
    sent |= {name: str(value) for name, value in fields.items()}
    files = {"file": ("any.bin", file)} if file else None
    reply = person.client.post(f"{AIRINGS}/{slug}?lang=en", data=sent, files=files, headers={"origin": HOST})
    assert reply.status_code == status, reply.text[:2000]
    return reply.text


def test_the_list_has_what_has_begun_and_says_of_which_nothing_is_known(sokha: Person) -> None:
    page = sokha.get(f"{AIRINGS}?lang=en").text
    assert page.index(SECOND) < page.index(FIRST)
    assert BARE not in page
    assert page.count("nothing noted yet") == 2


def test_an_edition_aired_in_part_with_words_and_corrected_keeps_its_history(stories: Stories, sokha: Person) -> None:
    noted(sokha, FIRST, "partial", end="០:២០", words="power cut <in> Aek Phnum")
    row = airings_of(stories.studio, FIRST)[-1]
    assert (row.from_ms, row.to_ms) == (None, 20_000)
    page = sokha.get(f"{AIRINGS}/{FIRST}?lang=en").text
    assert "Heard from 0:00 to 0:20." in page
    assert "power cut &lt;in&gt; Aek Phnum" in page
    noted(sokha, FIRST, "aired", words="the station's log has it whole")
    page = sokha.get(f"{AIRINGS}/{FIRST}?lang=en").text
    assert page.index("log has it whole") < page.index("power cut")
    assert page.count("(corrected since)") == 1
    assert [one.outcome.value for one in airings_of(stories.studio, FIRST)] == ["partial", "aired"]
    assert {one.noted_by for one in airings_of(stories.studio, FIRST)} == {"sokha"}


def test_a_note_on_an_edition_that_was_noted_meanwhile_is_refused_with_what_was_typed(
    stories: Stories, sokha: Person
) -> None:
    before = len(airings_of(stories.studio, FIRST))
    page = noted(sokha, FIRST, "refused", 409, seen=before - 1, words="nobody heard it")
    assert "nobody heard it" in page
    assert len(airings_of(stories.studio, FIRST)) == before


def test_evidence_is_a_file_that_is_given_out_as_it_came(sokha: Person) -> None:
    log = b"18:30 on air\n18:45 off\n"
    noted(sokha, SECOND, "late", day="2012-05-24", hour="18:40", file=log)
    page = sokha.get(f"{AIRINGS}/{SECOND}?lang=en").text
    assert "It began" in page
    assert "18:40" in page
    reply = sokha.get(f"{AIRINGS}/{SECOND}/evidence/1")
    assert reply.content == log
    assert reply.headers["content-type"] == "application/octet-stream"
    assert "attachment" in reply.headers["content-disposition"]
    sokha.get(f"{AIRINGS}/{SECOND}/evidence/2", 404)
    sokha.get(f"{AIRINGS}/{SECOND}/evidence/0", 404)


def test_what_cannot_be_so_is_refused_with_everything_that_is_wrong(stories: Stories, sokha: Person) -> None:
    before = len(airings_of(stories.studio, SECOND))
    page = noted(sokha, SECOND, "partial", 422, start="soon", end="later")
    assert page.count("is no length") == 2
    noted(sokha, SECOND, "partial", 422)
    noted(sokha, SECOND, "late", 422, day="", hour="")
    noted(sokha, SECOND, "aired", 422, file=b"MZ\x90\x00program")
    assert len(airings_of(stories.studio, SECOND)) == before
    assert "Its airtime has not begun." in sokha.get(f"{AIRINGS}/{BARE}?lang=en").text
    sokha.post(f"{AIRINGS}/{BARE}", 422, outcome="aired", seen=0)
    sokha.get(f"{AIRINGS}/2012-09-09-nothing", 404)


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (b"RIFF....WAVEfmt ", ".wav"),
        (b"\x00\x00\x00\x20ftypM4A ", ".m4a"),
        (b"%PDF-1.7", ".pdf"),
        ("ម៉ោង ១៨\n".encode() * 400, ".txt"),
        (b"plain", ".txt"),
        (b"MZ\x90\x00", ""),
        (b"\xfe\xed", ""),
        (b"", ""),
    ],
)
def test_evidence_is_known_by_its_content(tmp_path: Path, content: bytes, ending: str) -> None:
    path = tmp_path / "evidence"
    path.write_bytes(content)
    assert ending_of(path) == ending
