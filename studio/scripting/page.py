"""A script as a printable page: one HTML file that needs nothing else."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from studio.khmer.digits import to_khmer
from studio.khmer.words import ZERO_WIDTH_SPACE, breakable
from studio.languages import Language
from studio.scripting.labels import label
from studio.scripting.text import length_text, local_seconds, local_time
from studio.scripting.timing import Pace, line_times, reading_time
from studio.scripting.values import Draft, Line
from studio.units import Ms

PAGES = Path(__file__).parent / "pages"

_WORDS = {
    Language.KM: {
        "script": "អត្ថបទសម្រាប់អាន",
        "length": "រយៈពេល",
        "presenter": "អ្នកអាន",
        "clip": "សំឡេងថត",
        "pause": "ឈប់",
        "seconds": "វិនាទី",
        "part": "ផ្នែក",
        "time": "ម៉ោងរត់",
    },
    Language.EN: {
        "script": "Reading script",
        "length": "Length",
        "presenter": "Presenter",
        "clip": "Recording",
        "pause": "pause",
        "seconds": "s",
        "part": "Part",
        "time": "Running time",
    },
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the page: its number (spoken lines only), the running time at its start, how it looks, its words."""

    number: str
    at: str
    kind: str
    who: str
    text: str
    clip: str
    seconds: str


@dataclass(frozen=True, slots=True)
class Group:
    """One part of the script with its rows."""

    number: str
    clip: str | None
    rows: tuple[Row, ...]


@cache
def _pages() -> Environment:
    pages = Environment(
        loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    pages.filters["words"] = _words
    return pages


def _words(text: str) -> Markup:
    """The text with <wbr> wherever a line may break between Khmer words."""
    return Markup("<wbr>").join(escape(piece) for piece in breakable(text).split(ZERO_WIDTH_SPACE))


def page(
    draft: Draft,
    pace: Pace,
    clips: Mapping[str, Ms] | None = None,
    *,
    note: str = "",
    network: str = "",
    font: bytes = b"",
) -> str:
    """The reading script as HTML: large type, numbered lines, cues set apart, running time in the margin.

    pace: whose reading the times are for. clips: lengths of recordings by code. note: a line under the title (edition,
    version). network: who makes the programme, at the foot. font: a Khmer font (WOFF2 or TrueType) to carry inside the
    page for machines without one. Same arguments, same text; the page works without any other file.
    """
    total = reading_time(draft.lines, draft.language, pace, clips)
    return (
        _pages()
        .get_template("script.html.j2")
        .render(
            title=draft.title,
            language=draft.language.value,
            words=_WORDS[draft.language],
            length=length_text(total, draft.language),
            presenter=pace.presenter,
            note=note,
            network=network,
            font=_font_source(font),
            groups=_groups(draft, pace, clips),
        )
    )


def _font_source(font: bytes) -> Markup:
    """The font as the value of a CSS src; empty without one. Base64 holds nothing that could end the style."""
    if not font:
        return Markup("")
    kind, name = ("font/woff2", "woff2") if font.startswith(b"wOF2") else ("font/ttf", "truetype")
    return Markup("url(data:{};base64,{}) format('{}')").format(kind, base64.b64encode(font).decode(), name)


def _groups(draft: Draft, pace: Pace, clips: Mapping[str, Ms] | None) -> tuple[Group, ...]:
    groups: list[Group] = []
    at, spoken = Ms(0), 0
    for part in draft.parts():
        rows: list[Row] = []
        for line, time in zip(part.lines, line_times(part.lines, draft.language, pace, clips), strict=True):
            spoken += line.kind == "say"
            rows.append(_row(line, spoken, at, time.ms, draft.language))
            at = Ms(at + time.ms)
        groups.append(Group(_figure(part.number, draft.language), part.clip, tuple(rows)))
    return tuple(groups)


def _row(line: Line, spoken: int, at: Ms, length: Ms, language: Language) -> Row:
    return Row(
        number=_figure(spoken, language) if line.kind == "say" else "",
        at=local_time(at, language),
        kind=line.kind,
        who=label(line.speaker, language),
        text=line.text,
        clip=line.clip or "",
        seconds=local_seconds(length, language),
    )


def _figure(number: int, language: Language) -> str:
    return to_khmer(str(number)) if language is Language.KM else str(number)
