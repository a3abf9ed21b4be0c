"""Sentences over the sound, and the WebVTT that carries them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import webvtt as webvtt_py
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from studio.errors import PublishRefused
from studio.languages import Language
from studio.publishing.addresses import moment
from studio.publishing.transcript import LINE, LINES, Spoken, captions, html, shares, spread, webvtt, webvtt_faults
from studio.publishing.values import PublishedEpisode, Utterance, clean
from studio.units import Ms

KHMER = "យើងដើរល្បាតពីរដងក្នុងមួយសប្ដាហ៍ ហើយឥឡូវត្រីត្រឡប់មកវិញ។"
weights = st.lists(st.floats(0, 1e6, allow_nan=False), min_size=1, max_size=40)
texts = st.one_of(
    st.text(max_size=200),
    st.sampled_from((KHMER, KHMER * 4, "<v a> & --> b", "A plain sentence of the script. " * 5, "NOTE\n\nx", "ក" * 90)),
)
sentences = st.lists(
    st.builds(Spoken, st.sampled_from(("", "អ្នកនេសាទ", "a <b> & c")), texts, st.integers(1, 50)), max_size=12
)


def flat(text: str) -> str:
    return "".join(text.split())


@given(st.integers(0, 10_000_000), st.integers(0, 4_000_000), weights)
def test_law_the_parts_fill_the_span_without_gap_or_overlap(start: int, extra: int, given_weights: list[float]) -> None:
    ms = len(given_weights) + extra
    bounds = shares(Ms(start), Ms(ms), given_weights)
    assert (bounds[0], bounds[-1]) == (start, start + ms)
    assert all(before < after for before, after in zip(bounds, bounds[1:], strict=False))


@given(st.integers(100, 1_000_000), st.lists(st.integers(1, 100), min_size=1, max_size=30))
def test_law_a_part_is_as_long_as_its_weight(ms: int, given_weights: list[int]) -> None:
    bounds = shares(Ms(0), Ms(ms), given_weights)
    for index, weight in enumerate(given_weights):
        fair = ms * weight / sum(given_weights)
        if ms > 100 * sum(given_weights):
            assert abs(bounds[index + 1] - bounds[index] - fair) <= 1


def test_sentences_without_weight_share_evenly() -> None:
    assert shares(Ms(0), Ms(30), [0, 0, 0]) == (0, 10, 20, 30)


def test_more_sentences_than_milliseconds_are_refused() -> None:
    with pytest.raises(PublishRefused) as refused:
        spread(Ms(5), Ms(1), [Spoken("", "one", 1), Spoken("", "two", 1)])
    assert refused.value.faults[0].code == "publishing.sentences-without-time"


@given(sentences)
def test_law_spread_keeps_every_sentence_in_order(given_sentences: list[Spoken]) -> None:
    placed = spread(Ms(1000), Ms(60_000), given_sentences)
    assert [(each.speaker, each.text) for each in placed] == [(each.speaker, each.text) for each in given_sentences]


@given(sentences)
def test_law_captions_keep_the_words_and_fit_the_lines(given_sentences: list[Spoken]) -> None:
    placed = spread(Ms(0), Ms(600_000), given_sentences)
    cut = captions(placed)
    assert flat("".join(each.text for each in cut)) == flat("".join(clean(each.text) for each in placed))
    for caption in cut:
        rows = caption.text.split("\n")
        assert len(rows) <= LINES
        assert all(0 < len(row) <= LINE for row in rows)
    assert all(before.end <= after.start for before, after in zip(cut, cut[1:], strict=False))


@given(sentences)
def test_law_an_independent_reader_finds_the_same_captions(given_sentences: list[Spoken]) -> None:
    placed = spread(Ms(250), Ms(600_000), given_sentences)
    text = webvtt(placed)
    assert webvtt_faults(text, "t.vtt") == ()
    read = webvtt_py.from_string(text)
    cut = captions(placed)
    assert len(read.captions) == len(cut)
    for theirs, ours in zip(read.captions, cut, strict=True):
        begin = round(theirs.start_in_seconds * 1000) if isinstance(theirs.start_in_seconds, float) else None
        assert begin in (None, ours.start)
        shown = theirs.text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        assert flat(shown) == flat(ours.text)
        assert (theirs.voice is None) == (not ours.speaker)


def test_a_long_sentence_without_time_keeps_its_words() -> None:
    (caption,) = captions(spread(Ms(0), Ms(2), [Spoken("", "one", 1), Spoken("", KHMER * 5, 0)]))[1:]
    assert flat(caption.text) == flat(KHMER * 5)


def test_the_file_of_a_programme_is_the_golden_one(
    episode: Callable[[int], PublishedEpisode], golden: Callable[[str, bytes], None]
) -> None:
    golden("transcript.km.vtt", webvtt(episode(2).utterances).encode())


def test_a_long_sentence_is_cut_into_even_lines_at_words() -> None:
    cut = captions([Utterance(Ms(0), Ms(20_000), "", KHMER * 3)])
    rows = [row for caption in cut for row in caption.text.split("\n")]
    assert min(map(len, rows)) > 0.6 * max(map(len, rows))
    assert not any(row[0] in "\u17d2។ៗ" or "\u17b4" <= row[0] <= "\u17d1" for row in rows)


@pytest.mark.parametrize(
    ("damage", "into"),
    [
        ("WEBVTT\n", "WEBVT\n"),
        ("00:00:04.750 --> 00:00:09.500", "00:00:09.750 --> 00:00:09.500"),
        ("00:00:04.750 -->", "00:00:4.750 -->"),
        ("\n2\n", "\nx\n"),
    ],
)
def test_a_damaged_file_is_found_out(episode: Callable[[int], PublishedEpisode], damage: str, into: str) -> None:
    text = webvtt(episode(1).utterances)
    assert damage in text
    assert webvtt_faults(text.replace(damage, into, 1), "t.vtt")


def test_html_names_every_speaker_and_links_to_the_moment(episode: Callable[[int], PublishedEpisode]) -> None:
    fragment = lxml_html.fragment_fromstring(str(html(episode(1).utterances, Language.KM, "a.mp3")))
    assert fragment.get("lang") == "km"
    assert [each.text_content() for each in fragment.iter("b")] == ["អ្នកនេសាទម្នាក់", "ស្ត្រីម្នាក់ <ប្រធានក្រុម> & អ្នកលក់ត្រី"]
    starts = [Ms(0), Ms(10_000), episode(1).utterances[-1].start]
    assert [each.get("href") for each in fragment.iter("a")] == [f"a.mp3{moment(start)}" for start in starts]
    times = [f"{utterance.start / 1000:.1f}".removesuffix(".0") for utterance in episode(1).utterances]
    assert [each.get("data-t") for each in fragment.iter("span")] == times
    assert "--> ឥឡូវ" in fragment.text_content()
