"""After a withdrawal nothing that is out or kept holds the words, the voice or the name; what stays is as it was."""

from __future__ import annotations

import gzip
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

import pytest
from remains import sound, with_voice, with_words
from sqlmodel import col, select

from studio.errors import ClearanceRefused, Conflict, IntakeRefused, NotFound
from studio.languages import Language
from studio.pipeline.airings import Word, note_airing
from studio.pipeline.clear import clear_report, withdraw_consent
from studio.pipeline.opening import Studio, silent
from studio.pipeline.planned import plan_of
from studio.pipeline.publish import publish_all
from studio.pipeline.rundown_export import export_rundowns
from studio.pipeline.safety import audit_faults, vault_faults
from studio.pipeline.schedule import propose_rundown
from studio.pipeline.withdrawals.preview import preview
from studio.pipeline.withdrawals.withdraw import withdraw
from studio.pipeline.write import approve, write_stories
from studio.records.consent import Consent
from studio.records.kinds import AiringOutcome, ConsentStatus, ReviewState
from studio.records.network import Organization
from studio.records.reports import Report
from studio.records.withdrawals import Withdrawal
from studio.settings import load_settings
from studio.store.engine import connect, reading
from studio.store.workspace import Workspace
from studio.web.site.withdrawn import withdrawn_paths

