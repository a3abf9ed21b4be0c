"""What the browser searches: terms, documents, and the files they are spread over."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.publishing.search import shards
from studio.publishing.search.documents import MOST, documents, from_bytes, to_bytes
from studio.publishing.search.terms import BUCKETS, bucket, folded, terms
from studio.publishing.wording import ZONE


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ស្រី", "ស្រី"),
        ("ស\u17d2រី", "សី\u17d2រ"),
        ("កន្ត្រៃ", "កន\u17d2រ\u17d2តៃ"),
        ("សប្ដាហ៍", "សប្តាហ៍"),
        ("កោះ", "ក\u17c1\u17b6ះ"),
        ("ស៊ីវិល", "សី\u17caវិល"),
        ("ថ្ងៃទី១២", "ថ្ងៃទី12"),
        ("សហ\u200bគមន៍", "សហគមន៍"),
        ("LAND Rights", "land rights"),
    ],
)
def test_what_is_typed_otherwise_is_searched_alike(typed, meant):
    assert folded(typed) == folded(meant)


syllables = st.tuples(
    st.sampled_from("កខគឃងចឆជញដឋឌណតថទធនបផពភមយរលវសហឡអ"),
    st.lists(st.sampled_from(["្រ", "្ត", "៉", "៊", "ា", "ិ", "ុ", "ំ", "ះ", "់"]), max_size=3, unique=True),
)


@given(st.lists(syllables, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_law_the_order_of_the_signs_of_a_syllable_is_irrelevant(written, chance: random.Random):
    one = "".join(first + "".join(signs) for first, signs in written)
    other = "".join(first + "".join(chance.sample(signs, len(signs))) for first, signs in written)
    assert folded(one) == folded(other)


@given(st.text())
def test_law_what_is_folded_stays_as_it_is(text):
    assert folded(folded(text)) == folded(text)


def test_khmer_words_are_found_in_compounds_and_other_letters_as_words():
    found = list(terms("សហគមន៍នេសាទ និងសិទ្ធិមនុស្ស៖ Farmers' land-rights, ថ្ងៃទី១២"))
    assert {"សហគមន៍", "នេសាទ", "សិទ្ធិមនុស្ស", "មនុស្ស", "farmers", "land", "rights", "12"} <= set(found)
    assert not {"៖", " ", ",", "'"} & set(found)


def test_an_episode_is_found_as_a_whole_and_by_each_story(episodes):
    episode = next(one for one in episodes if one.stories)
    whole, *stories = documents(episode)
    assert (whole.story, [one.story for one in stories]) == ("", [one.slug for one in episode.stories])
    title = next(iter(terms(episode.stories[0].title.km)))
    assert stories[0].weights[title] >= 8
    assert all(0 < weight <= MOST for one in (whole, *stories) for weight in one.weights.values())
    said = {term for line in episode.stories[0].utterances for term in terms(line.text)}
    assert said and said <= set(stories[0].weights)
    assert from_bytes(to_bytes((whole, *stories))) == (whole, *stories)


def test_the_files_of_a_year_hold_every_term_with_each_document(episodes):
    found = [one for episode in episodes for one in documents(episode)]
    months = {"2026-05": found[:2], "2026-11": found[2:]}
    files = dict(shards.bucket_files(months))
    assert set(files) <= set(range(BUCKETS))
    kept = {term: pairs for content in files.values() for term, pairs in json.loads(content).items()}
    for month, listed in months.items():
        for place, one in enumerate(listed):
            number = int(month[5:]) * shards.PER_MONTH + place
            for term, weight in one.weights.items():
                pairs = kept[term]
                assert (number, weight) in set(zip(pairs[::2], pairs[1::2], strict=True))
                assert term in json.loads(files[bucket(term)])
    assert sum(len(pairs) for pairs in kept.values()) == 2 * sum(len(one.weights) for one in found)


def test_the_file_of_a_month_says_what_was_found(episodes):
    found = [one for episode in episodes for one in documents(episode)]
    rows = json.loads(shards.month_file(found))
    assert [row[:2] for row in rows] == [[one.episode, one.story] for one in found]
    assert all(row[2] or row[3] for row in rows)
    assert rows[0][4] == episodes[0].published_at.astimezone(ZONE).date().isoformat()
