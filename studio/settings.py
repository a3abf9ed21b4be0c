"""studio.toml and STUDIO_*: read once at a door, passed down, never global."""

from __future__ import annotations

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from studio.errors import Fault, SettingsInvalid, WorkspaceMissing, fault
from studio.languages import Language
from studio.units import Dbtp, Lufs

FILE = "studio.toml"
MASTER_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
WISHES = ("dead", "promises", "heard", "unaired", "balance", "fresh", "long", "change")
"""What can be wanted of a season, as studio.scheduling.seasons.wishes has it, in Studio's own order."""
PROVINCES = 25
MP3_BITRATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""kbit/s. Source: ISO 11172-3 2.4.2.3, layer III."""
HIGH_PASS_HZ = (20, 300)
"""The lowest and the highest high-pass, as studio.audio.scores.treatment has them; 0 turns it off."""


def known_timezone(name: str) -> str:
    """A name of the time zone database, as it is. Raises ValueError for any other."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError("no time zone has this name") from None
    return name


def folder_url(url: str) -> str:
    """An http(s) address that ends in a slash, so that names can follow it. Raises ValueError for any other."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("an address begins with http:// or https:// and has no ? or #")
    return url if url.endswith("/") else f"{url}/"


def no_or_web_url(url: str) -> str:
    """Nothing, or an http(s) address, as it is. Raises ValueError for any other."""
    parts = urlsplit(url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname):
        raise ValueError("an address begins with http:// or https://")
    return url


class Misfit(ValueError):
    """What pydantic is told about a value that has a sentence of its own."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def master_name(name: str) -> str:
    """A name that can stand in a file's name, as it is. Raises Misfit for any other, and for podcast misspelt."""
    if difflib.get_close_matches(name, ["podcast"], cutoff=0.8) and not name.startswith("podcast-"):
        raise Misfit(fault("ground.settings-unknown", key=name, near="podcast"))
    if not MASTER_NAME.fullmatch(name):
        raise Misfit(fault("ground.master-name", key=name))
    return name


class Section(BaseModel):
    """A table of studio.toml: frozen, unknown keys refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NetworkSection(Section):
    """[network] who stands behind the show; hotline is announced on air."""

    name_km: str = "បណ្តាញសិទ្ធិមនុស្ស"
    name_en: str = "Human Rights Network"
    aliases: tuple[str, ...] = ()
    hotline: str = ""


class ShowSection(Section):
    """[show] the programme and its podcast. guid: given once by `studio init`, never changed.

    hub: a WebSub hub that tells apps of news. moved_from: the base_url at which the feeds were read before.
    new_feed_url: where the feed is read from now on, when it moves to somebody else.
    """

    slug: str = "voices"
    title_km: str = "សំឡេងសហគមន៍"
    title_en: str = "Community Voices"
    description_km: str = "សហគមន៍និយាយដោយខ្លួនឯង អំពីដីធ្លី ការងារ និងការនេសាទ។"
    description_en: str = "Communities speak for themselves about land, labour and fisheries."
    author: str = "Network Participants"
    email: str = ""
    base_url: Annotated[str, AfterValidator(folder_url)] = "http://127.0.0.1:8000/"
    guid: str = ""
    categories: tuple[str, ...] = ("Society & Culture", "News")
    license: str = "CC-BY-NC-4.0"
    license_url: str = "https://creativecommons.org/licenses/by-nc/4.0/"
    language: Language = Language.KM
    timezone: Annotated[str, AfterValidator(known_timezone)] = "Asia/Phnom_Penh"
    presenter: str = "presenter"
    hub: Annotated[str, AfterValidator(no_or_web_url)] = ""
    moved_from: Annotated[str, AfterValidator(no_or_web_url)] = ""
    new_feed_url: Annotated[str, AfterValidator(no_or_web_url)] = ""


class SealSection(Section):
    """[seal] the custodian's public keys (age1…): this machine can seal an identity, not open it."""

    recipients: tuple[str, ...] = ()


class SpeechSection(Section):
    """[speech] default reading rates: Khmer syllables a second, English words a minute."""

    km_syllables_per_second: float = Field(default=4.4, gt=1, lt=12)
    en_words_per_minute: float = Field(default=165.0, gt=60, lt=400)


