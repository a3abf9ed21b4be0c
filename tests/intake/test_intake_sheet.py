"""What people send is read whole: every encoding, delimiter and damage; one broken row costs no other."""

from __future__ import annotations

import tracemalloc
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import IntakeRefused, NotFound
from studio.intake.rows import Row, SheetKind
from studio.intake.sheet import BOUNDS, Bounds, opened

Kit = Any
Write = Callable[..., Path]


def read(path: Path, bounds: Bounds = BOUNDS) -> list[Row]:
    with opened(path, bounds) as sheet:
        return list(sheet.rows)


def refused(path: Path, bounds: Bounds = BOUNDS) -> list[str]:
    with pytest.raises(IntakeRefused) as caught:
        read(path, bounds)
    return [one.code for one in caught.value.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_every_unicode_encoding_reads_alike(kit: Kit, write_csv: Write, encoding: str) -> None:
    (row,) = read(write_csv([kit.ROW], encoding))
    assert row.line == 2
    assert row.cells == {name: text for name, text in kit.ROW.items() if text}
    assert not row.faults and not row.warnings


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end_reads_alike(kit: Kit, tmp_path: Path, delimiter: str, line_end: str) -> None:
    rows = [kit.ROW, kit.row_with(root_uuid=kit.uuid_of(2), impact_en="one, two; three\tfour")]
    path = tmp_path / "reports.csv"
    path.write_bytes(kit.csv_text(rows, delimiter).replace("\n", line_end).encode())
    first, second = read(path)
    assert (first.line, second.line) == (2, 3)
    assert second.cells["impact_en"] == "one, two; three\tfour"


def test_the_delimiter_that_excel_states_is_obeyed(kit: Kit, tmp_path: Path) -> None:
    path = tmp_path / "reports.csv"
    path.write_text("sep=;\n" + kit.csv_text([kit.ROW], ";"), "utf-8")
    (row,) = read(path)
    assert row.line == 3
    assert row.cells["place_code"] == "0205"


def test_lines_are_counted_as_an_editor_counts_them(kit: Kit, write_csv: Write) -> None:
    rows = [kit.row_with(impact_km="មួយ\nពីរ\nបី"), kit.row_with(root_uuid=kit.uuid_of(2))]
    first, second = read(write_csv(rows))
    assert (first.line, second.line) == (2, 5)
    assert first.cells["impact_km"] == "មួយ\nពីរ\nបី"


def test_explanations_and_blank_lines_are_no_rows(kit: Kit, tmp_path: Path) -> None:
    head, row = kit.csv_text([kit.ROW]).splitlines(keepends=True)
    blank = "," * (len(kit.ROW) - 1)
    path = tmp_path / "reports.csv"
    path.write_text(f"# who fills this in\n{head}# explained{blank}\n\n{row}{blank}\n", "utf-8")
    (only,) = read(path)
    assert only.line == 5


def test_broken_bytes_name_their_line_and_column_and_spare_the_others(kit: Kit, tmp_path: Path) -> None:
    rows = [kit.row_with(root_uuid=kit.uuid_of(n), impact_en=f"row {n} caf@") for n in range(1, 4)]
    content = kit.csv_text(rows).encode().replace(b"row 2 caf@", "row 2 café".encode("cp1252"))
    path = tmp_path / "reports.csv"
    path.write_bytes(content)
    one, two, three = read(path)
    assert not one.faults and not three.faults
    assert [(f.code, f.where, f.values["line"], f.values["field"]) for f in two.faults] == [
        ("intake.bytes-broken", "reports.csv:3 impact_en", 3, "impact_en")
    ]


def test_a_header_in_another_encoding_refuses_the_file(tmp_path: Path) -> None:
    path = tmp_path / "reports.csv"
    path.write_bytes("résumé,root_uuid\n1,2\n".encode("latin-1"))
    assert refused(path) == ["intake.encoding-wrong"]


def test_control_characters_are_taken_out_and_reported(kit: Kit, write_csv: Write) -> None:
    (row,) = read(write_csv([kit.row_with(impact_en="a\x00b\x07c\x1b", message_en="fine\nand\tgood")]))
    assert row.cells["impact_en"] == "abc"
    assert row.cells["message_en"] == "fine\nand\tgood"
    assert [(one.code, one.values["field"]) for one in row.warnings] == [("intake.control-characters", "impact_en")]
    assert not row.faults


@pytest.mark.parametrize(
    "text",
    ["x" * 10_000_000, "sixty letters or so, pasted in.\n" * 300_000],
    ids=["one line", "many lines"],
)
def test_a_cell_of_ten_megabytes_is_refused_without_being_repeated(kit: Kit, write_csv: Write, text: str) -> None:
    rows = [kit.row_with(root_uuid=kit.uuid_of(n), impact_en=text if n == 2 else "fine") for n in range(1, 5)]
    found = read(write_csv(rows))
    bad = [row for row in found if row.faults]
    assert [row.cells["root_uuid"] for row in found if not row.faults] == [
        kit.uuid_of(1),
        kit.uuid_of(3),
        kit.uuid_of(4),
    ]
    assert len(bad) == 1 and bad[0].line == 3
    assert len(repr(bad[0])) < 4_000


def test_a_quotation_mark_that_does_not_close_costs_one_row(kit: Kit, tmp_path: Path) -> None:
    lines = kit.csv_text([kit.row_with(root_uuid=kit.uuid_of(n)) for n in range(1, 2_001)]).splitlines(keepends=True)
    lines[5] = lines[5].replace("Begin.", '"Begin')
    lines[9] = lines[9].replace("Begin.", '"Begin" again')
    path = tmp_path / "reports.csv"
    path.write_text("".join(lines), "utf-8")
    found = read(path)
    assert [(row.line, one.code) for row in found for one in row.faults] == [
        (6, "intake.row-quotes"),
        (10, "intake.row-quotes"),
    ]
    assert sum(not row.faults for row in found) == 1_998


def test_a_row_with_too_few_or_too_many_cells_is_named(kit: Kit, tmp_path: Path) -> None:
    lines = kit.csv_text([kit.row_with(root_uuid=kit.uuid_of(n)) for n in range(1, 5)]).splitlines()
    lines[1] += ",surplus"
    lines[2] = lines[2].rsplit(",", 3)[0]
    lines[3] += ",,"
    path = tmp_path / "reports.csv"
    path.write_text("\n".join(lines), "utf-8")
    found = read(path)
    assert [[one.code for one in row.faults] for row in found] == [["intake.row-cells"], ["intake.row-cells"], [], []]
    assert found[0].faults[0].values["found"] == len(kit.ROW) + 1


def test_errors_that_a_spreadsheet_shows_are_no_texts(kit: Kit, write_csv: Write) -> None:
    broken, fine = read(write_csv([kit.row_with(root_uuid="#REF!"), kit.row_with(impact_en="# one")]))
    assert [one.code for one in broken.faults] == ["intake.cell-error"]
    assert fine.cells["impact_en"] == "# one"


def test_one_guard_of_a_formula_is_taken_off(kit: Kit, write_csv: Write) -> None:
    (row,) = read(write_csv([kit.row_with(impact_en="'=1+1", message_en="'tis", impact_km="''-ក")]))
    assert row.cells["impact_en"] == "=1+1"
    assert row.cells["message_en"] == "'tis"
    assert row.cells["impact_km"] == "'-ក"


def test_a_workbook_reads_as_its_csv(kit: Kit, write_xlsx: Write) -> None:
    sent = datetime(2012, 3, 13, 9, 20)  # noqa: DTZ001 - a workbook knows no time zones
    values = {**kit.ROW, "initial_date": date(2012, 3, 8), "submitted_at": sent, "reached_women": 27}
    values |= {"place_code": 205, "source1_minor": False}
    path = write_xlsx(list(values), [[], list(values.values())])
    with opened(path) as sheet:
        assert sheet.kind is SheetKind.XLSX
        (row,) = list(sheet.rows)
    assert row.line == 3
    assert row.cells["initial_date"] == "2012-03-08"
    assert row.cells["submitted_at"] == "2012-03-13 09:20:00"
    assert row.cells["reached_women"] == "27"
    assert row.cells["place_code"] == "205"
    assert row.cells["source1_minor"] == "no"
    assert row.cells["impact_km"] == kit.ROW["impact_km"]


def test_formulas_of_a_workbook_are_refused_and_name_their_column(kit: Kit, write_xlsx: Write) -> None:
    values = {**kit.ROW, "impact_en": '=HYPERLINK("http://x.example","y")', "message_en": "fine"}
    (row,) = read(write_xlsx(list(values), [list(values.values())]))
    assert [(one.code, one.values["field"]) for one in row.faults] == [("intake.cell-formula", "impact_en")]


def test_a_file_that_only_ends_like_csv_is_read_by_what_it_is(kit: Kit, write_xlsx: Write) -> None:
    path = write_xlsx(list(kit.ROW), [list(kit.ROW.values())], name="reports.csv")
    assert read(path)[0].cells["place_code"] == "0205"


def test_files_that_are_no_tables_are_refused(kit: Kit, tmp_path: Path) -> None:
    path = tmp_path / "reports.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500)
    assert refused(path) == ["intake.file-old-excel"]
    path.write_bytes(b"")
    assert refused(path) == ["intake.file-empty"]
    path.write_bytes(b"PK\x03\x04" + b"rubbish" * 50)
    assert refused(path) == ["intake.file-unreadable"]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("hello.txt", "x")
    assert refused(path) == ["intake.file-unreadable"]
    path.write_text(kit.csv_text([kit.ROW]), "utf-8")
    with path.open("ab") as file:
        file.truncate(2_000_000)
    assert refused(path, Bounds(file_mb=1)) == ["intake.file-large"]
    with pytest.raises(NotFound):
        read(tmp_path / "nothing.csv")


def test_a_workbook_that_unpacks_to_more_than_the_limit_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 3_000_000)
    assert path.stat().st_size < 10_000
    assert refused(path, Bounds(file_mb=2)) == ["intake.file-large"]


