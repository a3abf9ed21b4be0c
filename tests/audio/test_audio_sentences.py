"""Every fault of the room has a sentence and a mend, in English and in Khmer."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import studio.audio
from studio.languages import Language, translator
from studio.sentences.audio import SENTENCES

ROOM = Path(studio.audio.__file__).parent
KHMER = re.compile("[\u1780-\u17ff]")


def raised():
    return {
        code for path in ROOM.rglob("*.py") for code in re.findall(r'"(audio\.[a-z0-9-]+)"', path.read_text("utf-8"))
    }


def fields(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_code_that_is_raised_has_a_sentence_and_no_other():
    assert raised() == set(SENTENCES)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_it_is_said_in_khmer_with_the_same_values(code):
    khmer = translator(Language.KM)
    for text in (SENTENCES[code].what, SENTENCES[code].mend):
        assert text
        assert KHMER.search(khmer(text))
        assert fields(khmer(text)) == fields(text)
