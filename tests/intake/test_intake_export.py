"""What goes out comes back as it was; no name goes out, and no spreadsheet runs what somebody wrote."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from sqlalchemy import Engine

from studio.errors import IntakeRefused
from studio.intake.columns import FREE_REPORT
from studio.intake.export import csv_bytes, exported, guarded, header, rows, write
from studio.intake.keep import keep
from studio.intake.parse import Known
from studio.store.engine import reading, writing
from studio.store.seal import new_key

Kit = Any
_, PUBLIC = new_key()


def stock(kit: Kit, known: Known, engine: Engine) -> list[dict[str, str]]:
    """Three reports: a plain one, one that a spreadsheet would run, one with two people and a withdrawal."""
    cells = [
        kit.ROW,
        kit.row_with(
            root_uuid=kit.uuid_of(2), source1_code="S-0050", event_title_en="=cmd|'/c calc'!A1", impact_en="+1 two",
            message_en="'@SUM(1)", impact_km="- មួយ\n- ពីរ", rights_affected="-food; =water",
        ),
        kit.row_with(
            root_uuid=kit.uuid_of(3), organizations="BTB-02; BTB-01", individual_or_joint="joint",
            source1_code="S-0051", source2_code="S-0052", source2_quote_km="ខ្ញុំ, \"ថា\"", reached_men="",
            source1_consent="name:air words:air", source1_name_on_air_km="អ៊ំមុំ", source1_consent_expires="2013-01-01",
            source1_consent_withdrawn_on="2012-05-01", source1_minor="yes", source1_consent_subject="caregiver",
        ),
    ]  # fmt: skip
    with writing(engine) as session:
        keep(session, [kit.good(one, known) for one in cells], kit.NOW, "editor", [PUBLIC])
    return cells


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_law_what_goes_out_comes_back_unchanged(
    kit: Kit, known: Known, stocked: Engine, tmp_path: Path, name: str
) -> None:
    stock(kit, known, stocked)
    with reading(stocked) as session:
        before = list(exported(session))
        write(tmp_path / name, before, kit.ZONE)
    found = kit.parse_file(tmp_path / name, known)
    assert [(one.faults, one.warnings) for one in found] == [((), ())] * 3
    with writing(stocked) as session:
        result = keep(session, [one.submission for one in found], kit.NOW, "editor", [])
        assert (result.new, result.changed, result.unchanged) == (0, 0, 3)
        assert (result.consents, result.withdrawn, result.warnings) == (0, 0, ())
    with reading(stocked) as session:
        assert [one.content for one in exported(session)] == [one.content for one in before]
    for there, back in zip(before, found, strict=True):
        hidden = {name: "" for name in there.content if name.rpartition(".")[2].startswith("name_on_air")}
        assert back.submission.content == there.content | hidden
        assert [one.consent for one in back.submission.people] == [one.consent for one in there.people]


@pytest.mark.parametrize("name", ["out.csv", "out.xlsx"])
def test_the_same_reports_have_the_same_bytes(
    kit: Kit, known: Known, stocked: Engine, tmp_path: Path, name: str
) -> None:
    stock(kit, known, stocked)
    written = []
    for folder in ("one", "two"):
        with reading(stocked) as session:
            write(tmp_path / folder / name, exported(session), kit.ZONE)
        written.append((tmp_path / folder / name).read_bytes())
    assert written[0] == written[1]


def test_no_name_no_recording_no_status_goes_out(kit: Kit, known: Known, stocked: Engine) -> None:
    stock(kit, known, stocked)
    with reading(stocked) as session:
        text = csv_bytes(rows(list(exported(session)), kit.ZONE)).decode()
    for secret in (kit.SECRET_NAME, "អ៊ំមុំ", "recordings/", "registration", "_name", "legal"):
        assert secret not in text
    assert "S-0042" in text


def test_no_cell_begins_like_a_formula(kit: Kit, known: Known, stocked: Engine, tmp_path: Path) -> None:
    stock(kit, known, stocked)
    with reading(stocked) as session:
        listed = list(exported(session))
    cells = [
        cell for row in csv.reader(io.StringIO(csv_bytes(rows(listed, kit.ZONE)).decode("utf-8-sig"))) for cell in row
    ]
    assert not [cell for cell in cells if cell[:1] in tuple("=+-@\t\r")]
    assert "'=cmd|'/c calc'!A1" in cells and "''@SUM(1)" in cells
    write(tmp_path / "out.xlsx", listed, kit.ZONE)
    sheet = load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


@given(st.text(st.sampled_from("'=+-@\t\rកa1 "), max_size=6))
def test_law_a_guard_goes_on_and_comes_off(kit: Kit, tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    out = guarded(text)
    assert out[:1] not in tuple("=+-@\t\r") or not out
    path = tmp_path_factory.mktemp("guard") / "reports.csv"
    path.write_bytes(csv_bytes([list(kit.ROW), [*(kit.ROW | {"impact_en": out}).values()]]))
    known = Known({"BTB-01"}, {"0205"}, kit.NOW, kit.ZONE)
    (found,) = kit.parse_file(path, known)
    plain = kit.good(kit.row_with(impact_en=text), known)
    assert found.submission.report.impact_en == plain.report.impact_en


@given(st.dictionaries(st.sampled_from(FREE_REPORT[4:]), st.text(st.characters(codec="utf-8"), max_size=30)))
def test_law_any_text_survives_the_way_out_and_back(
    kit: Kit, known: Known, tmp_path_factory: pytest.TempPathFactory, texts: dict[str, str]
) -> None:
    one = kit.good(kit.row_with(**{"source1_name": "", **texts}), known)
    path = tmp_path_factory.mktemp("back") / "out.csv"
    write(path, [one], kit.ZONE)
    (found,) = kit.parse_file(path, known)
    assert found.faults == ()
    assert found.submission.content == one.content


def test_a_text_that_no_workbook_cell_holds_is_refused(kit: Kit, known: Known, tmp_path: Path) -> None:
    one = kit.good(kit.row_with(impact_km="ក" * 40_000), known)
    with pytest.raises(IntakeRefused) as refused:
        write(tmp_path / "out.xlsx", [one], kit.ZONE)
    assert [fault.code for fault in refused.value.faults] == ["intake.export-long"]
    write(tmp_path / "out.csv", [one], kit.ZONE)


def test_nothing_to_export_is_a_header(kit: Kit, tmp_path: Path) -> None:
    write(tmp_path / "out.csv", [], kit.ZONE)
    assert (tmp_path / "out.csv").read_text("utf-8-sig").strip().split(",") == header(0)
