"""studio.toml with the environment over it: every fault in one go, an unknown key with the nearest known one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from studio.errors import Fault, SettingsInvalid, WorkspaceMissing
from studio.languages import Language
from studio.sentences.say import say
from studio.settings import (
    FILE,
    MasterSection,
    Section,
    Settings,
    find_workspace,
    known_keys,
    load_settings,
    parse_moment,
)


def write(root: Path, content: str) -> Path:
    (root / FILE).write_text(content, encoding="utf-8")
    return root


def faults(root: Path, environ: dict[str, str] | None = None) -> dict[str, Fault]:
    with pytest.raises(SettingsInvalid) as refused:
        load_settings(root, environ or {})
    return {str(one.values["key"]): one for one in refused.value.faults}


def test_an_empty_file_gives_every_default(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, ""), {})
    assert settings == Settings()
    assert settings.show.language is Language.KM
    assert settings.masters.podcast.lufs == -16.0


def test_what_is_written_is_read(tmp_path: Path) -> None:
    content = """
        now = 2012-05-17T18:30:00+07:00
        [network]
        aliases = ["បណ្តាញ", "the Network"]
        [masters.podcast]
        bitrate_kbps = 96
    """
    settings = load_settings(write(tmp_path, content), {})
    assert settings.now == datetime(2012, 5, 17, 11, 30, tzinfo=UTC)
    assert settings.network.aliases == ("បណ្តាញ", "the Network")
    assert settings.masters.podcast.bitrate_kbps == 96


def test_what_is_usual_for_a_kind_of_segment_is_changed_step_by_step(tmp_path: Path) -> None:
    content = "[sound.story]\nhigh_pass_hz = 100\nroom_tone = true\n[sound.bed]\ndepth_db = -20.0\n"
    sound = load_settings(write(tmp_path, content), {"STUDIO_SOUND_CLIP_DENOISE_DB": "9"}).sound
    assert sound.story.model_dump(exclude_none=True) == {"high_pass_hz": 100, "room_tone": True}
    assert sound.clip.model_dump(exclude_none=True) == {"denoise_db": 9.0}
    assert (sound.bed.depth_db, sound.bed.hold_ms) == (-20.0, 400)
    write(tmp_path, "[sound.story]\nhigh_pass = 100\ngain_db = 90\n[sound.news]\n")
    assert set(faults(tmp_path)) == {"sound.story.high_pass", "sound.story.gain_db", "sound.news"}


def test_a_file_from_an_editor_that_writes_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes('\ufefflang = "km"\r\n'.encode())
    assert load_settings(tmp_path, {}).lang == "km"


def test_the_environment_lies_over_the_file(tmp_path: Path) -> None:
    write(tmp_path, 'lang = "en"\n[show]\nslug = "voices"\nauthor = "Participants"\n')
    environ = {
        "STUDIO_LANG": "km",
        "STUDIO_DATABASE_URL": "postgresql://studio@localhost/studio",
        "STUDIO_SHOW_SLUG": "rivers",
        "STUDIO_SHOW_CATEGORIES": "News,Society & Culture",
        "STUDIO_NETWORK_HOTLINE": "1294",
        "STUDIO_SPEECH_KM_SYLLABLES_PER_SECOND": "4.1",
        "STUDIO_LIMITS_FILE_MB": "64",
        "STUDIO_NOW": "2012-05-17T18:30:00+07:00",
    }
    settings = load_settings(tmp_path, environ)
    assert (settings.lang, settings.show.slug, settings.show.author) == ("km", "rivers", "Participants")
    assert settings.show.categories == ("News", "Society & Culture")
    assert (settings.network.hotline, settings.limits.file_mb) == ("1294", 64)
    assert settings.speech.km_syllables_per_second == 4.1
    assert settings.database_url == "postgresql://studio@localhost/studio"
    assert settings.now == datetime(2012, 5, 17, 11, 30, tzinfo=UTC)


def test_every_simple_key_can_be_set_from_the_environment(tmp_path: Path) -> None:
    write(tmp_path, "")
    for name, field in Settings.model_fields.items():
        section = field.annotation
        if not (isinstance(section, type) and issubclass(section, Section)):
            continue
        for key, inner in section.model_fields.items():
            if isinstance(inner.annotation, type) and issubclass(inner.annotation, BaseModel):
                continue
            wrong = load_or_refuse(tmp_path, f"STUDIO_{name}_{key}".upper())
            assert wrong is None or wrong == {f"{name}.{key}"}, f"{name}.{key} is not read"


def test_every_key_of_a_master_can_be_set_from_the_environment(tmp_path: Path) -> None:
    write(tmp_path, "[masters.low-data]\nbitrate_kbps = 24\n")
    environ = {
        "STUDIO_MASTERS_PODCAST_BITRATE_KBPS": "96",
        "STUDIO_MASTERS_LOW_DATA_CODEC": "opus",
        "STUDIO_MASTERS_UNKNOWN_CODEC": "opus",
    }
    masters = load_settings(tmp_path, environ).masters
    assert masters.podcast.bitrate_kbps == 96
    assert {name: (one.codec, one.bitrate_kbps) for name, one in masters.extra.items()} == {"low-data": ("opus", 24)}
    for key in MasterSection.model_fields:
        for table in ("PODCAST", "LOW_DATA"):
            assert load_or_refuse(tmp_path, f"STUDIO_MASTERS_{table}_{key}".upper()), f"{table} {key} is not read"


def test_masters_by_any_name_are_read_in_their_order(tmp_path: Path) -> None:
    content = """
        [masters.small]
        bitrate_kbps = 32
        [masters.low]
        codec = "opus"
        bitrate_kbps = 24
        [masters.archive]
        codec = "flac"
        rate = 44100
        channels = 2
    """
    masters = load_settings(write(tmp_path, content), {}).masters
    assert masters.podcast == MasterSection()
    assert [(name, one.codec, one.bitrate_kbps, one.rate, one.channels) for name, one in masters.extra.items()] == [
        ("small", "mp3", 32, 48_000, 1),
        ("low", "opus", 24, 48_000, 1),
        ("archive", "flac", 64, 44_100, 2),
    ]


def test_every_fault_of_every_master_is_told_in_one_go(tmp_path: Path) -> None:
    content = """
        [masters.podcsat]
        [masters.Low]
        [masters."../up"]
        [masters.low]
        codec = "ogg"
        bitrat_kbps = 24
        [masters.small]
        codec = "mp3"
        rate = 44100
        bitrate_kbps = 33
        [masters.lite]
        codec = "opus"
        rate = 32000
        bitrate_kbps = 33
        [masters.air]
        codec = "wav"
        rate = 32000
        lufs = 3
        dbtp = 1
    """
    found = faults(write(tmp_path, content))
    assert {key: one.code.removeprefix("ground.") for key, one in found.items()} == {
        "masters.podcsat": "settings-unknown",
        "masters.Low": "master-name",
        "masters.../up": "master-name",
        "masters.low.codec": "settings-bad",
        "masters.low.bitrat_kbps": "settings-unknown",
        "masters.small.rate": "master-rate",
        "masters.small.bitrate_kbps": "master-bitrate",
        "masters.lite.rate": "master-rate",
        "masters.air.lufs": "settings-bad",
        "masters.air.dbtp": "settings-bad",
    }
    assert found["masters.podcsat"].values["near"] == "podcast"
    assert found["masters.low.bitrat_kbps"].values["near"] == "bitrate_kbps"
    assert (found["masters.lite.rate"].values["codec"], found["masters.lite.rate"].values["found"]) == ("opus", 32_000)
    for one in found.values():
        for language in Language:
            assert not any("–" in text for text in say(one, language))


def test_a_master_may_be_called_after_the_podcast(tmp_path: Path) -> None:
    assert list(load_settings(write(tmp_path, "[masters.podcast-hq]"), {}).masters.extra) == ["podcast-hq"]


def load_or_refuse(root: Path, variable: str) -> set[str] | None:
    """The keys that one odd value is refused for; None where it is taken and changes something."""
    try:
        settings = load_settings(root, {variable: "no such value"})
    except SettingsInvalid as error:
        return {str(one.values["key"]).removesuffix(".0") for one in error.faults}
    assert settings != Settings()
    return None


def test_variables_of_other_programmes_and_unknown_ones_are_left_alone(tmp_path: Path) -> None:
    environ = {"STUDIO_TEST_POSTGRESQL": "x", "STUDIOS": "x", "PATH": "/bin", "SHOW_SLUG": "x"}
    assert load_settings(write(tmp_path, ""), environ) == Settings()


def test_every_fault_is_told_in_one_go(tmp_path: Path) -> None:
    content = """
        databse_url = ""
        now = 2012-05-17T18:30:00
        [show]
        slgu = "voices"
        timezone = "Asia/Phnom_Pen"
        base_url = "radio.example.org"
        language = "fr"
        [speech]
        en_words_per_minute = 1000
        [masters.podcast]
        bitrate = 64
        channels = "mono"
        [limits]
        file_mb = 0
    """
    found = faults(write(tmp_path, content), {"STUDIO_LIMITS_RECORDING_MINUTES": "long"})
    assert set(found) == {
        "databse_url",
        "now",
        "show.slgu",
        "show.timezone",
        "show.base_url",
        "show.language",
        "speech.en_words_per_minute",
        "masters.podcast.bitrate",
        "masters.podcast.channels",
        "limits.file_mb",
        "limits.recording_minutes",
    }
    assert {one.where for one in found.values()} == {str(tmp_path / FILE)}
    near = {key: one.values["near"] for key, one in found.items() if one.code == "ground.settings-unknown"}
    assert near == {"databse_url": "database_url", "show.slgu": "slug", "masters.podcast.bitrate": "bitrate_kbps"}
    assert found["show.timezone"].values["found"] == "Asia/Phnom_Pen"
    assert found["limits.recording_minutes"].values["found"] == "long"


def test_an_unknown_key_that_is_near_nothing_lists_what_is_known(tmp_path: Path) -> None:
    found = faults(write(tmp_path, "[seal]\nzzz = 1\n"))
    assert found["seal.zzz"].values["near"] == "recipients"


@pytest.mark.parametrize("content", ['show = "voices"', "network = 3", "masters = []"])
def test_a_table_that_is_none_is_told_even_when_the_environment_writes_into_it(tmp_path: Path, content: str) -> None:
    key = content.partition(" ")[0]
    assert set(faults(write(tmp_path, content), {"STUDIO_SHOW_SLUG": "x", "STUDIO_NETWORK_HOTLINE": "1"})) == {key}


@pytest.mark.parametrize("content", [b"[show\nslug=1", b"\xff\xfe\x00", b"a = 1\na = 2\n", "lang = ‘km’".encode()])
def test_a_file_that_is_no_toml_is_told(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(SettingsInvalid) as refused:
        load_settings(tmp_path, {})
    assert [one.code for one in refused.value.faults] == ["ground.settings-unreadable"]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("https://radio.example.org", "https://radio.example.org/"),
        ("https://radio.example.org/voices", "https://radio.example.org/voices/"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
    ],
)
def test_the_address_of_the_feed_ends_in_a_slash(tmp_path: Path, written: str, kept: str) -> None:
    assert load_settings(write(tmp_path, f'[show]\nbase_url = "{written}"'), {}).show.base_url == kept


@pytest.mark.parametrize("written", ["ftp://x/", "https://", "//x/", "https://x/?a=1", "https://x/#top", ""])
def test_an_address_that_no_listener_could_use_is_refused(tmp_path: Path, written: str) -> None:
    assert set(faults(write(tmp_path, f'[show]\nbase_url = "{written}"'))) == {"show.base_url"}


@pytest.mark.parametrize("written", ["", "Phnom Penh", "../../etc/localtime", "/etc/localtime", "Asia"])
def test_a_time_zone_that_does_not_exist_is_refused(tmp_path: Path, written: str) -> None:
    assert set(faults(write(tmp_path, f'[show]\ntimezone = "{written}"'))) == {"show.timezone"}


def test_settings_cannot_be_changed_after_they_were_read(tmp_path: Path) -> None:
    settings = load_settings(write(tmp_path, ""), {})
    with pytest.raises(ValidationError):
        settings.show.slug = "other"
    with pytest.raises(ValidationError):
        settings.lang = "km"


def test_a_workspace_is_found_from_anywhere_below_it(tmp_path: Path) -> None:
    write(tmp_path, "")
    deep = tmp_path / "episodes" / "2012-05-17-voices"
    deep.mkdir(parents=True)
    assert find_workspace(deep) == find_workspace(tmp_path) == tmp_path


def test_the_nearest_workspace_is_the_one(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    write(tmp_path, "")
    write(inner, "")
    assert find_workspace(inner) == inner


def test_no_workspace_is_told(tmp_path: Path) -> None:
    for ask in (lambda: find_workspace(tmp_path), lambda: load_settings(tmp_path, {})):
        with pytest.raises(WorkspaceMissing) as refused:
            ask()
        assert [(one.code, one.where) for one in refused.value.faults] == [("ground.workspace-missing", str(tmp_path))]


def test_known_keys_go_down_into_tables() -> None:
    assert "slug" in known_keys(("show",))
    assert "lufs" in known_keys(("masters", "podcast"))
    assert "lufs" in known_keys(("masters", "low"))
    assert set(known_keys(())) == set(Settings.model_fields)


def test_what_is_wanted_of_a_season_is_read_and_every_fault_in_it_told(tmp_path: Path) -> None:
    content = """
        [season]
        most_airings = 3
        wanted = ["promises", "balance"]
        [season.targets]
        women = 50
        themes.land = 40
        provinces = { "02" = 20, "12" = 10 }
    """
    season = load_settings(write(tmp_path, content), {"STUDIO_SEASON_TARGETS_THEMES_LABOUR": "30"}).season
    assert (season.most_airings, season.spacing_days, season.wanted) == (3, 28, ("promises", "balance"))
    assert (season.targets.themes.land, season.targets.themes.labour) == (40, 30)
    assert season.targets.provinces == {"02": 20, "12": 10}
    content = """
        [season]
        most_aired = 3
        spacing_days = -1
        wanted = ["promise", "zzz"]
        [season.targets]
        womn = 50
        themes.fishing = 40
        provinces = { "26" = 20, "02" = 101 }
    """
    found = faults(write(tmp_path, content))
    near = {key: one.values["near"] for key, one in found.items() if one.code == "ground.settings-unknown"}
    assert near == {
        "season.most_aired": "most_airings",
        "season.wanted.0": "promises",
        "season.wanted.1": "dead, promises, heard, unaired, balance, fresh, long, change",
        "season.targets.womn": "women",
        "season.targets.themes.fishing": "fisheries",
    }
    assert {key for key in found if key not in near} == {
        "season.spacing_days",
        "season.targets.provinces.26.[key]",
        "season.targets.provinces.02",
    }


def test_a_moment_needs_a_time_zone() -> None:
    moment = parse_moment("2012-05-17T18:30:00+07:00")
    assert moment.utcoffset() == timedelta(hours=7)
    for text in ("2012-05-17T18:30:00", "2012-05-17", "Thursday", ""):
        with pytest.raises(SettingsInvalid) as refused:
            parse_moment(text)
        assert refused.value.faults[0].code == "ground.moment-bad"
