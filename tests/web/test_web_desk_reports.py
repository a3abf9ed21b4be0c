"""The inbox: who sees which report, what is found, and what is decided there."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from desk import ONCE, Desk, Person
from hypothesis import given, settings
from hypothesis import strategies as some
from sqlmodel import select
from stories import HEARD, HIDDEN, MAP, SECRET, WORKERS, Stories, filled

from studio.pipeline.differences import differences
from studio.pipeline.inbox import PAGE, Reader, Wanted, inbox, open_report
from studio.records.audit import AuditEvent
from studio.records.kinds import ReviewState, Role, Sector
from studio.records.reports import Attachment
from studio.store.engine import reading

TEXTS = some.text(alphabet="abកខ្មែរស្ដី ។\n", max_size=40)


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    made = filled(tmp_path_factory.mktemp("inbox") / "station")
    yield made
    made.studio.engine.dispose()


@pytest.fixture(scope="module")
def producer(desk: Desk) -> Person:
    return desk.person("producer", Role.PRODUCER)


def listed(person: Person, query: str = "") -> list[str]:
    """The beginnings of the reports on a page of the inbox."""
    return re.findall(r'<h2><a href="/desk/reports/([0-9a-f]{8})', person.get(f"/desk/reports{query}").text)


def sent(person: Person, page: str, to: str, status: int = 303, **fields: object) -> str:
    """Send a form of a page; where it led to, or what it showed."""
    once = ONCE.search(person.get(page).text)
    assert once
    reply = person.post(f"{page}/{to}", status, once=once[1], **fields)
    return reply.headers["location"] if status == 303 else reply.text


def test_the_newest_report_comes_first_and_says_what_it_lacks(stories: Stories, editor: Person) -> None:
    assert set(listed(editor)) == {WORKERS, MAP, HIDDEN, SECRET, HEARD}
    page = editor.get("/desk/reports?lang=en").text
    assert "Brick workers keep their own count of bricks" in page
    assert "Kept" not in page
    assert "is not cleared" in page
    assert "days ago" in page


def test_reports_are_found_by_state_theme_province_and_words(editor: Person) -> None:
    assert listed(editor, "?theme=land&province=02") == [MAP]
    assert listed(editor, "?state=rejected") == []
    assert listed(editor, "?q=GLAD") == listed(editor, "?q=glad")
    assert listed(editor, "?q=draw%20their%20own%20map") == [MAP]
    assert listed(editor, "?q=%E1%9E%98%E1%9F%92%E1%9E%8A%E1%9E%84%E1%9E%91%E1%9F%80%E1%9E%8F") == [MAP]
    assert listed(editor, f"?q={WORKERS}") == [WORKERS]
    assert listed(editor, "?q=nobody-wrote-this") == []
    assert listed(editor, "?state=nonsense&theme=nonsense&province=%25&page=-7") == listed(editor)


def test_what_is_confidential_exists_only_for_those_who_review(
    stories: Stories, editor: Person, producer: Person
) -> None:
    secret = stories.uuid(SECRET)
    editor.get(f"/desk/reports/{secret}")
    assert SECRET not in listed(producer)
    assert f">{4}<" not in producer.get("/desk/reports?state=nonsense").text.replace("៤", "-")
    producer.get(f"/desk/reports/{secret}", 404)


def test_somebody_of_a_province_sees_nothing_of_another(stories: Stories, desk: Desk) -> None:
    near = desk.person("near", Role.REPORTER, province="02")
    editor = desk.person("near-editor", Role.EDITOR, province="02")
    assert set(listed(near)) == {WORKERS, MAP, HEARD}
    assert set(listed(near, "?province=05")) == set()
    other = f"/desk/reports/{stories.uuid(HIDDEN)}"
    near.get(other, 404)
    editor.get(other, 404)
    editor.get(f"{other}/attachments/1", 404)
    for form in ("ask", "answer", "spike", "audience", "clear"):
        editor.post(f"{other}/{form}", 404, text="?")
        near.post(f"{other}/{form}", 403, text="?")
    assert stories.state(HIDDEN) == "received"


def test_the_beginning_of_a_name_opens_nothing_and_tells_nothing(editor: Person, stories: Stories) -> None:
    for name in (MAP, "", "%25", "..", stories.uuid(MAP).upper()):
        assert stories.uuid(MAP) not in editor.client.get(f"/desk/reports/{name}").text.replace(name, "")


def test_a_report_shows_people_by_code_and_its_changes_as_words(stories: Stories, editor: Person) -> None:
    page = editor.get(f"/desk/reports/{stories.uuid(MAP)}?lang=en").text
    assert "S-006" in page
    assert re.search(r"<ins>[^<]*ម្ដងទៀត", page)
    assert "What happened (Khmer)" in page


def test_the_clean_copy_is_heard_in_portions_and_never_the_original(
    stories: Stories, desk: Desk, editor: Person
) -> None:
    uuid = stories.uuid(HEARD)
    page = editor.get(f"/desk/reports/{uuid}").text
    address = re.search(r'<audio [^>]*src="([^"]+)"', page)
    assert address
    whole = editor.client.get(address[1])
    with reading(stories.studio.engine) as session:
        attachment = session.exec(select(Attachment)).one()
    vault = stories.studio.workspace.vault
    assert whole.content == vault.open(attachment.working).read_bytes()  # type: ignore[arg-type]
    assert whole.content != vault.open(attachment.original).read_bytes()  # type: ignore[arg-type]
    assert (whole.headers["content-type"], whole.headers["cache-control"]) == ("audio/flac", "no-store")
    part = editor.client.get(address[1], headers={"range": "bytes=4-9"})
    assert (part.status_code, part.content) == (206, whole.content[4:10])
    other = address[1].replace(uuid, stories.uuid(MAP))
    editor.get(other, 404)
    editor.get(f"/desk/reports/{uuid}/attachments/999", 404)
    assert desk.stranger().client.get(address[1]).status_code == 303


def test_the_sender_is_asked_answers_and_the_report_is_spiked(stories: Stories, editor: Person) -> None:
    page = f"/desk/reports/{stories.uuid(SECRET)}"
    assert sent(editor, page, "ask", text="តើនៅថ្ងៃណា?").endswith("#talk")
    assert stories.state(SECRET) == "hasIssues"
    assert sent(editor, page, "answer", text="ថ្ងៃទី ២").endswith("#talk")
    assert stories.state(SECRET) == "edited"
    refused = sent(editor, page, "spike", 422, text=" ")
    assert 'role="alert"' in refused
    sent(editor, page, "spike", text="<b>twice</b>")
    assert stories.state(SECRET) == "rejected"
    assert "&lt;b&gt;twice&lt;/b&gt;" in editor.get(page).text


def test_a_form_sent_twice_asks_once(stories: Stories, editor: Person) -> None:
    page = f"/desk/reports/{stories.uuid(HEARD)}"
    once = ONCE.search(editor.get(page).text)
    assert once
    for _ in range(2):
        editor.post(f"{page}/answer", once=once[1], text="said once")
    assert editor.get(page).text.count("said once") == 1


def test_what_is_missing_is_told_and_what_may_be_aired_is_cleared(stories: Stories, editor: Person) -> None:
    hidden = f"/desk/reports/{stories.uuid(HIDDEN)}"
    refused = sent(editor, hidden, "clear", 422, jigsaw="", without="S-325:voice")
    assert refused.count("<strong>") >= 2
    assert 'value="S-325:voice" checked' in refused
    assert stories.state(HIDDEN) == "received"
    plain = f"/desk/reports/{stories.uuid(MAP)}"
    assert sent(editor, plain, "clear", jigsaw="ED-02", without="S-006:name").endswith("#clearance")
    assert stories.state(MAP) == "approved"
    with reading(stories.studio.engine) as session:
        event = session.exec(select(AuditEvent).where(AuditEvent.action == "clearance.decided")).one()
    assert (event.actor, event.details["left_out"], event.details["jigsaw"]) == ("editor", ["S-006:name"], "ED-02")
    assert 'value="S-006:name" checked' in editor.get(plain).text


def test_only_those_who_review_get_the_forms(stories: Stories, producer: Person) -> None:
    page = producer.get(f"/desk/reports/{stories.uuid(WORKERS)}").text
    assert "<textarea" not in page
    assert "/clear" not in page


def test_pages_are_as_many_as_are_needed(stories: Stories) -> None:
    found = inbox(stories.studio, Reader(reviews=True), Wanted(page=99))
    assert (found.page, found.pages, found.found) == (1, 1, 5)
    assert len(found.rows) == 5 <= PAGE
    assert sum(found.states.values()) == 5
    assert inbox(stories.studio, Reader("05"), Wanted(sector=Sector.LABOUR, state=ReviewState.RECEIVED)).found == 1


@given(TEXTS, TEXTS)
@settings(max_examples=60, deadline=None)
def test_law_a_difference_holds_both_texts(before: str, after: str) -> None:
    pieces = differences(before, after)
    assert "".join(one.text for one in pieces if one.kind != "new") == before
    assert "".join(one.text for one in pieces if one.kind != "gone") == after
    assert all(one.kind == "same" for one in differences(before, before))


def test_a_report_is_joined_and_left_and_one_is_put_away_for_another(stories: Stories, editor: Person) -> None:
    own, other = f"/desk/reports/{stories.uuid(WORKERS)}", f"/desk/reports/{stories.uuid(MAP)}"
    receipt = open_report(stories.studio, Reader(reviews=True), stories.uuid(MAP)).shown.report.receipt
    assert sent(editor, own, "join", other=receipt).endswith("#others")
    assert stories.uuid(MAP) in editor.get(f"{own}?lang=en").text.partition('id="others"')[2]
    assert stories.uuid(WORKERS) in editor.get(f"{other}?lang=en").text.partition('id="others"')[2]
    sent(editor, other, "leave")
    assert "Nothing: it stands alone." in editor.get(f"{own}?lang=en").text
    typed = sent(editor, own, "merge", 422, other=receipt, text="It came twice.")
    assert "It came twice." in typed
    assert 'class="faults"' in typed
    assert f'name="to" value="{own}"' in typed
    assert stories.state(WORKERS) != "rejected"


def test_another_report_is_not_told_to_whoever_may_not_see_it(stories: Stories, desk: Desk) -> None:
    near = desk.person("near-pairs", Role.EDITOR, province="02")
    hidden = open_report(stories.studio, Reader(reviews=True), stories.uuid(HIDDEN)).shown.report
    own = f"/desk/reports/{stories.uuid(MAP)}"
    for name in (hidden.receipt, hidden.root_uuid, "no such report"):
        for form in ("join", "merge"):
            assert hidden.event_title_km not in sent(near, own, form, 404, other=name, text="?")
    for form in ("join", "leave", "merge", "part"):
        near.post(f"/desk/reports/{hidden.root_uuid}/{form}", 404, other=hidden.receipt, text="?")
