"""The score: what is heard when, what does not fit, and the JSON of it."""

from __future__ import annotations

import os
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.audio.score import score, silences
from studio.audio.sheet import from_json, to_json
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
    bed=st.sampled_from([None, "bed"]),
    sting=st.sampled_from([None, "sting"]),
)
def test_law_what_fits_stays_inside_its_passage_in_order(parts, spare, kind, bed, sting):
    length = max(sum(parts) + spare, 1)
    made = tuple(Part(f"p{n}", count) for n, count in enumerate(parts))
    sheet = score("x", [Passage("k", "T", kind, 7, length, made, bed, sting)], length + 7, LIBRARY)
    voices = lane(sheet, "voice")
    assert [cue.length for cue in voices] == parts
    assert all(cue.start > 7 - FRAME and cue.end <= 7 + length and 0 <= cue.in_ <= cue.out for cue in sheet.cues)
    assert all(cue.fade_in + cue.fade_out <= cue.length for cue in sheet.cues if cue.lane != "bed")
    assert all(before.end <= after.start for before, after in pairwise(voices))


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
