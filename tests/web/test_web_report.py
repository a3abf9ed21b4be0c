"""The report form over HTTP: all faults at once, nothing lost, sent twice is one, silent about the sender."""

from __future__ import annotations

import io
import logging
import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from desk import HOST, Desk, desk_over
from PIL import Image
from reporting import NUMBER, RECEIPT, community, filled, post, sound, stranger
from sqlmodel import select

from studio.pipeline import review
from studio.pipeline.consent_words import SPOKEN
from studio.pipeline.opening import make_workspace
from studio.records.consent import Consent
from studio.records.kinds import AnonymousFrom, Channel, Confidentiality, ReviewState, Role
from studio.records.reports import Attachment, Information, Report, Source
from studio.store.engine import reading
from studio.web.report.gate import MOST_AT_ONCE, ReportGate
from studio.web.tries import Tries


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("made") / "station"
    make_workspace(root)
    opened = desk_over(root)
    community(opened.studio)
    opened.close()
    return root


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Iterator[Desk]:
    opened = desk_over(shutil.copytree(made, tmp_path / "station"))
    yield opened
    opened.close()


def rows(desk: Desk, kind: Any) -> list[Any]:
    with reading(desk.studio.engine) as session:
        return list(session.exec(select(kind)))


def photograph() -> bytes:
    made = io.BytesIO()
    picture = Image.new("RGB", (320, 200), (120, 60, 30))
    exif = Image.Exif()
    exif[0x010F] = "Secret Phone Maker"
    picture.save(made, "JPEG", exif=exif, comment=b"taken at home")
    return made.getvalue()


@pytest.mark.parametrize("path", ["/report", "/report/en", "/report/receipt", "/report/paper"])
def test_every_page_is_kept_by_nobody_and_loads_nothing_from_elsewhere(desk: Desk, path: str) -> None:
    reply = stranger(desk).get(path)
    assert reply.status_code == 200
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert "unsafe" not in reply.headers["content-security-policy"]
    assert "set-cookie" not in reply.headers
    assert "http://" not in reply.text
    assert "https://" not in reply.text


def test_a_report_is_kept_as_a_row_of_a_file_would_be(desk: Desk) -> None:
    reply = post(stranger(desk), "/report", filled())
    assert reply.status_code == 200, reply.text
    (report,) = rows(desk, Report)
    assert RECEIPT.search(reply.text)[1] == report.receipt  # type: ignore[index]
    assert (report.root_uuid, report.channel, report.place_code) == (NUMBER, Channel.WEB, "02")
    assert (report.reached_women, report.reached_men, report.sectors) == (27, 19, ["fisheries"])
    assert report.confidentiality is Confidentiality.PUBLIC
    (said,) = rows(desk, Information)
    (source,) = rows(desk, Source)
    assert said.quote_km == "ត្រីមានច្រើន។"
    assert source.code.startswith("W-")
    assert len(rows(desk, Consent)) == 1


def test_sent_twice_is_one_report_and_changes_nothing(desk: Desk) -> None:
    client = stranger(desk)
    first, second = post(client, "/report", filled()).text, post(client, "/report", filled()).text
    assert RECEIPT.search(first)[1] == RECEIPT.search(second)[1]  # type: ignore[index]
    before = [(one.digest, one.submitted_at, one.review_state) for one in rows(desk, Report)]
    post(client, "/report", filled())
    assert [(one.digest, one.submitted_at, one.review_state) for one in rows(desk, Report)] == before
    post(client, "/report", filled(event_title="ថ្មី"))
    assert [one.event_title_km for one in rows(desk, Report)] == ["ថ្មី"]


