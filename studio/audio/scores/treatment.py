"""Treatments: what a producer does to one take, never touching the recording. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from itertools import pairwise
from typing import Any

from studio.audio.values import Cleaning, Part
from studio.errors import Fault, SoundRefused, fault
from studio.units import Lufs, Ms, Samples, clock_text, samples, whole_ms

NOTHING = Ms(0)
JOIN = samples(Ms(20))
"""How far the two sides of a cut lap over one another; what was cut out is not heard in it."""
SHORTEST = Ms(100)
"""What is shorter than this is no sound."""
SOFTEST, LOUDEST = -30.0, 20.0
LOWEST_PASS, HIGHEST_PASS = 20, 300
MOST_DENOISED = 24.0
LONGEST = Ms(60_000)
"""Of a fade, a crossfade or a silence: a minute, which is how long people stand in silence for the dead."""

Span = tuple[Samples, Samples]


@dataclass(frozen=True, slots=True)
class Treatment:
    """What is done to one take where it is heard; every step off unless it is asked for.

    trim_in, trim_out: where in the take it begins and ends; None: where it does, or where the silence at its ends does
    with auto_trim. cuts: what is left out, from and to. gain_db: added to its loudness. fade_in, fade_out: at its ends.
    crossfade: how far it laps into what follows. silence: what follows it first; None for the usual. high_pass: hertz
    below which rumble is taken away, 0 for off. denoise_db: how far steady noise is lowered at most. levelling: uneven
    speakers are brought together. room_tone: its place's own quiet under its cuts and the pauses around it.
    """

    trim_in: Ms | None = None
    trim_out: Ms | None = None
    auto_trim: bool = False
    cuts: tuple[tuple[Ms, Ms], ...] = ()
    gain_db: float = 0.0
    fade_in: Ms = NOTHING
    fade_out: Ms = NOTHING
    crossfade: Ms = NOTHING
    silence: Ms | None = None
    high_pass: int = 0
    denoise_db: float = 0.0
    levelling: bool = False
    room_tone: bool = False

    @property
    def cleaning(self) -> Cleaning:
        """What is done to its sound before it is mixed."""
        return Cleaning(self.high_pass, self.denoise_db, self.levelling)


AS_RECORDED = Treatment()
STUDIO_VOICE = Treatment(auto_trim=True, fade_in=Ms(10), fade_out=Ms(30), high_pass=60)

DEFAULTS: Mapping[str, Treatment] = {
    # a presenter's take, by the kind of its segment
    "opening": STUDIO_VOICE,
    "headlines": STUDIO_VOICE,
    "story": STUDIO_VOICE,
    "joint_story": replace(STUDIO_VOICE, levelling=True),  # several presenters may share one take
    "profile": replace(STUDIO_VOICE, levelling=True),  # presenter and guest at one table
    "hotline": STUDIO_VOICE,
    "closing": STUDIO_VOICE,
    # a participant's own recording, wherever it is heard: made with a telephone, outdoors, by several who speak
    "clip": Treatment(
        auto_trim=True,
        fade_in=Ms(40),
        fade_out=Ms(80),
        high_pass=80,
        denoise_db=6.0,
        levelling=True,
        room_tone=True,
    ),
}
"""What is done to a take where nobody says otherwise; [sound.NAME] in studio.toml changes it."""

STEPS = tuple(field.name for field in fields(Treatment))


@dataclass(frozen=True, slots=True)
class Quiet:
    """What was measured of a take: where somebody speaks in it, and where its room tone lies, if it has any."""

    spoken: Span
    room: Span | None = None


def changed(treatment: Treatment, own: Mapping[str, Any]) -> Treatment:
    """A treatment with some steps as somebody wants them, by their names as `plain` writes them."""
    steps = {name: own[name] for name in STEPS if name in own}
    if "cuts" in steps:
        steps["cuts"] = tuple(sorted((Ms(start), Ms(end)) for start, end in steps["cuts"]))
    return replace(treatment, **steps)


def plain(treatment: Treatment) -> dict[str, Any]:
    """A treatment as it is kept: its steps by name, cuts as pairs."""
    return {**asdict(treatment), "cuts": [list(cut) for cut in treatment.cuts]}


def pieces(treatment: Treatment, length: Ms, spoken: Span) -> tuple[Span, ...]:
    """What is heard of a take that is that long, in order. spoken: what is left by trimming it automatically."""
    whole = samples(length)
    found = spoken if treatment.auto_trim else (Samples(0), whole)
    start = found[0] if treatment.trim_in is None else samples(treatment.trim_in)
    end = found[1] if treatment.trim_out is None else samples(treatment.trim_out)
    kept, at = [], start
    for first, last in treatment.cuts:
        kept.append((at, Samples(min(samples(first), end))))
        at = max(at, samples(last))
    kept.append((at, Samples(min(end, whole))))
    return tuple((a, b) for a, b in kept if b - a > 2 * JOIN)


def lasting(heard: tuple[Span, ...]) -> Ms:
    """How long a take is heard, its pieces joined."""
    return whole_ms(Samples(sum(end - start for start, end in heard) - JOIN * max(len(heard) - 1, 0)))


def parts(label: str, treatment: Treatment, length: Ms, quiet: Quiet, target: Lufs | None) -> tuple[Part, ...]:
    """A take as it is heard: one part for each piece of it, lapping over one another where it was cut.

    Raises SoundRefused where nothing is left of it.
    """
    heard = pieces(treatment, length, quiet.spoken)
    if lasting(heard) < SHORTEST:
        raise SoundRefused(fault("audio.nothing-left", label, ms=lasting(heard)))
    last = len(heard) - 1
    return tuple(
        Part(
            label,
            Samples(end - start),
            target,
            start,
            treatment.gain_db,
            fade_in=samples(treatment.fade_in if not number else NOTHING),
            fade_out=samples(treatment.fade_out if number == last else NOTHING),
            crossfade=samples(treatment.crossfade) if number == last else JOIN,
            pause=None if treatment.silence is None else samples(treatment.silence),
            cleaning=treatment.cleaning,
            room=quiet.room if treatment.room_tone else None,
        )
        for number, (start, end) in enumerate(heard)
    )


def faults(treatment: Treatment, length: Ms, quiet: Quiet, where: str) -> Iterator[Fault]:
    """Everything that cannot be done to a take that is that long."""
    yield from _trims(treatment, length, where)
    yield from _cuts(treatment, length, where)
    left = lasting(pieces(treatment, length, quiet.spoken))
    if left < SHORTEST:
        yield fault("audio.nothing-left", where, ms=left)
    elif treatment.fade_in + treatment.fade_out > left:
        fades = treatment.fade_in + treatment.fade_out
        yield fault("audio.fades-too-long", where, fades=fades, heard=clock_text(left, millis=True))
    elif treatment.crossfade > left // 2:
        yield fault("audio.crossfade-too-long", where, ms=treatment.crossfade, heard=clock_text(left, millis=True))
    if treatment.crossfade and treatment.silence:
        yield fault("audio.crossfade-with-silence", where)
    if not SOFTEST <= treatment.gain_db <= LOUDEST:
        yield fault("audio.gain-absurd", where, gain=treatment.gain_db, least=SOFTEST, most=LOUDEST)
    if treatment.high_pass and not LOWEST_PASS <= treatment.high_pass <= HIGHEST_PASS:
        found = treatment.high_pass
        yield fault("audio.high-pass-absurd", where, hertz=found, least=LOWEST_PASS, most=HIGHEST_PASS)
    if not 0 <= treatment.denoise_db <= MOST_DENOISED:
        yield fault("audio.denoise-absurd", where, db=treatment.denoise_db, most=MOST_DENOISED)
    for name in ("fade_in", "fade_out", "crossfade", "silence"):
        ms = getattr(treatment, name) or NOTHING
        if not 0 <= ms <= LONGEST:
            yield fault("audio.length-absurd", where, step=name, ms=ms, most=LONGEST)


def _trims(treatment: Treatment, length: Ms, where: str) -> Iterator[Fault]:
    for at in (treatment.trim_in, treatment.trim_out):
        if at is not None and not 0 <= at <= length:
            text = clock_text(at, millis=True)
            yield fault("audio.trim-outside", where, at=text, length=clock_text(length, millis=True))
    if treatment.trim_in is not None and treatment.trim_out is not None and treatment.trim_in >= treatment.trim_out:
        start, end = clock_text(treatment.trim_in, millis=True), clock_text(treatment.trim_out, millis=True)
        yield fault("audio.trim-backwards", where, start=start, end=end)


def _cuts(treatment: Treatment, length: Ms, where: str) -> Iterator[Fault]:
    for start, end in treatment.cuts:
        if not 0 <= start < end <= length:
            cut, whole = _named((start, end)), clock_text(length, millis=True)
            yield fault("audio.take-cut-outside", where, cut=cut, length=whole)
    for before, after in pairwise(treatment.cuts):
        if before[1] > after[0]:
            yield fault("audio.cuts-overlap", where, first=_named(before), second=_named(after))


def _named(cut: tuple[Ms, Ms]) -> str:
    return "-".join(clock_text(at, millis=True) for at in cut)
