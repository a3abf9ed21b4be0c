"""The masters that are wanted: in their order, each with its own name."""

from __future__ import annotations

import re
import tomllib

from studio.audio.values import MasterSpec
from studio.pipeline.opening import SETTINGS
from studio.pipeline.specs import specs
from studio.records.airtime import StationIn
from studio.settings import Settings

STATION = StationIn(slug="golden-river", name_km="វិទ្យុ", name_en="Radio", lufs=-24.0, dbtp=-2.0, codec="wav")


def test_podcast_and_air_are_made_and_nothing_else_by_default() -> None:
    assert specs(Settings(), STATION) == (
        MasterSpec("podcast", "mp3", 64, 1, -16.0, -1.0),
        MasterSpec("golden-river", "wav", 128, 2, -24.0, -2.0),
    )


def test_every_master_of_the_settings_is_wanted_between_them() -> None:
    masters = {"low": {"codec": "opus", "bitrate_kbps": 24}, "archive": {"codec": "flac", "rate": 44_100}}
    wanted = specs(Settings.model_validate({"masters": masters}), STATION)
    assert [(one.name, one.codec, one.rate) for one in wanted] == [
        ("podcast", "mp3", 48_000),
        ("low", "opus", 48_000),
        ("archive", "flac", 44_100),
        ("golden-river", "wav", 48_000),
    ]


def test_law_no_two_masters_share_a_name() -> None:
    for slug in ("podcast", "low", "low-air", "podcast-air", "golden-river"):
        settings = Settings.model_validate({"masters": {"low": {}, "low-air": {}, "podcast-air": {}}})
        names = [one.name for one in specs(settings, STATION.model_copy(update={"slug": slug}))]
        assert len(set(names)) == len(names) == 5


def test_the_examples_in_a_new_workspace_can_be_switched_on() -> None:
    """Each commented table and key, without its #, is a setting that is taken."""
    example = SETTINGS.partition("# More masters")[2].replace("{{", "{").replace("}}", "}")
    switched_on = re.sub(r"^# (?=\[|[a-z_]+ = )", "", example.partition("\n")[2], flags=re.MULTILINE)
    settings = Settings.model_validate(tomllib.loads(switched_on))
    assert (settings.sound.story.high_pass_hz, settings.sound.bed.attack_ms) == (60, 300)
    assert settings.season.targets.themes.model_dump() == {"land": 40, "labour": 30, "fisheries": 30}
    masters = settings.masters
    assert {name: (one.codec, one.bitrate_kbps, one.channels) for name, one in masters.extra.items()} == {
        "low": ("opus", 24, 1),
        "small": ("mp3", 32, 1),
    }
