"""Takes at the desk: listed, sent with a form, measured, trimmed, chosen, refused, held against each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import httpx2 as httpx
import pytest
from desk import HOST, Desk, Person
from rundowns import FIRST, chosen, now, planned_station
from stories import Stories

from studio.languages import Language
from studio.pipeline.inbox import Reader
from studio.pipeline.opening import awake
from studio.pipeline.take_wanted import PAGE, wanted
from studio.pipeline.takes import add_take, parts_of
from studio.pipeline.treat import treated
from studio.pipeline.uploads import begin_upload, keep_upload
from studio.records.episodes import Take
from studio.records.kinds import Role
from studio.units import Digest

KM = Language.KM


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    made = planned_station(tmp_path_factory.mktemp("takes") / "station")
    yield made
    made.studio.engine.dispose()


@pytest.fixture(scope="module")
def key(stories: Stories) -> str:
    """The first story that is heard: one part, read by a presenter."""
    return chosen(now(stories))[0]


def wav(stories: Stories, name: str, seconds: float, seed: int = 1) -> Path:
    """A sound outside the workspace."""
    return stories.kit.Kit(stories.root.parent).wav(name, seconds, seed)  # type: ignore[no-any-return]


def heard(stories: Stories, key: str, part: int = 1) -> Take | None:
    """The take of a part that is heard."""
    return next(taken for one, taken in parts_of(stories.studio, key, KM) if one.number == part)


def page_of(person: Person, key: str, query: str = "") -> str:
    """The page of a script's takes, in English."""
    return person.get(f"/desk/takes/{key}?lang=en{query}").text


def once_of(page: str, form: str) -> str:
    """The token of one form of a page."""
    found = re.search(rf'name="once" value="([\w-]+-{form})"', page)
    assert found, form
    return found[1]


def sent(person: Person, key: str, form: str, name: str, status: int = 303, /, **fields: object) -> httpx.Response:
    """Send a form of the page as it stands now. name: of the form."""
    once = once_of(page_of(person, key), name)
    given = {"once": once, "part": 1, "language": "km"} | fields
    return person.post(f"/desk/takes/{key}/{form}?lang=en", status, **given)


def upload(
    person: Person, key: str, content: bytes, name: str = "take.wav", status: int = 303, /, **fields: object
) -> httpx.Response:
    """Send a recording with the form of a part."""
    page = page_of(person, key)
    given = {"form": person.form, "once": once_of(page, f"add-{fields.get('part', 1)}"), "part": 1, "language": "km"}
    values = {name: str(value) for name, value in (given | fields).items()}
    reply = person.client.post(
        f"/desk/takes/{key}/add?lang=en", data=values, files={"file": (name, content)}, headers={"origin": HOST}
    )
    assert reply.status_code == status, reply.text[:2000]
    return reply


def test_the_list_has_what_lacks_a_recording_first_in_the_order_of_the_show(stories: Stories, sokha: Person) -> None:
    page = sokha.get("/desk/takes?lang=en").text
    listed = re.findall(r'href="/desk/takes/([^"?]+)\?language=km"', page)
    first, second = chosen(now(stories))
    assert listed[:4] == [f"{FIRST}/headlines", first, second, f"{FIRST}/closing"]
    assert "0 of 1 parts recorded" in page
    add_take(stories.studio, f"{FIRST}/headlines", 1, wav(stories, "headlines.wav", 1.0), KM)
    later = re.findall(r'href="/desk/takes/([^"?]+)\?language=km"', sokha.get("/desk/takes").text)
    assert later[0] == first
    assert later[-1] == f"{FIRST}/headlines"
    found = wanted(stories.studio, Reader(reviews=True))
    assert found.missing == sum(row.missing for row in found.rows) > 0
    assert len(found.rows) <= PAGE
    assert wanted(stories.studio, Reader(reviews=True), 99).page == found.pages
    english = sokha.get("/desk/takes?unplaced=1&lang=en").text
    assert "wait for approval" in english
    assert "/desk/takes/" not in english.partition("<h1>")[2]


