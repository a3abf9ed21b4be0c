"""Takes: only of approved scripts and of parts that a presenter reads; the same file adds nothing, the newest wins."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import func, select

from studio.errors import NotFound, ScriptRefused, SoundRefused
from studio.languages import Language
from studio.pipeline.clear import clear_report
from studio.pipeline.takes import Recorded, add_take, add_takes, parts_of
from studio.pipeline.write import approve, write_stories
from studio.records.episodes import Take
from studio.store.engine import reading

SCALE, FOREST = "8a4b115c", "ddb2b916"
KEY, KM = "btb-04-20120308-8a4b", Language.KM


def codes(error):
    return sorted(one.code for one in error.faults)


def count(studio):
    with reading(studio.engine) as session:
        return session.exec(select(func.count()).select_from(Take)).one()


def test_an_unapproved_script_and_a_wrong_part_are_refused_together(station, kit):
    kit.cleared(station, SCALE)
    write_stories(station)
    with pytest.raises(ScriptRefused) as refused:
        add_take(station, KEY, 9, kit.wav("a.wav", 1.0), KM)
    assert codes(refused.value) == ["pipeline.part-unknown", "pipeline.script-unapproved"]
    with pytest.raises(NotFound):
        add_take(station, "nobody-20120101-0000", 1, kit.wav("a.wav", 1.0), KM)
    assert count(station) == 0


def test_a_part_that_is_a_clip_is_not_recorded(station, kit):
    kit.imported(station, rows=[kit.row(SCALE, source1_recording=kit.recording("s.wav"))])
    clear_report(station, SCALE, frozenset(), "")
    write_stories(station)
    approve(station, KEY, KM)
    parts = parts_of(station, KEY, KM)
    assert [part.clip for part, _ in parts] == [None, "S-001", None]
    with pytest.raises(ScriptRefused) as refused:
        add_take(station, KEY, 2, kit.wav("a.wav", 1.0), KM)
    (why,) = refused.value.faults
    assert (why.code, why.values["known"]) == ("pipeline.part-unknown", "1, 3")


def test_the_same_file_again_adds_nothing_and_the_newest_wins(station, kit):
    kit.approved(station, SCALE)
    first, report = add_take(station, KEY, 1, kit.wav("a.wav", 1.0, seed=1), KM)
    assert report is not None and report.ms == 1000
    again, nothing = add_take(station, KEY, 1, kit.wav("copy.wav", 1.0, seed=1), KM)
    assert (again.id, nothing) == (first.id, None)
    better, _ = add_take(station, KEY, 1, kit.wav("b.wav", 1.5, seed=2), KM)
    assert (first.number, better.number) == (1, 2)
    ((_, newest), *_) = parts_of(station, KEY, KM)
    assert newest.id == better.id
    assert count(station) == 2
    assert {first.original, first.working, better.working} <= set(station.workspace.vault.digests())


def test_two_who_bring_the_same_file_at_once_keep_it_once(station, kit):
    kit.approved(station, SCALE)
    path = kit.wav("a.wav", 1.0)
    with ThreadPoolExecutor(2) as pool:
        done = [one.result() for one in [pool.submit(add_take, station, KEY, 1, path, KM) for _ in range(2)]]
    assert count(station) == 1
    assert sorted(report is None for _, report in done) == [False, True]


def test_a_sound_that_is_none_is_refused_and_leaves_nothing(station, kit):
    kit.approved(station, SCALE)
    broken = kit.folder / "broken.wav"
    broken.write_bytes(b"not a sound")
    with pytest.raises(SoundRefused):
        add_take(station, KEY, 1, broken, KM)
    with pytest.raises(NotFound):
        add_take(station, KEY, 1, kit.folder / "nowhere.wav", KM)
    assert count(station) == 0
    assert list(station.workspace.vault.digests()) == []
    assert not list(station.workspace.root.rglob(".partial-*"))


def test_many_takes_come_in_side_by_side_and_again_none(station, kit):
    kit.approved(station, SCALE)
    parts = [part.number for part, _ in parts_of(station, KEY, KM)]
    files = [Recorded(KEY, part, kit.wav(f"{part}.wav", 0.8, seed=part), synthetic=True) for part in parts]
    assert len(add_takes(station, files, KM)) == len(parts)
    assert add_takes(station, files, KM) == []
    assert all(taken.synthetic for _, taken in parts_of(station, KEY, KM))


def test_a_new_version_of_a_script_has_no_takes_yet(station, kit):
    kit.approved(station, SCALE)
    add_take(station, KEY, 1, kit.wav("a.wav", 1.0), KM)
    kit.template(station, "story.km.j2", "# ថ្មី\nអ្នកអាន៖ {{ happened }} ថ្មី។\n")
    write_stories(station)
    assert [taken for _, taken in parts_of(station, KEY, KM)] == [None]
    with pytest.raises(ScriptRefused):
        add_take(station, KEY, 1, kit.wav("b.wav", 1.0, seed=2), KM)
