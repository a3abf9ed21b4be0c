"""studio.toml and STUDIO_*: read once at a door, passed down, never global."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, get_args
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from studio.errors import Fault, SettingsInvalid, WorkspaceMissing, fault
from studio.languages import Language
from studio.units import Dbtp, Lufs

FILE = "studio.toml"


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
    """[show] the programme and its podcast. guid: given once by `studio init`, never changed."""

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


class SealSection(Section):
    """[seal] the custodian's public keys (age1…): this machine can seal an identity, not open it."""

    recipients: tuple[str, ...] = ()


class SpeechSection(Section):
    """[speech] default reading rates: Khmer syllables a second, English words a minute."""

    km_syllables_per_second: float = Field(default=4.4, gt=1, lt=12)
    en_words_per_minute: float = Field(default=165.0, gt=60, lt=400)


class MasterSection(Section):
    """[masters.podcast] codec, kbit/s, channels, loudness in LUFS, ceiling in dBTP."""

    codec: str = "mp3"
    bitrate_kbps: int = Field(default=64, ge=8, le=320)
    channels: int = Field(default=1, ge=1, le=2)
    lufs: Lufs = Lufs(-16.0)
    dbtp: Dbtp = Dbtp(-1.0)


class MastersSection(Section):
    """[masters] what the listeners get; stations say themselves what they want."""

    podcast: MasterSection = MasterSection()


class LimitsSection(Section):
    """[limits] what may come in: megabytes of a file, minutes of a recording, characters of a cell."""

    file_mb: int = Field(default=512, gt=0)
    recording_minutes: int = Field(default=120, gt=0)
    cell_characters: int = Field(default=20_000, gt=100)


class Settings(Section):
    """Everything that can be set. now: freezes the clock, for worked examples only."""

    database_url: str = ""
    lang: str = ""
    now: AwareDatetime | None = None
    network: NetworkSection = NetworkSection()
    show: ShowSection = ShowSection()
    seal: SealSection = SealSection()
    speech: SpeechSection = SpeechSection()
    masters: MastersSection = MastersSection()
    limits: LimitsSection = LimitsSection()


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
    merged = {key: dict(value) if isinstance(value, dict) else value for key, value in written.items()}
    for name, field in Settings.model_fields.items():
        section = field.annotation
        if isinstance(section, type) and issubclass(section, Section):
            for key, inner in section.model_fields.items():
                value = environ.get(f"STUDIO_{name}_{key}".upper())
                if value is not None and isinstance(merged.setdefault(name, {}), dict):
                    listed = getattr(inner.annotation, "__origin__", None) is tuple
                    merged[name][key] = value.split(",") if listed else value
        elif (value := environ.get(f"STUDIO_{name}".upper())) is not None:
            merged[name] = value
    return merged


def faults_of(error: ValidationError, path: Path) -> Iterator[Fault]:
    """Each fault of a settings file: where, what was found, and for an unknown key the nearest known one."""
    for one in error.errors():
        where = ".".join(str(part) for part in one["loc"])
        if one["type"] == "extra_forbidden":
            known = known_keys(one["loc"][:-1])
            near = difflib.get_close_matches(str(one["loc"][-1]), known, n=1, cutoff=0.5)
            yield fault("ground.settings-unknown", path, key=where, near=near[0] if near else ", ".join(sorted(known)))
        else:
            yield fault("ground.settings-bad", path, key=where, found=str(one["input"])[:60], reason=one["msg"])


def known_keys(table: tuple[int | str, ...]) -> list[str]:
    """The keys that a table of studio.toml may hold."""
    model: type[BaseModel] = Settings
    for part in table:
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
