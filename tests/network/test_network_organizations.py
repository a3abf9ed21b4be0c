"""Organizations from a sheet: good rows kept once, each bad one explained."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from studio.errors import Fault, fault
from studio.intake.header import Table, simple
from studio.intake.sheet import opened
from studio.languages import Language
from studio.network.columns import COLUMNS, NAMES, REQUIRED, SPELLINGS
from studio.network.organizations import OrganizationsKept, import_sheet
from studio.network.places import load_places
from studio.records.audit import AuditEvent
from studio.records.kinds import ParticipantStatus, Sector
from studio.records.network import Organization, OrganizationBase
from studio.sentences.say import say
from studio.store import audit
from studio.store.engine import reading, writing

Kit = Any
DEMO = Path(__file__).parents[2] / "studio" / "demo" / "organizations.csv"


def brought(kit: Kit, engine: Engine, *changes: Mapping[str, str], dry_run: bool = False) -> OrganizationsKept:
    with writing(engine) as session:
        return import_sheet(session, kit.rows(*changes), "orgs.csv", kit.NOW, "editor", dry_run=dry_run)


def stored(engine: Engine) -> list[Organization]:
    with reading(engine) as session:
        return list(session.exec(select(Organization).order_by(Organization.code)))


def test_a_row_is_kept_whole(kit: Kit, placed: Engine) -> None:
    assert brought(kit, placed, {}) == OrganizationsKept(new=1)
    (one,) = stored(placed)
    assert (one.code, one.place_code, one.members_total, one.joined_on) == ("BTB-01", "0205", 214, date(2011, 3, 18))
    assert one.sectors == [Sector.FISHERIES, Sector.LAND]
    assert one.participant_status is ParticipantStatus.PARTICIPANT
    assert (one.directory_online, one.directory_print) == (True, False)


def test_law_importing_twice_is_importing_once(kit: Kit, placed: Engine) -> None:
    changes = [{"code": f"BTB-{n:02}"} for n in range(1, 6)]
    assert brought(kit, placed, *changes).new == 5
    assert brought(kit, placed, *changes) == OrganizationsKept(unchanged=5)


def test_a_preview_keeps_nothing(kit: Kit, placed: Engine) -> None:
    assert brought(kit, placed, {}, dry_run=True).new == 1
    assert stored(placed) == []
    brought(kit, placed, {})
    assert brought(kit, placed, {"name_en": "Else"}, dry_run=True).changed == 1
    assert stored(placed)[0].name_en == kit.ROW["name_en"]


def test_an_empty_cell_leaves_what_is_stored_alone(kit: Kit, placed: Engine) -> None:
    brought(kit, placed, {})
    assert brought(kit, placed, {"name_en": "", "members_total": "220", "directory_online": ""}).changed == 1
    (one,) = stored(placed)
    assert (one.name_en, one.members_total, one.directory_online) == (kit.ROW["name_en"], 220, True)


@pytest.mark.parametrize(
    ("cells", "field", "code"),
    [
        ({"code": ""}, "code", "network.value-missing"),
        ({"code": "សហគមន៍"}, "code", "network.code-bad"),
        ({"name_km": ""}, "name_km", "network.value-missing"),
        ({"name_en": "x" * 201}, "name_en", "network.text-long"),
        ({"place_code": ""}, "place_code", "network.value-missing"),
        ({"place_code": "9901"}, "place_code", "network.place-unknown"),
        ({"sectors": "land; lnd"}, "sectors", "network.value-unknown"),
        ({"members_total": "many"}, "members_total", "network.number-bad"),
        ({"members_total": "9" * 5_000}, "members_total", "network.number-bad"),
        ({"members_women": "215"}, "members_women", "network.more-than-all"),
        ({"participant_status": "particpant"}, "participant_status", "network.value-unknown"),
        ({"joined_on": "31/02/2011"}, "joined_on", "network.date-bad"),
        ({"joined_on": "2013-01-01"}, "joined_on", "network.date-future"),
        ({"directory_online": "perhaps"}, "directory_online", "network.value-unknown"),
    ],
)
def test_each_fault_names_its_column_and_is_explained(
    kit: Kit, placed: Engine, cells: dict[str, str], field: str, code: str
) -> None:
    result = brought(kit, placed, cells, {"code": "BTB-09"})
    assert [(one.code, one.values["field"], one.values["line"]) for one in result.faults] == [(code, field, 2)]
    assert result.new == 1 and [one.code for one in stored(placed)] == ["BTB-09"]
    explained(result.faults)


def explained(faults: tuple[Fault, ...]) -> None:
    for one in faults:
        for language in Language:
            what, mend = say(one, language)
            assert mend and "{" not in what + mend
        assert say(one, Language.KM) != say(one, Language.EN)


def test_what_people_mean_is_understood(kit: Kit, placed: Engine) -> None:
    told = {"code": "btb-០១", "place_code": "205", "members_total": "២១៤", "joined_on": "១៨/០៣/២០១១",
            "directory_print": "បាទ", "participant_status": "Participant"}  # fmt: skip
    assert brought(kit, placed, told).faults == ()
    (one,) = stored(placed)
    assert (one.code, one.place_code, one.members_total, one.joined_on) == ("BTB-01", "0205", 214, date(2011, 3, 18))
    assert one.directory_print


def test_a_code_stands_in_a_file_once(kit: Kit, placed: Engine) -> None:
    result = brought(kit, placed, {}, {"name_en": "Other"})
    assert [(one.code, one.values["other"]) for one in result.faults] == [("network.code-twice", 2)]
    explained(result.faults)
    assert stored(placed)[0].name_en == kit.ROW["name_en"]


def test_a_status_changes_by_single_steps_and_leaves_its_trace(kit: Kit, placed: Engine) -> None:
    brought(kit, placed, {"participant_status": "selected"})
    refused = brought(kit, placed, {"participant_status": "participant"})
    assert [one.code for one in refused.faults] == ["network.status-step"]
    explained(refused.faults)
    assert brought(kit, placed, {"participant_status": "trained", "directory_online": "no"}).changed == 1
    assert brought(kit, placed, {"participant_status": "", "directory_online": "", "name_en": "Else"}).changed == 1
    with reading(placed) as session:
        assert list(audit.faults(session)) == []
        events = session.exec(select(AuditEvent)).all()
        assert [(one.action, one.subject, one.details) for one in events] == [
            ("organization.changed", "BTB-01", {"directory_online": "False", "participant_status": "trained"})
        ]
    assert stored(placed)[0].participant_status is ParticipantStatus.TRAINED


def test_what_was_wrong_while_reading_is_passed_on(kit: Kit, placed: Engine) -> None:
    broken = fault("intake.row-quotes", "orgs.csv:3", line=3, last=3)
    noticed = fault("intake.control-characters", "orgs.csv:2 name_en", line=2, field="name_en")
    rows = [kit.Row(2, kit.ROW, (), (noticed,)), kit.Row(3, {}, (broken,))]
    with writing(placed) as session:
        result = import_sheet(session, rows, "orgs.csv", kit.NOW, "editor")
    assert result == OrganizationsKept(new=1, faults=(broken,), warnings=(noticed,))


def test_the_pilots_organizations_come_in(kit: Kit, engine: Engine) -> None:
    with writing(engine) as session:
        load_places(session)
        with opened(DEMO, table=Table(NAMES, SPELLINGS, REQUIRED)) as sheet:
            assert sheet.header.warnings == ()
            result = import_sheet(session, sheet.rows, sheet.name, kit.NOW, "editor")
    assert result == OrganizationsKept(new=30)


def test_columns_are_those_of_an_organization_and_their_spellings_are_plain() -> None:
    assert set(NAMES) == set(OrganizationBase.model_fields)
    assert not [spelling for spelling in SPELLINGS if simple(spelling) != spelling]
    assert sum(len(column.aliases) + 1 for column in COLUMNS) == len(SPELLINGS)
    assert all(column.km and column.en and column.example for column in COLUMNS)
