"""What a page says of a fault: how to mend it there, and never by a command."""

from __future__ import annotations

import re

import pytest

from studio.errors import Fault
from studio.languages import Language
from studio.sentences.on_page import COMMAND, MENDS, say_on_page
from studio.sentences.say import TABLE, say

VALUES = {"source": "S-1", "near": "BTB-01", "purpose": "words", "kind": "report", "command": "studio report list"}


@pytest.mark.parametrize("language", list(Language))
def test_no_page_names_a_command(language: Language) -> None:
    said = {code: say_on_page(Fault(code, "x", VALUES), language) for code in TABLE}
    assert {code: mend for code, (_what, mend) in said.items() if re.search(r"\bstudio [a-z]|--[a-z]", mend)} == {}
    assert all(what == say(Fault(code, "x", VALUES), language)[0] for code, (what, _mend) in said.items())


def test_only_what_a_command_mends_elsewhere_is_said_otherwise_on_a_page() -> None:
    assert MENDS.keys() <= TABLE.keys()
    assert {code for code in MENDS if not COMMAND.search(TABLE[code].mend)} == set()


def test_any_other_mend_is_the_same() -> None:
    fault = Fault("ground.conflict", "x")
    assert say_on_page(fault, Language.KM) == say(fault, Language.KM)
    assert say_on_page(Fault("ground.workspace-missing", "x"), Language.EN)[1] == ""
    assert say_on_page(Fault("nobody.knows", "x"), Language.EN) == say(Fault("nobody.knows", "x"), Language.EN)
