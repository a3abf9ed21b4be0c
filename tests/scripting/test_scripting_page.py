"""The script on paper: HTML, plain text, and whether it is stale."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from studio.languages import Language
from studio.scripting.markup import compose
from studio.scripting.page import page
from studio.scripting.render import write
from studio.scripting.stale import is_stale, recipe
from studio.scripting.text import columns, plain_script, wrapped
from studio.scripting.timing import default_pace
from studio.scripting.values import Draft, Line
from studio.units import Ms

KM, EN = Language.KM, Language.EN
CLIPS = {"S-0042": Ms(8_400)}


@pytest.fixture(scope="module")
def story(editors: Path, all_facts: dict[Language, dict[str, Any]]) -> Draft:
    return write(editors, "voices", "story", KM, all_facts[KM])


class Reader(HTMLParser):
    """Collects words, language, and whatever a page would load from elsewhere."""

    VOID = frozenset({"meta", "wbr", "br", "link", "img"})

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.open: list[str] = []
        self.language = ""
        self.loads: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.VOID:
            self.open.append(tag)
        values = dict(attrs)
        if tag == "html":
            self.language = values.get("lang") or ""
        self.loads.extend(str(values[name]) for name in ("src", "href") if name in values)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words.append(data)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


def test_pages_are_the_golden_ones(story: Draft, golden: Callable[[str, str], None]) -> None:
    pace = default_pace(KM, "ចិន្ដា")
    golden("story.km.html", page(story, pace, CLIPS, note="ច្បាប់ទី១", network="បណ្ដាញសិទ្ធិមនុស្ស"))
    golden("story.km.script.txt", plain_script(story, pace, CLIPS))


def test_the_page_needs_nothing_else_and_holds_every_word(story: Draft) -> None:
    reader = read(page(story, default_pace(KM), CLIPS))
    assert reader.language == "km"
    assert reader.loads == []
    together = "".join(reader.words)
    for line in story.lines:
        assert line.text in together
    assert "\u200b" not in together


def test_the_margin_shows_the_running_time(story: Draft) -> None:
    html = page(story, default_pace(KM), CLIPS)
    stamps = re.findall(r'<span title="[^"]+">([០-៩]+:[០-៩]{2})</span>', html)
    assert len(stamps) == len(story.lines)
    assert stamps[0] == "០:០០"
    assert stamps == sorted(stamps)


def test_nothing_that_is_said_becomes_html() -> None:
    evil = '<script>alert(1)</script> & "x" {{ 7*7 }}'
    lines = (Line("say", "presenter", evil), Line("clip", "<b>who", evil, "S-1"), Line("cue", text=evil))
    draft = Draft("story", EN, evil, lines, compose(lines, EN))
    html = page(draft, default_pace(EN, evil), note=evil, network=evil)
    assert "<script" not in html and "<b>who" not in html and "{{" in html
    assert evil in "".join(read(html).words)


def test_a_font_can_travel_inside_the_page(story: Draft) -> None:
    assert "@font-face" not in page(story, default_pace(KM))
    html = page(story, default_pace(KM), font=b"wOF2" + b"\x00" * 9)
    assert "url(data:font/woff2;base64,d09GMgAAAAAAAAAAAA==) format('woff2')" in html
    read(html)


def test_plain_text_holds_every_word_in_narrow_rows(story: Draft) -> None:
    text = plain_script(story, default_pace(KM), CLIPS)
    assert all(columns(row) <= 80 for row in text.splitlines())
    assert "\u200b" not in text
    squeezed = "".join(text.split())
    for line in story.lines:
        assert all(piece in squeezed for piece in line.text.split())


def test_rows_break_between_words_only() -> None:
    text = "សហគមន៍នេសាទរាយការណ៍ថា ត្រីផ្សេងៗបានត្រឡប់មកវិញ។ Hello world"
    rows = list(wrapped(text, 12))
    assert len(rows) > 3
    assert not any(row[0] in "ៗ។ាិី្់៍" for row in rows)
    assert "".join("".join(rows).split()) == "".join(text.split())


def test_a_script_is_stale_when_facts_or_template_change(facts: Callable[[Language], dict[str, Any]]) -> None:
    told = facts(KM)
    made = recipe(told, "PRESENTER: x")
    assert not is_stale(made, recipe(dict(reversed(told.items())), "PRESENTER: x"))
    assert not is_stale(made, recipe({**told, "later": None}, "PRESENTER: x"))
    assert is_stale(made, recipe({**told, "happened": "ថ្មី"}, "PRESENTER: x"))
    assert is_stale(made, recipe({**told, "voices": told["voices"][::-1]}, "PRESENTER: x"))
    assert is_stale(made, recipe(told, "PRESENTER: y"))
    assert is_stale(made, recipe(told, "PRESENTER: x", version=2))
