"""How presenters read: learnt from people's takes of approved scripts, frozen with every script that is written."""

from __future__ import annotations

import shutil
import wave
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from studio.languages import Language
from studio.pipeline import paces as corridor
from studio.pipeline.paces import pace, paces, usual_pace
from studio.pipeline.reading_scripts import reading_page, reading_text
from studio.pipeline.takes import add_take, parts_of
from studio.pipeline.treat import treat
from studio.pipeline.write import approve, newest, script_of, write_stories
from studio.scripting.timing import default_pace, reading_time
from studio.store.engine import reading
from studio.units import Ms

SCALE, FOREST, JOINT = "8a4b115c", "ddb2b916", "75d5825d"
KM, EN = Language.KM, Language.EN
RATE = 48_000


def spoken(path: Path, seconds: float, seed: int, around: float = 1.0) -> Path:
    """A take in which somebody speaks for so long, with silence before and after."""
    sound = np.zeros(round((seconds + 2 * around) * RATE))
    start = round(around * RATE)
    voice = np.random.default_rng(seed).standard_normal(round(seconds * RATE)) * 0.1
    sound[start : start + len(voice)] = voice
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound.clip(-0.9, 0.9) * 32767).astype("<i2").tobytes())
    return path


def minute(speed):
    """How long six hundred syllables, eight phrases and six sentences take at a pace, in seconds."""
    return 600 / speed.rate + 8 * speed.phrase / 1000 + 6 * speed.sentence / 1000


def read_at(studio, folder, keys, rate, *, synthetic=False, around=1.0):
    """Takes of every part of scripts by somebody who reads at that rate, with the usual pauses."""
    speed = replace(default_pace(KM), rate=rate)
    count = 0
    for key in keys:
        for part, _ in parts_of(studio, key, KM):
            if part.clip is None:
                count += 1
                seconds = reading_time(part.lines, KM, speed).ms / 1000 - 0.35
                path = spoken(folder / "voice" / f"{key}-{part.number}-{rate}.wav", seconds, count, around)
                add_take(studio, key, part.number, path, KM, synthetic=synthetic)
    return count


def test_without_takes_everybody_reads_at_the_pace_of_the_settings(station):
    found = paces(station)
    assert [(one.learnt.pace.language, one.learnt.default, one.synthetic) for one in found] == [
        (KM, True, False),
        (EN, True, False),
    ]
    assert found[0].learnt.pace == usual_pace(station, KM, "presenter")
    assert found[0].learnt.pace.rate == 11.0
    assert pace(station, EN).rate == 165 / 60


def test_a_presenter_is_learnt_and_the_next_script_is_timed_so(station, kit, later):
    keys = kit.approved(station, SCALE, FOREST)
    with reading(station.engine) as session:
        before = {key: script_of(session, key, KM).model_dump() for key in keys}
    hour, day = later(station, 1 / 24), later(station, 1)
    count = read_at(hour, kit.folder, keys, 7.0)
    learnt = next(one.learnt for one in paces(day) if one.learnt.pace.language is KM)
    assert (learnt.takes, learnt.default) == (count, False)
    assert 7.0 < learnt.pace.rate < 11.0
    assert learnt.error.mean < learnt.usual.mean
    assert learnt.usual.bias < 0
    assert pace(day, EN).usual is None
    kit.template(day, "story.km.j2", "# ថ្មី\nអ្នកអាន៖ {{ happened }} នេះជារឿងថ្មី។\n")
    fresh = [one for one in write_stories(day).new if one.language == "km"]
    for one in fresh:
        lines = corridor.parse(one.text)
        assert one.milliseconds == reading_time(lines, KM, pace(day, KM)).ms
        assert one.milliseconds > reading_time(lines, KM, usual_pace(day, KM, "presenter")).ms
        assert (one.low, one.high) != (before[one.key]["low"], before[one.key]["high"])
    with reading(station.engine) as session:
        for key in keys:
            old = session.get(type(fresh[0]), before[key]["id"])
            assert old is not None
            assert old.model_dump() == before[key]


