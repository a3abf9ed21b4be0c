"""Which masters are wanted: the podcast's and more from the settings, the air master as its station asks. Pure."""

from __future__ import annotations

from typing import cast

from studio.audio.values import Codec, MasterSpec
from studio.records.airtime import StationBase
from studio.settings import MasterSection, Settings
from studio.units import Dbtp, Lufs

PODCAST = "podcast"
AIR_CHANNELS = 2


def specs(settings: Settings, station: StationBase) -> tuple[MasterSpec, ...]:
    """The podcast's master, every other one of [masters], then the station's; their names differ."""
    wanted = {PODCAST: settings.masters.podcast, **settings.masters.extra}
    listeners = tuple(spec_of(name, section) for name, section in wanted.items())
    air = MasterSpec(
        air_name(settings, station),
        cast(Codec, station.codec),
        channels=AIR_CHANNELS,
        lufs=Lufs(station.lufs),
        dbtp=Dbtp(station.dbtp),
    )
    return (*listeners, air)


def spec_of(name: str, section: MasterSection) -> MasterSpec:
    """A master as the settings describe it."""
    return MasterSpec(
        name, section.codec, section.bitrate_kbps, section.channels, section.lufs, section.dbtp, rate=section.rate
    )


def air_name(settings: Settings, station: StationBase) -> str:
    """What the station's master is called: by the station, and -air behind it where the settings have that name."""
    name = station.slug
    while name == PODCAST or name in settings.masters.extra:
        name += "-air"
    return name
