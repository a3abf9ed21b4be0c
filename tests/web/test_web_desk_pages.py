"""docs/producers.md leads through every place of the desk, by the names that are on the screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from studio.languages import Language, translator
from studio.web.desk.frame import PLACES

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("language", list(Language))
def test_every_place_of_the_desk_is_explained_by_its_name(language: Language) -> None:
    khmer, divider, english = (DOCS / "producers.md").read_text("utf-8").partition("\n# ")
    assert divider
    text = khmer if language is Language.KM else english
    named = {one.strip("។.") for one in re.findall(r"\*\*([^*]+)\*\*", text)}
    assert {translator(language)(name) for _where, name, _right in PLACES} <= named
    for picture in re.findall(r"\]\((pictures/[^)]+)\)", text):
        assert (DOCS / picture).is_file()
