"""The catalogues: English as the code says, Khmer from every .po file together."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from studio.errors import fault
from studio.languages import LOCALE, N_, Language, catalogue, translator
from studio.sentences.say import TABLE, say

CATALOGUES = sorted((LOCALE / "km").glob("*.po"))
INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")


def test_english_is_what_the_code_says() -> None:
    assert translator(Language.EN)("There is no file {where}.") == "There is no file {where}."


def test_khmer_comes_from_every_file() -> None:
    translate = translator(Language.KM)
    assert translate("There is no file {where}.") == "គ្មានឯកសារ {where} ទេ។"
    assert translate("Choose another backup.") != "Choose another backup."


def test_a_text_that_nobody_translated_stays_as_it_is() -> None:
    assert translator(Language.KM)("Nobody says this.") == "Nobody says this."


def test_nothing_is_nothing_in_every_language() -> None:
    for language in Language:
        assert translator(language)("") == ""


def test_marking_changes_nothing_and_a_catalogue_is_read_once() -> None:
    assert N_("text") == "text"
    assert catalogue(Language.KM) is catalogue(Language.KM)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_is_whole(path: Path) -> None:
    with path.open("rb") as source:
        messages = read_po(source, locale="km", abort_invalid=True)
    assert messages.charset == "utf-8"
    assert messages.num_plurals == 1
    for message in messages:
        if not message.id:
            continue
        texts = [message.id] if isinstance(message.id, str) else list(message.id)
        said = [message.string] if isinstance(message.string, str) else list(message.string)
        assert len(said) == 1, f"{message.id}: Khmer has one form for every number"
        assert said[0], f"{message.id}: not translated"
        assert not message.fuzzy, message.id
        known = set().union(*map(fields, texts))
        wanted = known if len(texts) == 1 else known & fields(said[0])
        assert fields(said[0]) == wanted, f"{message.id}: other placeholders"
        assert not INVISIBLE.search(said[0]), f"{message.id}: an invisible character"
        assert said[0][-1] != "." or texts[0][-1] != ".", f"{message.id}: a Khmer sentence ends in ។"


def fields(text: str) -> set[str]:
    """The {placeholders} of a text; of one that is no format string, none."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}
    except ValueError:
        return set()


def test_no_text_has_two_khmer_translations() -> None:
    found: dict[str, dict[str, str]] = {}
    for path in CATALOGUES:
        with path.open("rb") as source:
            for message in read_po(source, locale="km"):
                if message.id:
                    found.setdefault(str(message.id), {})[path.stem] = str(message.string)
    assert [text for text, said in found.items() if len(set(said.values())) > 1] == []


@pytest.mark.parametrize("language", Language)
def test_every_fault_can_be_said_with_whatever_values_it_carries(language: Language) -> None:
    for code, sentence in TABLE.items():
        names = fields(sentence.what) | fields(sentence.mend)
        what, mend = say(fault(code, "here", **{name: f"<{name}>" for name in names - {"where"}}), language)
        assert what
        assert "{" not in re.sub(r"\{\{|\}\}", "", what)
        assert bool(mend) == bool(sentence.mend)
        assert say(fault(code, "here"), language)[0], "a value that is missing is no second fault"


def test_a_code_without_a_sentence_is_shown_as_it_is() -> None:
    assert say(fault("ground.nobody-wrote-this", "here", count=3)) == ("here: ground.nobody-wrote-this count=3", "")