SCALE, FOREST, JOINT = "8a4b115c", "ddb2b916", "75d5825d"
FIRST, SECOND = "2012-05-17-voices", "2012-05-24-voices"
SCALE_KEY, FOREST_KEY = "btb-04-20120308-8a4b", "btb-02-20120312-ddb2"
KM = Language.KM
WORDS, OTHERS = "ពាក្យដែលដាំដើម្បីសាកល្បងការដកចេញ។", "ពាក្យរបស់អ្នកផ្សេងដែលត្រូវនៅ។"
TITLE = "ចំណងជើងដែលត្រូវបាត់ទាំងស្រុង"
TOLD = "អ្វីដែលបានកើតឡើងហើយត្រូវលុបចោល។"
NOW = datetime(2012, 5, 16, 9, 0, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
BASE = "http://127.0.0.1:8000/"
NAME, NAME_EN = "អ៊ំសុខុម", "Aunt Sokhom"


@contextmanager
def station(root: Path) -> Iterator[Studio]:
    """A workspace opened at the hour at which these tests live."""
    engine = connect(f"sqlite:///{root / 'studio.db'}")
    yield Studio(Workspace(root), load_settings(root, {}), engine, lambda: NOW, "ED-01", silent)
    engine.dispose()


@pytest.fixture(scope="session")
def planted_once(settled_sqlite: Path, tmp_path_factory, fresh) -> Path:
    """A published edition of two stories; in one of them words, a title, a name and a voice that are nowhere else."""
    folder = tmp_path_factory.mktemp("planted")
    with fresh(folder) as (studio, kit):
        scale = kit.row(
            SCALE,
            event_title_km=TITLE,
            event_description_km=TOLD,
            source1_quote_km=WORDS,
            source1_recording=kit.recording("scale.wav", seed=50),
        )
        forest = kit.row(FOREST, source1_quote_km=OTHERS, source1_recording=kit.recording("forest.wav", seed=51))
        kit.imported(studio, rows=[scale, forest])
        for name in (SCALE, FOREST):
            clear_report(studio, name, frozenset(), "")
        for script in write_stories(studio).new:
            if script.language == "km":
                approve(studio, script.key, KM)
        kit.airtime(studio)
        kit.produced(studio)
        publish_all(studio)
    return folder / "station"


@pytest.fixture
def planted(planted_once: Path, tmp_path: Path) -> Iterator[Studio]:
    """A station of its own with that edition."""
    shutil.copytree(planted_once, tmp_path / "planted")
    with station(tmp_path / "planted") as studio:
        yield studio


def voices(studio, *names):
    """Every sound that a withdrawal of some names takes away, decoded."""
    digests = {one for name in names for one in (lambda t: (*t.takes, *t.recordings))(preview(studio, name).touched)}
    return {one: sound(studio.workspace.vault.place(one)) for one in sorted(digests)}


def enclosures(studio):
    """guid and address of each episode in the feed."""
    feed = ElementTree.parse(studio.workspace.feeds / "feed.xml")
    return {one.findtext("guid"): one.find("enclosure").get("url") for one in feed.iter("item")}


def address_of(studio):
    """The path of the one episode's sound below feeds/."""
    (address,) = enclosures(studio).values()
    return address.removeprefix(BASE)


def rows(studio, table):
    with reading(studio.engine) as session:
        return session.exec(select(table).order_by(col(table.id))).all()


def codes(lines):
    return [one.code for one in lines]


def test_a_preview_tells_everything_and_changes_nothing(planted):
    before = {path: path.read_bytes() for path in planted.workspace.root.rglob("*") if path.is_file()}
    found = preview(planted, "S-001")
    assert {path: path.read_bytes() for path in planted.workspace.root.rglob("*") if path.is_file()} == before
    assert found.touched.segments == (SCALE_KEY,)
    (edition,) = found.touched.editions
    assert (edition.slug, edition.coming, edition.planned, edition.published) == (FIRST, True, True, True)
    assert edition.left == 1 and "headlines" in edition.going and SCALE_KEY in edition.going
    assert {"withdrawal.published", "withdrawal.coming", "withdrawal.headlines", "withdrawal.delivery"} <= set(
        codes(found.touched.lines)
    )
    assert [one.values["title"].split(" / ")[0] for one in found.titles] == [TITLE]
    assert TITLE not in json.dumps([dict(one.values) for one in found.touched.lines], ensure_ascii=False)


def test_nothing_of_a_person_is_left_and_the_rest_stays(planted, kit):
    """Words, name and voice in every file, however packed; the sound in every master, by its shape."""
    root = planted.workspace.root
    gone = voices(planted, "S-001")
    assert with_words(root, WORDS) and with_words(root, NAME)
    media = {path.relative_to(root / "feeds").as_posix() for path in (root / "feeds" / "media").rglob("*.mp3")}
    heard = with_voice(root / "feeds", gone)
    assert set(heard) <= media and address_of(planted) in heard
    ((guid, address),) = enclosures(planted).items()
    done = withdraw(planted, "S-001", "by telephone")
    assert done.new and done.row.finished_at
    assert with_words(root, WORDS, NAME, NAME_EN) == []
    assert with_voice(root, gone) == {}
    assert with_words(root / "feeds", TITLE, SCALE_KEY, "BTB-04") == ["gone.json"]
    ((same, other),) = enclosures(planted).items()
    assert same == guid and other != address
    assert with_words(root / "feeds", OTHERS)
    paths = withdrawn_paths((root / "feeds" / "gone.json").read_bytes())
    assert address.removeprefix(BASE) in paths and other.removeprefix(BASE) not in paths
    assert set(heard) <= paths
    assert f"episodes/{FIRST}/{SCALE_KEY}.html" in paths and f"episodes/{FIRST}.html" not in paths
    assert vault_faults(planted)[1] == () and audit_faults(planted)[2] == ()
    assert [one for one in kit.trail(planted) if one[0].startswith("withdrawal.")] == [
        ("withdrawal.decided", "S-001", "ED-01"),
        ("withdrawal.carried-out", "S-001", "ED-01"),
    ]


def test_what_was_said_by_others_is_heard_as_before(planted):
    """The voice of the other story is in the new master, and the rundown fills its airtime."""
    kept = {"forest": sound(planted.workspace.vault.place(preview(planted, "S-006").touched.recordings[1]))}
    done = withdraw(planted, "S-001", "by telephone")
    heard = with_voice(planted.workspace.root / "feeds", kept)
    assert address_of(planted) in heard
    planned = plan_of(planted, FIRST)
    assert planned.number == 2
    assert {SCALE_KEY, "headlines"}.isdisjoint(one.key for one in planned.plan.entries)
    assert {"withdrawal.remade", "withdrawal.filled"} <= set(codes(done.told))
    folder = planted.workspace.episodes / FIRST
    assert (folder / "build" / f"{FIRST}-podcast.mp3").is_file() and (folder / "rundown.json").is_file()


@pytest.mark.parametrize("what", [SCALE, SCALE_KEY, "BTB-04"])
def test_a_report_a_segment_and_an_organization_are_taken_back_as_a_whole(planted, what):
    root = planted.workspace.root
    gone = voices(planted, what) if what == SCALE else {}
    done = withdraw(planted, what, "the community took it back")
    assert with_words(root, WORDS, TITLE, TOLD) == []
    assert with_voice(root, gone) == {}
    assert with_words(root / "feeds", OTHERS)
    report = next(one for one in rows(planted, Report) if one.root_uuid.startswith(SCALE))
    assert report.review_state is ReviewState.REJECTED and report.event_title_en == ""
    with pytest.raises(ClearanceRefused):
        clear_report(planted, SCALE, frozenset(), "")
    ended = [one for one in rows(planted, Consent) if one.status is ConsentStatus.WITHDRAWN]
    assert len(ended) == len(done.row.touched["coverage"]["consents"]) == 2
    listed = {one.code: one for one in rows(planted, Organization)}
    assert (listed["BTB-04"].name_km == "BTB-04") is (what == "BTB-04")
    assert not (what == "BTB-04" and listed["BTB-04"].directory_online)
    assert listed["BTB-02"].name_km != "BTB-02"


def test_an_edition_that_was_aired_is_closed_up_and_what_was_heard_is_named(planted, later, kit):
    """Nothing is filled up in what is past: the podcast is shorter by just the segment and its headlines."""
    studio = later(planted, 10)
    log = kit.wav("log.wav", 0.5, seed=50)
    note_airing(studio, FIRST, Word(AiringOutcome.AIRED, evidence="heard", file=log))
    found = preview(studio, "S-001").touched
    assert "withdrawal.aired" in codes(found.unchangeable)
    before = json.loads((planted.workspace.episodes / FIRST / "build" / "report.json").read_text())
    gone = voices(studio, "S-001")
    withdraw(studio, "S-001", "by telephone")
    assert with_voice(studio.workspace.root, gone) == {}
    after = json.loads((planted.workspace.episodes / FIRST / "build" / "report.json").read_text())
    short = {name: one["ms"] for name, one in after["masters"].items()}
    assert all(ms < before["masters"][name]["ms"] for name, ms in short.items())
    sheet = json.loads((planted.workspace.episodes / FIRST / "cues.json").read_text())
    assert all(one["start"] % 1152 == 0 for one in sheet["stretches"])
    assert not any(one["source"].startswith((SCALE_KEY, "headlines")) for one in sheet["cues"])
    assert len(enclosures(studio)) == 1
    receipt = json.loads((studio.workspace.episodes / "withdrawals" / "W-0001" / "receipt.json").read_text())
    assert "withdrawal.aired" in [one["code"] for one in receipt["unchangeable"]]


def test_an_edition_with_no_other_story_leaves_the_feed(planted):
    withdraw(planted, "S-001", "by telephone")
    done = withdraw(planted, "S-006", "she, too")
    assert "withdrawal.left-feed" in codes(done.told)
    assert enclosures(planted) == {}
    assert with_words(planted.workspace.root, OTHERS) == []
    assert not list(planted.workspace.feeds.rglob("*.mp3"))
    assert len(withdrawn_paths((planted.workspace.feeds / "gone.json").read_bytes())) >= 6


def test_asked_again_it_changes_nothing(planted):
    done = withdraw(planted, "S-001", "by telephone")
    kept = {p: p.read_bytes() for p in planted.workspace.root.rglob("*") if p.is_file() and p.suffix != ".db"}
    again = withdraw(planted, "S-001", "once more")
    assert not again.new and again.row.id == done.row.id and again.receipt == done.receipt
    assert {p: p.read_bytes() for p in planted.workspace.root.rglob("*") if p.is_file() and p.suffix != ".db"} == kept
    assert len(rows(planted, Withdrawal)) == 1
    with pytest.raises(NotFound):
        withdraw(planted, "S-404", "nobody")


def test_a_withdrawn_segment_is_known_by_its_key_when_it_is_asked_for_again(planted):
    withdraw(planted, SCALE_KEY, "a mistake")
    assert not withdraw(planted, SCALE_KEY, "a mistake").new


def test_after_a_consent_was_withdrawn_the_rest_follows(planted):
    """`report withdraw` and a publication came first: the edition left the feed, and comes back without the story."""
    withdraw_consent(planted, "S-001", "by telephone")
    publish_all(planted)
    assert enclosures(planted) == {}
    withdraw(planted, "S-001", "by telephone")
    assert len(enclosures(planted)) == 1
    assert with_words(planted.workspace.root, WORDS, NAME) == []


def test_exports_and_packed_files_in_the_workspace_go_and_foreign_ones_are_named(planted):
    root = planted.workspace.root
    (root / "exports").mkdir()
    for form in ("csv", "xlsx", "html", "cue", "ontime", "mos", "xspf"):
        (root / "exports" / f"{FIRST}.{form}").write_bytes(export_rundowns(planted, [FIRST], form))
    (root / "exports" / "old.csv.gz").write_bytes(gzip.compress(export_rundowns(planted, [FIRST], "csv")))
    with zipfile.ZipFile(root / "exports" / "bag.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.write(planted.workspace.episodes / FIRST / "script.km.txt", f"{FIRST}/script.km.txt")
    bag = root / "bags" / FIRST
    shutil.copytree(planted.workspace.episodes / FIRST, bag / "data")
    (bag / "bagit.txt").write_text("BagIt-Version: 1.0\n")
    (root / "sent.csv").write_text(f"a report as it was sent,{TITLE},{WORDS}\n")
    (root / "exports" / "other.txt").write_text("nothing of it")
    assert len(with_words(root / "exports", TITLE, WORDS)) >= 8
    done = withdraw(planted, SCALE, "the community took it back")
    assert with_words(root, TITLE, WORDS) == ["sent.csv"]
    assert not bag.exists() and (root / "exports" / "other.txt").is_file()
    assert done.row.touched["by_hand"] == ["sent.csv"]
    assert "sent.csv" in (done.receipt.parent / "receipt.en.txt").read_text()


def test_what_lies_where_reports_come_in_goes_too_and_the_file_as_it_was_sent_is_named(planted):
    root, vault = planted.workspace.root, planted.workspace.vault
    found = preview(planted, "S-001").touched
    sent = root / "audio" / "incoming" / "recordings"
    sent.mkdir(parents=True)
    for number, digest in enumerate((*found.recordings, *found.takes)):
        shutil.copy(vault.place(digest), sent / f"sent-{number}")
    (sent / "another.wav").write_bytes(b"somebody else")
    (sent.parent / "reports.csv").write_text(f"as it was sent,{WORDS},{NAME}\n", "utf-8")
    assert found.recordings and len(list(sent.iterdir())) > 2
    done = withdraw(planted, "S-001", "by telephone")
    assert [one.name for one in sent.iterdir()] == ["another.wav"]
    assert done.row.touched["by_hand"] == ["audio/incoming/reports.csv"]
    assert with_words(root, WORDS, NAME) == ["audio/incoming/reports.csv"]


def test_a_segment_that_names_the_person_goes_too(planted, kit):
    """Somebody else speaks of her by name: that segment goes, and its report is to be cleared again."""
    row = kit.row("11cc333b", source1_quote_km=f"ខ្ញុំបានជួប{NAME}នៅផ្សារកាលពីម្សិលមិញ។")
    kit.imported(planted, rows=[row])
    clear_report(planted, "11cc333b", frozenset(), "")
    (script,) = [one for one in write_stories(planted).new if one.language == "km"]
    approve(planted, script.key, KM)
    kit.produced(planted, SECOND)
    publish_all(planted)
    found = preview(planted, "S-001").touched
    assert found.naming == (script.key,)
    assert [one.slug for one in found.editions] == [FIRST, SECOND]
    withdraw(planted, "S-001", "by telephone")
    assert with_words(planted.workspace.root, NAME) == []
    assert len(enclosures(planted)) == 1


def test_a_rundown_to_come_that_is_not_published_gets_new_headlines(built, kit):
    """Nothing was published: the rundown loses the segment, the headlines are written again, nothing is published."""
    done = withdraw(built, "S-001", "by telephone")
    planned = plan_of(built, FIRST)
    keys = [one.key for one in planned.plan.entries]
    assert SCALE_KEY not in keys and "headlines" in keys
    assert not (built.workspace.feeds / "feed.xml").exists()
    assert not list(built.workspace.episodes.glob("*/build"))
    assert "withdrawal.filled" in codes(done.told)
    assert propose_rundown(built, FIRST).plan.entries
    kit.produced(built)
    assert publish_all(built).slugs == (FIRST,)


def test_a_reason_is_kept_without_names(planted):
    with pytest.raises(ClearanceRefused):
        withdraw(planted, "S-001", f"{NAME} asked for it")
    with pytest.raises(IntakeRefused):
        withdraw(planted, "S-001", " ")
    assert rows(planted, Withdrawal) == []
    assert with_words(planted.workspace.feeds, WORDS)


def test_who_is_second_is_told(planted):
    """One withdrawal holds the workspace; the other is refused at once, and nothing of it is begun."""
    with planted.alone(), pytest.raises(Conflict) as refused, planted.alone():
        raise AssertionError("two at once")
    assert [one.code for one in refused.value.faults] == ["ground.busy"]


def test_receipts_and_notices_are_in_both_languages_and_name_nobody(planted):
    done = withdraw(planted, SCALE, "the community took it back")
    folder = done.receipt.parent
    assert {path.name for path in folder.iterdir()} == {
        *(f"receipt.{language}.{form}" for language in ("km", "en") for form in ("txt", "html")),
        "receipt.json",
        "notice-golden-river.km.txt",
        "notice-golden-river.en.txt",
    }
    notice = (folder / "notice-golden-river.en.txt").read_text("utf-8")
    assert f"{FIRST}-golden-river.flac" in notice
    receipt = json.loads((folder / "receipt.json").read_text("utf-8"))
    assert all(one["km"] and one["km"] != one["en"] for one in (*receipt["changed"], *receipt["unchangeable"]))
    assert with_words(folder, TITLE, WORDS, NAME) == []