def test_a_recording_that_is_sent_is_kept_measured_and_heard(stories: Stories, sokha: Person, key: str) -> None:
    assert "Record or choose a file" in page_of(sokha, key)
    sound = wav(stories, "first.wav", 1.5, seed=11).read_bytes()
    reply = upload(sokha, key, sound, "../../first.wav")
    assert re.fullmatch(rf"/desk/takes/{key}\?language=km&kept=new(&lang=en)?#part-1", reply.headers["location"])
    taken = heard(stories, key)
    assert taken
    assert stories.studio.workspace.vault.open(Digest(taken.original)).read_bytes() == sound
    page = page_of(sokha, key, "&kept=new")
    assert "The recording is kept." in page
    assert "Take 1 can be used" in page
    assert f"−{-taken.lufs:.1f} LUFS" in page
    assert f"{taken.dbtp:.1f}".replace("-", "−") + " dBTP" in page
    assert "pcm_s16le, 48000 Hz, channels: 1" in page
    again = upload(sokha, key, sound)
    assert "kept=same" in again.headers["location"]
    assert heard(stories, key) == taken


def test_a_form_that_comes_twice_keeps_one_take(stories: Stories, sokha: Person, key: str) -> None:
    other = chosen(now(stories))[1]
    first, second = (wav(stories, f"{name}.wav", 1.1, seed=seed).read_bytes() for name, seed in (("x", 21), ("y", 22)))
    once = once_of(page_of(sokha, other), "add-1")
    for content in (first, second, first):
        upload(sokha, other, content, once=once)
    taken = heard(stories, other)
    assert taken
    assert taken.number == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"no sound at all", "is no recording of a format"), (b"", "No recording came"), (b"RIFF", "is no recording")],
    ids=["words", "empty", "torn"],
)
def test_what_is_no_recording_is_refused_and_nothing_is_kept(
    stories: Stories, sokha: Person, key: str, content: bytes, code: str
) -> None:
    before = heard(stories, key)
    page = upload(sokha, key, content, "story.mp3", 422).text
    assert code in page
    assert heard(stories, key) == before


def test_silence_and_a_part_that_nobody_reads_are_refused(stories: Stories, sokha: Person, key: str) -> None:
    silent = stories.kit.write_wav(stories.root.parent / "silent.wav", 1.5, 1, 0.0).read_bytes()
    assert "silent" in upload(sokha, key, silent, "silent.wav", 422).text
    reply = sokha.client.post(
        f"/desk/takes/{key}/add?lang=en",
        data={"form": sokha.form, "part": "9", "language": "km"},
        files={"file": ("story.wav", wav(stories, "any.wav", 1.2).read_bytes())},
        headers={"origin": HOST},
    )
    assert reply.status_code == 422
    assert "9" in reply.text.partition("<h1")[0]
    sokha.post(f"/desk/takes/{key}/add", 422, part=1, language="en")
    sokha.post("/desk/takes/nothing-like-it/add", 404, part=1, language="km")


def test_a_player_gets_portions_and_a_waveform_is_drawn(stories: Stories, sokha: Person, key: str) -> None:
    page = page_of(sokha, key)
    address = re.search(r'<audio[^>]* src="([^"]+/sound/1/\d+\?language=km)"', page)
    assert address
    reply = sokha.client.get(address[1], headers={"range": "bytes=0-3"})
    assert (reply.status_code, reply.content, reply.headers["content-type"]) == (206, b"fLaC", "audio/flac")
    assert reply.headers["cache-control"] == "no-store"
    picture = sokha.get(address[1].replace("/sound/", "/wave/"))
    assert picture.headers["content-type"] == "image/svg+xml"
    assert picture.text.count("<polygon") == 2
    assert sokha.get(address[1].replace("/sound/", "/wave/")).content == picture.content
    for number in (0, 77):
        status = 200 if not number else 404
        sokha.get(f"/desk/takes/{key}/sound/1/{number}?language=km", status)
    sokha.get(f"/desk/takes/{key}/sound/8/1?language=km", 404)


