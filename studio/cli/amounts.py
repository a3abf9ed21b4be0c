"""Lengths, money, days and times as people type them, and as a terminal shows them."""

from __future__ import annotations

import re
from datetime import date, datetime

import click

from studio.cli.words import _
from studio.scheduling.clocks.clock import duration
from studio.units import Ms, clock_text, day_named

FEW = 200
MONEY = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))?")


class Length(click.ParamType[int]):
    """A length of time as the clocks write it: 15:00, 30 s."""

    name = "length"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Milliseconds."""
        if isinstance(value, int):
            return value
        found = duration(value)
        if not found:
            self.fail(_("“{value}” is no length; write it like 15:00 or 30 s.").format(value=value), param, ctx)
        return int(found)


class Offset(Length):
    """A length of time that may be nothing: 0:00."""

    name = "offset"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Milliseconds."""
        return 0 if str(value) in ("0", "0:00") else super().convert(value, param, ctx)


class Money(click.ParamType[int]):
    """An amount of money with at most two decimals: 120 or 120.50; never a fraction of a hundredth."""

    name = "amount"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Hundredths."""
        if isinstance(value, int):
            return value
        found = MONEY.fullmatch(str(value).strip())
        if not found:
            self.fail(_("“{value}” is no amount; write it like 120 or 120.50.").format(value=value), param, ctx)
        return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


class Currency(click.ParamType[str]):
    """A currency by its three letters. Source: ISO 4217."""

    name = "currency"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The letters in capitals."""
        if not re.fullmatch("[A-Za-z]{3}", str(value)):
            self.fail(_("“{value}” is no currency; write it like USD or KHR.").format(value=value), param, ctx)
        return str(value).upper()


class Day(click.ParamType[date]):
    """A day: 2012-05-17."""

    name = "day"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day."""
        try:
            return value if isinstance(value, date) else day_named(str(value))
        except ValueError:
            self.fail(_("“{value}” is no day; write it like 2012-05-17.").format(value=value), param, ctx)


class Month(click.ParamType[str]):
    """A month: 2012-05."""

    name = "month"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Year and month, as they are."""
        try:
            return f"{day_named(f'{value}-01'):%Y-%m}"
        except ValueError:
            self.fail(_("“{value}” is no month; write it like 2012-05.").format(value=value), param, ctx)


class Few(click.ParamType[str]):
    """A few words: at most 200 characters."""

    name = "text"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The words, as they are."""
        if len(str(value)) > FEW:
            self.fail(
                _("{found} characters are too many; {limit} are allowed.").format(found=len(str(value)), limit=FEW)
            )
        return str(value)


MOMENT = click.DateTime(["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"])
"""A local day and time: 2012-05-18 19:00."""


def moment(local: datetime, *, zone: bool = False) -> str:
    """A day and time as people read it, seconds only where there are some: 2012-05-18 19:00."""
    text = f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"
    return f"{text} {local:%Z}" if zone else text


def money(hundredths: int) -> str:
    """Hundredths as an amount: 120.50."""
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02}"


def length(ms: int) -> str:
    """A length as people read it: 15:00."""
    return clock_text(Ms(ms))
