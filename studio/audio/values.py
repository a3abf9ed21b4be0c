"""The values of sound: takes, passages, the cue sheet, masters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from studio.errors import Fault
from studio.units import RATE, Dbtp, Lufs, Ms, Samples, samples

Kind = Literal["opening", "headlines", "story", "joint_story", "profile", "hotline", "closing", "jingle", "music"]
"""What a rundown position is."""

Lane = Literal["voice", "bed", "sting", "music", "jingle", "room"]
"""Where in the mix a sound is heard; room is a place's own quiet, laid under cuts and pauses."""

Codec = Literal["mp3", "flac", "wav", "opus"]
"""How a master is written."""

FRAME = Samples(1152)
"""Sample frames of one MP3 frame, 24 ms: passages begin on this grid, so that what is made of one stays good when
another is pulled."""

QUIETEST = -120.0
"""What a level of minus infinity is written as, in LUFS and dBTP."""

AT_ONCE = Samples(0)
ATTACK, HOLD, RELEASE = samples(Ms(300)), samples(Ms(400)), samples(Ms(900))
TWO_HOURS = Ms(2 * 3600 * 1000)
PODCAST = Lufs(-16.0)
PODCAST_PEAK = Dbtp(-1.0)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a recording from outside may cost before it is refused.

    length: decoded length, milliseconds. size: bytes of the file. seconds: time of the child, of its processor and
    of the clock on the wall. memory: bytes of address space of the child.
    """

    length: Ms = TWO_HOURS
    size: int = 1 << 30
    seconds: int = 180
    memory: int = 3 << 30


@dataclass(frozen=True, slots=True)
class TakeReport:
    """What a recording is and what is wrong with it.

    rate: hertz as recorded. channels: as recorded. ms: decoded length, rounded up. lufs, dbtp: of the one channel that
    is kept, never under QUIETEST. heard_ms: of it above -60 dBFS. warnings: it is usable, and a person should know.
    """

    codec: str
    rate: int
    channels: int
    ms: Ms
    lufs: Lufs
    dbtp: Dbtp
    heard_ms: Ms
    warnings: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Duck:
    """How a bed gives way to voices: by how much, and how fast it goes and comes back.

    depth_db: 0 or negative. attack: it has given way when the voice begins. hold: how long it waits after the voice.
    release: how long it takes to come back.
    """

    depth_db: float = -14.0
    attack: Samples = ATTACK
    hold: Samples = HOLD
    release: Samples = RELEASE


GIVING_WAY, BED_BELOW = Duck(), 4.0


@dataclass(frozen=True, slots=True)
class Cleaning:
    """What is done to the sound of a take before it is mixed; the recording itself stays as it is.

    high_pass: hertz below which rumble is taken away, 0 for off. denoise_db: how far steady noise is lowered, 0 for
    off. levelling: uneven speakers are brought together.
    """

    high_pass: int = 0
    denoise_db: float = 0.0
    levelling: bool = False

    @property
    def name(self) -> str:
        """A short name of what is done; empty for nothing."""
        steps = [f"high-pass {self.high_pass} Hz"] if self.high_pass else []
        steps += [f"denoise {self.denoise_db:g} dB"] if self.denoise_db else []
        return ", ".join(steps + (["levelling"] if self.levelling else []))


AS_IT_IS = Cleaning()


@dataclass(frozen=True, slots=True)
class Part:
    """One sound that is heard in a passage.

    label: names the source. samples: how long it is heard, from in_ on. target: the loudness it is brought to; None
    leaves it as it is. gain_db: added to that. fade_in, fade_out: at its ends; none still does not click. crossfade:
    how long it laps into the part after it. pause: the silence after it where it does not; None for the usual one.
    cleaning: what is done to the source first. room: where in the source its room tone lies, first sample and the
    first after it; None lays none.
    """

    label: str
    samples: Samples
    target: Lufs | None = None
    in_: Samples = AT_ONCE
    gain_db: float = 0.0
    fade_in: Samples = AT_ONCE
    fade_out: Samples = AT_ONCE
    crossfade: Samples = AT_ONCE
    pause: Samples | None = None
    cleaning: Cleaning = AS_IT_IS
    room: tuple[Samples, Samples] | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One rundown position placed in time.

    start: from the beginning of the show. bed, sting: names in the library. duck: how the bed gives way to voices.
    bed_below: LU by which a bed that nobody speaks over stays below speech. lap: how far its last part is heard beyond
    its end, crossfaded with what follows.
    """

    key: str
    title: str
    kind: Kind
    start: Samples
    length: Samples
    parts: tuple[Part, ...] = ()
    bed: str | None = None
    sting: str | None = None
    duck: Duck = GIVING_WAY
    bed_below: float = BED_BELOW
    lap: Samples = AT_ONCE

    @property
    def end(self) -> Samples:
        """The first sample that is no longer in it."""
        return Samples(self.start + self.length)