class MasterSection(Section):
    """[masters.NAME] codec, hertz, kbit/s of MP3 and Opus, channels, loudness in LUFS, ceiling in dBTP.

    low_data: it has a feed of its own, for listeners who pay by the megabyte.
    """

    codec: Literal["mp3", "opus", "flac", "wav"] = "mp3"
    rate: Literal[48_000, 44_100, 32_000] = 48_000
    bitrate_kbps: int = Field(default=64, ge=8, le=320)
    channels: int = Field(default=1, ge=1, le=2)
    lufs: Lufs = Field(default=Lufs(-16.0), ge=-40, le=-5)
    dbtp: Dbtp = Field(default=Dbtp(-1.0), ge=-20, le=0)
    low_data: bool = False

    @field_validator("rate", "bitrate_kbps")
    @classmethod
    def fits_codec(cls, number: int, others: ValidationInfo) -> int:
        """MP3 and Opus have one rate, MP3 a few bitrates. Raises Misfit for others."""
        key, codec = others.field_name, others.data.get("codec")
        if key == "rate" and codec in ("mp3", "opus") and number != 48_000:
            raise Misfit(fault("ground.master-rate", key=key, found=number, codec=codec))
        if key == "bitrate_kbps" and codec == "mp3" and number not in MP3_BITRATES:
            raise Misfit(fault("ground.master-bitrate", key=key, found=number, known=", ".join(map(str, MP3_BITRATES))))
        return number


class MastersSection(Section):
    """[masters] what the listeners get: the podcast's master, and more by any name. Stations say what they want."""

    model_config = ConfigDict(extra="allow", frozen=True)
    __pydantic_extra__: dict[Annotated[str, AfterValidator(master_name)], MasterSection] = Field(init=False)

    podcast: MasterSection = MasterSection()

    @property
    def extra(self) -> Mapping[str, MasterSection]:
        """The masters besides the podcast's, by name, in the order of the file."""
        return dict(self.__pydantic_extra__)


class TreatmentSection(Section):
    """[sound.NAME] what is done to a take where nobody says otherwise; what is not given stays as Studio has it.

    auto_trim: silence at both ends is left out. gain_db: added. fades and crossfade in ms. high_pass_hz: 20 to 300, 0
    for off. denoise_db: how far steady noise is lowered at most. levelling: uneven speakers are brought together.
    room_tone: the place's own quiet under cuts and the pauses around the take.
    """

    auto_trim: bool | None = None
    gain_db: float | None = Field(default=None, ge=-30, le=20)
    fade_in_ms: int | None = Field(default=None, ge=0, le=10_000)
    fade_out_ms: int | None = Field(default=None, ge=0, le=10_000)
    crossfade_ms: int | None = Field(default=None, ge=0, le=10_000)
    silence_ms: int | None = Field(default=None, ge=0, le=60_000)
    high_pass_hz: int | None = None
    denoise_db: float | None = Field(default=None, ge=0, le=24)
    levelling: bool | None = None
    room_tone: bool | None = None

    @field_validator("high_pass_hz")
    @classmethod
    def passes_speech(cls, hertz: int | None, field: ValidationInfo) -> int | None:
        """Hertz that a take can be treated with, or 0, as they are. Raises Misfit for others."""
        least, most = HIGH_PASS_HZ
        if hertz and not least <= hertz <= most:
            raise Misfit(fault("ground.high-pass", key=field.field_name, found=hertz, least=least, most=most))
        return hertz


class BedSection(Section):
    """[sound.bed] how music under a voice gives way: dB while somebody speaks, ms; and LU below speech elsewhere."""

    depth_db: float = Field(default=-14.0, ge=-60, le=0)
    attack_ms: int = Field(default=300, ge=0, le=10_000)
    hold_ms: int = Field(default=400, ge=0, le=10_000)
    release_ms: int = Field(default=900, ge=0, le=10_000)
    below_lu: float = Field(default=4.0, ge=-10, le=40)


class SoundSection(Section):
    """[sound] what is done to presenters' takes by the kind of their segment, to clips, and to beds."""

    opening: TreatmentSection = TreatmentSection()
    headlines: TreatmentSection = TreatmentSection()
    story: TreatmentSection = TreatmentSection()
    joint_story: TreatmentSection = TreatmentSection()
    profile: TreatmentSection = TreatmentSection()
    hotline: TreatmentSection = TreatmentSection()
    closing: TreatmentSection = TreatmentSection()
    clip: TreatmentSection = TreatmentSection()
    bed: BedSection = BedSection()


class LimitsSection(Section):
    """[limits] what may come in: megabytes of a file, minutes of a recording, characters of a cell.

    cache_mb: megabytes that are kept of what can be made again.
    """

    file_mb: int = Field(default=512, gt=0)
    recording_minutes: int = Field(default=120, gt=0)
    cell_characters: int = Field(default=20_000, gt=100)
    cache_mb: int = Field(default=4096, gt=0)


class DeskSection(Section):
    """[desk] sessions: minutes without a sign of life, and hours altogether, after which somebody signs in again.

    share_days: how long a link is good that shows one thing to somebody without an account.
    reports_per_minute: forms that everybody together may send; who comes later is asked to wait.
    """

    idle_minutes: int = Field(default=30, ge=5, le=24 * 60)
    session_hours: int = Field(default=12, ge=1, le=7 * 24)
    share_days: int = Field(default=7, ge=1, le=90)
    reports_per_minute: int = Field(default=240, ge=1, le=100_000)


