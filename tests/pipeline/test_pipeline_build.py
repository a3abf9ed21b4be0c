"""An edition is made once, made again when something in it changed, and says what it lacks."""

from __future__ import annotations

import json
import shutil

import pytest
from sqlmodel import select

from studio.errors import EditionNotReady, NotFound, RundownImpossible, VaultDamaged
from studio.languages import Language
from studio.pipeline import folder
from studio.pipeline.build import build_episode
from studio.pipeline.cue import cue_edition
from studio.pipeline.master import known_masters, tags_of
from studio.pipeline.planned import plan_of
from studio.pipeline.publish import publish_all, show_cover
from studio.pipeline.schedule import propose_rundown
from studio.pipeline.status import readiness
from studio.pipeline.takes import add_take
from studio.records.audit import LedgerEntry
from studio.records.episodes import Master
from studio.store.engine import reading

SCALE, FOREST = "8a4b115c", "ddb2b916"
FIRST, SECOND = "2012-05-17-voices", "2012-05-24-voices"
SCALE_KEY, KM = "btb-04-20120308-8a4b", Language.KM


def masters(studio):
    with reading(studio.engine) as session:
        return [(one.name, one.digest) for one in session.exec(select(Master).order_by(Master.id))]


@pytest.mark.parametrize("database_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True)
def test_a_small_station_walks_from_report_to_master_and_feed_on_postgresql(station, kit):
    """Everything in one go, because the whole is what a station runs; on SQLite the other tests here do."""
    kit.airtime(station)
    kit.approved(station, SCALE, FOREST)
    (before, after) = readiness(station, 2)
    assert (before.ready, before.entries) == (False, ())
    done = kit.produced(station)
    assert done.new
    assert [one.spec.name for one in done.masters] == ["podcast", "golden-river"]
    assert {one.ms for one in done.masters} == {40_000}
    podcast, air = done.masters
    assert abs(podcast.lufs + 16) <= 0.5 and podcast.dbtp <= -1
    assert abs(air.lufs + 23) <= 0.5 and air.dbtp <= -1
    assert air.path.suffix == podcast.path.suffix == ""
    assert readiness(station, 1)[0].ready
    published = publish_all(station)
    assert (published.slugs, dict(published.held), published.faults) == ((FIRST,), {}, ())
    actions = [action for action, _, _ in kit.trail(station)]
    assert [one for one in actions if one.split(".")[0] in ("rundown", "episode")] == [
        "rundown.proposed",
        "episode.published",
    ]


def test_a_second_build_makes_nothing_and_leaves_every_file(built, monkeypatch):
    monkeypatch.setattr(folder, "font_bytes", lambda: pytest.fail("the font was subset again"))
    place = built.workspace.episodes / FIRST
    before = {path: path.stat().st_mtime_ns for path in place.rglob("*") if path.is_file()}
    kept = masters(built)
    again = build_episode(built, FIRST)
    assert not again.new
    assert {one.spec.name: one.digest for one in again.masters} == dict(kept)
    assert {path: path.stat().st_mtime_ns for path in place.rglob("*") if path.is_file()} == before
    assert masters(built) == kept


def test_an_edition_leaves_what_a_visitor_reads_and_what_was_measured(built):
    folder = built.workspace.episodes / FIRST
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert {
        "rundown.json",
        "rundown.csv",
        "rundown.km.txt",
        "rundown.en.txt",
        "script.km.txt",
        "script.km.html",
        "left-out.km.txt",
        "cues.json",
        "build/report.json",
        "build/loudness.png",
        "build/spectrogram.png",
        f"build/{FIRST}-podcast.mp3",
        f"build/{FIRST}-golden-river.flac",
    } <= names
    report = json.loads((folder / "build" / "report.json").read_text("utf-8"))
    assert report["masters"]["podcast"]["ms"] == 40_000
    assert {"jingle", "music", "sting", "bed"} <= report["sources"].keys()
    assert not list(built.workspace.root.rglob(".partial-*"))


def test_a_new_take_remakes_the_masters_and_nothing_else_is_touched(built, kit):
    kept = masters(built)
    add_take(built, SCALE_KEY, 1, kit.wav("better.wav", 1.4, seed=9), KM)
    done = build_episode(built, FIRST)
    assert all(one.new for one in done.masters)
    assert len(masters(built)) == 4 and masters(built)[:2] == kept
    assert not {digest for _, digest in kept} & {one.digest for one in done.masters}
    entry = next(one for one in done.score.rundown.entries if one.key == SCALE_KEY)
    assert entry.actual == entry.heard == 4_900
    assert not build_episode(built, FIRST).new


def known(studio):
    """The masters that need not be made again."""
    score = cue_edition(studio, plan_of(studio, FIRST))
    return {
        one.spec.name: one.digest for one in known_masters(studio, score, tags_of(studio, score, show_cover(studio)))
    }


def test_a_sound_that_is_not_heard_remakes_nothing_and_one_that_is_does(built, kit):
    library = built.workspace.library
    shutil.move(kit.wav("other.wav", 1.0), library / "other.wav")
    assert known(built) == dict(masters(built))
    shutil.move(kit.wav("jingle.wav", 1.0, seed=77), library / "jingle.wav")
    assert known(built) == {}, "both masters are to be made again"


def test_a_lost_master_is_made_again_and_is_the_same(built):
    before = dict(masters(built))
    podcast, air = before["podcast"], before["golden-river"]
    built.workspace.vault.place(podcast).unlink()
    done = build_episode(built, FIRST)
    assert [one.new for one in done.masters] == [True, False]
    assert [one.digest for one in done.masters] == [podcast, air]


def flip(path):
    """Turn one bit of a stored file."""
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def test_a_damaged_master_is_told_and_not_delivered(built):
    podcast = dict(masters(built))["podcast"]
    flip(built.workspace.vault.place(podcast))
    with pytest.raises(VaultDamaged) as refused:
        build_episode(built, FIRST)
    assert [(one.code, one.where) for one in refused.value.faults] == [("store.vault-damaged", podcast)]


def test_a_damaged_recording_is_told(built):
    report = json.loads((built.workspace.episodes / FIRST / "build" / "report.json").read_text("utf-8"))
    digest = report["sources"][f"{SCALE_KEY}/clip-S-001"]
    flip(built.workspace.vault.place(digest))
    with pytest.raises(VaultDamaged) as refused:
        build_episode(built, FIRST)
    assert refused.value.faults[0].where == digest


def test_recordings_too_long_for_the_slot_are_a_clash_in_seconds(built, kit):
    add_take(built, SCALE_KEY, 1, kit.wav("endless.wav", 45.0), KM)
    with pytest.raises(RundownImpossible) as refused:
        build_episode(built, FIRST)
    assert refused.value.faults


def test_an_edition_that_is_not_ready_lists_everything_at_once(desk, kit):
    kit.airtime(desk)
    keys = kit.approved(desk, SCALE, FOREST)
    with pytest.raises(NotFound):
        build_episode(desk, FIRST)
    propose_rundown(desk, FIRST)
    with pytest.raises(EditionNotReady) as refused:
        build_episode(desk, FIRST)
    lacks = sorted((one.code, one.where) for one in refused.value.faults)
    assert {one for one in lacks if one[0] == "pipeline.script-unapproved"} == {
        ("pipeline.script-unapproved", f"{FIRST}/headlines"),
        ("pipeline.script-unapproved", f"{FIRST}/closing"),
    }
    assert {where for code, where in lacks if code == "pipeline.take-missing"} == {
        *keys,
        f"{FIRST}/headlines",
        f"{FIRST}/closing",
    }
    assert masters(desk) == []


def test_the_ledger_names_each_piece_of_work_once(built):
    build_episode(built, FIRST)
    with reading(built.engine) as session:
        entries = session.exec(select(LedgerEntry)).all()
    assert sorted(one.subject for one in entries) == [f"{FIRST}/golden-river", f"{FIRST}/podcast"]
    assert len({one.key for one in entries}) == 2


def test_every_light_of_an_edition_says_what_is_there(built, kit):
    (first, second) = readiness(built, 5)
    assert first.ready and first.lacks == ()
    assert all(one.lights.green for one in first.entries)
    assert not second.ready and second.entries == ()
    kit.template(built, "story.km.j2", "# ថ្មី\nអ្នកអាន៖ {{ happened }} ថ្មី។\n")
    stale = [one for one in readiness(built, 1)[0].entries if one.lacks]
    assert {one.code for entry in stale for one in entry.lacks} == {"pipeline.script-stale"}
    assert len(stale) == 2
