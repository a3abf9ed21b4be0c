"""Clean text, the order of episodes, who speaks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from studio.languages import Language
from studio.publishing.values import Both, PublishedEpisode, clean, cleaned, newest_first

ANY = st.text(alphabet=st.characters(exclude_categories=()))


@given(ANY)
def test_law_clean_text_can_be_written_as_xml_and_cleaning_twice_changes_nothing(text: str) -> None:
    element = etree.Element("t")
    element.text = clean(text)
    assert etree.fromstring(etree.tostring(element, encoding="UTF-8")).text in (clean(text), None)
    assert clean(clean(text)) == clean(text)


def test_cleaning_reaches_every_text(episode: Callable[[int], PublishedEpisode]) -> None:
    dirty = replace(
        episode(1),
        title=Both("ក\x0bខ\u200b", "a\x00b"),
        chapters=(replace(episode(1).chapters[0], title=Both("\ud800ក", "")),),
    )
    found = cleaned(dirty)
    assert found.title == Both("កខ", "ab")
    assert found.chapters[0].title == Both("ក", "")
    assert cleaned(episode(1)) == episode(1)


def test_a_text_that_is_missing_in_one_language_is_told_in_the_other() -> None:
    assert Both("", "only").told(Language.KM) == "only"
    assert Both("", "only").language(Language.KM) is Language.EN
    assert Both("តែ", "").language(Language.EN) is Language.KM


def test_the_newest_comes_first_whatever_the_order(episodes: tuple[PublishedEpisode, ...]) -> None:
    assert [each.number for each in newest_first(episodes)] == [3, 2, 1]
    assert newest_first(episodes[::-1]) == newest_first(episodes)


def test_everybody_who_speaks_is_named_once(episode: Callable[[int], PublishedEpisode]) -> None:
    assert [name.en for name in episode(1).organizations] == [
        "Phka Trakuon Community Fishery",
        "Phum Thmey Women Fish Processors",
        "Veal Lvea Rice Land Community",
    ]
