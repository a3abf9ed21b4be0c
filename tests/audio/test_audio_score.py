"""The score: what is heard when, what does not fit, and the JSON of it."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.audio.scores.score import needed, score, silences
from studio.audio.scores.sheet import from_json, to_json
from studio.audio.values import FRAME, Cleaning, Cue, CueSheet, Duck, Mark, Part, Passage, Stretch
from studio.errors import SoundRefused
from studio.units import samples

SECOND = 48_000
GOLDEN = Path(__file__).parent / "golden" / "sheet.json"
LIBRARY = {"bed": 20 * SECOND, "sting": 2 * SECOND, "jingle": 5 * SECOND, "song": 100 * SECOND}


def passage(key, kind, start, length, *parts, **more):
    parts = tuple(Part(label, round(seconds * SECOND), -23.0) for label, seconds in parts)
    return Passage(key, key.title(), kind, start * SECOND, length * SECOND, parts, **more)


SHOW = [
    passage("opening", "opening", 0, 30, ("host", 12), ("guest", 8), bed="bed", sting="sting"),
    passage("story", "story", 30, 60, ("take-1", 40), ("take-2", 15)),
    passage("break", "music", 90, 45, sting=None, bed="song"),
    passage("logo", "jingle", 135, 5, sting="jingle"),
    passage("closing", "closing", 140, 20, ("host", 12), bed="bed"),
]


def lane(sheet, name):
    return [cue for cue in sheet.cues if cue.lane == name]


def codes(passages, length=600 * SECOND):
    with pytest.raises(SoundRefused) as refused:
        score("Show", passages, length, LIBRARY)
    return [(one.code, one.where) for one in refused.value.faults]


def test_the_sheet_of_a_small_show_is_the_golden_one():
    text = to_json(score("កម្មវិធី", SHOW, 160 * SECOND, LIBRARY))
    if os.environ.get("STUDIO_GOLDEN") == "write":
        GOLDEN.parent.mkdir(exist_ok=True)
        GOLDEN.write_text(text, encoding="utf-8")
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_parts_follow_one_another_inside_their_passage():
    voices = lane(score("Show", SHOW, 160 * SECOND, LIBRARY), "voice")
    assert [cue.source for cue in voices] == ["host", "guest", "take-1", "take-2", "host"]
    assert all(before.end <= after.start for before, after in pairwise(voices))
    assert voices[2].start >= 30 * SECOND
    assert voices[3].end <= 90 * SECOND


def test_a_part_that_just_fits_starts_at_once_and_ends_with_its_passage():
    sheet = score("Show", [passage("story", "story", 0, 10, ("a", 6), ("b", 4))], 10 * SECOND, LIBRARY)
    assert [(cue.start, cue.end) for cue in sheet.cues] == [(0, 6 * SECOND), (6 * SECOND, 10 * SECOND)]


def test_a_bed_is_looped_under_the_whole_passage_and_gives_way():
    beds = [cue for cue in lane(score("Show", SHOW, 160 * SECOND, LIBRARY), "bed") if cue.start < 30 * SECOND]
    assert (beds[0].start, beds[-1].end) == (0, 30 * SECOND)
    assert all(
        after.start == before.end - before.fade_out and after.fade_in == before.fade_out
        for before, after in pairwise(beds)
    )
    assert all(cue.duck.depth_db < -6 and cue.target < -23 for cue in beds)


def test_a_bed_is_not_laid_under_a_story():
    sheet = score("Show", [passage("story", "story", 0, 30, ("a", 20), bed="bed")], 30 * SECOND, LIBRARY)
    assert not lane(sheet, "bed")


def test_a_sting_stands_at_the_join_and_the_voice_comes_in_on_its_end():
    sheet = score("Show", SHOW, 160 * SECOND, LIBRARY)
    (sting,) = lane(sheet, "sting")
    assert sting.start == 0
    assert sting.end - SECOND < lane(sheet, "voice")[0].start <= sting.end


def test_music_is_cut_or_looped_to_its_passage_and_faded_at_its_ends():
    for length in (45, 300):
        music = lane(score("Show", [passage("m", "music", 0, length, bed="song")], length * SECOND, LIBRARY), "music")
        assert (music[0].start, music[-1].end) == (0, length * SECOND)
        assert music[0].fade_in
        assert music[-1].fade_out >= SECOND


def test_marks_stand_where_titled_passages_begin():
    sheet = score("Show", [*SHOW, passage("", "story", 160, 5, ("x", 2))], 165 * SECOND, LIBRARY)
    assert [mark.start for mark in sheet.marks] == [p.start // FRAME * FRAME for p in SHOW]


def test_everything_that_does_not_fit_is_named_at_once():
    assert codes(
        [
            passage("a", "story", 0, 10, ("take", 10.001)),
            passage("b", "jingle", 9, 3, sting="jingle"),
            passage("c", "opening", 20, 10, bed="nothing"),
            passage("d", "music", 40, 10),
            passage("e", "story", 590, 20),
        ]
    ) == [
        ("audio.passages-overlap", "b"),
        ("audio.passage-outside", "e"),
        ("audio.sound-missing", "c"),
        ("audio.passage-empty", "d"),
        ("audio.part-too-long", "a"),
        ("audio.part-too-long", "b"),
    ]


def test_dead_air_is_found():
    sheet = score("Show", [passage("story", "story", 0, 30, ("a", 10), ("b", 10))], 40 * SECOND, LIBRARY)
    (found,) = silences(sheet, 3 * SECOND)
    assert found.values["seconds"] == pytest.approx(19.3, abs=0.2)


def spoken(*parts, length=30, **more):
    """The sheet of one story with those parts."""
    story = Passage("story", "Story", "story", 0, length * SECOND, parts, **more)
    return score("Show", [story], length * SECOND, LIBRARY)


def test_a_part_is_heard_from_where_it_is_trimmed_with_its_own_gain_fades_and_cleaning():
    cleaning = Cleaning(80, 6.0)
    part = Part("a", 8 * SECOND, -23.0, 2 * SECOND, -3.0, 4800, 9600, cleaning=cleaning)
    (cue,) = spoken(part).cues
    assert (cue.in_, cue.out, cue.gain_db, cue.fade_in, cue.fade_out) == (2 * SECOND, 10 * SECOND, -3.0, 4800, 9600)
    assert (cue.cleaning, cue.played) == (cleaning, "a (high-pass 80 Hz, denoise 6 dB)")


def test_parts_that_are_crossfaded_lap_over_one_another_and_fade_alike():
    first, second = spoken(Part("a", 5 * SECOND, crossfade=960), Part("b", 5 * SECOND)).cues
    assert second.start == first.end - 960
    assert first.fade_out == second.fade_in == 960


def test_the_silence_after_a_part_is_the_one_that_was_asked_for():
    first, second, third = spoken(Part("a", 48_000), Part("b", 48_000, pause=2 * SECOND), Part("c", 48_000)).cues
    assert second.start - first.end == samples(400)
    assert third.start - second.end == 2 * SECOND


def test_what_is_needed_is_exactly_enough_and_a_sample_less_is_shared_out():
    parts = (Part("a", SECOND, crossfade=960), Part("a", SECOND, in_=2 * SECOND), Part("b", SECOND, pause=SECOND))
    whole = needed("story", parts, False)
    assert whole == samples(250) + 2 * SECOND - 960 + samples(400) + SECOND + SECOND
    sheet = score("Show", [Passage("k", "K", "story", 0, whole, parts)], whole, LIBRARY)
    assert [cue.start for cue in sheet.cues] == [
        samples(250),
        samples(250) + SECOND - 960,
        samples(650) + 2 * SECOND - 960,
    ]
    assert sheet.length - sheet.cues[-1].end == SECOND


def test_room_tone_lies_under_a_cut_and_in_the_pause_after_a_take():
    room = (SECOND, 2 * SECOND)
    cut = [Part("a", 5 * SECOND, -23.0, crossfade=960, room=room), Part("a", 5 * SECOND, -23.0, 7 * SECOND, room=room)]
    sheet = spoken(*cut, Part("b", 5 * SECOND, -23.0))
    voices, rooms = lane(sheet, "voice"), lane(sheet, "room")
    assert [cue.source for cue in rooms] == ["a", "a"]
    assert all(cue.target == -23.0 and room[0] <= cue.in_ < cue.out <= room[1] for cue in rooms)
    under, after = rooms
    assert under.start < voices[1].start < voices[0].end < under.end
    assert under.fade_in and under.fade_out
    assert after.start < voices[1].end
    assert (after.end, after.fade_out) == (voices[2].start, samples(400))


def test_room_tone_shorter_than_a_pause_is_looped_without_a_hole():
    room = (0, samples(300))
    rooms = lane(spoken(Part("a", 5 * SECOND, room=room, pause=3 * SECOND), Part("b", 5 * SECOND)), "room")
    assert len(rooms) > 5
    assert all(after.start == before.end - before.fade_out for before, after in pairwise(rooms))
    assert rooms[-1].end - rooms[0].start > 3 * SECOND


def test_two_rooms_meet_in_the_pause_between_them():
    parts = [Part("a", 5 * SECOND, room=(0, 2 * SECOND)), Part("b", 5 * SECOND, room=(SECOND, 3 * SECOND))]
    going, coming = lane(spoken(*parts), "room")
    first, second = lane(spoken(*parts), "voice")
    assert (going.end, going.fade_out) == (second.start, second.start - first.end)
    assert (coming.start, coming.fade_in) == (first.end, second.start - first.end)


def test_a_bed_gives_way_as_its_passage_says():
    duck = Duck(-20.0, 100, 200, 300)
    show = [replace(SHOW[0], duck=duck, bed_below=9.0)]
    beds = lane(score("Show", show, 30 * SECOND, LIBRARY), "bed")
    assert all(cue.duck == duck and cue.target == -32.0 for cue in beds)


@pytest.mark.parametrize("kind", ["story", "music", "jingle"])
def test_the_last_part_laps_into_the_segment_that_follows_and_both_fade_alike(kind):
    more = {"sting": "jingle"} if kind == "jingle" else {"bed": "song"} if kind == "music" else {}
    parts = (Part("b", 4 * SECOND),) if kind == "story" else ()
    first = Passage("a", "A", "story", 0, 5 * SECOND - 7, (Part("a", 276_000),), lap=SECOND)
    second = Passage("b", "B", kind, 5 * SECOND, 10 * SECOND, parts, **more)
    sheet = score("Show", [first, second], 15 * SECOND, LIBRARY)
    going, coming = sheet.cues
    assert coming.start == sheet.stretches[1].start
    assert going.end - coming.start == going.fade_out == coming.fade_in
    assert abs(going.fade_out - SECOND) <= samples(300)


def test_a_part_may_lap_out_of_its_passage_only_as_far_as_that_says():
    assert codes([Passage("a", "A", "story", 0, SECOND, (Part("a", 2 * SECOND),), lap=SECOND - 1)], 3 * SECOND) == [
        ("audio.part-too-long", "a")
    ]


lengths = st.integers(1, 60 * SECOND)


@given(pulled=st.integers(1, 90_000), kept=st.lists(st.integers(1, 60_000), min_size=1, max_size=4))
def test_law_a_segment_that_is_pulled_moves_the_others_by_whole_frames_and_changes_nothing_else(pulled, kept):
    def laid(first):
        passages, at = [Passage("first", "First", "story", 0, samples(first), (Part("first", samples(first)),))], first
        for number, ms in enumerate(kept):
            kind = ("story", "closing", "music")[number % 3]
            parts = (Part("p", min(samples(ms), 9 * SECOND)),) if kind != "music" else ()
            length = samples(ms) + 4 * SECOND
            passages.append(Passage(f"k{number}", "K", kind, samples(at), length, parts, "bed"))
            at += ms + 4000
        sheet = score("x", passages, samples(at), LIBRARY)
        return [
            [
                replace(cue, start=cue.start - one.start)
                for cue in sheet.cues
                if one.start <= cue.start < one.end and cue.source != "first"
            ]
            for one in sheet.stretches[1:]
        ], [one.start for one in sheet.stretches[1:]]

    before, starts = laid(pulled)
    after, earlier = laid(1)
    assert before == after
    assert all(was % FRAME == 0 and now % FRAME == 0 for was, now in zip(starts, earlier, strict=True))


@given(
    parts=st.lists(lengths, max_size=5),
    spare=st.integers(0, 20 * SECOND),
    kind=st.sampled_from(["opening", "headlines", "story", "hotline", "closing", "profile", "joint_story"]),
    cross=st.lists(st.integers(0, 9600), min_size=5, max_size=5),
    room=st.sampled_from([None, (0, 4800), (4800, 100_000)]),
    fades=st.tuples(st.integers(0, 96_000), st.integers(0, 96_000)),
    bed=st.sampled_from([None, "bed"]),
    sting=st.sampled_from([None, "sting"]),
)
def test_law_what_fits_stays_inside_its_passage_in_order(parts, spare, kind, cross, room, fades, bed, sting):
    length = max(sum(parts) + spare, 1)
    made = tuple(
        Part(f"p{n // 2}", count, None, 7, 0.0, *fades, crossfade=cross[n], room=room) for n, count in enumerate(parts)
    )
    sheet = score("x", [Passage("k", "T", kind, 7, length, made, bed, sting)], length + 7, LIBRARY)
    voices = lane(sheet, "voice")
    assert [cue.length for cue in voices] == parts
    assert all(cue.start > 7 - FRAME and cue.end <= 7 + length and 0 <= cue.in_ <= cue.out for cue in sheet.cues)
    assert all(cue.fade_in + cue.fade_out <= cue.length for cue in sheet.cues if cue.lane not in ("bed", "room"))
    for before, after, lap in zip(voices, voices[1:], cross, strict=False):
        assert before.start <= after.start
        assert before.end - after.start <= lap


counts = st.integers(0, 1 << 40)
gains = st.floats(-60, 20, allow_nan=False)
ducks = st.builds(Duck, gains, counts, counts, counts)
cleanings = st.builds(Cleaning, st.integers(0, 400), gains, st.booleans())
cues = st.builds(
    Cue,
    st.sampled_from(["voice", "bed", "sting", "music", "jingle", "room"]),
    st.text(max_size=20),
    counts,
    counts,
    counts,
    gains,
    counts,
    counts,
    st.none() | gains,
    st.none() | ducks,
    cleanings,
)
some_marks = st.lists(st.builds(Mark, counts, st.text()), max_size=4).map(tuple)
some_stretches = st.lists(st.builds(Stretch, st.text(), counts, counts), max_size=4).map(tuple)


@given(st.builds(CueSheet, st.text(), counts, st.lists(cues, max_size=6).map(tuple), some_marks, some_stretches))
def test_law_a_sheet_comes_back_from_its_json(sheet):
    assert from_json(to_json(sheet)) == sheet


def test_a_sheet_that_tells_its_digests_is_the_same_sheet():
    sheet = score("Show", SHOW, 160 * SECOND, LIBRARY)
    told = to_json(sheet, {cue.source: f"digest of {cue.source}" for cue in sheet.cues})
    assert told.count('"digest": "digest of host"') == 2
    assert from_json(told) == sheet


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"version": 1, "title": "", "length": 0, "cues": [], "marks": [], "stretches": []}',
        '{"version": 2, "title": "", "length": 1.5, "cues": [], "marks": [], "stretches": []}',
        '{"version": 2, "title": "", "length": -1, "cues": [], "marks": [], "stretches": []}',
        '{"version": 2, "title": "", "length": 1, "cues": [{"lane": "voice"}], "marks": [], "stretches": []}',
    ],
)
def test_what_is_no_sheet_is_refused(text):
    with pytest.raises(SoundRefused):
        from_json(text)
