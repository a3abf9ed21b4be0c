"""`studio withdraw`: shown first, asked, done; in words for people under pressure, with exit codes 0, 1, 2."""

from __future__ import annotations

import ast
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

from studio.languages import LOCALE
from studio.sentences import withdrawal

ALONE = "2f0c9e0e-6f0b-4a3c-8a6d-3f5b1d7c9e42"
PLACES = re.compile(r"\{[^}]*\}")


def dump(station: Path) -> list[str]:
    """Everything in the records."""
    with sqlite3.connect(station / "studio.db") as database:
        return list(database.iterdump())


def test_a_preview_changes_nothing_and_says_what_cannot_be_undone(run: Any, station: Path) -> None:
    before = dump(station)
    told = run("withdraw", ALONE[:8], "--dry-run")
    assert told.code == 0
    assert "Withdrawing" in told.out and ALONE in told.out and "What cannot be taken back:" in told.out
    values = run("withdraw", ALONE, "--dry-run", "--json").json
    assert values["kind"] == "report" and values["reports"] == [ALONE] and not values["nothing"]
    assert dump(station) == before


def test_it_asks_and_no_is_no(run: Any, station: Path) -> None:
    before = dump(station)
    refused = run("withdraw", ALONE, "--reason", "by telephone", stdin="n\n")
    assert refused.code == 1 and "It cannot be undone." in refused.out + refused.err
    assert dump(station) == before


def test_yes_does_it_once_and_again_nothing(run: Any, station: Path) -> None:
    done = run("withdraw", ALONE, "--reason", "by telephone", stdin="y\n")
    assert done.code == 0 and "W-0001" in done.out
    receipt = station / "episodes" / "withdrawals" / "W-0001" / "receipt.km.html"
    assert receipt.is_file()
    kept = dump(station)
    again = run("withdraw", ALONE, "--reason", "by telephone", "--yes", "--json").json
    assert (again["withdrawal"], again["new"], again["receipt"]) == ("W-0001", False, str(receipt))
    assert dump(station) == kept
    assert "nothing to withdraw" in run("withdraw", ALONE, "--dry-run").out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("withdraw",), 2),
        (("withdraw", ALONE), 2),
        (("withdraw", ALONE, "--yes", "--dry-run"), 2),
        (("withdraw", ALONE, "--reason", "x", "--json"), 2),
        (("withdraw", "S-999", "--reason", "x", "--yes"), 1),
        (("withdraw", "2f0c", "--reason", " ", "--yes"), 2),
    ],
)
def test_exit_codes(run: Any, station: Path, words: tuple[str, ...], code: int) -> None:
    before = dump(station)
    refused = run(*words)
    assert refused.code == code and refused.err and "Traceback" not in refused.err
    assert dump(station) == before


def test_who_only_ends_a_consent_or_rejects_a_report_is_told_of_it(run: Any) -> None:
    rejected = run("report", "reject", ALONE, "--reason", "taken back")
    assert f"studio withdraw {ALONE}" in rejected.out


def test_everything_that_is_said_is_said_in_khmer_with_the_same_values() -> None:
    source = Path(str(withdrawal.__file__)).read_text("utf-8")
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    texts = {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "N_" and isinstance(call.args[0], ast.Constant)
    }
    with (LOCALE / "km" / "withdrawal.po").open("rb") as file:
        catalogue = {str(one.id): str(one.string) for one in read_po(file, locale="km") if one.id}
    assert set(catalogue) == texts and len(texts) > 50
    for text, khmer in catalogue.items():
        assert sorted(PLACES.findall(text)) == sorted(PLACES.findall(khmer)), text
        assert re.search("[\u1780-\u17ff]", khmer) or not re.search("[a-z]", PLACES.sub("", text)), text
