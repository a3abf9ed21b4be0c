"""The score: passages placed in time become the sheet of every sound that will be heard. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from studio.audio.scores import room
from studio.audio.scores.loop import filled
from studio.audio.values import AT_ONCE, FRAME, Cue, CueSheet, Lane, Mark, Part, Passage, Stretch
from studio.errors import Fault, SoundRefused, fault
from studio.units import Lufs, Ms, Samples, clock_text, samples, whole_ms

STATION = Lufs(-23.0)
"""The loudness of speech where no part asks for one. Source: EBU R 128."""
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


def score(title: str, passages: Sequence[Passage], length: Samples, library: Mapping[str, Samples]) -> CueSheet:
    """Lay every sound of a show: voices in sequence, beds under them, stings at the joins, music that fills.

    library: the length of each named bed, sting and jingle. A passage without a title gets no mark. Beds sound in
    opening, headlines, hotline and closing; music is looped or cut to its passage and faded; a jingle is heard whole.
    Every passage begins on the grid of MP3 frames, up to 24 ms before its time, and what fills one ends on it. What
    follows a passage that laps into it fades in meanwhile.
    Raises SoundRefused with every part that does not fit, every name the library lacks, every passage out of place.
    """
    placed = sorted(passages, key=lambda passage: passage.start)
    SoundRefused.raise_if([*_misplaced(placed, length), *_missing(placed, library), *_overlong(placed, library)])
    speech = max(
        (part.target for passage in placed for part in passage.parts if part.target is not None), default=STATION
    )
    laid = [replace(passage, start=_on_grid(passage.start)) for passage in placed]
    cues: list[Cue] = []
    until = AT_ONCE
    for passage in laid:
        joined = Samples(max(until - passage.start, 0))
        own = list(_cues(passage, library, speech, joined > 0))
        if joined:
            cues = [_going(cue, until, joined) for cue in cues]
        own = [_coming(cue, passage.start, joined) if joined else cue for cue in own]
        until = max((cue.end for cue in own if passage.lap), default=AT_ONCE)
        cues += own
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


def _coming(cue: Cue, start: Samples, joined: Samples) -> Cue:
    """A cue of a passage that begins while the one before is still heard."""
    if cue.start != start:
        return cue
    return replace(cue, fade_in=max(cue.fade_in, Samples(min(joined, cue.length - cue.fade_out))))


def _going(cue: Cue, until: Samples, joined: Samples) -> Cue:
    """A cue of a passage that is still heard when the next one begins."""
    if cue.end != until:
        return cue
    return replace(cue, fade_out=max(cue.fade_out, Samples(min(joined, cue.length - cue.fade_in))))


def breath(kind: str, parts: int, bed: bool) -> Samples:
    """The silence that a passage wants before, between and after that many parts, under a bed or dry."""
    return Samples(_lead(kind, bed) + GAP * max(parts - 1, 0) + TAIL)


def needed(kind: str, parts: Sequence[Part], bed: bool, *, joined: bool = False, lapping: bool = False) -> Samples:
    """How long a passage with those parts wants to be.

    joined: it comes in under the one before, at once. lapping: its end is crossfaded, and no silence follows it.
    """
    lead = AT_ONCE if joined and not bed else _lead(kind, bed)
    pauses = [AT_ONCE if part.crossfade else _pause(part) for part in parts[:-1]]
    return Samples(lead + _heard(parts) + sum(pauses) + (AT_ONCE if lapping else _tail(parts)))


def _lead(kind: str, bed: bool) -> Samples:
    return BED_LEAD if bed and kind in BED_KINDS else LEAD


def _pause(part: Part) -> Samples:
    return GAP if part.pause is None else part.pause


def _tail(parts: Sequence[Part]) -> Samples:
    return TAIL if not parts or parts[-1].pause is None else parts[-1].pause


def _crosses(parts: Sequence[Part]) -> list[Samples]:
    """How far each part but the last laps into the next."""
    return [Samples(min(part.crossfade, part.samples // 2, after.samples // 2)) for part, after in pairwise(parts)]


def _heard(parts: Sequence[Part]) -> int:
    return sum(part.samples for part in parts) - sum(_crosses(parts))


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
        over = _heard(parts) - passage.length - passage.lap
        if over > 0:
            longest = max(parts, key=lambda part: part.samples)
            yield fault(
                "audio.part-too-long",
                passage.key,
                label=longest.label,
                over_ms=whole_ms(Samples(over)),
                length=clock_text(whole_ms(passage.length), millis=True),
            )


def _own(passage: Passage, library: Mapping[str, Samples]) -> tuple[Part, ...]:
    """What a jingle or a music passage plays: its parts, else the sound that it names."""
    if passage.parts:
        return passage.parts
    name = passage.sting or passage.bed
    return (Part(name, library[name]),) if name and name in library else ()


def _cues(passage: Passage, library: Mapping[str, Samples], speech: Lufs, joined: bool) -> Iterator[Cue]:
    if passage.kind == "jingle":
        parts = [replace(part, target=part.target or speech) for part in _own(passage, library)]
        yield from _in_sequence("jingle", parts, passage.start, [AT_ONCE] * len(parts))
    elif passage.kind == "music":
        parts = [replace(part, target=part.target or speech) for part in _own(passage, library)]
        yield from filled("music", parts, passage.start, _full(passage), (MUSIC_IN, MUSIC_OUT))
    else:
        yield from _spoken(passage, library, speech, joined)


def _spoken(passage: Passage, library: Mapping[str, Samples], speech: Lufs, joined: bool) -> Iterator[Cue]:
    sting = library[passage.sting] if passage.sting else AT_ONCE
    has_bed = passage.bed is not None and passage.kind in BED_KINDS
    lead, gaps = _spacing(passage, sting, has_bed, joined)
    if passage.sting:
        yield _sting(passage, passage.sting, sting, lead, speech)
    if passage.bed and has_bed:
        bed = [Part(passage.bed, library[passage.bed], Lufs(speech - passage.bed_below))]
        yield from filled("bed", bed, passage.start, _full(passage), (BED_IN, BED_OUT), passage.duck)
    voices = list(_in_sequence("voice", passage.parts, Samples(passage.start + lead), gaps))
    yield from voices
    yield from room.laid(passage.parts, voices)


def _spacing(passage: Passage, sting: Samples, has_bed: bool, joined: bool) -> tuple[Samples, list[Samples]]:
    """The silence before the first part and after each: what is wanted, or its share of what there is."""
    parts = passage.parts
    slack = passage.length + passage.lap - _heard(parts)
    lead = AT_ONCE if joined and not has_bed else BED_LEAD if has_bed else LEAD
    lead = Samples(max(lead, sting - STING_OVERLAP))
    gaps = [AT_ONCE if cross else _pause(part) for part, cross in zip(parts, _crosses(parts), strict=False)]
    wanted = lead + sum(gaps) + (AT_ONCE if passage.lap else _tail(parts))
    if slack >= wanted:
        return lead, gaps
    return Samples(lead * slack // wanted), [Samples(gap * slack // wanted) for gap in gaps]


def _sting(passage: Passage, name: str, whole: Samples, lead: Samples, speech: Lufs) -> Cue:
    clear = passage.length if not passage.parts else Samples(lead + STING_FADE)
    out = Samples(min(whole, clear, passage.length))
    fade_out = Samples(min(STING_FADE, out // 2)) if out < whole else CLICK
    return Cue("sting", name, passage.start, AT_ONCE, out, 0.0, AT_ONCE, fade_out, speech)


def _in_sequence(lane: Lane, parts: Sequence[Part], start: Samples, gaps: Sequence[Samples]) -> Iterator[Cue]:
    """Parts one after another, with a gap or a crossfade after each but the last."""
    at = start
    before = AT_ONCE
    for part, cross, gap in zip(parts, [*_crosses(parts), AT_ONCE], [*gaps, AT_ONCE], strict=False):
        edge = part.samples // 4
        rise = before or min(max(part.fade_in, CLICK), edge if part.fade_in <= CLICK else part.samples // 2)
        fall = cross or min(max(part.fade_out, CLICK), edge if part.fade_out <= CLICK else part.samples // 2)
        out = Samples(part.in_ + part.samples)
        fades = Samples(rise), Samples(fall)
        yield Cue(lane, part.label, at, part.in_, out, part.gain_db, *fades, part.target, None, part.cleaning)
        at, before = Samples(at + part.samples - cross + gap), cross


def _full(passage: Passage) -> Samples:
    """Where what fills a passage ends: on the grid, where the next passage begins."""
    return Samples(passage.start + (_on_grid(passage.length) or passage.length))