def test_everything_wrong_is_said_at_once_beside_its_field_and_nothing_typed_is_lost(desk: Desk) -> None:
    wrong = filled(
        organizations="XYZ-99", initial_date="2099-01-01", district="Nowhere", event_description="", reached_men="many"
    )
    del wrong["confidentiality"]
    wrong |= {"source1_consent_on": "yesterday", "message": "<b>& 'all'", "source2_quote": "ពីរ", "people": "2"}
    reply = post(stranger(desk), "/report/en", wrong)
    assert reply.status_code == 422
    for field in (
        "organizations",
        "initial_date",
        "district",
        "event_description",
        "reached_men",
        "source1_consent_on",
        "confidentiality",
    ):
        assert f'href="#{field}"' in reply.text, field
        assert f'id="{field}-wrong"' in reply.text, field
        assert f'id="{field}"' in reply.text, field
    for typed in ("XYZ-99", "2099-01-01", "Nowhere", "many", "&lt;b&gt;&amp; &#39;all&#39;", "ពីរ", NUMBER):
        assert typed in reply.text, typed
    assert 'value="words:air" checked' in reply.text
    assert "BTB-01;" in reply.text
    assert "studio org" not in reply.text
    assert rows(desk, Report) == rows(desk, Source) == []


def test_a_district_is_known_by_its_name_or_code(desk: Desk) -> None:
    client = stranger(desk)
    code, khmer, english = client.get("/report/places/02.json").json()[3]
    for number, typed in enumerate((code, khmer, english.upper())):
        post(client, "/report", filled(number=f"{number}{NUMBER[1:]}", district=typed))
    assert [one.place_code for one in rows(desk, Report)] == [code] * 3


def test_a_commune_is_known_by_its_name_or_code_in_its_district_or_its_province(desk: Desk) -> None:
    client = stranger(desk)
    district = client.get("/report/places/02.json").json()[3][0]
    code, khmer, english = client.get(f"/report/places/{district}.json").json()[1]
    assert code.startswith(district)
    given = [(district, code), (district, khmer), (district, english.lower()), ("", code)]
    for number, (where, typed) in enumerate(given):
        assert (
            post(client, "/report", filled(f"{number}{NUMBER[1:]}", district=where, commune=typed)).status_code == 200
        )
    assert [one.place_code for one in rows(desk, Report)] == [code] * len(given)


@pytest.mark.parametrize("typed", ["Nowhere", "12", "1201", "120101", "0205"])
def test_a_commune_of_elsewhere_is_refused_beside_its_field(desk: Desk, typed: str) -> None:
    reply = post(stranger(desk), "/report/en", filled(district="0204", commune=typed, event_description=""))
    assert reply.status_code == 422
    assert 'id="commune-wrong"' in reply.text and 'id="event_description-wrong"' in reply.text
    assert 'id="district-wrong"' not in reply.text
    assert f'value="{typed}"' in reply.text
    assert rows(desk, Report) == []


def test_where_nothing_lies_there_is_no_list(desk: Desk) -> None:
    client = stranger(desk)
    for parent in ("", "0", "99", "9999", "020401", "zz"):
        assert client.get(f"/report/places/{parent}.json").status_code == 404, parent


def test_a_text_of_consent_can_be_heard_where_somebody_read_it(desk: Desk) -> None:
    client, folder = stranger(desk), desk.studio.workspace.library / SPOKEN
    assert "<audio" not in client.get("/report").text
    folder.mkdir(parents=True)
    (folder / "voice.km.mp3").write_bytes(b"a voice")
    (folder / "voice.en.ogg").write_bytes(b"a voice in English")
    (folder / "secret.km.mp3").write_bytes(b"something else")
    page = client.get("/report").text
    assert page.count("<audio") == 2, "for the first person, and for each one more"
    assert 'src="/report/consent/voice.km.mp3"' in page and "voice.en" not in page
    heard = client.get("/report/consent/voice.km.mp3")
    assert (heard.content, heard.headers["content-type"]) == (b"a voice", "audio/mpeg")
    assert 'src="/report/consent/voice.en.ogg"' in client.get("/report/en").text
    for name in ("secret.km.mp3", "voice.km.ogg", "..%2Fjingle.flac", ".made.json", "voice"):
        assert client.get(f"/report/consent/{name}").status_code == 404, name


def test_one_more_person_without_javascript(desk: Desk) -> None:
    reply = post(stranger(desk), "/report/en", filled(more="1"))
    assert 'id="source2_quote"' in reply.text
    assert "ត្រីមានច្រើន។" in reply.text
    assert rows(desk, Report) == []


