"""What each role may do at the desk; decided here alone, and tested role by role."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from studio.records.kinds import Role


class Right(StrEnum):
    """Something that not everybody may do."""

    OWN = "own"
    """One's own password, code and sessions."""
    FILE = "file"
    """Report for somebody else: from the hotline, from paper, in the field."""
    READ_REPORTS = "read_reports"
    REVIEW = "review"
    """Ask the sender, approve, spike, merge."""
    READ_SCRIPTS = "read_scripts"
    WRITE_SCRIPTS = "write_scripts"
    APPROVE_SCRIPTS = "approve_scripts"
    READ_RUNDOWNS = "read_rundowns"
    EDIT_RUNDOWNS = "edit_rundowns"
    READ_TAKES = "read_takes"
    RECORD = "record"
    """Add, treat and choose takes."""
    BUILD = "build"
    PUBLISH = "publish"
    WITHDRAW = "withdraw"
    NOTE_AIRINGS = "note_airings"
    TRACE = "trace"
    SHARE = "share"
    """Make a link with which somebody without an account may read one rundown or reading script."""
    USERS = "users"
    """Add people, change what they may do, end their sessions."""


READER = frozenset({Right.OWN, Right.READ_REPORTS, Right.READ_SCRIPTS, Right.READ_RUNDOWNS})
PRODUCER = READER | {
    Right.FILE,
    Right.WRITE_SCRIPTS,
    Right.EDIT_RUNDOWNS,
    Right.READ_TAKES,
    Right.RECORD,
    Right.BUILD,
    Right.NOTE_AIRINGS,
    Right.TRACE,
    Right.SHARE,
}

RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.REPORTER: frozenset({Right.OWN, Right.FILE, Right.READ_REPORTS}),
    Role.PRODUCER: PRODUCER,
    Role.EDITOR: PRODUCER | {Right.REVIEW, Right.APPROVE_SCRIPTS, Right.PUBLISH, Right.WITHDRAW},
    Role.CUSTODIAN: READER | {Right.REVIEW, Right.WITHDRAW, Right.TRACE},
    Role.ADMIN: frozenset({Right.OWN, Right.USERS}),
}
"""An admin keeps the accounts and reads nothing that a community said: two people, two accounts."""

SECOND_FACTOR = frozenset({Role.EDITOR, Role.CUSTODIAN, Role.ADMIN})
"""Roles that need a one-time code besides the password."""


def may(role: Role, right: Right) -> bool:
    """Whether a role has a right."""
    return right in RIGHTS[role]


def within(province: str, place_code: str) -> bool:
    """Whether somebody who works in one province ("02"; "" for all) may see what happened at a place."""
    return not province or place_code[:2] == province
