"""The values of a season's picture: airtimes with how far each is, and shares of airtime against their targets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from studio.languages import N_, Language
from studio.scheduling.values import ZERO
from studio.units import Ms, clock_text


class State(StrEnum):
    """How far an airtime is, from nothing to the air."""

    EMPTY = "empty"
    PLANNED = "planned"
    WRITTEN = "written"
    RECORDED = "recorded"
    BUILT = "built"
    PUBLISHED = "published"
    AIRED = "aired"
    LOST = "lost"
    OFF = "off"


STATE_WORDS: dict[State, str] = {
    State.EMPTY: N_("nothing planned yet"),
    State.PLANNED: N_("planned"),
    State.WRITTEN: N_("scripts approved"),
    State.RECORDED: N_("recorded in full"),
    State.BUILT: N_("built"),
    State.PUBLISHED: N_("published"),
    State.AIRED: N_("aired"),
    State.LOST: N_("not aired"),
    State.OFF: N_("no airtime"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """A name in both languages."""

    km: str
    en: str

    def said(self, language: Language) -> str:
        """The name in a language; the other one where it has none."""
        return (self.km or self.en) if language is Language.KM else (self.en or self.km)


@dataclass(frozen=True, slots=True)
class Showing:
    """One airtime. station: its slug. starts_at: in the station's time zone. over: heard beyond the hard out, in ms.

    segments: how many are planned in it.
    """

    slug: str
    station: str
    starts_at: datetime
    state: State
    segments: int = 0
    over: Ms = ZERO


@dataclass(frozen=True, slots=True)
class Share:
    """What part of the airtime somebody or something had. heard, target: in ms. weeks: since it was last heard.

    late: it should have been heard again by now.
    """

    names: Names
    heard: Ms
    target: Ms | None = None
    weeks: int | None = None
    late: bool = False

    @property
    def told(self) -> str:
        """How long it was heard, beside its target where it has one: "15:00 / 20:00"."""
        return clock_text(self.heard) + (f" / {clock_text(self.target)}" if self.target is not None else "")


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares that belong together: organizations, provinces, themes, women's voices; in the order they are drawn.

    whole: what a full bar stands for, in ms; 0: the longest of them.
    """

    names: Names
    shares: tuple[Share, ...]
    whole: Ms = ZERO

    @property
    def longest(self) -> int:
        """What a full bar stands for, in ms, never 0."""
        return self.whole or max((max(one.heard, one.target or 0) for one in self.shares), default=0) or 1

    def told(self, share: Share) -> str:
        """How long one of them was heard, with its part of the whole where there is one: "15:00 · 25 %"."""
        return f"{share.told} · {100 * share.heard / self.whole:.0f} %" if self.whole else share.told


@dataclass(frozen=True, slots=True)
class Board:
    """A season as it stands. stations: names by slug, in the order they are drawn."""

    names: Names
    stations: tuple[tuple[str, Names], ...]
    showings: tuple[Showing, ...]
    equity: tuple[Shares, ...] = ()


def week_of(showing: Showing) -> date:
    """The Monday of its week, by the station's calendar. Source: ISO 8601."""
    day = showing.starts_at.date()
    return day - timedelta(days=day.weekday())


def weeks(board: Board) -> tuple[date, ...]:
    """The Mondays of every week from the first airtime to the last."""
    mondays = [week_of(one) for one in board.showings]
    if not mondays:
        return ()
    count = (max(mondays) - min(mondays)).days // 7 + 1
    return tuple(min(mondays) + timedelta(weeks=number) for number in range(count))


def of_week(board: Board, station: str, monday: date) -> Sequence[Showing]:
    """The airtimes of a station in a week, the earliest first."""
    found = [one for one in board.showings if one.station == station and week_of(one) == monday]
    return sorted(found, key=lambda one: (one.starts_at, one.slug))


def off_by(over: Ms) -> str:
    """Over or under for a label: "+0:12", "−1:05"; empty where it is exact to the second."""
    count = round(abs(over) / 1000)
    minutes, rest = divmod(count, 60)
    return f"{'+' if over > 0 else '−'}{minutes}:{rest:02}" if count else ""