def test_a_stranger_changes_nothing_of_people_who_are_known(desk: Desk) -> None:
    client = stranger(desk)
    post(client, "/report", filled(source1_code="S-0042", source1_anonymous_from="acquaintances"))
    again = filled(number=f"7{NUMBER[1:]}", source1_code="S-0042", source1_anonymous_from="none", source1_role="x")
    assert post(client, "/report", again).status_code == 200
    (source,) = rows(desk, Source)
    assert (source.role_km, source.anonymous_from) == ("អ្នកនេសាទ", AnonymousFrom.ACQUAINTANCES)


def test_a_recording_and_a_picture_come_in_clean_without_javascript(desk: Desk) -> None:
    files = {
        "source1_upload_file": ("my name.wav", sound(), "audio/wav"),
        "source1_picture_file": ("home.jpg", photograph(), "image/jpeg"),
    }
    client = stranger(desk)
    wrong = post(client, "/report", filled(event_title=""), files=files)
    assert wrong.status_code == 422
    tokens = dict.fromkeys(("source1_upload", "source1_picture"))
    for name in tokens:
        tokens[name] = wrong.text.split(f'name="{name}" value="')[1].split('"')[0]
        assert tokens[name]
    reply = post(client, "/report", filled(**tokens))
    assert reply.status_code == 200
    assert "faults" not in reply.text
    recording, picture = sorted(rows(desk, Attachment), key=lambda one: one.kind, reverse=True)
    assert (recording.kind, recording.milliseconds, picture.kind) == ("recording", 1500, "picture")
    assert "name" not in recording.label
    clean = desk.studio.workspace.vault.open(picture.working).read_bytes()
    assert b"Secret" not in clean
    assert b"home" not in clean
    with Image.open(io.BytesIO(clean)) as opened:
        assert (opened.size, dict(opened.getexif())) == ((320, 200), {})
    assert list((desk.root / "audio" / "incoming").iterdir()) == []
    assert post(client, "/report", filled(**tokens)).text.count("faults") == 0
    assert len(rows(desk, Attachment)) == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"not a sound", b"RIFF" + bytes(64), b"\xff\xd8\xff\xe0" + bytes(99)],
    ids=["nothing", "words", "torso", "picture"],
)
def test_what_is_no_recording_leaves_the_report_and_says_so(desk: Desk, content: bytes) -> None:
    files = {"source1_upload_file": ("a.mp3", content), "source1_picture_file": ("a.jpg", content)}
    reply = post(stranger(desk), "/report", filled(), files=files)
    assert reply.status_code == 200
    assert ('class="faults"' in reply.text) == bool(content)
    assert len(rows(desk, Report)) == 1
    assert rows(desk, Attachment) == []


def test_the_receipt_tells_the_state_the_questions_and_takes_an_answer_once(desk: Desk) -> None:
    client = stranger(desk)
    receipt = RECEIPT.search(post(client, "/report", filled()).text)[1]  # type: ignore[index]
    review.ask(desk.studio, NUMBER, "តើមានមនុស្សប៉ុន្មាន?")
    page = post(client, "/report/receipt", {"receipt": receipt.replace(" ", "-")})
    assert page.status_code == 200
    assert "តើមានមនុស្សប៉ុន្មាន?" in page.text
    assert "ត្រីត្រឡប់មកវិញ" not in page.text
    once = page.text.split('name="once" value="')[1].split('"')[0]
    for _ in range(2):
        page = post(client, "/report/receipt", {"receipt": receipt, "text": "៤៦ នាក់", "once": once})
        assert page.status_code == 200
        assert page.text.count("៤៦ នាក់") == 1
    assert rows(desk, Report)[0].review_state is ReviewState.EDITED
    empty = post(client, "/report/receipt/en", {"receipt": receipt, "text": " ", "once": "another"})
    assert empty.status_code == 422


