"""Reading time and the sentences of a transcript."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.languages import Language
from studio.scripting.counting import counted, split_sentences
from studio.scripting.timing import (
    ReadingTime,
    default_pace,
    line_times,
    part_times,
    reading_time,
    sentences,
)
from studio.scripting.values import Line, split
from studio.units import Ms

KM, EN = Language.KM, Language.EN

SCRIPT = (
    Line("cue", text="ភ្លេងខណ្ឌ"),
    Line("say", "presenter", "សហគមន៍នេសាទ រាយការណ៍ថា៖ «យើងដាំឈើ ១២០ ដើម។»"),
    Line("pause", ms=Ms(1500)),
    Line("clip", "អ៊ំផល្លា", "ខ្ញុំស្រោចទឹករាល់ល្ងាច។", "S-1"),
    Line("say", "presenter", "សូមអរគុណ។"),
)


def test_khmer_is_syllables_over_rate_and_silences() -> None:
    held = counted("សហគមន៍នេសាទ រាយការណ៍ថា។", KM)
    assert held == (8.0, 1, 1, 0)
    time = reading_time([Line("say", "presenter", "សហគមន៍នេសាទ រាយការណ៍ថា។")], KM, default_pace(KM))
    assert time.ms == round(8 / 4.4 * 1000 + 200 + 500)


def test_english_is_words_at_165_a_minute() -> None:
    text = " ".join(["word"] * 165) + "."
    assert reading_time([Line("say", "presenter", text)], EN, default_pace(EN)).ms == 60_000


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("១២០", "មួយរយម្ភៃ"),
        ("១២,០០០៛", "មួយម៉ឺនពីរពាន់រៀល"),
        ("៥០%", "ហាសិបភាគរយ"),
        ("ផ្សេងៗ", "ផ្សេងផ្សេង"),
        ("លេខ ១២៩៣", "លេខ មួយពីរប្រាំបួនបី"),
    ],
)
def test_what_is_written_short_counts_as_it_is_spoken(short: str, long: str) -> None:
    assert counted(short, KM).units == counted(long, KM).units


def test_cues_take_no_time_and_pauses_their_own() -> None:
    times = line_times(SCRIPT, KM, default_pace(KM))
    assert times[0] == ReadingTime()
    assert (times[2].ms, times[2].low, times[2].high, times[2].pauses) == (1500, 1500, 1500, 1500)


def test_instructions_inside_a_line_are_not_read() -> None:
    plain = counted("សូមអរគុណ។", KM)
    assert counted("[យឺតៗ] សូមអរគុណ។", KM) == plain
    assert counted("សូមអរគុណ។ [ឈប់ ២ វិនាទី]", KM) == plain._replace(pauses=2000)


def test_a_clip_takes_its_recorded_length_or_a_guess() -> None:
    known = reading_time(SCRIPT, KM, default_pace(KM), {"S-1": Ms(9_000)})
    guessed = reading_time(SCRIPT, KM, default_pace(KM))
    assert known.clips == 9_000
    assert known.ms - guessed.ms == 9_000 - guessed.clips
    assert known.units == guessed.units


@given(st.permutations(SCRIPT), st.floats(2.0, 8.0))
def test_the_whole_is_the_sum_of_its_lines_and_parts_in_any_order(lines: list[Line], rate: float) -> None:
    pace = replace(default_pace(KM), rate=rate)
    whole = reading_time(lines, KM, pace)
    assert sum(line_times(lines, KM, pace), ReadingTime()) == whole
    assert sum(part_times(split(tuple(lines)), KM, pace), ReadingTime()) == whole
    assert whole.low <= whole.ms <= whole.high


@given(st.floats(2.0, 7.9))
def test_a_faster_presenter_never_takes_longer(rate: float) -> None:
    slow, fast = (replace(default_pace(KM), rate=r) for r in (rate, rate + 0.1))
    assert reading_time(SCRIPT, KM, fast).ms <= reading_time(SCRIPT, KM, slow).ms


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("យើងជីក។ «តើបានទេ?» គាត់សួរ។", ("យើងជីក។", "«តើបានទេ?»", "គាត់សួរ។")),
        ("We dug. “Did it hold?” she asked.", ("We dug.", "“Did it hold?”", "she asked.")),
        ("Mr. Chea met Dr. S. Long at 7.5 km.", ("Mr. Chea met Dr. S. Long at 7.5 km.",)),
        ("១២ នាក់។»", ("១២ នាក់។»",)),
        ("a", ("a",)),
        ("។ ។", ()),
    ],
)
def test_sentences_end_where_they_end(text: str, pieces: tuple[str, ...]) -> None:
    assert split_sentences(text) == pieces


@given(st.text(alphabet="កខា។៕?!. ab»«”“1:៖", max_size=60))
def test_sentences_hold_all_that_is_heard(text: str) -> None:
    pieces = split_sentences(text)
    if pieces:
        assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_transcript_has_speakers_words_and_weights() -> None:
    heard = sentences(SCRIPT, KM)
    assert [speaker for speaker, _, _ in heard] == ["អ្នកអាន", "អ៊ំផល្លា", "អ្នកអាន"]
    assert heard[1].text == "ខ្ញុំស្រោចទឹករាល់ល្ងាច។"
    assert all(weight > 0 for _, _, weight in heard)
    whole = reading_time(SCRIPT, KM, default_pace(KM))
    assert sum(weight for _, _, weight in heard) == pytest.approx(whole.ms - whole.pauses, rel=0.01)


def test_a_transcript_leaves_instructions_out() -> None:
    (one,) = sentences([Line("say", "presenter", "[slowly] Hello there.")], EN)
    assert one == ("Presenter", "Hello there.", one.weight)
