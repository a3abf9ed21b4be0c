"""`studio org`: organizations come in by their code; the directory shows only what they asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest


def test_organizations_are_listed_and_shown(run: Any) -> None:
    rows = run("org", "list", "--json").json
    assert [one["code"] for one in rows] == ["BTB-01", "BTB-02"]
    assert run("org", "show", "BTB-01", "--json").json == rows[0]
    lines = run("org", "show", "BTB-01").out.splitlines()
    assert "members_total: 214" in lines
    assert "directory_online: yes" in lines
    assert "directory_print: no" in lines
    assert run("org", "list").out.splitlines()[0].split("\t") == [
        "code", "name", "place", "sectors", "status", "members",
    ]  # fmt: skip


@pytest.mark.parametrize(("words", "codes"), [([], ["BTB-01"]), (["--online"], ["BTB-01"]), (["--print"], ["BTB-02"])])
def test_the_directory_holds_only_who_asked_to_be_in_it(run: Any, words: list[str], codes: list[str]) -> None:
    listed = run("org", "directory", "--json", *words).json
    assert [one["code"] for one in listed] == codes
    assert not {"members_total", "status", "joined_on"} & set(listed[0])
    assert listed[0]["name_en"] in run("org", "directory", *words).out


def test_the_example_file_comes_in_without_a_fault(run: Any, station: Path) -> None:
    (station / "example.csv").write_bytes(run("org", "template").out.encode())
    assert run("org", "template", "--xlsx", "example.xlsx").out == "example.xlsx\n"
    assert run("org", "import", "example.csv", "--json").json["changed"] == 1
    done = run("org", "import", "example.xlsx", "--json")
    assert (done.code, done.json["unchanged"], done.json["faults"]) == (0, 1, [])


def test_good_rows_are_kept_and_faulty_ones_named(run: Any, station: Path) -> None:
    table = "code,name_km,place_code\nBTB-09,សហគមន៍ថ្មី,0205\nBTB-10,សហគមន៍,9999\n,គ្មានកូដ,0205\n"
    (station / "new.csv").write_text(table, encoding="utf-8")
    preview = run("org", "import", "new.csv", "--dry-run")
    assert preview.code == 1
    assert "nothing was kept" in preview.out
    assert len(run("org", "list", "--json").json) == 2
    done = run("org", "import", "new.csv", "--json")
    assert (done.code, done.json["new"], len(done.json["faults"])) == (1, 1, 2)
    assert len(run("org", "list", "--json").json) == 3


def test_a_column_of_another_name_is_mapped(run: Any, station: Path) -> None:
    (station / "new.csv").write_text("Kod,name_km,place_code\nBTB-09,សហគមន៍ថ្មី,0205\n", encoding="utf-8")
    assert run("org", "import", "new.csv").code == 1
    assert run("org", "import", "new.csv", "--map", "Kod=code", "--json").json["new"] == 1


def test_khmer_readers_get_khmer_names(outside: Any) -> None:
    assert "សហគមន៍នេសាទផ្កាស្នោ" in outside("org", "list", STUDIO_LANG="km").out
    assert "សហគមន៍នេសាទផ្កាស្នោ" in outside("org", "directory", STUDIO_LANG="km").out
