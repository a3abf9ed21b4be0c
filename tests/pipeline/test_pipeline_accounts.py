"""Accounts and sessions in a real workspace: who comes in, for how long, and what is left of it in the chain."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from studio.accounts import codes
from studio.errors import AccessRefused, Conflict, NotFound, StudioError
from studio.pipeline.accounts import accounts, add_account, change_role, disable, reset
from studio.pipeline.opening import Studio, make_workspace, open_studio
from studio.pipeline.sign_in import (
    Step,
    change_password,
    end_session,
    give_code,
    sessions_of,
    sign_in,
    sign_out,
    signed_in,
)
from studio.records.accounts import Account, AccountSession
from studio.records.audit import AuditEvent
from studio.records.kinds import Role
from studio.store import audit
from studio.store.engine import reading

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
OWN = "four words of my own"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("accounts") / "station"
    make_workspace(root)
    return root


@pytest.fixture
def studio(made: Path) -> Iterator[Studio]:
    opened = replace(open_studio(made, actor="admin"), clock=lambda: NOW)
    yield opened
    with opened.engine.begin() as connection:
        for table in ("accountsession", "account", "auditevent"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
    opened.engine.dispose()


def at(studio: Studio, **after: float) -> Studio:
    return replace(studio, clock=lambda: NOW + timedelta(**after))


def refused(error: pytest.ExceptionInfo[StudioError]) -> list[str]:
    return [one.code for one in error.value.faults]


def test_the_way_in_of_an_editor(studio: Studio) -> None:
    admitted = add_account(studio, "sokha", Role.EDITOR, "សុខា", "02")
    token = sign_in(studio, " Sokha ", admitted.password)
    here = signed_in(studio, token)
    assert here and here.step is Step.PASSWORD
    change_password(studio, here, admitted.password, OWN)
    here = signed_in(studio, token)
    assert here and here.step is Step.ENROL
    secret = codes.new_secret()
    with pytest.raises(AccessRefused) as wrong:
        give_code(studio, here, "000000", secret)
    assert refused(wrong) == ["accounts.code-wrong"]
    give_code(studio, here, codes.pyotp.TOTP(secret).at(NOW), secret)
    here = signed_in(studio, token)
    assert here and here.step is Step.IN

    again = signed_in(studio, sign_in(studio, "sokha", OWN))
    assert again and again.step is Step.CODE
    with pytest.raises(AccessRefused):
        give_code(studio, again, codes.pyotp.TOTP(secret).at(NOW))
    with pytest.raises(AccessRefused) as other:
        give_code(studio, again, codes.pyotp.TOTP(secret).at(NOW), codes.new_secret())
    assert refused(other) == ["accounts.code-known"]
    later = at(studio, seconds=31)
    give_code(later, again, codes.pyotp.TOTP(secret).at(later.now))
    here = signed_in(later, again.token)
    assert here and here.step is Step.IN


def test_a_producer_needs_no_code_and_a_reporter_neither(studio: Studio) -> None:
    for role in (Role.PRODUCER, Role.REPORTER):
        admitted = add_account(studio, role.value, role)
        token = sign_in(studio, role.value, admitted.password)
        here = signed_in(studio, token)
        assert here
        change_password(studio, here, admitted.password, OWN)
        here = signed_in(studio, token)
        assert here and here.step is Step.IN


def test_strangers_learn_nothing_but_that_it_is_wrong(studio: Studio) -> None:
    password = add_account(studio, "sokha", Role.PRODUCER).password
    add_account(studio, "gone", Role.PRODUCER)
    disable(studio, "gone")
    said = []
    tries = [("sokha", "wrong"), ("nobody", password), ("gone", ""), ("sokha", ""), ("", "")]
    for login, tried in tries:
        with pytest.raises(AccessRefused) as wrong:
            sign_in(studio, login, tried)
        said.append(wrong.value.faults)
    assert len({str(one) for one in said}) == 1
    with pytest.raises(AccessRefused):
        sign_in(at(studio, days=3, seconds=1), "sokha", password)
    assert signed_in(studio, sign_in(studio, "sokha", password))


def test_a_session_ends_when_it_is_left_and_when_it_was_long_enough(studio: Studio) -> None:
    token = sign_in(studio, "sokha", add_account(studio, "sokha", Role.PRODUCER).password)
    for minutes in range(0, 12 * 60 + 1, 29):
        assert signed_in(at(studio, minutes=minutes), token), minutes
    assert signed_in(at(studio, hours=12, seconds=1), token) is None
    token = sign_in(studio, "sokha", reset(studio, "sokha").password)
    assert signed_in(at(studio, minutes=30), token)
    assert signed_in(at(studio, minutes=60, seconds=61), token) is None
    assert signed_in(studio, "") is None
    assert signed_in(studio, "x" * 43) is None


def test_sessions_are_listed_ended_and_nobody_elses(studio: Studio) -> None:
    mine, other = (add_account(studio, name, Role.PRODUCER).password for name in ("mine", "other"))
    first, second = (signed_in(studio, sign_in(at(studio, seconds=n), "mine", mine)) for n in (0, 1))
    theirs = signed_in(studio, sign_in(studio, "other", other))
    assert first and second and theirs
    assert [one.id for one in sessions_of(studio, "mine")] == [second.session.id, first.session.id]
    for number in (theirs.session.id or 0, 10**6):
        with pytest.raises(NotFound):
            end_session(studio, first, number)
    end_session(studio, first, second.session.id or 0)
    assert signed_in(studio, second.token) is None
    sign_out(studio, first)
    assert signed_in(studio, first.token) is None
    assert signed_in(studio, theirs.token)


@pytest.mark.parametrize("change", ["role", "disable", "reset", "password"])
def test_a_change_of_an_account_ends_its_other_sessions(studio: Studio, change: str) -> None:
    password = add_account(studio, "sokha", Role.PRODUCER).password
    token, kept_open = (sign_in(studio, "sokha", password) for _ in range(2))
    here = signed_in(studio, kept_open)
    assert here
    if change == "role":
        change_role(studio, "sokha", Role.REPORTER, "02")
    elif change == "disable":
        disable(studio, "sokha")
    elif change == "reset":
        reset(studio, "sokha")
    else:
        change_password(studio, here, password, OWN)
    assert signed_in(studio, token) is None
    assert (signed_in(studio, kept_open) is not None) == (change == "password")


def test_a_new_password_is_good_or_told_with_every_fault(studio: Studio) -> None:
    password = add_account(studio, "sokha", Role.PRODUCER).password
    here = signed_in(studio, sign_in(studio, "sokha", password))
    assert here
    with pytest.raises(AccessRefused) as wrong:
        change_password(studio, here, "not it", "sokha")
    assert refused(wrong) == ["accounts.password-wrong", "accounts.password-short", "accounts.password-known"]
    with pytest.raises(AccessRefused) as same:
        change_password(studio, here, password, password)
    assert refused(same) == ["accounts.password-same"]


def test_the_last_admin_stays(studio: Studio) -> None:
    add_account(studio, "first", Role.ADMIN)
    for attempt in (lambda: disable(studio, "first"), lambda: change_role(studio, "first", Role.EDITOR)):
        with pytest.raises(AccessRefused) as last:
            attempt()
        assert refused(last) == ["accounts.last-admin"]
    add_account(studio, "second", Role.ADMIN)
    disable(studio, "first")
    with pytest.raises(AccessRefused):
        disable(studio, "second")


def test_what_is_wrong_with_an_account_is_told_together(studio: Studio) -> None:
    with pytest.raises(AccessRefused) as wrong:
        add_account(studio, "សុខា", Role.REPORTER, province="99")
    assert refused(wrong) == ["accounts.login-bad", "accounts.province-unknown"]
    add_account(studio, "sokha", Role.REPORTER)
    with pytest.raises(Conflict):
        add_account(studio, "sokha", Role.REPORTER)
    for attempt in (
        lambda: disable(studio, "x"),
        lambda: reset(studio, "x"),
        lambda: change_role(studio, "x", Role.EDITOR),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_the_chain_has_every_step_and_no_secret(studio: Studio) -> None:
    admitted = add_account(studio, "sokha", Role.PRODUCER)
    token = sign_in(studio, "sokha", admitted.password)
    here = signed_in(studio, token)
    assert here
    change_password(studio, here, admitted.password, OWN)
    change_role(studio, "sokha", Role.REPORTER)
    disable(studio, "sokha")
    with reading(studio.engine) as session:
        events = session.exec(select(AuditEvent).order_by(AuditEvent.seq)).all()  # type: ignore[arg-type]
        assert list(audit.faults(session)) == []
        stored = str([one.model_dump() for one in session.exec(select(Account)).all()])
        stored += str([one.model_dump() for one in session.exec(select(AccountSession)).all()])
    assert [one.action for one in events] == [
        "account.added", "account.signed-in", "account.password", "account.role", "account.disabled",
    ]  # fmt: skip
    whole = stored + str([one.model_dump() for one in events])
    assert all(secret not in whole for secret in (admitted.password, token, OWN))
    assert [one.login for one in accounts(studio)] == ["sokha"]
