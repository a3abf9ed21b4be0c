"""Transcripts and chapters as others write them: WebVTT, SRT, JSON. Pure; what cannot be read is left away."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from studio.publishing.values import Utterance, clean
from studio.units import Ms

_TIME = r"(?:(\d{1,3}):)?([0-5]?\d):([0-5]?\d)[.,](\d{3})"
_TIMING = re.compile(rf"{_TIME}\s+-->\s+{_TIME}")
_VOICE = re.compile(r"<v(?:\.[^\s>]+)*\s+([^>]+)>")
_TAG = re.compile(r"<[^>]*>")


def utterances(content: bytes, mime: str, length: Ms) -> tuple[Utterance, ...]:
    """What is said, in order and inside the sound; nothing where the transcript has no times that can be read."""
    text = content.decode("utf-8-sig", "replace")
    found = _from_json(text) if "json" in mime else _from_cues(text)
    inside = [one for one in sorted(found, key=lambda one: one.start) if 0 <= one.start < one.end and one.text]
    ends = [*(min(after.start, length) for _, after in pairwise(inside)), length][: len(inside)]
    cut = (
        Utterance(one.start, Ms(min(one.end, end)), one.speaker, one.text)
        for one, end in zip(inside, ends, strict=True)
    )
    return tuple(one for one in cut if one.start < one.end)


def chapters(content: bytes, length: Ms) -> tuple[tuple[Ms, str], ...]:
    """Starts and titles inside the sound. Source: podcast namespace, JSON chapters 1.2."""
    try:
        listed = json.loads(content)["chapters"]
        rows = [
            (Ms(round(float(one["startTime"]) * 1000)), _line(str(one["title"]))) for one in listed if one.get("title")
        ]
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return ()
    return tuple(sorted({start: (start, title) for start, title in rows if 0 <= start <= length and title}.values()))


def _from_cues(text: str) -> Iterator[Utterance]:
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        rows = block.strip("\n").split("\n")
        at = next((index for index, row in enumerate(rows[:2]) if _TIMING.match(row)), None)
        match = _TIMING.match(rows[at]) if at is not None else None
        if at is None or match is None:
            continue
        said = " ".join(rows[at + 1 :])
        voice = _VOICE.search(said)
        speaker = _line(html.unescape(voice[1])) if voice else ""
        start, end = _ms(match.groups()[:4]), _ms(match.groups()[4:])
        yield Utterance(start, end, speaker, _line(html.unescape(_TAG.sub("", said))))


def _from_json(text: str) -> Iterator[Utterance]:
    """Source: podcast namespace, transcript (application/json)."""
    try:
        listed: list[dict[str, Any]] = json.loads(text)["segments"]
        for one in listed:
            start, end = (Ms(round(float(one[name]) * 1000)) for name in ("startTime", "endTime"))
            yield Utterance(start, end, _line(str(one.get("speaker", ""))), _line(str(one.get("body", ""))))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _ms(parts: tuple[str | None, ...]) -> Ms:
    hours, minutes, seconds, millis = (int(part or 0) for part in parts)
    return Ms(((hours * 60 + minutes) * 60 + seconds) * 1000 + millis)
