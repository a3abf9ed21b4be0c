"""The score: passages placed in time become the sheet of every sound that will be heard. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import cycle, pairwise

from studio.audio.values import AT_ONCE, FRAME, Cue, CueSheet, Duck, Lane, Mark, Part, Passage, Stretch
from studio.errors import Fault, SoundRefused, fault
from studio.units import Lufs, Ms, Samples, clock_text, samples, whole_ms

STATION = Lufs(-23.0)
"""The loudness of speech where no part asks for one. Source: EBU R 128."""
BED_UNDER_SPEECH = 4.0
"""LU by which a bed that nobody speaks over stays below speech."""
BED_KINDS = frozenset({"opening", "headlines", "hotline", "closing"})


def _ms(count: int) -> Samples:
    return samples(Ms(count))


LEAD = _ms(250)
BED_LEAD = _ms(1500)
GAP = _ms(400)
TAIL = _ms(250)
CLICK = _ms(10)
STING_OVERLAP = _ms(400)
STING_FADE = _ms(700)
BED_IN = _ms(400)
BED_OUT = _ms(1800)
MUSIC_IN = _ms(400)
MUSIC_OUT = _ms(3000)
CROSSFADE = _ms(1000)


def score(title: str, passages: Sequence[Passage], length: Samples, library: Mapping[str, Samples]) -> CueSheet:
    """Lay every sound of a show: voices in sequence, beds under them, stings at the joins, music that fills.

    library: the length of each named bed, sting and jingle. A passage without a title gets no mark. Beds sound in
    opening, headlines, hotline and closing; music is looped or cut to its passage and faded; a jingle is heard whole.
    Every passage begins on the grid of MP3 frames, up to 24 ms before its time, and what fills one ends on it.
    Raises SoundRefused with every part that does not fit, every name the library lacks, every passage out of place.
    """
    placed = sorted(passages, key=lambda passage: passage.start)
    SoundRefused.raise_if([*_misplaced(placed, length), *_missing(placed, library), *_overlong(placed, library)])
    speech = max(
        (part.target for passage in placed for part in passage.parts if part.target is not None), default=STATION
    )
    laid = [replace(passage, start=_on_grid(passage.start)) for passage in placed]
    cues = [cue for passage in laid for cue in _cues(passage, library, speech)]
    return CueSheet(
        title,
        length,
        tuple(sorted(cues, key=lambda cue: (cue.start, cue.lane, cue.source))),
        tuple(Mark(passage.start, passage.title) for passage in laid if passage.title),
        _stretches(laid, length),
    )


def _stretches(laid: Sequence[Passage], length: Samples) -> tuple[Stretch, ...]:
    ends = [*(passage.start for passage in laid[1:]), length]
    return tuple(
        Stretch(passage.key, passage.start, Samples(min(passage.end, end)))
        for passage, end in zip(laid, ends, strict=True)
    )


def _on_grid(count: Samples) -> Samples:
    return Samples(count // FRAME * FRAME)


def breath(kind: str, parts: int, bed: bool) -> Samples:
    """The silence that a passage wants before, between and after that many parts, under a bed or dry."""
    lead = BED_LEAD if bed and kind in BED_KINDS else LEAD
    return Samples(lead + GAP * max(parts - 1, 0) + TAIL)


def silences(sheet: CueSheet, at_least: Samples) -> tuple[Fault, ...]:
    """Every stretch of a show, that long or longer, in which nothing is cued: dead air."""
    edges = [AT_ONCE]
    found = []
    for cue in sorted(sheet.cues, key=lambda cue: cue.start):
        if cue.start - edges[-1] >= at_least:
            found.append(_dead(edges[-1], cue.start))
        edges.append(max(edges[-1], cue.end))
    if sheet.length - edges[-1] >= at_least:
        found.append(_dead(edges[-1], sheet.length))
    return tuple(found)


def _dead(start: Samples, end: Samples) -> Fault:
    at = clock_text(whole_ms(start))
    return fault("audio.dead-air", at, at=at, seconds=round(whole_ms(Samples(end - start)) / 1000, 1))


def _misplaced(placed: Sequence[Passage], length: Samples) -> Iterator[Fault]:
    for before, after in pairwise(placed):
        if before.end > after.start:
            over = whole_ms(Samples(before.end - after.start))
            yield fault("audio.passages-overlap", after.key, before=before.key, over_ms=over)
    for passage in placed:
        if passage.start < 0 or passage.length <= 0 or passage.end > length:
            yield fault("audio.passage-outside", passage.key, end=clock_text(whole_ms(passage.end)))


def _missing(placed: Sequence[Passage], library: Mapping[str, Samples]) -> Iterator[Fault]:
    for passage in placed:
        for name in dict.fromkeys(filter(None, (passage.bed, passage.sting))):
            if library.get(name, 0) <= 0:
                yield fault("audio.sound-missing", passage.key, name=name)
        if passage.kind in ("jingle", "music") and not _own(passage, library):
            yield fault("audio.passage-empty", passage.key, kind=passage.kind)


def _overlong(placed: Sequence[Passage], library: Mapping[str, Samples]) -> Iterator[Fault]:
    for passage in placed:
        if passage.kind == "music":
            continue
        parts = _own(passage, library) if passage.kind == "jingle" else passage.parts
        heard = sum(part.samples for part in parts)
        if heard > passage.length:
            longest = max(parts, key=lambda part: part.samples)
            yield fault(
                "audio.part-too-long",
                passage.key,
                label=longest.label,
                over_ms=whole_ms(Samples(heard - passage.length)),
                length=clock_text(whole_ms(passage.length), millis=True),
            )


def _own(passage: Passage, library: Mapping[str, Samples]) -> tuple[Part, ...]:
    """What a jingle or a music passage plays: its parts, else the sound that it names."""
    if passage.parts:
        return passage.parts
    name = passage.sting or passage.bed
    return (Part(name, library[name]),) if name and name in library else ()


def _cues(passage: Passage, library: Mapping[str, Samples], speech: Lufs) -> Iterator[Cue]:
    if passage.kind == "jingle":
        yield from _in_sequence("jingle", _own(passage, library), passage.start, AT_ONCE, speech)
    elif passage.kind == "music":
        parts = [Part(p.label, p.samples, p.target or speech) for p in _own(passage, library)]
        yield from _filled("music", passage, parts, MUSIC_IN, MUSIC_OUT, None)
    else:
        yield from _spoken(passage, library, speech)


def _spoken(passage: Passage, library: Mapping[str, Samples], speech: Lufs) -> Iterator[Cue]:
    sting = library[passage.sting] if passage.sting else AT_ONCE
    has_bed = passage.bed is not None and passage.kind in BED_KINDS
    lead, gap = _spacing(passage, sting, has_bed)
    if passage.sting:
        yield _sting(passage, passage.sting, sting, lead, speech)
    if passage.bed and has_bed:
        bed = [Part(passage.bed, library[passage.bed], Lufs(speech - BED_UNDER_SPEECH))]
        yield from _filled("bed", passage, bed, BED_IN, BED_OUT, Duck())
    yield from _in_sequence("voice", passage.parts, Samples(passage.start + lead), gap, None)


def _spacing(passage: Passage, sting: Samples, has_bed: bool) -> tuple[Samples, Samples]:
    """The silence before the first part and between parts: what is wanted, or its share of what there is."""
    slack = passage.length - sum(part.samples for part in passage.parts)
    lead = max(BED_LEAD if has_bed else LEAD, sting - STING_OVERLAP)
    joins = max(len(passage.parts) - 1, 0)
    wanted = lead + GAP * joins + TAIL
    if slack >= wanted:
        return Samples(lead), GAP
    return Samples(lead * slack // wanted), Samples(GAP * slack // wanted)


def _sting(passage: Passage, name: str, whole: Samples, lead: Samples, speech: Lufs) -> Cue:
    clear = passage.length if not passage.parts else Samples(lead + STING_FADE)
    out = Samples(min(whole, clear, passage.length))
    fade_out = Samples(min(STING_FADE, out // 2)) if out < whole else CLICK
    return Cue("sting", name, passage.start, AT_ONCE, out, 0.0, AT_ONCE, fade_out, speech)


def _in_sequence(lane: Lane, parts: Sequence[Part], start: Samples, gap: Samples, target: Lufs | None) -> Iterator[Cue]:
    at = start
    for part in parts:
        edge = Samples(min(CLICK, part.samples // 4))
        level = part.target if part.target is not None else target
        yield Cue(lane, part.label, at, AT_ONCE, part.samples, 0.0, edge, edge, level)
        at = Samples(at + part.samples + gap)


def _filled(
    lane: Lane, passage: Passage, parts: Sequence[Part], fade_in: Samples, fade_out: Samples, duck: Duck | None
) -> Iterator[Cue]:
    """Sounds one after another, crossfaded and looped, until the passage is exactly full."""
    at = passage.start
    end = Samples(passage.start + (_on_grid(passage.length) or passage.length))
    overlap = AT_ONCE
    for part in cycle(parts):
        out = Samples(min(part.samples, end - at))
        last = at + out >= end
        first = at == passage.start
        cross = Samples(min(CROSSFADE, part.samples // 4))
        rise = Samples(min(fade_in, out // 4)) if first else overlap
        fall = Samples(min(fade_out, out // 2)) if last else cross
        yield Cue(lane, part.label, at, AT_ONCE, out, 0.0, Samples(min(rise, out)), fall, part.target, duck)
        if last:
            return
        at, overlap = Samples(at + out - cross), cross
