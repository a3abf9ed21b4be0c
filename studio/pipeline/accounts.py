"""The stage of accounts: who may come in, as what; each change with its trace, and no password in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, func, select

from studio.accounts.passwords import hashed, one_time_password
from studio.errors import AccessRefused, Conflict, Fault, NotFound, fault
from studio.khmer.normal import tidy
from studio.languages import Language
from studio.pipeline.opening import Studio
from studio.records.accounts import Account, AccountSession
from studio.records.kinds import Role
from studio.records.network import Place
from studio.store import audit
from studio.store.engine import reading, writing

LOGIN = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,38}[a-z0-9])?", re.ASCII)
ONE_TIME = timedelta(days=3)
"""How long a one-time password is good."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """An account, and the one-time password that is told once."""

    account: Account
    password: str


def accounts(studio: Studio) -> list[Account]:
    """Everybody with an account, by sign-in name."""
    with reading(studio.engine) as session:
        return list(session.exec(select(Account).order_by(Account.login)))


def add_account(studio: Studio, login: str, role: Role, name: str = "", province: str = "") -> Admitted:
    """Give somebody an account. Raises AccessRefused with every fault, Conflict: the name is taken."""
    password = one_time_password()
    with writing(studio.engine) as session:
        AccessRefused.raise_if([*login_faults(login), *province_faults(session, province)])
        if session.exec(select(Account).where(Account.login == login)).first():
            raise Conflict(fault("accounts.login-taken", login))
        account = Account(
            login=login,
            name=tidy(name),
            role=role,
            province=province,
            language=studio.settings.show.language.value,
            password=hashed(password),
            password_until=studio.now + ONE_TIME,
            added_at=studio.now,
        )
        session.add(account)
        audit.append(
            session, studio.now, studio.actor, "account.added", login, {"role": role.value, "province": province}
        )
    return Admitted(account, password)


def change_role(studio: Studio, login: str, role: Role, province: str = "") -> Account:
    """Let somebody do other things, from now on: their sessions end. Raises NotFound, AccessRefused."""
    with writing(studio.engine) as session:
        account = account_of(session, login)
        AccessRefused.raise_if([*province_faults(session, province), *last_admin(session, account, role)])
        before = {"role": account.role.value, "province": account.province}
        account.role, account.province = role, province
        end_sessions(session, account)
        session.add(account)
        after = {"role": role.value, "province": province}
        audit.append(session, studio.now, studio.actor, "account.role", login, {"before": before, "after": after})
    return account


def disable(studio: Studio, login: str) -> Account:
    """Let somebody in no more; what they did stays theirs. Raises NotFound, AccessRefused: the last admin."""
    with writing(studio.engine) as session:
        account = account_of(session, login)
        AccessRefused.raise_if(last_admin(session, account, None))
        account.disabled_at = account.disabled_at or studio.now
        account.password, account.code_secret = "", ""
        end_sessions(session, account)
        session.add(account)
        audit.append(session, studio.now, studio.actor, "account.disabled", login, {})
    return account


def reset(studio: Studio, login: str) -> Admitted:
    """A new one-time password, and a new authenticator at the next sign-in; also for whoever was disabled.

    Raises NotFound.
    """
    password = one_time_password()
    with writing(studio.engine) as session:
        account = account_of(session, login)
        account.password, account.password_until = hashed(password), studio.now + ONE_TIME
        account.code_secret, account.disabled_at = "", None
        end_sessions(session, account)
        session.add(account)
        audit.append(session, studio.now, studio.actor, "account.reset", login, {})
    return Admitted(account, password)


def speak(studio: Studio, login: str, language: Language) -> None:
    """Answer somebody in a language from now on. Raises NotFound."""
    with writing(studio.engine) as session:
        account = account_of(session, login)
        account.language = language.value
        session.add(account)


def provinces(studio: Studio) -> list[Place]:
    """The provinces in which somebody may work, by their two digits."""
    with reading(studio.engine) as session:
        return list(session.exec(select(Place).where(func.length(Place.code) == 2).order_by(Place.code)))


def account_of(session: Session, login: str) -> Account:
    """The account with a sign-in name. Raises NotFound."""
    account = session.exec(select(Account).where(Account.login == login)).first()
    if account is None:
        raise NotFound(fault("accounts.unknown", login))
    return account


def end_sessions(session: Session, account: Account, but: str = "") -> int:
    """End every session of somebody, except the one whose kept token is given; how many there were."""
    own = select(AccountSession).where(AccountSession.account_id == account.id, col(AccountSession.token) != but)
    ended = session.exec(own).all()
    for one in ended:
        session.delete(one)
    return len(ended)


def login_faults(login: str) -> Iterator[Fault]:
    """What is wrong with a sign-in name."""
    if not LOGIN.fullmatch(login):
        yield fault("accounts.login-bad", login)


def province_faults(session: Session, province: str) -> Iterator[Fault]:
    """What is wrong with a province."""
    if province and (len(province) != 2 or session.get(Place, province) is None):
        yield fault("accounts.province-unknown", province)


def last_admin(session: Session, account: Account, role: Role | None) -> Iterator[Fault]:
    """A fault where nobody would be left who can let others in."""
    if account.role is not Role.ADMIN or role is Role.ADMIN or account.disabled_at is not None:
        return
    others = select(Account).where(
        Account.role == Role.ADMIN, col(Account.disabled_at).is_(None), Account.id != account.id
    )
    if session.exec(others).first() is None:
        yield fault("accounts.last-admin", account.login)
