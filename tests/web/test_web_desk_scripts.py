"""Scripts at the desk: written, timed, held against each other, approved by a second person, printed."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from desk import ONCE, Desk, Person
from stories import HEARD, HIDDEN, MAP, SECRET, WORKERS, Stories, filled

from studio.languages import Language
from studio.pipeline.clear import clear_report
from studio.pipeline.inbox import Reader
from studio.pipeline.opening import Studio
from studio.pipeline.script_desk import newest_of
from studio.pipeline.write import write_stories
from studio.records.kinds import Role
from studio.records.scripts import Script

KM, EN = Language.KM, Language.EN
SPOKEN = "អ្នកអាន៖ បណ្តាញសាកល្បងទាមទារឱ្យឈប់។\n"


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    made = filled(tmp_path_factory.mktemp("scripts") / "station")
    made.kit.Kit(made.root.parent).airtime(made.studio)
    for name in (WORKERS, MAP, HEARD):
        clear_report(made.studio, made.uuid(name), frozenset(), "")
    assert not write_stories(made.studio, [made.uuid(WORKERS), made.uuid(MAP)]).refused
    yield made
    made.studio.engine.dispose()


@pytest.fixture(scope="module")
def other(desk: Desk) -> Person:
    return desk.person("other", Role.EDITOR)


def key_of(stories: Stories, beginning: str, editor: Person) -> str:
    """The key of a report's segment."""
    page = editor.get(f"/desk/scripts?report={stories.uuid(beginning)}").text
    found = re.search(r'<h2><a href="/desk/scripts/([^"]+)"', page)
    assert found
    return found[1]


def newest(studio: Studio, key: str, language: Language = KM) -> Script:
    """The newest version of a script."""
    return newest_of(studio, Reader(reviews=True), key, language)


def sent(person: Person, key: str, to: str, status: int = 303, **fields: object) -> str:
    """Send a form of a script's page; what it showed."""
    once = ONCE.search(person.get(f"/desk/scripts/{key}").text)
    assert once
    return person.post(f"/desk/scripts/{key}/{to}", status, once=once[1], **fields).text


def test_a_list_shows_both_languages_and_writes_what_is_due(stories: Stories, editor: Person) -> None:
    page = editor.get("/desk/scripts?lang=en").text
    assert page.count('class="told-in"') == 2
    once = ONCE.search(page)
    assert once
    editor.post("/desk/scripts/write", once=once[1], report=stories.uuid(HEARD))
    assert editor.get("/desk/scripts").text.count('class="told-in"') == 3
    assert editor.get("/desk/scripts?q=nobody-wrote-this").text.count('class="told-in"') == 0
    editor.post("/desk/scripts/write", 422, once=once[1] + "x", report=stories.uuid(SECRET))
    editor.post("/desk/scripts/write", 404, report="no-report")


def test_a_script_is_timed_for_every_presenter_against_the_next_programme(stories: Stories, editor: Person) -> None:
    key = key_of(stories, MAP, editor)
    page = editor.get(f"/desk/scripts/{key}?lang=en").text
    assert page.count("<textarea") == 2
    assert "The next programme takes 0:01 to 0:25." in page
    piece = editor.post(f"/desk/scripts/{key}/time", 200, language="km", text="អ្នកអាន៖ " + "យើងជួបគ្នា " * 120).text
    assert 'class="bad"' in piece
    assert "<html" not in piece
    short = editor.post(f"/desk/scripts/{key}/time", 200, language="km", text="អ្នកអាន៖ យើងជួបគ្នាម្ដងទៀតហើយ។").text
    assert 'class="bad"' not in short
    assert "រឿងខ្លី" not in short and "[long version only]" in page
    cut = "អ្នកអាន៖ យើងជួបគ្នា។\n\n[តែក្នុងរឿងវែង]\n\nអ្នកអាន៖ " + "យើងជួបគ្នា " * 30
    assert "រឿងខ្លី" in editor.post(f"/desk/scripts/{key}/time?lang=km", 200, language="km", text=cut).text
    wrong = editor.post(f"/desk/scripts/{key}/time", 200, language="km", text="no line").text
    assert wrong.count("<strong>") == 1


def test_the_network_may_not_speak_for_a_community(stories: Stories, editor: Person) -> None:
    key = key_of(stories, MAP, editor)
    typed = sent(editor, key, "check", 200, language="km", text=SPOKEN, title="x", number=1)
    assert 'class="wrong"' in typed
    assert SPOKEN.strip() in typed
    assert newest(stories.studio, key).number == 1


def test_what_is_written_is_the_next_version_and_shows_what_changed(stories: Stories, editor: Person) -> None:
    key = key_of(stories, MAP, editor)
    before = newest(stories.studio, key)
    text = before.text.replace("យើងជួបគ្នា", "យើងប្រជុំគ្នា")
    sent(editor, key, "edit", language="km", text=text, title=before.title, number=1)
    after = newest(stories.studio, key)
    assert (after.number, after.text, after.recipe) == (2, text, before.recipe)
    page = editor.get(f"/desk/scripts/{key}").text
    assert re.search(r"<ins>[^<]*ប្រជុំ", page)
    assert "editor" in page
    late = sent(editor, key, "edit", 409, language="km", text="អ្នកអាន៖ ឥឡូវ។", title="x", number=1)
    assert "អ្នកអាន៖ ឥឡូវ។" in late
    unread = sent(editor, key, "edit", 422, language="km", text="<script>", title="x", number=2)
    assert "&lt;script&gt;" in unread
    assert newest(stories.studio, key).number == 2


