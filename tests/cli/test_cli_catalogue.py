"""Everything the command line and the corridor say is said in Khmer, with the same values, and can be wrapped."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from studio.languages import LOCALE

STUDIO = LOCALE.parent
PLACES = re.compile(r"\{[^}]*\}|%\(\w+\)s")
KHMER = re.compile("[\u1780-\u17ff]+")
WIDEST = 48
"""Letters without a space that a help text still wraps whole in a terminal of 80 columns, with an option's name."""

MARKED = {"cli": (STUDIO / "cli", "_"), "pipeline": (STUDIO / "sentences" / "pipeline.py", "N_")}


def marked(where: Path, name: str) -> set[str]:
    """The texts that a function marks in a file or folder."""
    files = sorted(where.rglob("*.py")) if where.is_dir() else [where]
    calls = [
        node for path in files for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)
    ]
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id == name
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def khmer(name: str) -> Catalog:
    """A catalogue."""
    with (LOCALE / "km" / f"{name}.po").open("rb") as source:
        return read_po(source, locale="km")


@pytest.mark.parametrize("name", MARKED)
def test_every_text_is_in_the_catalogue(name: str) -> None:
    catalogue = khmer(name)
    texts = marked(*MARKED[name])
    assert len(texts) > 30
    assert sorted(text for text in texts if not (catalogue.get(text) and catalogue.get(text).string)) == []


@pytest.mark.parametrize("name", MARKED)
def test_every_translation_has_the_same_values_and_khmer_letters(name: str) -> None:
    for message in khmer(name):
        if not message.id:
            continue
        ids, strings = (one if isinstance(one, tuple) else (one,) for one in (message.id, message.string))
        wanted = {place for text in ids for place in PLACES.findall(text)}
        for text in strings:
            assert set(PLACES.findall(text)) <= wanted, text
            if len(ids) == 1:
                assert sorted(PLACES.findall(text)) == sorted(PLACES.findall(ids[0])), text
            assert KHMER.search(text) or text == ids[0], text
            assert [run for run in KHMER.findall(text) if len(run) > WIDEST] == [], text


def test_stages_that_a_terminal_shows_are_in_the_catalogue() -> None:
    shown = set()
    for path in sorted(STUDIO.rglob("*.py")):
        shown |= set(re.findall(r"\btell\(\"([^\"]+)\"", path.read_text("utf-8")))
    assert shown
    catalogue = khmer("cli")
    assert sorted(text for text in shown if not catalogue.get(text)) == []


def test_the_corridor_s_catalogue_has_nothing_left_over() -> None:
    assert {str(one.id) for one in khmer("pipeline") if one.id} == marked(*MARKED["pipeline"])
