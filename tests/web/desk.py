"""A desk in a real workspace, and people who come to it with a client that keeps cookies as a browser does."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx2 as httpx
import pyotp
from fastapi import FastAPI
from starlette.testclient import TestClient

from studio.pipeline.accounts import add_account, reset
from studio.pipeline.beside import PROGRAM, STEP, leave_asked
from studio.pipeline.desk_work import DONE, Asked, Work, folder_of, work_of
from studio.pipeline.opening import Studio, awake, open_studio
from studio.records.kinds import Role
from studio.store.files import write_text
from studio.web.app import create_app

PATIENCE_S = 120
OWN = "river stone mango lamp"
HOST = "https://studio.example.org"
FORM = re.compile(r'name="form" value="([0-9a-f]{64})"')
SEEN = re.compile(r'name="seen" value="([0-9a-f]+)"')
ONCE = re.compile(r'name="once" value="([\w-]+)"')


@dataclass
class Person:
    """Somebody with a browser."""

    client: TestClient
    login: str = ""
    secret: str = ""
    form: str = field(default="", repr=False)

    def get(self, path: str, status: int = 200) -> httpx.Response:
        """A page, which must have that status."""
        reply = self.client.get(path, headers={"sec-fetch-site": "same-origin"})
        assert reply.status_code == status, (path, reply.status_code, reply.text[:500])
        if found := FORM.search(reply.text):
            self.form = found[1]
        return reply

    def post(self, path: str, status: int = 303, **fields: object) -> httpx.Response:
        """Send a form as a page of ours would; the answer must have that status."""
        sent = {"form": self.form, **{name: str(value) for name, value in fields.items()}}
        reply = self.client.post(path, data=sent, headers={"origin": HOST})
        assert reply.status_code == status, (path, reply.status_code, reply.text[:2000])
        return reply


@dataclass(frozen=True)
class Desk:
    """A desk over a workspace."""

    root: Path
    studio: Studio
    app: FastAPI

    def stranger(self) -> Person:
        """Somebody without an account."""
        return Person(TestClient(self.app, base_url=HOST, follow_redirects=False, raise_server_exceptions=False))

    def person(self, login: str, role: Role, province: str = "") -> Person:
        """Somebody with an account, signed in all the way."""
        admitted = add_account(awake(self.studio), login, role, province=province)
        return self.come_in(login, admitted.password)

    def back(self, login: str) -> Person:
        """Somebody whose account was reset, signed in all the way."""
        return self.come_in(login, reset(awake(self.studio), login).password)

    def come_in(self, login: str, password: str) -> Person:
        """Sign in with a password that is good once."""
        one = self.stranger()
        one.login = login
        one.post("/desk/sign-in", login=login, password=password)
        one.get("/desk/password")
        one.post("/desk/password", old=password, new=OWN, again=OWN)
        if one.client.get("/desk").headers["location"] == "/desk/authenticator":
            page = one.get("/desk/authenticator").text
            one.secret = re.search(r'name="secret" value="([A-Z2-7]{32})"', page)[1]  # type: ignore[index]
            one.post("/desk/authenticator", secret=one.secret, code=pyotp.TOTP(one.secret).at(datetime.now(UTC)))
        return one

    def close(self) -> None:
        """Close the database."""
        self.studio.engine.dispose()


def desk_over(root: Path) -> Desk:
    """The desk of a workspace."""
    studio = open_studio(root)
    return Desk(root, studio, create_app(studio.workspace.feeds, studio))


def ended(studio: Studio) -> Work:
    """The work beside a desk, when it is over."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        work = work_of(studio)
        assert work
        if not work.going:
            return work
        time.sleep(0.2)
    raise AssertionError("the work goes on for ever")


@dataclass
class Held:
    """A work beside a desk that gets as far as a test says, in the files that a child program would leave."""

    folder: Path

    def reach(self, stage: str, done: int, total: int) -> None:
        """Get that far."""
        write_text(self.folder / STEP, json.dumps([stage, done, total]))

    def end(self) -> None:
        """Be over, with nothing made."""
        write_text(self.folder / DONE, json.dumps({"masters": []}))


@contextmanager
def held(studio: Studio, kind: str, about: str) -> Iterator[Held]:
    """A work that goes on until the test ends it, however slow or fast the machine is."""
    asked = Asked(kind, about, "", "held", studio.actor, studio.now, PROGRAM)
    work = Held(folder_of(studio))
    leave_asked(work.folder, asdict(asked))
    try:
        yield work
    finally:
        work.end()