def wish_name(name: str) -> str:
    """A wish for a season by its name, as it is. Raises Misfit for any other, with the nearest."""
    if name not in WISHES:
        near = difflib.get_close_matches(name, WISHES, n=1, cutoff=0.5)
        raise Misfit(fault("ground.settings-unknown", key=name, near=near[0] if near else ", ".join(WISHES)))
    return name


def province_code(code: str) -> str:
    """A province by its two digits, as they are. Raises ValueError for any other."""
    if not (re.fullmatch("[0-9]{2}", code) and 1 <= int(code) <= PROVINCES):
        raise ValueError(f"a province is written with its two digits, 01 to {PROVINCES}")
    return code


Percent = Annotated[int, Field(ge=0, le=100)]


class ThemesSection(Section):
    """[season.targets.themes] per cent of the airtime of segments by theme."""

    land: Percent | None = None
    labour: Percent | None = None
    fisheries: Percent | None = None


class TargetsSection(Section):
    """[season.targets] per cent of the airtime of segments: with women's voices, by theme, by province ("02" = 20)."""

    women: Percent | None = None
    themes: ThemesSection = ThemesSection()
    provinces: dict[Annotated[str, AfterValidator(province_code)], Percent] = Field(default_factory=dict)


class SeasonSection(Section):
    """[season] what producers want of many airtimes.

    most_airings: of a segment on one station, with spacing_days between two. heard_within_weeks: every active
    participant is heard once in so many weeks. wanted: wishes, the most wanted first; one that is not named is not
    wanted; empty: Studio's own order.
    """

    most_airings: int = Field(default=2, ge=1, le=1000)
    spacing_days: int = Field(default=28, ge=0, le=3660)
    heard_within_weeks: int = Field(default=8, ge=1, le=520)
    wanted: tuple[Annotated[str, AfterValidator(wish_name)], ...] = ()
    targets: TargetsSection = TargetsSection()


TARGETS = {"folder": ("path",), "s3": ("bucket",), "rsync": ("host", "path")}
"""What each kind of target cannot do without."""
HELD = {
    "folder": {"path"},
    "s3": {"bucket", "prefix", "endpoint", "region", "credentials"},
    "rsync": {"host", "path", "user", "port", "identity", "known_hosts"},
}
"""What can be said of each kind of target."""


def target_name(name: str) -> str:
    """A name of a target, as it is. Raises Misfit for one that would be hard to type."""
    if not MASTER_NAME.fullmatch(name):
        raise Misfit(fault("ground.target-name", key=name))
    return name


class TargetSection(Section):
    """[targets.NAME] another place that gets what is published: a folder, S3-compatible storage, rsync over ssh.

    credentials: a file with the storage's keys, outside the workspace; without it AWS_ACCESS_KEY_ID and
    AWS_SECRET_ACCESS_KEY. identity, known_hosts: files of ssh.
    """

    kind: Literal["folder", "s3", "rsync"]
    path: str = Field(default="", pattern=r"^[^\x00-\x1f]*$")
    bucket: str = Field(default="", pattern=r"^([a-z0-9][a-z0-9.-]{1,62})?$")
    prefix: str = Field(default="", pattern=r"^[A-Za-z0-9/._-]*$")
    endpoint: str = Field(default="", pattern=r"^(https?://[^\s/?#]+/?)?$")
    region: str = Field(default="us-east-1", pattern=r"^[a-z0-9-]+$")
    credentials: str = ""
    host: str = Field(default="", pattern=r"^([A-Za-z0-9][A-Za-z0-9.:-]*)?$")
    user: str = Field(default="", pattern=r"^([A-Za-z_][A-Za-z0-9_.-]*)?$")
    port: int = Field(default=22, ge=1, le=65_535)
    identity: str = Field(default="", pattern=r"^[^'\x00-\x1f]*$")
    known_hosts: str = Field(default="", pattern=r"^[^'\x00-\x1f]*$")

    @model_validator(mode="after")
    def is_whole(self) -> TargetSection:
        """Itself, where it says all that its kind needs and nothing that is another's. Raises Misfit."""
        lacking = [key for key in TARGETS[self.kind] if not getattr(self, key)]
        if lacking:
            raise Misfit(fault("ground.target-lacks", key="", kind=self.kind, lacking=", ".join(lacking)))
        foreign = sorted(self.model_fields_set - HELD[self.kind] - {"kind"})
        if foreign:
            known = ", ".join(sorted(HELD[self.kind]))
            raise Misfit(fault("ground.target-foreign", key="", kind=self.kind, found=", ".join(foreign), known=known))
        near = urlsplit(self.endpoint).hostname in ("127.0.0.1", "localhost", "::1")
        if self.endpoint.startswith("http://") and not near:
            raise Misfit(fault("ground.target-plain", key="", found=self.endpoint))
        return self


