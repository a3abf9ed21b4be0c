"""The values of sound: takes, passages, the cue sheet, masters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from studio.errors import Fault
from studio.units import Dbtp, Lufs, Ms, Samples

Kind = Literal["opening", "headlines", "story", "joint_story", "profile", "hotline", "closing", "jingle", "music"]
"""What a rundown position is."""

Lane = Literal["voice", "bed", "sting", "music", "jingle"]
"""Where in the mix a sound is heard."""

Codec = Literal["mp3", "flac", "wav"]
"""How a master is written."""

QUIETEST = -120.0
"""What a level of minus infinity is written as, in LUFS and dBTP."""

AT_ONCE = Samples(0)
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
    is kept, never under QUIETEST. warnings: the take is usable, and a person should know.
    """

    codec: str
    rate: int
    channels: int
    ms: Ms
    lufs: Lufs
    dbtp: Dbtp
    warnings: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One sound that is heard in a passage.

    label: names the source. samples: its whole length. target: the loudness it is brought to; None leaves it as it is.
    """

    label: str
    samples: Samples
    target: Lufs | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One rundown position placed in time.

    start: from the beginning of the show. bed, sting: names in the library.
    """

    key: str
    title: str
    kind: Kind
    start: Samples
    length: Samples
    parts: tuple[Part, ...] = ()
    bed: str | None = None
    sting: str | None = None

    @property
    def end(self) -> Samples:
        """The first sample that is no longer in it."""
        return Samples(self.start + self.length)


@dataclass(frozen=True, slots=True)
class Cue:
    """One sound that is heard, when, and how loud.

    start: in the show. in_, out: in the source; out is the first sample not heard. gain_db: added to what the target
    asks for. fade_in, fade_out: equal-power. target: LUFS the heard part is brought to, or None. duck_db: how far it
    gives way while a voice speaks, 0 or negative.
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
    duck_db: float = 0.0

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
class CueSheet:
    """The score: every sound that will be heard. See studio.audio.sheet for its JSON.

    length: of the show. cues: in the order of their start. marks: in the order of their start.
    """

    title: str
    length: Samples
    cues: tuple[Cue, ...] = ()
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Tags:
    """What a podcast player shows.

    language: ISO 639-2 ("khm", "eng"). cover: PNG or JPEG bytes. track: the episode's number, 0 for none.
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


@dataclass(frozen=True, slots=True)
class MasterSpec:
    """What one master must be.

    bitrate_kbps: of MP3. channels: 1 or 2; an MP3 of sources that are all mono is mono whatever this says. lufs,
    dbtp: the target and the ceiling, after encoding. tolerance_lu: how far from the target it may end.
    """

    name: str
    codec: Codec
    bitrate_kbps: int = 128
    channels: int = 2
    lufs: Lufs = PODCAST
    dbtp: Dbtp = PODCAST_PEAK
    tolerance_lu: float = 0.5


@dataclass(frozen=True, slots=True)
class MasterReport:
    """What one master came to be, measured on the encoded file after decoding it again.

    ms: length, rounded up. bytes: of the file. loudness_range: LU. segments: mark title and loudness, in order; a
    segment too short to measure is QUIETEST. gains: source and decibels that its target asked for, in cue order.
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
