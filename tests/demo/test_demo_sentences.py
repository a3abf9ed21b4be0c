"""Every fault of the demonstration's sound has a sentence and a mend, in English and in Khmer."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import studio.demo
from studio.languages import Language, translator
from studio.sentences.demo import SENTENCES

FOLDER = Path(studio.demo.__file__).parent
KHMER = re.compile("[\u1780-\u17ff]")


def fields(text):
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_code_that_is_raised_has_a_sentence_and_no_other():
    texts = [path.read_text("utf-8") for path in FOLDER.rglob("*.py")]
    assert {code for text in texts for code in re.findall(r'"(demo\.[a-z0-9-]+)"', text)} == set(SENTENCES)


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_it_is_said_in_khmer_with_the_same_values(code):
    khmer = translator(Language.KM)
    for text in (SENTENCES[code].what, SENTENCES[code].mend):
        assert KHMER.search(khmer(text))
        assert fields(khmer(text)) == fields(text)
