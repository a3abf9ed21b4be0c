"""Whether a presenter's recording is worth keeping as the newest take: silence and torsos are not. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from studio.audio.values import TakeReport
from studio.errors import Fault, fault
from studio.units import Ms, clock_text

HEARD_SHARE = 100
"""Something is to be heard in one part of so many: less is a switch, a bump, a door."""
LOST_SHARE = 2
"""One part of so many of what the file promises is to be there."""
SHORTEST = Ms(1_000)
LONG_TEXT = Ms(30_000)
"""A text that takes so long is not read in less than SHORTEST."""
UNLIKE = 2
"""A reading takes less than half of its estimate, or more than twice as long, only where something went wrong."""
KNOWN_TEXT = Ms(10_000)
"""Of a shorter text the estimate says too little."""


def against(report: TakeReport, where: str, estimate: Ms) -> TakeReport:
    """A report with a warning more where the recording can hardly be a reading of its text.

    estimate: how long the text takes to read, in ms; 0 where nobody knows.
    """
    if estimate < KNOWN_TEXT or estimate <= report.ms * UNLIKE <= estimate * UNLIKE * UNLIKE:
        return report
    found, wanted = clock_text(report.ms), clock_text(estimate)
    warning = fault("audio.take-length", where, found=found, estimate=wanted)
    return replace(report, warnings=(*report.warnings, warning))


def worthless(where: str, report: TakeReport, estimate: Ms) -> Iterator[Fault]:
    """Why a recording must not become the newest take: nothing is heard in it, or most of it is missing.

    estimate: how long its text takes to read, in ms; 0 where nobody knows.
    """
    if report.heard_ms * HEARD_SHARE < report.ms:
        yield fault("audio.take-silent", where, heard=report.heard_ms)
    promised = promised_ms(report)
    if report.ms * LOST_SHARE < promised:
        found, whole = clock_text(report.ms, millis=True), clock_text(promised, millis=True)
        yield fault("audio.take-truncated", where, found=found, promised=whole)
    elif report.ms < SHORTEST and estimate >= LONG_TEXT:
        found, wanted = clock_text(report.ms, millis=True), clock_text(estimate)
        yield fault("audio.take-too-short", where, found=found, estimate=wanted)


def promised_ms(report: TakeReport) -> Ms:
    """How long the file says it is, as far as that was noticed."""
    missing = [float(str(one.values["missing_s"])) for one in report.warnings if one.code == "audio.truncated"]
    return Ms(report.ms + round(1000 * sum(missing)))
