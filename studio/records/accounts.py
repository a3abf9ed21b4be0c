"""People with an account, their sessions, and links that open one thing for a while."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Field

from studio.records.base import Moment, Record
from studio.records.kinds import Role


class Account(Record, table=True):
    """Somebody who works here.

    province: two digits where somebody works in one province alone. password: Argon2id; empty: nobody can sign in.
    password_until: when a one-time password ends; it is replaced at once. code_secret: of the authenticator, empty
    until there is one; code_step: the last that was used.
    """

    id: int | None = Field(default=None, primary_key=True)
    login: str = Field(index=True, unique=True, max_length=40)
    name: str = ""
    role: Role
    province: str = Field(default="", max_length=2)
    language: str = "km"
    password: str = ""
    password_until: datetime | None = Field(default=None, sa_type=Moment)
    code_secret: str = ""
    code_step: int = 0
    added_at: datetime = Field(sa_type=Moment)
    disabled_at: datetime | None = Field(default=None, sa_type=Moment)


class AccountSession(Record, table=True):
    """A session. token: SHA-256 of what the cookie carries. Nothing is kept about the device or the network.

    second_factor: whether a one-time code was given.
    """

    id: int | None = Field(default=None, primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    token: str = Field(index=True, unique=True, max_length=64)
    began_at: datetime = Field(sa_type=Moment)
    seen_at: datetime = Field(sa_type=Moment)
    second_factor: bool = False


class ShareLink(Record, table=True):
    """A link that shows one thing to whoever has it, until it ends. token: SHA-256 of what the address carries.

    kind: "rundown" or "reading". subject: the edition, or the segment's key.
    """

    id: int | None = Field(default=None, primary_key=True)
    token: str = Field(index=True, unique=True, max_length=64)
    kind: str
    subject: str
    made_by: str
    made_at: datetime = Field(sa_type=Moment)
    ends_at: datetime = Field(sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class FormSent(Record, table=True):
    """A form that was sent: sent again, it leads to the same answer. token: of the form. answer: an address."""

    token: str = Field(primary_key=True, max_length=64)
    sent_by: str
    sent_at: datetime = Field(sa_type=Moment)
    answer: str = ""
