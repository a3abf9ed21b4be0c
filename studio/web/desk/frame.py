"""A page of the desk: what all pages have around what each of them says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from studio.accounts.rights import Right, may
from studio.errors import Fault
from studio.khmer.digits import to_khmer
from studio.khmer.spoken import written_date
from studio.languages import N_, Language, translator
from studio.pipeline.sign_in import SignedIn, Step
from studio.sentences.on_page import say_on_page
from studio.settings import Settings
from studio.units import Ms, clock_text
from studio.web.desk.assets import address

PAGES = Path(__file__).parents[1] / "pages" / "desk"

PLACES: tuple[tuple[str, str, Right], ...] = (
    ("/desk/reports", N_("Reports"), Right.READ_REPORTS),
    ("/desk/scripts", N_("Scripts"), Right.READ_SCRIPTS),
    ("/desk/rundowns", N_("Rundowns"), Right.READ_RUNDOWNS),
    ("/desk/takes", N_("Takes"), Right.READ_TAKES),
    ("/desk/season", N_("Season"), Right.READ_RUNDOWNS),
    ("/desk/editions", N_("Build"), Right.BUILD),
    ("/desk/airings", N_("Aired"), Right.NOTE_AIRINGS),
    ("/desk/withdraw", N_("Withdraw"), Right.WITHDRAW),
    ("/desk/shares", N_("My links"), Right.SHARE),
    ("/desk/file", N_("Report for somebody"), Right.FILE),
    ("/desk/people", N_("People"), Right.USERS),
    ("/desk/account", N_("My account"), Right.OWN),
)
"""Where the desk leads to: address, name, and the right that opens it."""


@dataclass(frozen=True, slots=True)
class Frame:
    """What a page needs to know of its visit. path: of the page."""

    language: Language
    here: SignedIn | None
    path: str
    zone: ZoneInfo

    def page(
        self, template: str, tokens: Mapping[str, str], faults: tuple[Fault, ...], settings: Settings, **values: Any
    ) -> str:
        """A page; values: what its template needs besides what all need."""
        show = settings.show
        return (
            _environment(self.language)
            .get_template(f"{template}.html.j2")
            .render(
                language=self.language.value,
                other="en" if self.language is Language.KM else "km",
                title_of_show=show.title_km if self.language is Language.KM else show.title_en,
                here=self.here,
                path=self.path,
                places=self._places(),
                current=self._current(),
                faults=[say_on_page(one, self.language) for one in faults],
                form=hidden("form", tokens["form"]) + (hidden("lang", tokens["asked"]) if tokens["asked"] else ""),
                once=hidden("once", tokens["once"]),
                asset=address,
                day=self.day,
                moment=self.moment,
                number=self.number,
                length=self.length,
                told=self.told,
                **values,
            )
        )

    def told(self, khmer: str, english: str) -> str:
        """What exists in two languages, in this one where it does."""
        return (khmer or english) if self.language is Language.KM else (english or khmer)

    def number(self, value: object) -> str:
        """A number in the digits of the language."""
        return to_khmer(str(value)) if self.language is Language.KM else str(value)

    def length(self, ms: int) -> str:
        """A length in minutes and seconds. ms: milliseconds."""
        return self.number(clock_text(Ms(ms)))

    def day(self, value: date) -> str:
        """A day, written out."""
        return written_date(value, self.language)

    def moment(self, value: datetime) -> str:
        """A moment where the show is made: the day and the time."""
        local = value.astimezone(self.zone)
        return f"{self.day(local.date())} {self.number(f'{local:%H:%M}')}"

    def _places(self) -> list[tuple[str, str]]:
        """Where the menu leads to."""
        if self.here is None or self.here.step is not Step.IN:
            return []
        return [(where, name) for where, name, right in PLACES if may(self.here.account.role, right)]

    def _current(self) -> str:
        """Where in the menu a page is: a page of one thing is where these things are listed."""
        of_one = {"/desk/rundown": "/desk/rundowns", "/desk/script": "/desk/scripts", "/desk/trace": "/desk/reports"}
        first = "/".join(self.path.split("/", 3)[:3])
        return of_one.get(first, first)


def hidden(name: str, value: str) -> Markup:
    """A field of a form that nobody sees."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(name, value)


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["_"] = translator(language)
    return environment