@pytest.mark.parametrize("receipt", ["123 456 7890", "1", "x" * 200, "123 456 7897", "٣٤٥"])
def test_a_receipt_that_nobody_has_is_answered_too(desk: Desk, receipt: str) -> None:
    page = post(stranger(desk), "/report/receipt", {"receipt": receipt})
    assert page.status_code == 404
    assert "receipt-wrong" in page.text


def test_nothing_about_the_sender_is_stored_or_logged(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    marks = {"user-agent": "Nokia-Secret-9", "x-forwarded-for": "203.0.113.77", "accept-language": "zz-Secret"}
    client = stranger(desk)
    client.headers.update(marks)
    files = {"source1_upload_file": ("Secret-file.wav", sound(), "audio/wav")}
    assert post(client, "/report", filled(latitude="11.5Secret", deviceid="Secret"), files=files).status_code == 200
    post(client, "/report/receipt", {"receipt": "123 456 7890"})
    held = "\n".join(sqlite3.connect(desk.root / "studio.db").iterdump())
    for mark in ("Secret", "203.0.113.77", "testclient"):
        assert mark not in held
        assert mark not in "".join(one.getMessage() for one in caplog.records if one.name.startswith(("studio", "uv")))


@pytest.mark.parametrize("path", ["/report", "/report/en"])
def test_a_form_of_which_only_a_part_arrived_is_not_kept(desk: Desk, path: str) -> None:
    given = filled()
    del given["whole"]
    reply = post(stranger(desk), path, given)
    assert reply.status_code == 422
    assert ("Only a part of this form arrived." in reply.text) == (path == "/report/en")
    assert "ត្រីមានច្រើន។" in reply.text
    assert rows(desk, Report) == []


def test_forms_from_elsewhere_are_refused_unread(desk: Desk) -> None:
    client = stranger(desk)
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site", "origin": HOST}):
        assert client.post("/report", data=filled(), headers=headers).status_code == 403
    assert rows(desk, Report) == []


def test_a_flood_of_forms_is_told_to_wait_keeps_what_was_typed_and_leaves_the_desk_alone(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = stranger(desk)
    tries: Tries = desk.app.state.desk.tries
    for number in range(240):
        tries.allowed("report", str(number))
    reply = post(client, "/report/en", filled())
    assert reply.status_code == 429
    assert "ត្រីមានច្រើន។" in reply.text
    assert "Wait a few minutes" in reply.text
    assert rows(desk, Report) == []
    assert client.get("/desk/sign-in").status_code == 200
    assert client.post("/desk/sign-in", data={"login": "a"}, headers={"origin": HOST}).status_code == 403


def test_more_changes_than_can_be_taken_at_once_are_told_to_come_back() -> None:
    gate = ReportGate(lambda *_: None, 1 << 20)  # type: ignore[arg-type, return-value]
    gate._inside = MOST_AT_ONCE
    assert gate._refused("/report", {"origin": "null"}) == 429  # type: ignore[arg-type]


def test_staff_report_for_somebody_with_the_channel(desk: Desk) -> None:
    someone = desk.person("dara", Role.REPORTER, province="02")
    page = someone.get("/desk/file?lang=en").text
    assert 'name="channel"' in page
    wrong = post(someone.client, "/desk/file?lang=en", filled(form=someone.form, channel="hotline", organizations="?"))
    assert wrong.status_code == 422
    assert 'value="hotline" selected' in wrong.text
    assert post(someone.client, "/desk/file", filled(channel="hotline")).status_code == 403
    done = post(
        someone.client,
        "/desk/file",
        filled(form=someone.form, channel="hotline"),
        files={"source1_upload_file": ("a.wav", sound(), "audio/wav")},
    )
    assert done.status_code == 200
    assert RECEIPT.search(done.text)
    assert [one.channel for one in rows(desk, Report)] == [Channel.HOTLINE]
    assert len(rows(desk, Attachment)) == 1
    assert post(stranger(desk), "/report", filled(event_title="x")).status_code == 409
    other = desk.person("sokha", Role.REPORTER, province="17")
    other.get("/desk/file")
    assert post(other.client, "/desk/file", filled(form=other.form, event_title="x")).status_code == 409