def test_the_other_language_is_marked_when_one_was_changed(stories: Stories, editor: Person) -> None:
    key = key_of(stories, WORKERS, editor)
    one = newest(stories.studio, key, EN)
    assert 'class="stale"' not in editor.get(f"/desk/scripts/{key}").text
    sent(editor, key, "edit", language="en", text=one.text + "\nPRESENTER: Goodbye.", title=one.title, number=1)
    page = editor.get(f"/desk/scripts/{key}").text
    assert page.count('class="stale"') == 1
    assert page.index('id="km"') < page.index('class="stale"') < page.index('id="en"')


def test_whoever_wrote_of_somebody_unknown_does_not_approve_it(stories: Stories, editor: Person, other: Person) -> None:
    key = key_of(stories, WORKERS, editor)
    one = newest(stories.studio, key)
    sent(editor, key, "edit", language="km", text=one.text + "\nអ្នកអាន៖ សូមលា។", title=one.title, number=1)
    refused = sent(editor, key, "approve", 422, language="km", number=2)
    assert "somebody in it must stay unknown" in editor.get(f"/desk/scripts/{key}?lang=en").text
    assert 'role="alert"' in refused
    assert not newest(stories.studio, key).approved
    sent(other, key, "approve", 409, language="km", number=1)
    sent(other, key, "approve", language="km", number=2)
    assert newest(stories.studio, key).approved_by == "other"


def test_whoever_wrote_of_people_who_may_be_known_may_approve_it(stories: Stories, editor: Person) -> None:
    key = key_of(stories, MAP, editor)
    sent(editor, key, "approve", language="km", number=2)
    assert newest(stories.studio, key).approved_by == "editor"


def test_a_name_that_was_not_cleared_is_not_approved(stories: Stories, editor: Person, other: Person) -> None:
    uuid = stories.uuid(MAP)
    clear_report(stories.studio, uuid, frozenset({"S-007:name"}), "")
    write_stories(stories.studio, [uuid])
    key = key_of(stories, MAP, editor)
    one = newest(stories.studio, key)
    name = stories.kit.demo_rows()[MAP]["source2_name_on_air_km"]
    assert name
    text = f"{one.text}\nអ្នកអាន៖ អរគុណ {name}។"
    sent(editor, key, "edit", language="km", text=text, title=one.title, number=one.number)
    assert 'role="alert"' in sent(other, key, "approve", 422, language="km", number=one.number + 1)
    clip = f"{one.text}\nសំឡេង S-999 (អ្នកណា)៖ «អ្វី»"
    sent(editor, key, "edit", language="km", text=clip, title=one.title, number=one.number + 1)
    assert "S-999" in sent(other, key, "approve", 422, language="km", number=one.number + 2)


def test_a_changed_report_marks_its_script_and_forbids_to_approve_it(stories: Stories, editor: Person) -> None:
    key = key_of(stories, HEARD, editor)
    row = stories.short(HEARD, source1_recording="")
    box = stories.kit.Kit(stories.root.parent)
    box.imported(stories.studio, rows=[stories.kit.edited(row, event_description_km="យើងទៅផ្ទះ។")])
    assert editor.get(f"/desk/scripts/{key}").text.count('class="stale"') >= 2
    sent(editor, key, "approve", 422, language="km", number=1)


def test_only_those_with_the_right_see_the_forms_and_the_place(stories: Stories, desk: Desk, editor: Person) -> None:
    key = key_of(stories, MAP, editor)
    reader = desk.person("keeper", Role.CUSTODIAN)
    page = reader.get(f"/desk/scripts/{key}").text
    assert "<textarea" not in page
    assert "/approve" not in page
    far = desk.person("far", Role.EDITOR, province="05")
    assert far.get("/desk/scripts").text.count('class="told-in"') == 0
    for path in ("", "/print", "/print?language=en"):
        far.get(f"/desk/scripts/{key}{path}", 404)
    for form in ("time", "check", "edit", "approve"):
        far.post(f"/desk/scripts/{key}/{form}", 404, language="km", text=SPOKEN, number=1)
    editor.get("/desk/scripts/no-such-key", 404)
    assert HIDDEN not in far.get("/desk/scripts").text


def test_the_printed_page_carries_its_own_style_and_nothing_else(stories: Stories, editor: Person) -> None:
    reply = editor.get(f"/desk/scripts/{key_of(stories, MAP, editor)}/print")
    rules = reply.headers["content-security-policy"]
    assert "unsafe" not in rules
    assert re.search(r"style-src 'sha256-[A-Za-z0-9+/=]{44}'", rules)
    assert reply.headers["cache-control"] == "no-store"
    assert "@font-face" in reply.text