@dataclass(frozen=True, slots=True)
class Cue:
    """One sound that is heard, when, and how loud.

    start: in the show. in_, out: in the source; out is the first sample not heard. gain_db: added to what the target
    asks for. fade_in, fade_out: equal-power. target: LUFS the heard part is brought to, or None. duck: how it gives
    way while a voice speaks; None where it does not. cleaning: what is done to the source first.
    """

    lane: Lane
    source: str
    start: Samples
    in_: Samples
    out: Samples
    gain_db: float = 0.0
    fade_in: Samples = AT_ONCE
    fade_out: Samples = AT_ONCE
    target: Lufs | None = None
    duck: Duck | None = None
    cleaning: Cleaning = AS_IT_IS

    @property
    def played(self) -> str:
        """What is played: the source, or the source with what is done to it."""
        return f"{self.source} ({self.cleaning.name})" if self.cleaning.name else self.source

    @property
    def length(self) -> Samples:
        """How long it is heard."""
        return Samples(self.out - self.in_)

    @property
    def end(self) -> Samples:
        """The first sample of the show in which it is no longer heard."""
        return Samples(self.start + self.length)


@dataclass(frozen=True, slots=True)
class Mark:
    """A chapter: where it starts in the show, and what it is called."""

    start: Samples
    title: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the show that is brought to its loudness and measured on its own; end is the first sample after it."""

    key: str
    start: Samples
    end: Samples


@dataclass(frozen=True, slots=True)
class CueSheet:
    """The score: every sound that will be heard. See studio.audio.scores.sheet for its JSON.

    length: of the show. cues, marks, stretches: in the order of their start. Stretches do not overlap; what lies
    between two goes with the one before; a sheet without any is one stretch.
    """

    title: str
    length: Samples
    cues: tuple[Cue, ...] = ()
    marks: tuple[Mark, ...] = ()
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Tags:
    """What a podcast player shows.

    language: ISO 639-2 ("khm", "eng"). cover: PNG or JPEG bytes. track: the episode's number, 0 for none. plain: the
    title in ASCII, for places that take no other letters. reference: the episode's slug. originated: the aware moment
    that the sound stands for, such as its airing; its local date is told, and in WAV its local time of day.
    license, license_url: its name and where it can be read.
    """

    title: str
    artist: str = ""
    album: str = ""
    year: int = 0
    genre: str = ""
    language: str = ""
    comment: str = ""
    cover: bytes | None = None
    track: int = 0
    plain: str = ""
    reference: str = ""
    originated: datetime | None = None
    license: str = ""
    license_url: str = ""

    @property
    def date(self) -> str:
        """The day as far as it is known: YYYY-MM-DD, YYYY or nothing."""
        if self.originated is not None:
            return self.originated.date().isoformat()
        return f"{self.year:04}" if self.year else ""


@dataclass(frozen=True, slots=True)
class MasterSpec:
    """What one master must be.

    bitrate_kbps: of MP3 and Opus. channels: 1 or 2; an MP3 or Opus of sources that are all mono is mono whatever this
    says. lufs, dbtp: the target and the ceiling, after encoding. tolerance_lu: how far from the target it may end.
    rate: hertz; FLAC and WAV may be 44,100 or 32,000, MP3 and Opus are 48,000.
    """

    name: str
    codec: Codec
    bitrate_kbps: int = 128
    channels: int = 2
    lufs: Lufs = PODCAST
    dbtp: Dbtp = PODCAST_PEAK
    tolerance_lu: float = 0.3
    rate: int = RATE


@dataclass(frozen=True, slots=True)
class MasterReport:
    """What one master came to be, measured on the encoded file after decoding it again.

    ms: length, rounded up. bytes: of the file. loudness_range: LU. segments: mark title and loudness, in order; a
    segment too short to measure is QUIETEST. gains: source and decibels that its target asked for, in cue order.
    energies: the mean square of the K-weighted sound in each 100 ms, as studio.audio.meters.loudness keeps it; its
    loudness report is made from them, and they are written nowhere else.
    """

    path: str
    codec: Codec
    channels: int
    ms: Ms
    samples: Samples
    bytes: int
    lufs: Lufs
    dbtp: Dbtp
    loudness_range: float
    segments: tuple[tuple[str, Lufs], ...] = ()
    gains: tuple[tuple[str, float], ...] = ()
    energies: tuple[float, ...] = ()
