"""Transcripts: the approved sentences over the measured sound, as WebVTT and as HTML."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

from markupsafe import Markup

from studio.errors import Fault, PublishRefused, fault
from studio.languages import Language
from studio.publishing.addresses import moment
from studio.publishing.breaks import broken, lines
from studio.publishing.values import Utterance, clean
from studio.units import Ms, clock_text

LINE = 65
"""Characters that a caption line may have at most. Source: podcast namespace, transcript."""

LINES = 2
"""Lines that a caption may have at most."""

_TIMING = re.compile(r"(\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3}) --> (\d{2,}):([0-5]\d):([0-5]\d)\.(\d{3})")


@dataclass(frozen=True, slots=True)
class Spoken:
    """A sentence of the script before it has a time; weight: any measure of how long it takes to say, from 0 up."""

    speaker: str
    text: str
    weight: float


def shares(start: Ms, ms: Ms, weights: Sequence[float]) -> tuple[Ms, ...]:
    """The len(weights) + 1 bounds that divide a span in proportion, each part at least one millisecond long.

    Raises PublishRefused where the span is shorter than one millisecond a part.
    """
    count = len(weights)
    if ms < count:
        raise PublishRefused.because("publishing.sentences-without-time", clock_text(start), ms=ms, sentences=count)
    whole = sum(weights) or float(count)
    fair = [weight if sum(weights) else 1.0 for weight in weights]
    bounds = [0, *(round(ms * reached / whole) for reached in accumulate(fair))]
    for index in range(1, count):
        bounds[index] = min(max(bounds[index], bounds[index - 1] + 1), ms - (count - index))
    bounds[-1] = ms if count else 0
    return tuple(Ms(start + bound) for bound in bounds)


def spread(start: Ms, ms: Ms, sentences: Sequence[Spoken]) -> tuple[Utterance, ...]:
    """Sentences over the measured span of their sound, each as long as its weight, without gap or overlap.

    Raises PublishRefused where there are more sentences than milliseconds.
    """
    bounds = shares(start, ms, [sentence.weight for sentence in sentences])
    return tuple(
        Utterance(begin, end, sentence.speaker, sentence.text)
        for sentence, (begin, end) in zip(sentences, pairwise(bounds), strict=True)
    )


def captions(utterances: Sequence[Utterance]) -> tuple[Utterance, ...]:
    """Utterances cut into pieces of at most LINES lines of LINE characters; the text holds the line breaks.

    Only where an utterance has fewer milliseconds than it needs pieces do more lines stand together.
    """
    cut: list[Utterance] = []
    for utterance in utterances:
        rows = _even(clean(utterance.text))
        span = Ms(utterance.end - utterance.start)
        count = min(-(-len(rows) // LINES), max(1, span))
        edges = [len(rows) * block // max(1, count) for block in range(count + 1)]
        blocks = ["\n".join(rows[start:end]) for start, end in pairwise(edges)] if rows else []
        bounds = shares(utterance.start, span, [len(block) for block in blocks])
        cut.extend(
            Utterance(begin, end, utterance.speaker, block)
            for block, (begin, end) in zip(blocks, pairwise(bounds), strict=True)
        )
    return tuple(cut)


def _even(text: str) -> tuple[str, ...]:
    """The text in as few lines as it needs, none much shorter than the others."""
    rows = lines(text, LINE)
    if len(rows) < 2:
        return rows
    for limit in range(-(-len(text) // len(rows)), LINE):
        closer = lines(text, limit)
        if len(closer) == len(rows):
            return closer
    return rows


def webvtt(utterances: Sequence[Utterance]) -> str:
    """The WebVTT file: numbered cues, voices, at most LINE characters a line. Source: W3C WebVTT 1, 4.1."""
    blocks = ["WEBVTT"]
    for number, caption in enumerate(captions(utterances), start=1):
        name = " ".join(clean(caption.speaker).split())
        voice = f"<v {_escaped(name)}>" if name else ""
        blocks.append(f"{number}\n{_time(caption.start)} --> {_time(caption.end)}\n{voice}{_escaped(caption.text)}")
    return "\n\n".join(blocks) + "\n"


def webvtt_faults(text: str, where: str) -> tuple[Fault, ...]:
    """What is wrong with a WebVTT file that Studio wrote: its head, timings that run backwards, lines too long."""
    head, *cues = text.removesuffix("\n").split("\n\n")
    found = [] if head == "WEBVTT" else [fault("publishing.transcript-bad", where, reason="WEBVTT")]
    before = 0
    for number, cue in enumerate(cues, start=1):
        rows = cue.split("\n")
        match = _TIMING.fullmatch(rows[1]) if len(rows) >= 3 and rows[0] == str(number) else None
        if match is None:
            found.append(fault("publishing.transcript-bad", where, reason=f"cue {number}"))
            continue
        begin, end = _ms(match.groups()[:4]), _ms(match.groups()[4:])
        if not before <= begin < end:
            found.append(fault("publishing.transcript-bad", where, reason=f"cue {number}: {rows[1]}"))
        before = begin
    return tuple(found)


def html(utterances: Sequence[Utterance], language: Language, sound: str) -> Markup:
    """The transcript as HTML: one block a turn, its speaker and a link to that moment of the sound at `sound`.

    Each sentence says when it begins, in seconds (data-t).
    """
    turns: list[Markup] = []
    for _, group in groupby(utterances, key=lambda utterance: utterance.speaker):
        turn = list(group)
        who = Markup("<b>{}</b> ").format(broken(turn[0].speaker)) if turn[0].speaker else Markup("")
        at = Markup('<a href="{}{}">{}</a>').format(sound, moment(turn[0].start), clock_text(turn[0].start))
        said = Markup(" ").join(_sentence(utterance) for utterance in turn)
        turns.append(Markup('<div class="turn"><p class="who">{}{}</p><p>{}</p></div>').format(who, at, said))
    return Markup('<div class="transcript" lang="{}">{}</div>').format(language.value, Markup("\n").join(turns))


def _sentence(utterance: Utterance) -> Markup:
    begin = f"{utterance.start / 1000:.1f}".removesuffix(".0")
    return Markup('<span data-t="{}">{}</span>').format(begin, broken(utterance.text))


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _time(ms: Ms) -> str:
    seconds, millis = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.{millis:03}"


def _ms(parts: Sequence[str]) -> int:
    hours, minutes, seconds, millis = (int(part) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + millis
