"""The values of a script: its lines, its parts, the draft."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from studio.errors import ScriptRefused, fault
from studio.khmer.digits import to_arabic
from studio.khmer.normal import one_line
from studio.languages import Language
from studio.scripting.labels import CLIP_LABELS, PAUSED, PRESENTER, label, mark, speaker_of
from studio.units import Ms

LineKind = Literal["say", "clip", "cue", "pause"]

LONGEST_PAUSE = Ms(60_000)
"""The longest pause a script may mark, in milliseconds."""

_CLIP_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_SPEAKER = re.compile(r"[^\s:៖\[\]()#«»“”][^:៖\[\]()«»“”]{0,79}")
_SPEAKER_LIKE_CLIP = re.compile(rf"(?:{'|'.join(sorted(CLIP_LABELS))})\s+[A-Za-z0-9._-]+", re.IGNORECASE)


def _one_line(text: str) -> bool:
    return text == one_line(text)


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of a script.

    kind: say (a person at the microphone reads), clip (a recording is played), cue (an instruction), pause (silence).
    speaker: who is heard: "presenter", "reader" or a name; empty for cues and pauses.
    text: what is said, the words of the recording, or the instruction; one paragraph; empty for pauses.
    clip: code of the recording; only for clips.
    ms: length of the silence, 1 to LONGEST_PAUSE; only for pauses.
    Raises ScriptRefused where the markup could not carry the line.
    """

    kind: LineKind
    speaker: str = ""
    text: str = ""
    clip: str | None = None
    ms: Ms | None = None

    def __post_init__(self) -> None:
        wrong = _wrong(self)
        if wrong:
            raise ScriptRefused(
                fault("scripting.line-unwritable", "", kind=self.kind, reason=wrong, text=self.text[:80])
            )


def _wrong(line: Line) -> str:
    """The name of the first field that the markup cannot carry."""
    spoken, carries = line.kind in ("say", "clip"), line.kind != "pause"
    if carries != bool(line.text) or not _one_line(line.text):
        return "text"
    if line.kind == "cue" and (set(line.text) & set("[]") or PAUSED.fullmatch(to_arabic(line.text))):
        return "text"
    if not spoken:
        speaker_fits = line.speaker == ""
    else:
        speaker_fits = _one_line(line.speaker) and _SPEAKER.fullmatch(line.speaker) is not None
        if line.kind == "say":
            named = {speaker_of(label(line.speaker, language)) for language in Language}
            speaker_fits = speaker_fits and named == {line.speaker} and not _SPEAKER_LIKE_CLIP.fullmatch(line.speaker)
    if not speaker_fits:
        return "speaker"
    if (line.clip is not None) != (line.kind == "clip") or (line.clip and not _CLIP_CODE.fullmatch(line.clip)):
        return "clip"
    if (line.ms is not None) != (line.kind == "pause") or (line.ms is not None and not 0 < line.ms <= LONGEST_PAUSE):
        return "ms"
    return ""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a script that is one recording: a presenter's part (a take is read), or a clip (already recorded).

    number: from 1 in the order of the script. clip: the recording's code, or None for a presenter's part.
    lines: every line of the run, with the cues and pauses that belong to it. long_only: not in the short version.
    """

    number: int
    lines: tuple[Line, ...]
    clip: str | None = None
    long_only: bool = False

    @property
    def speaker(self) -> str:
        """Who is heard first in this part."""
        return next((line.speaker for line in self.lines if line.speaker), PRESENTER)


@dataclass(frozen=True, slots=True)
class Draft:
    """A script as it was written for one segment in one language.

    text: the canonical plain text, which studio.scripting.markup.parse reads back to exactly `lines`.
    """

    kind: str
    language: Language
    title: str
    lines: tuple[Line, ...]
    text: str

    def parts(self) -> tuple[Part, ...]:
        """The parts in order; together they hold every line once.

        Cues and pauses belong to the presenter's part that they stand in; where nobody reads, to the clip before them,
        or to the first part. A cue that marks where the versions differ begins a part.
        """
        return split(self.lines)


def split(lines: tuple[Line, ...]) -> tuple[Part, ...]:
    """Lines as parts, numbered from 1; nothing for a script in which nobody is heard."""
    runs: list[_Run] = []
    waiting: list[Line] = []
    long_only = begins = False
    for line in lines:
        marked = mark(line.text) if line.kind == "cue" else None
        if runs and waiting and (marked is not None or (line.kind == "clip" and not begins)):
            runs[-1].lines += waiting
            waiting = []
        if marked is not None:
            long_only, begins = marked, True
        waiting.append(line)
        if line.kind in ("say", "clip"):
            if line.kind == "say" and runs and not runs[-1].clip and not begins:
                runs[-1].lines += waiting
            else:
                runs.append(_Run(waiting, long_only))
            waiting, begins = [], False
    if runs:
        runs[-1].lines += waiting
    return tuple(Part(number, tuple(run.lines), run.clip, run.long_only) for number, run in enumerate(runs, 1))


@dataclass(slots=True)
class _Run:
    lines: list[Line]
    long_only: bool

    @property
    def clip(self) -> str | None:
        return next((line.clip for line in self.lines if line.kind == "clip"), None)
