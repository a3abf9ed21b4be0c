"""Every fault of scripting can be said in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import studio.scripting
from studio.errors import fault
from studio.languages import Language, translator
from studio.sentences.say import say
from studio.sentences.scripting import SENTENCES

ROOM = Path(studio.scripting.__file__).parent
VALUES = dict.fromkeys(("folder", "reason", "line", "text", "kind", "name", "verb", "sentence", "key", "known"), "x")


@pytest.mark.parametrize("code", SENTENCES)
def test_every_sentence_exists_in_khmer_and_takes_its_values(code: str) -> None:
    for text in (SENTENCES[code].what, SENTENCES[code].mend):
        assert translator(Language.KM)(text) != text
        fields = set(re.findall(r"(?<!\{)\{(\w+)\}", text))
        assert fields == set(re.findall(r"(?<!\{)\{(\w+)\}", translator(Language.KM)(text)))
    for language in Language:
        what, mend = say(fault(code, "here", **VALUES), language)
        assert what and mend and "{w" not in what


def test_every_code_that_the_room_raises_has_a_sentence() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(ROOM.glob("*.py")))
    raised = set(re.findall(r'"(scripting\.[a-z-]+)"', source))
    raised |= {f"scripting.{code}" for code in re.findall(r'"((?:template|renderer)-[a-z-]+)"', source)}
    assert raised == set(SENTENCES)