def test_a_large_file_streams_in_little_memory(kit: Kit, write_csv: Write) -> None:
    path = write_csv(kit.row_with(root_uuid=kit.uuid_of(n), impact_km="ក" * 3_000) for n in range(2_000))
    assert path.stat().st_size > 18_000_000
    tracemalloc.start()
    with opened(path) as sheet:
        assert sum(1 for row in sheet.rows if not row.faults) == 2_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2_000_000


@given(st.binary(max_size=300))
def test_law_no_bytes_make_it_fail_in_any_other_way(
    kit: Kit, tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.mktemp("bytes") / "reports.csv"
    path.write_bytes(kit.csv_text([kit.ROW]).encode() + content)
    for row in read(path):
        assert row.line >= 2
    path.write_bytes(content)
    with pytest.raises(IntakeRefused):
        read(path)


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=12), min_size=60, max_size=60))
def test_law_a_sound_row_behind_any_row_is_read(
    kit: Kit, tmp_path_factory: pytest.TempPathFactory, cells: list[str]
) -> None:
    path = tmp_path_factory.mktemp("rows") / "reports.csv"
    strange = dict(zip(kit.ROW, cells, strict=False))
    path.write_bytes(kit.csv_text([kit.ROW, strange, kit.ROW]).encode("utf-8"))
    found = read(path)
    assert found[0].cells == found[-1].cells
    assert found[0].cells["root_uuid"] == kit.ROW["root_uuid"]
