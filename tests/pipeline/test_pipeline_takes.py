"""Takes: only of approved scripts and of parts that a presenter reads; the same file adds nothing, the newest wins."""

from __future__ import annotations

import wave
from concurrent.futures import ThreadPoolExecutor

import numpy as np
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


def test_an_unapproved_script_and_a_wrong_part_are_refused_together(desk, kit):
    kit.cleared(desk, SCALE)
    write_stories(desk)
    with pytest.raises(ScriptRefused) as refused:
        add_take(desk, KEY, 9, kit.wav("a.wav", 1.0), KM)
    assert codes(refused.value) == ["pipeline.part-unknown", "pipeline.script-unapproved"]
    with pytest.raises(NotFound):
        add_take(desk, "nobody-20120101-0000", 1, kit.wav("a.wav", 1.0), KM)
    assert count(desk) == 0


def test_a_part_that_is_a_clip_is_not_recorded(desk, kit):
    kit.imported(desk, rows=[kit.row(SCALE, source1_recording=kit.recording("s.wav"))])
    clear_report(desk, SCALE, frozenset(), "")
    write_stories(desk)
    approve(desk, KEY, KM)
    parts = parts_of(desk, KEY, KM)
    assert [part.clip for part, _ in parts] == [None, "S-001", None]
    with pytest.raises(ScriptRefused) as refused:
        add_take(desk, KEY, 2, kit.wav("a.wav", 1.0), KM)
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


def test_a_sound_that_is_none_is_refused_and_leaves_nothing(desk, kit):
    kit.approved(desk, SCALE)
    broken = kit.folder / "broken.wav"
    broken.write_bytes(b"not a sound")
    with pytest.raises(SoundRefused):
        add_take(desk, KEY, 1, broken, KM)
    with pytest.raises(NotFound):
        add_take(desk, KEY, 1, kit.folder / "nowhere.wav", KM)
    assert count(desk) == 0
    assert list(desk.workspace.vault.digests()) == []
    assert not list(desk.workspace.root.rglob(".partial-*"))


def test_many_takes_come_in_side_by_side_and_again_none(desk, kit):
    kit.approved(desk, SCALE)
    parts = [part.number for part, _ in parts_of(desk, KEY, KM)]
    files = [Recorded(KEY, part, kit.wav(f"{part}.wav", 0.8, seed=part), synthetic=True) for part in parts]
    assert len(add_takes(desk, files, KM)) == len(parts)
    assert add_takes(desk, files, KM) == []
    assert all(taken.synthetic for _, taken in parts_of(desk, KEY, KM))


def test_a_new_version_of_a_script_has_no_takes_yet(desk, kit):
    kit.approved(desk, SCALE)
    add_take(desk, KEY, 1, kit.wav("a.wav", 1.0), KM)
    kit.template(desk, "story.km.j2", "# ថ្មី\nអ្នកអាន៖ {{ happened }} ថ្មី។\n")
    write_stories(desk)
    assert [taken for _, taken in parts_of(desk, KEY, KM)] == [None]
    with pytest.raises(ScriptRefused):
        add_take(desk, KEY, 1, kit.wav("b.wav", 1.0, seed=2), KM)


def kept(studio):
    """Every file of the vault."""
    return sorted(path.name for path in studio.workspace.vault.root.rglob("*") if path.is_file())


def torso(path, whole, part):
    """A recording whose copy broke off: its header promises more than is there."""
    content = whole.read_bytes()
    path.write_bytes(content[: 44 + int((len(content) - 44) * part)])
    return path


def test_silence_and_torsos_never_become_the_newest_take(desk, kit):
    """Nothing of them reaches the vault; the take before stays the newest one."""
    kit.approved(desk, SCALE)
    good, _ = add_take(desk, KEY, 1, kit.wav("a.wav", 2.0, seed=1), KM)
    before = kept(desk)
    whole = kit.wav("b.wav", 4.0, seed=2)
    softest = kit.wav("soft.wav", 2.0, seed=3)
    samples = np.frombuffer(softest.read_bytes()[44:], "<i2")
    refused = {
        write(kit.folder / "silent.wav", np.zeros(96_000, "<i2")): "audio.take-silent",
        write(kit.folder / "hiss.wav", (samples // 400).astype("<i2")): "audio.take-silent",
        torso(kit.folder / "torso.wav", whole, 0.1): "audio.take-truncated",
    }
    for path, code in refused.items():
        with pytest.raises(SoundRefused) as why:
            add_take(desk, KEY, 1, path, KM)
        assert codes(why.value) == [code]
    assert (count(desk), kept(desk)) == (1, before)
    assert parts_of(desk, KEY, KM)[0][1].id == good.id
    _, report = add_take(desk, KEY, 1, torso(kit.folder / "most.wav", whole, 0.8), KM)
    assert [one.code for one in report.warnings] == ["audio.truncated"]


def test_a_second_is_too_short_for_half_a_minute_of_text(desk, kit):
    kit.template(desk, "story.km.j2", "# {{ title }}\nអ្នកអាន៖ " + "យើងជួបគ្នានៅផ្សារ។ " * 40 + "\n")
    kit.approved(desk, SCALE)
    with pytest.raises(SoundRefused) as why:
        add_take(desk, KEY, 1, kit.wav("short.wav", 0.6, seed=1), KM)
    assert codes(why.value) == ["audio.take-too-short"]
    assert (count(desk), kept(desk)) == (0, [])


def write(path, samples):
    """A mono WAV of 16 bits, 48 kHz."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(48_000)
        file.writeframes(samples.tobytes())
    return path