def test_a_treatment_is_chosen_heard_and_forgotten_and_the_recording_stays(
    stories: Stories, sokha: Person, key: str
) -> None:
    before = heard(stories, key)
    assert before
    heard_first = sokha.get(f"/desk/takes/{key}/heard/1?language=km").content
    sent(sokha, key, "treat", "treat-1", trim_in="០:០០.៣", trim_out="1200 ms", cuts="0:00.5-0:00.7", gain_db="−1.5")
    found = treated(stories.studio, key, 1, KM)
    assert found.own == {"trim_in": 300, "trim_out": 1200, "cuts": [[500, 700]], "gain_db": -1.5}
    assert found.lasting == 680
    page = page_of(sokha, key)
    assert page.count("<rect") == 3
    assert 'value="0:00.500-0:00.700"' in page
    assert "chosen: 4" in page
    treated_sound = sokha.get(f"/desk/takes/{key}/heard/1?language=km").content
    assert treated_sound[:4] == b"fLaC"
    assert treated_sound != heard_first
    after = heard(stories, key)
    assert after
    assert (after.original, after.working) == (before.original, before.working)
    sent(sokha, key, "treat", "treat-1", gain_db="3", levelling="no", room_tone="yes", high_pass="0", silence="0")
    kept = {"gain_db": 3.0, "levelling": False, "room_tone": True, "high_pass": 0, "silence": 0}
    assert treated(stories.studio, key, 1, KM).own == kept
    sent(sokha, key, "treat", "treat-1", usual="1", gain_db="4")
    assert treated(stories.studio, key, 1, KM).own == {}


def test_what_cannot_be_done_to_a_take_is_said_with_what_was_typed(stories: Stories, sokha: Person, key: str) -> None:
    page = sent(
        sokha, key, "treat", "treat-1", 422, trim_in="soon", cuts="1-2-3", gain_db="loud", high_pass="80.5"
    ).text
    assert page.count("is no length") == 1
    assert page.count("is no number") == 2
    assert page.count("is nothing to leave out") == 1
    assert 'value="soon"' in page
    page = sent(sokha, key, "treat", "treat-1", 422, trim_in="0:50", gain_db="99").text
    assert 'value="0:50"' in page
    assert "99" in page.partition("<h1")[0]
    assert treated(stories.studio, key, 1, KM).own == {}
    sent(sokha, key, "treat", "treat-1", 404, part=5)


def test_what_is_done_to_a_take_that_was_passed_by_is_refused_with_what_was_typed(
    stories: Stories, sokha: Person, key: str
) -> None:
    page = sent(sokha, key, "treat", "treat-1", 409, number=77, gain_db="2.5").text
    assert "Another take of part 1 is heard by now" in page
    assert 'value="2.5"' in page
    assert treated(stories.studio, key, 1, KM).own == {}


def test_an_earlier_take_is_chosen_and_one_is_refused_with_the_reason(
    stories: Stories, sokha: Person, key: str
) -> None:
    upload(sokha, key, wav(stories, "second.wav", 1.3, seed=12).read_bytes())
    page = page_of(sokha, key)
    assert re.search(r"Take 2 <span[^>]*>is heard", page)
    first = re.search(r'-(choose-1-\d+)"', page)
    assert first
    sent(sokha, key, "choose", first[1], number=first[1].rpartition("-")[2])
    taken = heard(stories, key)
    assert taken
    assert taken.milliseconds == 1500
    page = page_of(sokha, key)
    assert re.search(r"Take 1 <span[^>]*>is heard", page), "it keeps the number that it had first"
    name = f"refuse-1-{taken.number}"
    assert "is given" in sent(sokha, key, "refuse", name, 422, number=taken.number, reason="  ").text
    sent(sokha, key, "refuse", name, number=taken.number, reason="a <motorbike>")
    page = page_of(sokha, key)
    assert re.search(r"Take 2 <span[^>]*>is heard", page)
    assert "a &lt;motorbike&gt;" in page
    sent(sokha, key, "refuse", "refuse-1-2", number=2, reason="too soft")
    assert heard(stories, key) is None
    assert "Have this one heard" in page_of(sokha, key)
    sent(sokha, key, "choose", "choose-1-2", number=2)
    sokha.post(f"/desk/takes/{key}/choose", 404, part=1, number=99, language="km")


def test_two_takes_stand_beside_each_other(sokha: Person, key: str) -> None:
    page = page_of(sokha, key, "&part=1&left=1&right=2")
    both = page.partition('class="beside"')[2].partition("</section>")[0]
    assert re.findall(r'<h3 id="b-1-(\d)">Take (\d)', both) == [("1", "1"), ("2", "2")]
    for query in ("&part=1&left=1&right=1", "&part=1&left=1&right=9", "&part=2&left=1&right=2"):
        assert "Two takes beside each other" not in page_of(sokha, key, query)