def test_what_is_learnt_later_changes_no_script_that_is_written(desk, kit, later):
    keys = kit.approved(desk, SCALE)
    texts = [reading_text(desk, key, KM) for key in keys], [reading_page(desk, key, KM) for key in keys]
    with reading(desk.engine) as session:
        before = newest(session, keys[0], KM).model_dump()
    hour, day = later(desk, 1 / 24), later(desk, 1)
    read_at(hour, kit.folder, keys, 6.0)
    assert minute(pace(day, KM)) > minute(usual_pace(day, KM, ""))
    assert write_stories(day).new == ()
    approve(day, keys[0], KM)
    with reading(desk.engine) as session:
        assert newest(session, keys[0], KM).model_dump() == before
    assert ([reading_text(day, key, KM) for key in keys], [reading_page(day, key, KM) for key in keys]) == texts


def test_a_guide_voice_is_shown_apart_and_times_nothing(desk, kit, later):
    keys = kit.approved(desk, SCALE)
    day = later(desk, 1)
    read_at(desk, kit.folder, keys, 6.0, synthetic=True)
    people, guide = (
        [one.learnt for one in paces(day) if one.synthetic is synthetic and one.learnt.pace.language is KM]
        for synthetic in (False, True)
    )
    assert [one.default for one in people] == [True]
    assert [one.default for one in guide] == [False]
    assert pace(day, KM) == usual_pace(day, KM, "presenter")


def test_silence_and_what_was_cut_away_are_no_reading_time(desk, kit, later):
    keys = kit.approved(desk, SCALE)
    day = later(desk, 1)
    read_at(desk, kit.folder, keys, 6.0, around=0.3)
    short = pace(day, KM)
    read_at(later(desk, 0.5), kit.folder / "again", keys, 6.0, around=4.0)
    assert minute(pace(day, KM)) == pytest.approx(minute(short), rel=0.01)
    treat(desk, keys[0], 1, KM, {"trim_in": Ms(4_000), "trim_out": Ms(4_400)})
    assert minute(pace(day, KM)) < minute(short)


def test_only_the_newest_take_of_a_part_counts_and_before_a_moment_the_one_of_then(desk, kit, later):
    keys = kit.approved(desk, SCALE)
    count = read_at(desk, kit.folder, keys, 9.0)
    middle, day = later(desk, 0.5), later(desk, 1)
    first = pace(day, KM)
    read_at(middle, kit.folder, keys, 5.0)
    second = corridor.presented(day, KM, "presenter").learnt
    assert second.takes == count
    assert minute(second.pace) > minute(first)
    assert pace(day, KM, before=middle.now) == first
    assert pace(day, KM, before=desk.now) == usual_pace(day, KM, "presenter")
    assert pace(day, KM, "ភារុណ") == usual_pace(day, KM, "ភារុណ")


def test_a_take_that_cannot_be_heard_is_told_and_passed_over(desk, kit, later):
    keys = kit.approved(desk, SCALE)
    day = later(desk, 1)
    count = read_at(desk, kit.folder, keys, 6.0)
    with reading(desk.engine) as session:
        take, _ = corridor.takes_of(session, KM, "presenter", False, None)[0]
    shutil.rmtree(desk.workspace.cache)
    path = desk.workspace.vault.place(take.working)
    path.chmod(0o600)
    path.write_bytes(b"not a sound")
    found = corridor.presented(day, KM, "presenter")
    assert (len(found.lost), found.learnt.takes) == (1, count - 1)
    assert write_stories(replace(day, clock=lambda: day.now + timedelta(days=1))).unchanged > 0


def test_measuring_again_opens_no_recording(desk, kit, later, monkeypatch):
    keys = kit.approved(desk, SCALE)
    day = later(desk, 1)
    read_at(desk, kit.folder, keys, 6.0)
    once = paces(day)
    monkeypatch.setattr(corridor, "quiet_of", None)
    assert paces(day) == once
