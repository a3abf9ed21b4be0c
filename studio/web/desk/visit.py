"""One visit: who came, to which workspace, in which language; and the pages and refusals it is answered with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Match

from studio.accounts.rights import Right, may
from studio.accounts.tokens import form_token, new_token
from studio.errors import AccessRefused, Conflict, Fault, NotFound, StudioError
from studio.languages import Language
from studio.pipeline.forms import answered, begun
from studio.pipeline.opening import Studio, awake
from studio.pipeline.sign_in import SignedIn
from studio.web.desk.frame import PLACES, Frame
from studio.web.tries import Tries

STATUS: tuple[tuple[type[StudioError], int], ...] = ((NotFound, 404), (Conflict, 409), (AccessRefused, 403))
"""The status of a refusal; 422 for every other."""


PUBLISHED = "/{path:path}"
"""Where everything is that is published, below any address that is nothing else."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What all visits share. alone: held while something is changed, so that nobody waits long for the database."""

    studio: Studio
    tries: Tries
    alone: Lock

    @property
    def feeds(self) -> Path:
        """What is published."""
        return self.studio.workspace.feeds


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that was let in. here: who carries a session; None for strangers.

    asked: the language that its address or its form asks for, by code; empty where neither does.
    """

    desk: Desk
    request: Request
    here: SignedIn | None
    asked: str = ""

    @property
    def studio(self) -> Studio:
        """The workspace, with whoever came as the one who is answerable."""
        actor = self.here.account.login if self.here else "web"
        return replace(self.desk.studio, actor=actor)

    @property
    def awake(self) -> Studio:
        """Likewise, by the clock on the wall: for accounts and sessions."""
        return awake(self.studio)

    @property
    def first(self) -> str:
        """The first place that whoever came may see."""
        return next(where for where, _name, right in PLACES if self.may(right))

    @property
    def language(self) -> Language:
        """In which language this visit is answered: as asked for, else as the account has it, else as the show has."""
        known = self.here.account.language if self.here else self.desk.studio.settings.show.language.value
        return Language(self.asked or known)

    @property
    def login(self) -> str:
        """Who came; empty for strangers."""
        return self.here.account.login if self.here else ""

    def may(self, right: Right) -> bool:
        """Whether whoever came has a right."""
        return self.here is not None and may(self.here.account.role, right)

    def page(self, template: str, status: int = 200, faults: tuple[Fault, ...] = (), **values: Any) -> HTMLResponse:
        """A page of the desk. faults: what to say above it, with its mend."""
        frame = Frame(self.language, self.here, readable(self.request), self.studio.timezone)
        tokens = {
            "form": form_token(self.here.token) if self.here else "",
            "once": new_token(),
            "asked": self.asked,
        }
        return HTMLResponse(frame.page(template, tokens, faults, self.desk.studio.settings, **values), status)

    def refused(self, error: StudioError) -> HTMLResponse:
        """The page of a refusal: what is wrong, and how to mend it."""
        return self.page("refused", status_of(error), faults=error.faults)

    def to(self, address: str) -> RedirectResponse:
        """The way to another page, with GET; it is in the language that was asked for on the way here."""
        plain, mark, part = address.partition("#")
        if self.asked and "lang=" not in plain:
            plain += f"{'&' if '?' in plain else '?'}lang={self.asked}"
        return RedirectResponse(plain + mark + part, 303)

    def once(self, token: str, act: Callable[[], str]) -> Response:
        """Do what a form asks for, and lead to the address that `act` gives; a form sent again leads there again.

        token: the form's own. Changes are made one after another.
        """
        with self.desk.alone:
            known = begun(self.awake, token)
            if known is not None:
                return self.to(known)
            address = act()
            answered(self.awake, token, address)
        return self.to(address)


def status_of(error: StudioError) -> int:
    """The HTTP status of a refusal."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 422)


def readable(request: Request) -> str:
    """The address of the page that a request is answered with: of a form that was refused, the page it stands on."""
    path = str(request.url.path)
    if request.method == "GET":
        return path
    pages = [one for one in request.app.routes if getattr(one, "path", "") != PUBLISHED]
    while path.count("/") > 1:
        asked = {**request.scope, "method": "GET", "path": path}
        if any(one.matches(asked)[0] is Match.FULL for one in pages):
            return path
        path = path.rpartition("/")[0]
    return path


def language_of(given: object) -> str:
    """The code of a language that was asked for; empty for anything else."""
    return given if isinstance(given, str) and given in set(Language) else ""
