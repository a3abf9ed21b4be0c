"""An edition as it goes out: its rundown with what stands beside it, and the sound it points at."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from studio.errors import RundownImpossible, fault
from studio.languages import Language
from studio.scheduling.values import Clock, Entry, Rundown
from studio.units import Ms


@dataclass(frozen=True, slots=True)
class Master:
    """A finished sound. address: the path or URL that a playlist names. codec: mp3, flac, wav, opus. length: in ms."""

    address: str
    codec: str
    length: Ms


@dataclass(frozen=True, slots=True)
class Edition:
    """A rundown as it goes out.

    number: its version, from 1. station: the slug of its station. master: what playlists point at, where there is one.
    moves: how often its airtime was moved, cancelled or taken up again; moved_at: when that was last, aware.
    guid: the show's own name in the world; empty: it has none.
    """

    rundown: Rundown
    clock: Clock
    number: int
    show_km: str = ""
    show_en: str = ""
    station: str = ""
    station_km: str = ""
    station_en: str = ""
    master: Master | None = None
    moves: int = 0
    moved_at: datetime | None = None
    cancelled: bool = False
    guid: str = ""

    def show(self, language: Language) -> str:
        """The title of the show."""
        return one_line(self.show_km if language is Language.KM else self.show_en)

    def station_name(self, language: Language) -> str:
        """The name of the station."""
        return one_line(self.station_km if language is Language.KM else self.station_en)


@dataclass(frozen=True, slots=True)
class Track:
    """One entry as a stretch of the master. number: from 1. start, end: offsets into the master, in ms."""

    number: int
    key: str
    kind: str
    title_km: str
    title_en: str
    start: Ms
    end: Ms

    @property
    def length(self) -> Ms:
        """In ms."""
        return Ms(self.end - self.start)


def title_of(entry: Entry, language: Language) -> str:
    """An entry's title in a language, else in the other one, else its key."""
    first, second = (entry.title_km, entry.title_en) if language is Language.KM else (entry.title_en, entry.title_km)
    return one_line(first or second or entry.key)


def one_line(text: str) -> str:
    """A text on one line without control characters, which neither XML nor a playlist can hold."""
    kept = "".join(sign for sign in text if sign.isspace() or unicodedata.category(sign) not in ("Cc", "Cs", "Cn"))
    return " ".join(kept.split())


def tracks(edition: Edition) -> tuple[Track, ...]:
    """Every heard entry as a stretch of the master, without a gap: each lasts until the next begins, so that the
    stings and the breath between them are heard as well; the last one lasts until the master ends.

    Raises RundownImpossible where there is no master, or it is shorter than its rundown.
    """
    slug, master, heard = edition.rundown.slug, edition.master, edition.rundown.heard
    if master is None:
        raise RundownImpossible.because("scheduling.export-no-master", slug)
    if heard and master.length <= heard[-1].start:
        raise RundownImpossible(
            fault("scheduling.export-short-master", slug, master=master.length, start=heard[-1].start)
        )
    ends = [*(entry.start for entry in heard[1:]), master.length]
    return tuple(
        Track(number, one.key, one.kind, title_of(one, Language.KM), title_of(one, Language.EN), one.start, end)
        for number, (one, end) in enumerate(zip(heard, ends, strict=True), start=1)
    )


def in_order(editions: Sequence[Edition]) -> tuple[Edition, ...]:
    """Editions by their start, then by slug."""
    return tuple(sorted(editions, key=lambda one: (one.rundown.starts_at, one.rundown.slug)))


def of_one_station(editions: Sequence[Edition]) -> tuple[Edition, ...]:
    """The editions in order. Raises RundownImpossible where they are of several stations: each has its calendar."""
    stations = sorted({one.station for one in editions})
    if len(stations) > 1:
        raise RundownImpossible.because("scheduling.export-stations", stations=", ".join(stations))
    return in_order(editions)
