"""What is done to one take: kept beside it, heard in the edition, undone again; the recording stays as it is."""

from __future__ import annotations

import json
import wave

import numpy as np
import pytest
from sqlmodel import select

from studio.audio.files.source import Source
from studio.errors import NotFound, SoundRefused
from studio.languages import Language
from studio.pipeline.build import build_episode
from studio.pipeline.clear import withdraw_consent
from studio.pipeline.cue import cue_edition
from studio.pipeline.opening import Studio
from studio.pipeline.planned import plan_of
from studio.pipeline.takes import add_take
from studio.pipeline.treat import preview, treat, treated
from studio.records.audit import AuditEvent
from studio.settings import Settings
from studio.store.engine import reading
from studio.units import samples

RATE = 48_000
SCALE = "8a4b115c"
FIRST, KEY, KM = "2012-05-17-voices", "btb-04-20120308-8a4b", Language.KM


@pytest.fixture
def spoken(kit):
    """A take of 8 s: a second of room, five seconds that somebody speaks, two of room."""
    random = np.random.default_rng(5)
    sound = random.standard_normal(8 * RATE) * 10 ** (-60 / 20)
    words = random.standard_normal(5 * RATE) * 0.1
    words *= np.repeat(np.tile([1.0, 0.8, 0.3, 0.9, 0.01], 10), RATE // 10)
    sound[RATE : 6 * RATE] += words
    path = kit.folder / "spoken.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((sound.clip(-0.9, 0.9) * 32767).astype("<i2").tobytes())
    return path


def cues(studio, lane="voice"):
    """The cues of the story in the first edition, and how long it is."""
    score = cue_edition(studio, plan_of(studio, FIRST))
    entry = next(one for one in score.rundown.entries if one.key == KEY)
    assert score.rundown.entries[-1].end == 40_000
    return [cue for cue in score.sheet.cues if cue.lane == lane and cue.source.startswith(KEY)], entry.heard


def codes(error):
    return sorted(one.code for one in error.value.faults)


def with_sound(studio, **sound):
    """The station with another [sound] in its studio.toml."""
    settings = Settings.model_validate({**studio.settings.model_dump(exclude_none=True), "sound": sound})
    return Studio(studio.workspace, settings, studio.engine, studio.clock, studio.actor, studio.tell)


def test_a_take_is_trimmed_by_itself_and_the_airtime_stays_full(built, spoken):
    add_take(built, KEY, 1, spoken, KM)
    (first, *_), length = cues(built)
    assert samples(850) <= first.in_ <= samples(950)
    assert samples(6_100) <= first.out <= samples(6_300)
    assert (first.cleaning.high_pass, first.cleaning.denoise_db) == (60, 0.0)
    assert first.in_ % 48 == first.out % 48 == 0
    treat(built, KEY, 1, KM, {"auto_trim": False})
    (whole, *_), longer = cues(built)
    assert (whole.in_, whole.out) == (0, 8 * RATE)
    assert longer - length == 8_000 - (first.out - first.in_) // 48


def test_what_is_chosen_is_heard_and_kept_and_leaves_a_trace(built, spoken, kit):
    add_take(built, KEY, 1, spoken, KM)
    chosen = {"trim_in": 1_500, "cuts": [[2_000, 4_000]], "gain_db": -2.0, "fade_in": 50, "high_pass": 0}
    treat(built, KEY, 1, KM, chosen)
    found = treated(built, KEY, 1, KM)
    assert found.own == {**chosen, "cuts": [[2_000, 4_000]]}
    voices, _ = cues(built)
    assert [(cue.in_, cue.gain_db, cue.cleaning.name) for cue in voices[:2]] == [
        (samples(1_500), -2.0, ""),
        (samples(4_000), -2.0, ""),
    ]
    assert voices[0].out == samples(2_000)
    assert voices[1].start == voices[0].end - samples(20)
    assert voices[0].fade_in == samples(50)
    treat(built, KEY, 1, KM, {"gain_db": -4.0})
    assert treated(built, KEY, 1, KM).treatment.trim_in == 1_500
    treat(built, KEY, 1, KM, {"gain_db": -4.0})
    assert kit.trail(built, "take.treated") == [("take.treated", KEY, "ED-01")] * 2
    with reading(built.engine) as session:
        details = session.exec(select(AuditEvent.details).where(AuditEvent.action == "take.treated")).all()
    assert (details[1]["part"], details[1]["before"]["gain_db"], details[1]["after"]["gain_db"]) == (1, -2.0, -4.0)


def test_reset_gives_the_usual_back_and_a_new_take_starts_with_it(built, spoken, kit):
    usual = treated(built, KEY, 1, KM).treatment
    treat(built, KEY, 1, KM, {"gain_db": -4.0, "levelling": True})
    assert treat(built, KEY, 1, KM, {"denoise_db": 3.0}, reset=True).own == {"denoise_db": 3.0}
    assert treat(built, KEY, 1, KM, {}, reset=True).treatment == usual
    treat(built, KEY, 1, KM, {"gain_db": -4.0})
    add_take(built, KEY, 1, spoken, KM)
    assert treated(built, KEY, 1, KM).own == {}


def test_the_masters_are_made_again_after_a_change_and_the_same_after_it_is_undone(built):
    before = {one.spec.name: one.digest for one in build_episode(built, FIRST).masters}
    recording = treated(built, KEY, 1, KM).heard.digest
    treat(built, KEY, 1, KM, {"gain_db": 3.0})
    changed = build_episode(built, FIRST)
    assert changed.new
    assert not {one.digest for one in changed.masters} & set(before.values())
    treat(built, KEY, 1, KM, {}, reset=True)
    assert {one.spec.name: one.digest for one in build_episode(built, FIRST).masters} == before
    assert treated(built, KEY, 1, KM).heard.digest == recording


def test_a_clip_is_treated_by_its_recording_only_while_it_is_cleared(built):
    found = treated(built, KEY, 2, KM)
    assert (found.heard.label, found.treatment.room_tone, found.treatment.denoise_db) == ("clip-S-001", True, 6.0)
    treat(built, KEY, 2, KM, {"denoise_db": 0.0, "trim_out": 900})
    assert treated(built, KEY, 2, Language.KM).own == {"denoise_db": 0.0, "trim_out": 900}
    clip = next(cue for cue in cues(built)[0] if "/clip-" in cue.source)
    assert (clip.out, clip.cleaning.denoise_db, clip.cleaning.levelling) == (samples(900), 0.0, True)
    withdraw_consent(built, "S-001", "")
    for call in (treated, lambda *where: treat(*where, {"gain_db": 1.0})):
        with pytest.raises(NotFound) as refused:
            call(built, KEY, 2, KM)
        assert codes(refused) == ["pipeline.clip-uncleared"]


def test_what_cannot_be_done_is_named_at_once_and_nothing_is_changed(built, kit):
    with pytest.raises(SoundRefused) as refused:
        treat(built, KEY, 1, KM, {"trim_in": 5_000, "gain_db": 99.0, "high_pass": 4_000})
    assert codes(refused) == [
        "audio.gain-absurd",
        "audio.high-pass-absurd",
        "audio.nothing-left",
        "audio.trim-outside",
    ]
    assert treated(built, KEY, 1, KM).own == {}
    assert kit.trail(built, "take.treated") == []


def test_a_part_that_is_not_there_and_one_that_is_not_recorded(desk, kit):
    kit.approved(desk, SCALE)
    for key, number, code in (
        (KEY, 9, "ground.not-found"),
        ("nobody", 1, "ground.not-found"),
        (KEY, 1, "pipeline.take-missing"),
    ):
        with pytest.raises(NotFound) as refused:
            treated(desk, key, number, KM)
        assert codes(refused) == [code]


def test_room_tone_lies_around_a_clip_that_has_some(built, spoken, kit):
    add_take(built, KEY, 1, spoken, KM)
    assert cues(built, "room")[0] == [], "a presenter's take lays none, and the clip of this test is noise all through"
    treat(built, KEY, 1, KM, {"room_tone": True})
    (room,), _ = cues(built, "room")
    voices, _ = cues(built)
    assert room.source == voices[0].source
    assert (room.end, room.target, room.cleaning) == (voices[1].start, -23.0, voices[0].cleaning)
    assert room.out <= samples(1_000) or room.in_ >= samples(6_000)


def test_room_tone_never_comes_from_what_was_cut_out(built, spoken):
    add_take(built, KEY, 1, spoken, KM)
    treat(built, KEY, 1, KM, {"room_tone": True, "cuts": [[0, 1_000], [6_000, 8_000]]})
    assert treated(built, KEY, 1, KM).quiet.room is None
    treat(built, KEY, 1, KM, {"cuts": [], "trim_in": 1_000})
    assert treated(built, KEY, 1, KM).quiet.room[0] >= samples(6_000)


def test_settings_change_what_is_usual_for_a_kind_and_for_beds(built):
    other = with_sound(
        built, story={"high_pass_hz": 0, "fade_out_ms": 120}, bed={"depth_db": -20.0, "hold_ms": 0, "below_lu": 8.0}
    )
    score = cue_edition(other, plan_of(other, FIRST))
    story = next(cue for cue in score.sheet.cues if cue.source == f"{KEY}/part-1")
    assert (story.cleaning.name, story.fade_out) == ("", samples(120))
    closing = next(cue for cue in score.sheet.cues if cue.source == "closing/part-1")
    assert closing.cleaning.high_pass == 60
    bed = next(cue for cue in score.sheet.cues if cue.lane == "bed")
    assert (bed.duck.depth_db, bed.duck.hold, bed.duck.attack, bed.target) == (-20.0, 0, samples(300), -31.0)


def test_a_last_take_that_is_crossfaded_laps_into_what_follows_and_the_airtime_stays_full(built, kit):
    parts = [one for one in cue_edition(built, plan_of(built, FIRST)).spoken if one.entry.key == KEY]
    last = parts[0].heard[-1].part.number
    add_take(built, KEY, last, kit.wav("long.wav", 6.0, seed=31), KM)
    _, before = cues(built)
    treat(built, KEY, last, KM, {"crossfade": 800})
    voices, length = cues(built)
    score = cue_edition(built, plan_of(built, FIRST))
    sting = next(cue for cue in score.sheet.cues if cue.source == "sting" and cue.start > voices[0].start)
    assert abs(voices[-1].end - sting.start - samples(800)) <= samples(24)
    assert voices[-1].fade_out == voices[-1].end - sting.start
    assert before - length == 250 + 800


def test_a_segment_laps_into_the_next_where_no_sting_stands_between(built, kit):
    path = built.workspace.scripts / "clocks" / "short.toml"
    path.write_text(path.read_text("utf-8").replace('sting = "sting"\n', ""), encoding="utf-8")
    score = cue_edition(built, plan_of(built, FIRST))
    headlines = next(one for one in score.spoken if one.entry.key == "headlines")
    add_take(built, f"{FIRST}/headlines", headlines.heard[-1].part.number, kit.wav("long.wav", 5.0, seed=8), KM)
    treat(built, f"{FIRST}/headlines", headlines.heard[-1].part.number, KM, {"crossfade": 600})
    sheet = cue_edition(built, plan_of(built, FIRST)).sheet
    voices = [cue for cue in sheet.cues if cue.lane == "voice"]
    going = next(number for number, cue in enumerate(voices) if cue.source.startswith("headlines/"))
    overlap = voices[going].end - voices[going + 1].start
    assert abs(overlap - samples(600)) <= samples(24)
    assert voices[going].fade_out == voices[going + 1].fade_in == overlap


def test_a_preview_is_what_will_be_heard(built, spoken):
    add_take(built, KEY, 1, spoken, KM)
    treat(built, KEY, 1, KM, {"cuts": [[2_000, 4_000]], "high_pass": 80, "room_tone": True})
    for name in ("story.wav", "story.flac"):
        target = built.workspace.root / name
        found = preview(built, KEY, 1, KM, target)
        with Source(target) as source:
            assert source.length() == samples(found.lasting)
            assert source.channels == 1
    voices, _ = cues(built)
    assert voices[1].end - voices[0].start == samples(found.lasting)
    with pytest.raises(SoundRefused) as refused:
        preview(built, KEY, 1, KM, built.workspace.root / "story.mp3")
    assert codes(refused) == ["audio.preview-ending"]
    assert not list(built.workspace.root.rglob(".partial-*"))


def test_a_treatment_is_kept_on_every_database(station, kit):
    kit.approved(station, SCALE)
    add_take(station, KEY, 1, kit.wav("a.wav", 1.0), KM)
    treat(station, KEY, 1, KM, {"cuts": [[200, 300]], "silence": 700})
    found = treated(station, KEY, 1, KM)
    assert found.own == {"cuts": [[200, 300]], "silence": 700}
    assert (found.treatment.silence, found.lasting) == (700, 880)
    assert json.dumps(found.own)
