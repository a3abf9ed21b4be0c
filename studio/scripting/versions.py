"""The two versions of a script: the long one, and the short one, which leaves out what is marked for the long one."""

from __future__ import annotations

from collections.abc import Mapping

from studio.languages import Language
from studio.scripting.timing import Pace, reading_time
from studio.scripting.values import Line, Part, split
from studio.units import Ms


def version_parts(lines: tuple[Line, ...], *, short: bool) -> tuple[Part, ...]:
    """The parts that are heard in a version, each with the number that it has in the whole; all of them where there is
    no short one, or nobody would be heard in it."""
    parts = split(lines)
    return tuple(part for part in parts if not (short and part.long_only)) or parts


def version_lines(lines: tuple[Line, ...], *, short: bool) -> tuple[Line, ...]:
    """What is heard in a version; all of it where there is no short one."""
    return tuple(line for part in version_parts(lines, short=short) for line in part.lines) or lines


def short_lines(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """What is heard in the short version; nothing where the script has none, or nobody would be heard in it."""
    short = version_lines(lines, short=True)
    return short if len(short) < len(lines) else ()


def short_time(lines: tuple[Line, ...], language: Language, pace: Pace, clips: Mapping[str, Ms]) -> Ms | None:
    """How long the short version takes, in ms, as `reading_time` counts; None where there is none."""
    short = short_lines(lines)
    return reading_time(short, language, pace, clips).ms if short else None
