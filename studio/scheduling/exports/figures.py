"""The figures of a rundown for people: which lengths are known, what is over or under, and how sure that is."""

from __future__ import annotations

from studio.errors import RundownImpossible
from studio.languages import Language
from studio.scheduling.exports.words import TOTALS
from studio.scheduling.timing.balances import Balance, balances, show_balance
from studio.scheduling.timing.times import wall
from studio.scheduling.values import Clock, Entry, Rundown
from studio.units import Ms, clock_text


def figure_columns(rundown: Rundown) -> tuple[str, ...]:
    """The columns of figures that say something, in order; estimated and aired only where anything is known of them,
    gaps only where one is not the room that the clock leaves.
    """
    entries = rundown.entries
    known = {
        "estimated": any(entry.estimated is not None for entry in entries),
        "aired": any(entry.aired is not None for entry in entries),
        "gap": any(entry.pause is not None for entry in entries),
    }
    every = ("index", "time", "planned", "estimated", "recorded", "aired", "over", "gap")
    return tuple(name for name in every if known.get(name, True))


def figures(rundown: Rundown, entry: Entry) -> dict[str, str]:
    """The figures of an entry by column; empty where nothing is known."""
    return {
        "index": str(entry.index + 1),
        "time": f"{wall(rundown, entry.start):%H:%M:%S}",
        "planned": clock_text(entry.planned, millis=True),
        "estimated": "" if entry.estimated is None else clock_text(entry.estimated),
        "recorded": "" if entry.actual is None else clock_text(entry.actual, millis=True),
        "aired": "" if entry.aired is None else clock_text(entry.aired, millis=True),
        "over": signed(entry.over, millis=True) if entry.over else likely(entry.drift, entry.doubt),
        "gap": "" if entry.pause is None else clock_text(entry.pause, millis=True),
    }


def signed(ms: Ms, *, millis: bool = False) -> str:
    """A length with its sign: "+0:01.234", "-0:02", "0:00"."""
    return f"{'+' if ms > 0 else ''}{clock_text(ms, millis=millis)}"


def likely(drift: Ms, doubt: Ms) -> str:
    """What is estimated over or under, and how far that is likely to be off: "+0:03 ±0:08"; empty where nothing is."""
    if not drift and not doubt:
        return ""
    return f"{signed(seconds(drift))} ±{clock_text(Ms(-(-doubt // 1000) * 1000))}"


def seconds(ms: Ms) -> Ms:
    """To the nearest second, in ms; an estimate says no more."""
    return Ms((abs(ms) + 500) // 1000 * 1000 * (-1 if ms < 0 else 1))


def totals(rundown: Rundown, clock: Clock, language: Language) -> list[str]:
    """What is over or under in words: the show, each section and group where there are several, each with what scripts
    not recorded yet are estimated to change. Where an anchor lies outside of the slot there are no sections."""
    try:
        bars = balances(rundown, clock)
    except RundownImpossible:
        bars = (show_balance(rundown, clock),)
    titles = {one.name: one.title_km if language is Language.KM else one.title_en for one in clock.groups}
    lines = []
    for bar in sorted(bars, key=lambda one: one.sort != "show"):
        if bar.sort == "show":
            out = f"{wall(rundown, clock.hard_out):%H:%M:%S}"
            lines.append(_told(f"{TOTALS[language]['out']} {out}", bar, language))
        elif bar.sort in ("section", "group"):
            name = titles.get(bar.name) or bar.name if bar.sort == "group" else bar.name
            lines.append(_told(f"{TOTALS[language][bar.sort]} {name} {clock_text(bar.heard)}", bar, language))
    return lines


def _told(head: str, bar: Balance, language: Language) -> str:
    words = TOTALS[language]
    word = words["over" if bar.over > 0 else "under" if bar.over < 0 else "exact" if bar.sort == "show" else "even"]
    length = f" {clock_text(Ms(abs(bar.over)), millis=True)}" if bar.over else ""
    estimate = likely(Ms(bar.over + bar.drift), bar.doubt) if bar.drift or bar.doubt else ""
    return f"{head}  {word}{length}" + (f"  ({words['estimated']} {estimate})" if estimate else "")