class Settings(Section):
    """Everything that can be set. now: freezes the clock, for worked examples only.

    executor: a Dask scheduler (tcp://…) that makes masters; empty for processes here. workers: how many, 0 for one a
    processor.
    """

    database_url: str = ""
    lang: str = ""
    now: AwareDatetime | None = None
    executor: str = ""
    workers: int = Field(default=0, ge=0, le=256)
    network: NetworkSection = NetworkSection()
    show: ShowSection = ShowSection()
    seal: SealSection = SealSection()
    speech: SpeechSection = SpeechSection()
    masters: MastersSection = MastersSection()
    sound: SoundSection = SoundSection()
    season: SeasonSection = SeasonSection()
    limits: LimitsSection = LimitsSection()
    desk: DeskSection = DeskSection()
    targets: dict[Annotated[str, AfterValidator(target_name)], TargetSection] = Field(default_factory=dict)


def find_workspace(start: Path) -> Path:
    """The nearest folder at or above `start` that holds studio.toml. Raises WorkspaceMissing."""
    for folder in (start, *start.parents):
        if (folder / FILE).is_file():
            return folder
    raise WorkspaceMissing(fault("ground.workspace-missing", start))


def load_settings(workspace: Path, environ: Mapping[str, str] = os.environ) -> Settings:
    """studio.toml of a workspace with STUDIO_<KEY> and STUDIO_<SECTION>_<KEY> laid over it.

    Raises SettingsInvalid with every fault: unknown keys with the nearest known one, wrong values.
    """
    path = workspace / FILE
    try:
        written = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        raise WorkspaceMissing(fault("ground.workspace-missing", workspace)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsInvalid(fault("ground.settings-unreadable", path, reason=str(error))) from error
    try:
        return Settings.model_validate(overlaid(written, environ))
    except ValidationError as error:
        raise SettingsInvalid(*faults_of(error, path)) from error


def overlaid(written: dict[str, Any], environ: Mapping[str, str]) -> dict[str, Any]:
    """The tables of studio.toml with the variables of the environment over them; other STUDIO_* are left alone."""
    return laid_over(Settings, written, environ, "STUDIO")


def laid_over(
    model: type[BaseModel], written: dict[str, Any], environ: Mapping[str, str], above: str
) -> dict[str, Any]:
    """A table, and those inside it, with the variables over it whose names begin with `above`."""
    merged = dict(written)
    kinds = {key: field.annotation for key, field in model.model_fields.items()}
    if model is MastersSection:
        kinds |= dict.fromkeys(merged.keys() - kinds.keys(), MasterSection)
    for key, kind in kinds.items():
        name = f"{above}_{key}".upper().replace("-", "_")
        if isinstance(kind, type) and issubclass(kind, Section):
            inside = merged.get(key, {})
            if isinstance(inside, dict) and (inside := laid_over(kind, inside, environ, name)):
                merged[key] = inside
        elif (value := environ.get(name)) is not None:
            merged[key] = value.split(",") if get_origin(kind) is tuple else value
    return merged


def faults_of(error: ValidationError, path: Path) -> Iterator[Fault]:
    """Each fault of a settings file: where, what was found, and for an unknown key the nearest known one."""
    for one in error.errors():
        where = ".".join(str(part) for part in one["loc"])
        if one["type"] == "extra_forbidden":
            known = known_keys(one["loc"][:-1])
            near = difflib.get_close_matches(str(one["loc"][-1]), known, n=1, cutoff=0.5)
            yield fault("ground.settings-unknown", path, key=where, near=near[0] if near else ", ".join(sorted(known)))
        elif isinstance(misfit := one.get("ctx", {}).get("error"), Misfit):
            yield Fault(misfit.fault.code, str(path), {**misfit.fault.values, "key": where})
        else:
            yield fault("ground.settings-bad", path, key=where, found=str(one["input"])[:60], reason=one["msg"])


def known_keys(table: tuple[int | str, ...]) -> list[str]:
    """The keys that a table of studio.toml may hold."""
    model: type[BaseModel] = Settings
    for part in table:
        if model is MastersSection:
            model = MasterSection
            continue
        if str(part) not in model.model_fields:
            continue  # the name of a target
        annotation = model.model_fields[str(part)].annotation
        inner = [kind for kind in (annotation, *get_args(annotation)) if isinstance(kind, type)]
        model = next(kind for kind in inner if issubclass(kind, BaseModel))
    return list(model.model_fields)


def parse_moment(text: str) -> datetime:
    """An ISO moment with an offset. Raises SettingsInvalid where it has none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise SettingsInvalid(fault("ground.moment-bad", text)) from None
    if moment.tzinfo is None:
        raise SettingsInvalid(fault("ground.moment-bad", text))
    return moment
