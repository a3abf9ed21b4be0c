"""Steps of a treatment as they are written on the command line: lengths, cuts, hertz."""

from __future__ import annotations

import re
from typing import Any

import click

from studio.audio.scores.treatment import HIGHEST_PASS, LONGEST, LOWEST_PASS
from studio.cli.words import _
from studio.khmer.digits import to_arabic
from studio.scheduling.clocks.clock import duration
from studio.units import Ms, clock_text


def length_given(_ctx: click.Context, _param: click.Parameter, given: str | None) -> Ms | None:
    """ "1:02.5", "2.5 s" or "800 ms" as ms."""
    found = duration(given)
    if given is not None and found is None:
        raise click.BadParameter(_("“{value}” is no length; write 1:02.5, 2.5 s or 800 ms.").format(value=given))
    return found


def short_given(_ctx: click.Context, _param: click.Parameter, given: str | None) -> Ms | None:
    """The same, of what is at most LONGEST; longer ones are told of with all else that cannot be done."""
    found = duration(given)
    if given is not None and found is None:
        told = _("“{value}” is no length from 0 to {most}; write 1.5 s or 800 ms.")
        raise click.BadParameter(told.format(value=given, most=clock_text(LONGEST)))
    return found


def hertz_given(_ctx: click.Context, _param: click.Parameter, given: str | None) -> int | None:
    """Whole hertz; 0 would turn off what the option turns on."""
    if given is None:
        return None
    text = to_arabic(given.strip())
    found = int(text) if re.fullmatch(r"-?[0-9]{1,6}", text) else None
    if found == 0:
        raise click.BadParameter(_("0 takes nothing away; write --no-high-pass."))
    if found is None:
        told = _("“{value}” is no high-pass; write {least} to {most}, in hertz.")
        raise click.BadParameter(told.format(value=given, least=LOWEST_PASS, most=HIGHEST_PASS))
    return found


def cuts_given(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> tuple[list[Ms], ...]:
    """ "1:02.5-1:04" as two lengths, for each."""
    found = []
    for one in given:
        ends = [end for text in one.replace("–", "-").split("-") if (end := duration(text)) is not None]
        if len(ends) != 2 or one.count("-") + one.count("–") != 1:
            raise click.BadParameter(_("“{value}” is no cut; write 1:02.5-1:04.0.").format(value=one))
        found.append(ends)
    return tuple(found)


LENGTH: dict[str, Any] = {"metavar": "LENGTH", "callback": length_given}
SHORT: dict[str, Any] = {"metavar": "LENGTH", "callback": short_given}
