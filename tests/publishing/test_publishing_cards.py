"""Cards: small, complete, the same after they were kept as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from studio.languages import Language
from studio.publishing import addresses
from studio.publishing.cards import SUMMARY, Card, StoryCard, card_of, from_json, to_json
from studio.publishing.themes import THEMES, theme_name
from studio.publishing.values import Both, Province, PublishedEpisode
from studio.records.kinds import Sector
from studio.units import Ms

Make = Callable[[int], PublishedEpisode]
TEXTS = st.builds(Both, st.text(), st.text())
STORIES = st.builds(
    StoryCard,
    slug=st.text(),
    title=TEXTS,
    start=st.integers(0).map(Ms),
    ms=st.integers(0).map(Ms),
    theme=st.sampled_from(["", "land"]),
    province=st.none() | st.builds(Province, st.text(), TEXTS),
    communities=st.just(()),
)
CARDS = st.builds(
    Card,
    slug=st.text(),
    guid=st.text(),
    number=st.integers(),
    season=st.integers(),
    title=TEXTS,
    summary=TEXTS,
    published_at=st.datetimes(timezones=st.just(UTC)),
    language=st.sampled_from(Language),
    sound=st.text(),
    ms=st.integers(0).map(Ms),
    bytes=st.integers(0),
    synthetic=st.booleans(),
    picture=st.none() | st.text(),
    stories=st.lists(STORIES, max_size=2).map(tuple),
)


@given(CARDS)
def test_law_a_card_comes_back_from_json_as_it_was(card: Card) -> None:
    assert from_json(json.loads(json.dumps(to_json(card)))) == card


def test_a_card_holds_what_a_list_shows(episode: Make) -> None:
    made = episode(2)
    card = card_of(made)
    assert (card.slug, card.guid, card.number, card.ms, card.bytes) == (
        made.slug,
        made.guid,
        2,
        120_000,
        made.enclosure.bytes,
    )
    assert [(one.slug, one.theme, one.province and one.province.code) for one in card.stories] == [
        ("fish-return", "fisheries", "02"),
        ("land-map", "land", None),
    ]
    speakers = [(one.slug, one.listed) for story in card.stories for one in story.communities]
    assert speakers == [("btb-11", True), ("btb-12", False), ("btb-13", False)]
    assert card.synthetic and card.picture is None
    assert card.sound == addresses.media(made.enclosure)
    assert from_json(json.loads(json.dumps(to_json(card)))) == card


def test_a_summary_is_short(episode: Make) -> None:
    card = card_of(replace(episode(1), description=Both("ក " * 400, "a\n b")))
    assert len(card.summary.km) <= SUMMARY and card.summary.km.endswith("…")
    assert card.summary.en == "a b"


def test_months_and_years_are_those_of_cambodia(episode: Make) -> None:
    card = card_of(replace(episode(1), published_at=datetime(2012, 12, 31, 18, 0, tzinfo=UTC)))
    assert (card.month, card.year) == ("2013-01", 2013)


def test_every_theme_of_a_report_has_a_name_in_both_languages() -> None:
    assert list(THEMES) == [sector.value for sector in Sector]
    assert len({theme_name(theme).km for theme in THEMES} | set(THEMES.values())) == 2 * len(THEMES)
    assert theme_name("weather") == Both("weather", "weather")