def test_a_clip_is_heard_and_trimmed_and_not_recorded(stories: Stories, sokha: Person) -> None:
    clipped = chosen(now(stories))[1]
    page = page_of(sokha, clipped)
    part = next(one.number for one, _taken in parts_of(stories.studio, clipped, KM) if one.clip)
    assert f'id="file-{part}"' not in page
    assert sokha.get(f"/desk/takes/{clipped}/sound/{part}/0?language=km").content[:4] == b"fLaC"
    assert sokha.get(f"/desk/takes/{clipped}/wave/{part}/0?language=km").text.startswith("<svg")
    sent(sokha, clipped, "treat", f"treat-{part}", part=part, denoise_db="0")
    assert treated(stories.studio, clipped, part, KM).own == {"denoise_db": 0.0}


def test_takes_of_other_provinces_are_not_there(desk: Desk, stories: Stories, key: str) -> None:
    province = "23"
    far = desk.person("far", Role.PRODUCER, province)
    for path in (f"/desk/takes/{key}", f"/desk/takes/{key}/sound/1/1", f"/desk/takes/{key}/heard/1"):
        far.get(path, 404)
    far.get("/desk/account")
    before = heard(stories, key)
    for form in ("treat", "choose", "refuse", "add"):
        far.post(f"/desk/takes/{key}/{form}", 404, part=1, number=1, language="km", reason="not mine")
    assert heard(stories, key) == before
    assert key not in far.get("/desk/takes").text
    assert f"{FIRST}/closing" in far.get("/desk/takes").text


def test_somebody_who_only_reads_records_nothing(desk: Desk, stories: Stories, key: str) -> None:
    custodian = desk.person("custodian", Role.CUSTODIAN)
    custodian.get(f"/desk/takes/{key}", 403)
    custodian.post(f"/desk/takes/{key}/choose", 403, part=1, number=1, language="km")


def test_a_recording_of_more_than_a_form_is_taken_and_a_flood_is_not_read(sokha: Person, key: str) -> None:
    large = b"x" * (700 << 10)
    assert "is no recording" in upload(sokha, key, large, "large.wav", 422).text
    reply = sokha.client.post(
        f"/desk/takes/{key}/add", content=b"", headers={"origin": HOST, "content-length": str(1 << 40)}
    )
    assert reply.status_code == 413


def test_the_rundown_leads_to_the_takes_of_each_script(sokha: Person, key: str) -> None:
    page = sokha.get(f"/desk/rundown/{FIRST}?lang=en").text
    assert f'href="/desk/takes/{key}?language=km">Takes</a>' in page
    assert f'href="/desk/takes/{FIRST}/closing?language=km">Record</a>' in page


def test_an_approved_script_leads_to_its_takes(sokha: Person, key: str) -> None:
    page = sokha.get(f"/desk/scripts/{key}?lang=en").text
    assert re.findall(rf'href="/desk/takes/{key}\?language=(\w+)"', page) == ["km"]


def test_every_word_of_the_pages_is_there_in_khmer(sokha: Person, key: str) -> None:
    for path in ("/desk/takes", "/desk/takes?unplaced=1", f"/desk/takes/{key}?part=1&left=1&right=2"):
        page = "<h1" + sokha.get(path).text.partition("<h1")[2].partition("</main>")[0]
        words = re.sub(r"<script.*?</script>|<[^>]*>|&[a-z#0-9]+;", " ", page, flags=re.S)
        left = set(re.findall(r"[A-Za-z]{3,}", words)) - {"LUFS", "dBTP", "pcm", "wav", "ogg", "opus", "webm", "flac"}
        left -= {"amr", "btb", "voices", "closing", "headlines", "presenter", "ddb", "motorbike"}
        assert left == set(), path


def test_a_file_that_was_sent_before_its_form_is_kept_once_whole(stories: Stories, sokha: Person) -> None:
    other = chosen(now(stories))[1]
    sound = wav(stories, "piece.wav", 1.2, seed=31).read_bytes()
    token = keep_upload(awake(stories.studio), BytesIO(sound), len(sound))
    sent(sokha, other, "add", "add-1", upload=token, name="C:\\sounds\\piece.wav")
    taken = heard(stories, other)
    assert taken
    assert stories.studio.workspace.vault.open(Digest(taken.original)).read_bytes() == sound
    assert "is no longer here" in sent(sokha, other, "add", "add-1", 422, upload=token, name="piece.wav").text
    cut = begin_upload(awake(stories.studio), len(sound))
    assert "Only a part of the file of piece.wav" in sent(
        sokha, other, "add", "add-1", 422, upload=cut, name="piece.wav"
    ).text.replace("&nbsp;", " ")
    assert heard(stories, other) == taken
