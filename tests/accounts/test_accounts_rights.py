"""Rights: what each role may do, written out again from the issue's words, not from the code."""

from __future__ import annotations

import pytest

from studio.accounts.rights import RIGHTS, SECOND_FACTOR, Right, may, within
from studio.records.kinds import Role

ALLOWED = {
    "own": "reporter producer editor custodian admin",
    "file": "reporter producer editor",
    "read_reports": "reporter producer editor custodian",
    "review": "editor custodian",
    "read_scripts": "producer editor custodian",
    "write_scripts": "producer editor",
    "approve_scripts": "editor",
    "read_rundowns": "producer editor custodian",
    "edit_rundowns": "producer editor",
    "read_takes": "producer editor",
    "record": "producer editor",
    "build": "producer editor",
    "publish": "editor",
    "withdraw": "editor custodian",
    "note_airings": "producer editor",
    "trace": "producer editor custodian",
    "share": "producer editor",
    "users": "admin",
}


@pytest.mark.parametrize("right", list(Right))
def test_a_right_belongs_to_these_roles_and_to_no_others(right: Right) -> None:
    assert {role.value for role in Role if may(role, right)} == set(ALLOWED[right.value].split())


def test_every_role_has_rights_and_every_right_is_somebodys() -> None:
    assert set(RIGHTS) == set(Role)
    assert set(ALLOWED) == {one.value for one in Right}
    assert all(ALLOWED.values())


def test_whoever_can_publish_withdraw_or_let_others_in_shows_a_code() -> None:
    strong = {role for role in Role if {Right.PUBLISH, Right.WITHDRAW, Right.REVIEW, Right.USERS} & RIGHTS[role]}
    assert strong == SECOND_FACTOR


@pytest.mark.parametrize(
    ("province", "place", "seen"),
    [("", "0205", True), ("02", "0205", True), ("02", "02", True), ("02", "1202", False), ("02", "", False)],
)
def test_somebody_of_one_province_sees_that_province(province: str, place: str, seen: bool) -> None:
    assert within(province, place) is seen
