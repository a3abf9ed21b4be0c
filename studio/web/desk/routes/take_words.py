"""Steps of a treatment as a form has them, and what was typed read; names are translated where they are shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from studio.audio.scores.treatment import Treatment, pieces
from studio.errors import Fault, SettingsInvalid, fault
from studio.khmer.digits import to_arabic
from studio.languages import N_
from studio.pipeline.treat import Treated
from studio.scheduling.clocks.clock import duration
from studio.units import Ms, clock_text, whole_ms

NOTHING = frozenset({"0", "0:00", "00:00", "0:00.0", "0:00.000"})
NUMBER = re.compile(r"[+-]?[0-9]{1,4}(\.[0-9]{1,3})?")

LENGTHS: dict[str, str] = {
    "trim_in": N_("Begins at"),
    "trim_out": N_("Ends at"),
    "fade_in": N_("Fade in"),
    "fade_out": N_("Fade out"),
    "crossfade": N_("Crossfade into what follows"),
    "silence": N_("Silence after it"),
}
NUMBERS: dict[str, str] = {
    "gain_db": N_("Louder or softer, in dB"),
    "high_pass": N_("Take away rumble below, in hertz"),
    "denoise_db": N_("Lower steady noise by, in dB"),
}
SWITCHES: dict[str, str] = {
    "auto_trim": N_("Leave out silence at both ends"),
    "levelling": N_("Bring uneven speakers together"),
    "room_tone": N_("Its own quiet under cuts and pauses"),
}
FIRST = ("trim_in", "trim_out", "gain_db")
"""What is asked for first."""
REST = tuple(name for name in (*LENGTHS, *NUMBERS) if name not in FIRST)
"""What those are asked for who want more."""

FIELDS = (*LENGTHS, *NUMBERS, *SWITCHES, "cuts")


def steps_typed(where: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """The steps that a form chooses, by name; a field that is empty is as usual.

    Raises SettingsInvalid with everything that cannot be read.
    """
    faults: list[Fault] = []
    chosen: dict[str, Any] = {}
    for name in FIELDS:
        text = to_arabic(typed.get(name, "").strip()).replace("−", "-").replace(",", "," if name == "cuts" else ".")
        if not text:
            continue
        if name in SWITCHES:
            chosen[name] = text == "yes"
        elif name in NUMBERS:
            chosen[name] = number_typed(where, text, faults, whole=name == "high_pass")
        elif name == "cuts":
            chosen[name] = [cut_typed(where, one.strip(), faults) for one in text.split(",") if one.strip()]
        else:
            chosen[name] = length_typed(where, text, faults)
    SettingsInvalid.raise_if(faults)
    return chosen


def length_typed(where: str, text: str, faults: list[Fault]) -> Ms:
    """A length as it is typed, "0:01.5" or "800 ms"."""
    found = Ms(0) if text in NOTHING else duration(text)
    if found is None:
        faults.append(fault("web.length-unreadable", where, value=text))
    return found or Ms(0)


def number_typed(where: str, text: str, faults: list[Fault], *, whole: bool) -> float | int:
    """Decibels or hertz as they are typed."""
    if NUMBER.fullmatch(text) is None or (whole and not text.isdigit()):
        faults.append(fault("web.number-unreadable", where, value=text))
        return 0
    return int(text) if whole else float(text)


def cut_typed(where: str, text: str, faults: list[Fault]) -> list[Ms]:
    """What is left out, from and to: "1:02.5-1:04"."""
    ends = text.replace("–", "-").split("-")
    if len(ends) != 2:
        faults.append(fault("web.cut-unreadable", where, value=text))
        return [Ms(0), Ms(0)]
    return [length_typed(where, one.strip(), faults) for one in ends]


def typed_of(own: Mapping[str, Any]) -> dict[str, str]:
    """What somebody chose as a form has it."""
    return {name: written(name, value) for name, value in own.items()}


def usual_of(usual: Treatment, found: Treated) -> dict[str, str]:
    """What is done where nobody says otherwise, as a form has it."""
    start, end = (whole_ms(one) for one in found.quiet.spoken)
    shown = {name: written(name, getattr(usual, name)) for name in FIELDS}
    if usual.trim_in is None:
        shown["trim_in"] = clock_text(start if usual.auto_trim else Ms(0), millis=True)
    if usual.trim_out is None:
        shown["trim_out"] = clock_text(end if usual.auto_trim else found.heard.ms, millis=True)
    return shown


def left_out(found: Treated) -> list[tuple[Ms, Ms]]:
    """What of a recording is not heard, from and to, in ms."""
    heard = [
        (whole_ms(start), whole_ms(end)) for start, end in pieces(found.treatment, found.heard.ms, found.quiet.spoken)
    ]
    ends = [Ms(0), *(end for _start, end in heard)]
    starts = [*(start for start, _end in heard), found.heard.ms]
    return [(end, start) for end, start in zip(ends, starts, strict=True) if start > end]


def written(name: str, value: Any) -> str:
    """A step as a form has it; empty for what has none of its own."""
    if value is None:
        return ""
    if name in SWITCHES:
        return "yes" if value else "no"
    if name == "cuts":
        return ", ".join("-".join(clock_text(Ms(one), millis=True) for one in cut) for cut in value)
    return clock_text(Ms(value), millis=True) if name in LENGTHS else f"{value:g}"
