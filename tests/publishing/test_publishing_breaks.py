"""Where lines may end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markupsafe import escape

from studio.languages import Language
from studio.publishing.breaks import broken, lines, words
from studio.publishing.foreign import marked

letters = st.text(
    alphabet=st.one_of(st.characters(min_codepoint=0x1780, max_codepoint=0x17DD), st.sampled_from("ab <&>។ៗ\n"))
)


@given(letters)
def test_law_words_joined_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text


@given(letters, st.integers(1, 80))
def test_law_no_line_is_longer_than_its_limit_and_nothing_is_lost(text: str, limit: int) -> None:
    rows = lines(text, limit)
    assert all(len(row) <= limit for row in rows)
    assert "".join("".join(rows).split()) == "".join(text.split())


@given(letters)
def test_law_a_broken_text_reads_as_the_text(text: str) -> None:
    fragment = lxml_html.fragment_fromstring(f"<p>{broken(text)}</p>")
    assert "".join(fragment.itertext()) == text
    assert {each.tag for each in fragment.iterdescendants()} <= {"wbr"}


def test_khmer_is_broken_between_words() -> None:
    assert str(broken("សហគមន៍នេសាទ & ត្រី")) == "សហគមន៍<wbr>នេសាទ &amp; ត្រី"
    assert lines("សហគមន៍នេសាទ", 8) == ("សហគមន៍", "នេសាទ")


@given(st.text(alphabet="aé <&\u1780\u17b6\u17d2\u200b ", max_size=30))
def test_law_khmer_in_another_language_is_marked_and_no_letter_is_lost(text: str) -> None:
    shown = marked(text, Language.EN, escape)
    tree = lxml_html.fragment_fromstring(f"<p>{shown}</p>")
    assert tree.text_content() == text
    outside = [tree.text or "", *(each.tail or "" for each in tree)]
    assert not any("\u1780" <= letter <= "\u17ff" for each in outside for letter in each)
    assert {each.get("lang") for each in tree} <= {"km"}
    assert marked(text, Language.KM, escape) == escape(text)
