"""What a producer does to one take: what is heard of it, what cannot be done, and what is done by itself."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.audio.scores.treatment import (
    AS_RECORDED,
    DEFAULTS,
    JOIN,
    Quiet,
    Treatment,
    changed,
    faults,
    lasting,
    parts,
    pieces,
    plain,
)
from studio.audio.values import Kind
from studio.errors import SoundRefused
from studio.units import samples

LENGTH = 20_000
QUIET = Quiet((samples(1_000), samples(18_000)), (samples(18_500), samples(19_500)))


def codes(treatment, length=LENGTH, quiet=QUIET):
    return [one.code for one in faults(treatment, length, quiet, "a")]


def heard(treatment, length=LENGTH):
    """What is heard, in ms."""
    return [(start // 48, end // 48) for start, end in pieces(treatment, length, QUIET.spoken)]


def test_nothing_is_done_unless_it_is_asked_for():
    assert heard(AS_RECORDED) == [(0, LENGTH)]
    assert AS_RECORDED.cleaning.name == ""
    (part,) = parts("a", AS_RECORDED, LENGTH, QUIET, -23.0)
    assert (part.in_, part.samples, part.gain_db, part.crossfade, part.pause, part.room) == (
        0,
        samples(LENGTH),
        0.0,
        0,
        None,
        None,
    )


def test_silence_at_the_ends_is_left_out_and_what_a_person_says_goes_before_it():
    automatic = Treatment(auto_trim=True)
    assert heard(automatic) == [(1_000, 18_000)]
    assert heard(replace(automatic, trim_in=0)) == [(0, 18_000)]
    assert heard(replace(automatic, trim_out=LENGTH)) == [(1_000, LENGTH)]
    assert heard(Treatment(trim_in=2_500, trim_out=3_000)) == [(2_500, 3_000)]


def test_what_is_cut_out_is_not_heard_and_the_rest_laps_over_it_shortly():
    cut = Treatment(cuts=((2_000, 5_000), (6_000, 9_000)), crossfade=700, fade_in=30, fade_out=60)
    assert heard(cut) == [(0, 2_000), (5_000, 6_000), (9_000, LENGTH)]
    made = parts("a", cut, LENGTH, QUIET, -23.0)
    assert [one.crossfade for one in made] == [JOIN, JOIN, samples(700)]
    assert [(one.fade_in, one.fade_out) for one in made] == [(samples(30), 0), (0, 0), (0, samples(60))]
    assert lasting(pieces(cut, LENGTH, QUIET.spoken)) == LENGTH - 6_000 - 40


def test_a_cut_at_an_end_and_a_splinter_between_two_leave_no_piece():
    assert heard(Treatment(cuts=((0, 2_000), (19_990, LENGTH)))) == [(2_000, 19_990)]
    assert heard(Treatment(cuts=((1_000, 2_000), (2_030, 3_000)))) == [(0, 1_000), (3_000, LENGTH)]
    assert heard(Treatment(trim_in=1_500, cuts=((1_000, 2_000),))) == [(2_000, LENGTH)]


def test_every_piece_has_the_gain_the_cleaning_and_the_room_of_its_take():
    one = Treatment(cuts=((2_000, 3_000),), gain_db=-2.0, high_pass=80, denoise_db=6.0, levelling=True, room_tone=True)
    for part in parts("a", one, LENGTH, QUIET, -23.0):
        assert (part.label, part.gain_db, part.target, part.room) == ("a", -2.0, -23.0, QUIET.room)
        assert part.cleaning.name == "high-pass 80 Hz, denoise 6 dB, levelling"
    assert parts("a", one, LENGTH, Quiet(QUIET.spoken), None)[0].room is None


def test_everything_that_cannot_be_done_is_named_at_once():
    assert codes(
        Treatment(
            trim_in=9_000,
            trim_out=8_000,
            cuts=((1_000, 3_000), (2_000, 2_500), (19_000, 21_000)),
            gain_db=40.0,
            crossfade=500,
            silence=60_001,
            high_pass=1_000,
            denoise_db=30.0,
            fade_in=-1,
        )
    ) == [
        "audio.trim-backwards",
        "audio.take-cut-outside",
        "audio.cuts-overlap",
        "audio.nothing-left",
        "audio.crossfade-with-silence",
        "audio.gain-absurd",
        "audio.high-pass-absurd",
        "audio.denoise-absurd",
        "audio.length-absurd",
        "audio.length-absurd",
    ]


@pytest.mark.parametrize(
    ("treatment", "code"),
    [
        (Treatment(trim_in=-1), "audio.trim-outside"),
        (Treatment(trim_out=LENGTH + 1), "audio.trim-outside"),
        (Treatment(trim_in=19_950), "audio.nothing-left"),
        (Treatment(cuts=((0, LENGTH),)), "audio.nothing-left"),
        (Treatment(fade_in=10_000, fade_out=10_001), "audio.fades-too-long"),
        (Treatment(crossfade=10_001), "audio.crossfade-too-long"),
        (Treatment(gain_db=-31.0), "audio.gain-absurd"),
        (Treatment(high_pass=19), "audio.high-pass-absurd"),
        (Treatment(high_pass=301), "audio.high-pass-absurd"),
        (Treatment(silence=-5), "audio.length-absurd"),
        (Treatment(silence=60_001), "audio.length-absurd"),
        (Treatment(gain_db=float("nan")), "audio.gain-absurd"),
        (Treatment(denoise_db=float("nan")), "audio.denoise-absurd"),
    ],
)
def test_one_thing_that_cannot_be_done_is_named_alone(treatment, code):
    assert codes(treatment) == [code]


def test_what_can_be_done_is_not_refused():
    for treatment in (
        AS_RECORDED,
        *DEFAULTS.values(),
        Treatment(trim_in=0, trim_out=LENGTH, gain_db=20.0, high_pass=300, denoise_db=24.0, crossfade=10_000),
        Treatment(silence=60_000),
    ):
        assert codes(treatment) == []


def test_a_take_of_which_nothing_is_left_is_not_played():
    with pytest.raises(SoundRefused) as refused:
        parts("a", Treatment(trim_in=19_990), LENGTH, QUIET, None)
    assert refused.value.faults[0].code == "audio.nothing-left"


def test_there_is_a_default_for_every_segment_that_is_spoken_and_for_clips():
    assert set(DEFAULTS) == {*Kind.__args__, "clip"} - {"jingle", "music"}
    assert all(one.auto_trim and one.high_pass for one in DEFAULTS.values())
    assert DEFAULTS["clip"].room_tone and not DEFAULTS["story"].room_tone


def test_a_step_is_changed_alone_and_cuts_are_put_in_order():
    own = {"gain_db": -2.0, "cuts": [[5_000, 6_000], [1_000, 2_000]], "trim_in": None}
    found = changed(DEFAULTS["clip"], own)
    assert found == replace(DEFAULTS["clip"], gain_db=-2.0, cuts=((1_000, 2_000), (5_000, 6_000)))


moments = st.integers(0, LENGTH)
treatments = st.builds(
    Treatment,
    st.none() | moments,
    st.none() | moments,
    st.booleans(),
    st.lists(st.tuples(moments, moments).map(lambda pair: tuple(sorted(pair))), max_size=4).map(
        lambda cuts: tuple(sorted(cuts))
    ),
    st.floats(-30, 20),
    st.integers(0, 500),
    st.integers(0, 500),
    st.integers(0, 2_000),
    st.none() | st.integers(0, 3_000),
)


@given(treatments)
def test_law_a_treatment_comes_back_from_what_is_kept_of_it(treatment):
    assert changed(AS_RECORDED, plain(treatment)) == treatment


@given(treatments)
def test_law_what_is_heard_is_in_order_inside_the_take_and_outside_every_cut(treatment):
    found = heard(treatment)
    flat = [edge for piece in found for edge in piece]
    assert flat == sorted(flat)
    assert all(0 <= start < end <= LENGTH for start, end in found)
    for start, end in found:
        assert all(end <= first or start >= last for first, last in treatment.cuts)
        assert treatment.trim_in is None or start >= treatment.trim_in
        assert treatment.trim_out is None or end <= treatment.trim_out


@given(treatments)
def test_law_what_is_not_refused_can_be_played(treatment):
    if not codes(treatment):
        made = parts("a", treatment, LENGTH, QUIET, -23.0)
        total = sum(one.samples for one in made) - JOIN * (len(made) - 1)
        assert total == samples(lasting(pieces(treatment, LENGTH, QUIET.spoken)))
