"""The plain text of a script: written from its lines, read back to exactly the same."""

from __future__ import annotations

import re
from collections.abc import Iterable

from studio.errors import Fault, ScriptRefused, fault
from studio.khmer.digits import to_arabic, to_khmer
from studio.khmer.normal import tidy
from studio.languages import Language
from studio.scripting.labels import (
    BREATH,
    CLIP,
    CLIP_LABELS,
    COLON,
    PAUSE,
    PAUSED,
    QUOTES,
    SECONDS,
    label,
    milliseconds,
    speaker_of,
)
from studio.scripting.values import LONGEST_PAUSE, Line
from studio.units import Ms

_CLIP = re.compile(
    rf"(?:{'|'.join(sorted(CLIP_LABELS))})\s+(?P<clip>[A-Za-z0-9._-]+)\s*\((?P<who>[^()]+)\)\s*[:៖]\s*"
    r"(?:«(?P<km>.*)»|“(?P<en>.*)”|\"(?P<plain>.*)\")",
    re.IGNORECASE,
)
_CUE = re.compile(r"\[(?P<cue>[^\[\]]+)\]")
_SAY = re.compile(r"(?P<who>[^\s:៖\[\]()#«»“”][^:៖\[\]()«»“”]{0,79}?)\s*[:៖]\s+(?P<text>.+)")
_TITLE = re.compile(r"#+\s*(?P<title>.+)")


def compose(lines: Iterable[Line], language: Language) -> str:
    """The canonical text: one paragraph a line, an empty line between paragraphs, labels of the language."""
    return "\n\n".join(_written(line, language) for line in lines) + "\n"


def _written(line: Line, language: Language) -> str:
    if line.kind == "clip":
        opening, closing = QUOTES[language]
        return f"{CLIP[language]} {line.clip} ({line.speaker}){COLON[language]} {opening}{line.text}{closing}"
    if line.kind == "cue":
        return f"[{line.text}]"
    if line.kind == "pause":
        seconds = f"{(line.ms or 0) / 1000:.3f}".rstrip("0").rstrip(".")
        shown = to_khmer(seconds) if language is Language.KM else seconds
        return f"[{PAUSE[language]} {shown} {SECONDS[language]}]"
    return f"{label(line.speaker, language)}{COLON[language]} {line.text}"


def parse(text: str) -> tuple[Line, ...]:
    """The lines of a script's text, in either language's labels.

    Raises ScriptRefused with every line that is not a say, clip, cue or pause line (scripting.line-unreadable), and for
    a text in which nobody is heard (scripting.script-empty).
    """
    lines: list[Line] = []
    faults: list[Fault] = []
    for number, raw in enumerate(tidy(text).split("\n"), 1):
        paragraph = BREATH.sub(" ", raw).strip()
        if not paragraph:
            continue
        line = _read(paragraph)
        if line is None:
            faults.append(fault("scripting.line-unreadable", f"line {number}", line=number, text=paragraph[:80]))
        else:
            lines.append(line)
    if not faults and not any(line.kind in ("say", "clip") for line in lines):
        faults.append(fault("scripting.script-empty"))
    ScriptRefused.raise_if(faults)
    return tuple(lines)


def titled(text: str, title: str) -> tuple[str, str]:
    """The title and the rest of a text whose first paragraph may be a title ("# …"); `title` where there is none."""
    head, _, rest = text.strip().partition("\n")
    match = _TITLE.fullmatch(head.strip())
    return (match["title"].strip(), rest) if match else (title, text)


def _read(paragraph: str) -> Line | None:
    try:
        if cue := _CUE.fullmatch(paragraph):
            return _cue(cue["cue"].strip())
        if clip := _CLIP.fullmatch(paragraph):
            words = next(clip[name] for name in ("km", "en", "plain") if clip[name] is not None)
            return Line("clip", clip["who"].strip(), words.strip(), clip["clip"])
        if say := _SAY.fullmatch(paragraph):
            return Line("say", speaker_of(say["who"]), say["text"])
    except ScriptRefused:
        return None
    return None


def _cue(text: str) -> Line | None:
    if pause := PAUSED.fullmatch(to_arabic(text)):
        length = Ms(milliseconds(pause))
        return Line("pause", ms=length) if 0 < length <= LONGEST_PAUSE else None
    return Line("cue", text=text)
