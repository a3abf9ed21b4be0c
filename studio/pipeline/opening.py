"""A workspace opened for work: its folders, settings, database and clock in one value, made in one place."""

from __future__ import annotations

import fcntl
import os
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from studio.errors import Conflict, WorkspaceMissing, fault
from studio.network.places import load_places
from studio.settings import FILE, Settings, find_workspace, load_settings
from studio.store import seal
from studio.store.engine import connect, require_current, upgrade, writing
from studio.store.files import sweep, write_bytes, write_text
from studio.store.starter import starter_scripts
from studio.store.workspace import Workspace

Tell = Callable[[str, int, int], None]
"""Called with a stage's name, how much is done, and of how much."""

FOLDERS = ("scripts", "episodes", "audio/library", "feeds")
CUSTODIAN = "custodian.key"
WORKING = "working\n"
"""Stands in the lock of a workspace while somebody builds there, and afterwards where that was cut short."""


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class Studio:
    """What every stage works with. actor: who is answerable for a change, in the audit chain."""

    workspace: Workspace
    settings: Settings
    engine: Engine
    clock: Callable[[], datetime]
    actor: str
    tell: Tell

    @property
    def now(self) -> datetime:
        """This moment, aware; the frozen one of studio.toml in a worked example."""
        return self.clock()

    @property
    def timezone(self) -> ZoneInfo:
        """Where the show is made."""
        return ZoneInfo(self.settings.show.timezone)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only command that builds in this workspace. Raises Conflict where another one works.

        What a killed one left half written is swept. Nobody else writes below feeds/: it is walked only where the one
        before did not end, however much is published there.
        """
        self.workspace.lock.touch()
        with self.workspace.lock.open("r+") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise Conflict(fault("ground.busy", self.workspace.root)) from None
            folders = (self.workspace.episodes, self.workspace.root / "audio")
            for folder in (*folders, self.workspace.feeds) if handle.read() else folders:
                sweep(folder)
            _note(handle, WORKING)
            try:
                yield
            finally:
                _note(handle, "")


def _note(lock: TextIO, text: str) -> None:
    """What stands in the lock until it is noted otherwise, also when the machine stops."""
    lock.seek(0)
    lock.truncate()
    lock.write(text)
    lock.flush()
    os.fsync(lock.fileno())


def open_studio(
    start: Path, *, actor: str = "studio", tell: Tell = silent, environ: Mapping[str, str] = os.environ
) -> Studio:
    """The workspace at or above a folder, with its database at the newest version.

    Raises WorkspaceMissing, SettingsInvalid, StoreFault.
    """
    root = find_workspace(start)
    settings = load_settings(root, environ)
    workspace = Workspace(root)
    engine = connect(workspace.database_url(settings.database_url))
    require_current(engine)
    return Studio(workspace, settings, engine, wall_clock(settings), actor, tell)


def wall_clock(settings: Settings) -> Callable[[], datetime]:
    """The clock of a workspace."""
    frozen = settings.now
    return (lambda: frozen) if frozen else present


def present() -> datetime:
    """The moment by the machine's clock, for what needs no workspace."""
    return datetime.now(UTC)


def awake(studio: Studio) -> Studio:
    """The same workspace by the clock on the wall, also where studio.toml stops it: for sessions and codes."""
    return replace(studio, clock=present)


def make_workspace(root: Path) -> bool:
    """Make a workspace in a new or empty folder; whether it got a custodian's key to take away.

    Raises WorkspaceMissing where the folder is a workspace already.
    """
    if (root / FILE).exists():
        raise WorkspaceMissing(fault("ground.workspace-exists", root))
    shutil.copytree(starter_scripts(), root / "scripts", dirs_exist_ok=True)
    secret, public = seal.new_key()
    write_bytes(root / CUSTODIAN, f"{secret}\n".encode(), mode=0o600)
    write_text(root / FILE, SETTINGS.format(guid=uuid.uuid4(), recipient=public))
    prepare(root)
    return True


def prepare(root: Path, environ: Mapping[str, str] = os.environ) -> None:
    """Make what is missing in a workspace: folders, the database at its newest version, the places of Cambodia."""
    for name in FOLDERS:
        (root / name).mkdir(parents=True, exist_ok=True)
    settings = load_settings(root, environ)
    engine = connect(Workspace(root).database_url(settings.database_url))
    upgrade(engine)
    with writing(engine) as session:
        load_places(session)
    engine.dispose()


SETTINGS = """\
# Studio's settings. Every key can also be given as STUDIO_<TABLE>_<KEY>, for example STUDIO_SHOW_BASE_URL.

[network]
name_km = "បណ្តាញសិទ្ធិមនុស្ស"
name_en = "Human Rights Network"
aliases = []            # other names under which a script must not let the Network speak for a community
hotline = ""            # announced on air

[show]
slug = "voices"         # the folder of templates in scripts/
title_km = "សំឡេងសហគមន៍"
title_en = "Community Voices"
base_url = "http://127.0.0.1:8000/"   # where the feed will be read; choose it before the first episode
guid = "{guid}"   # the podcast's own name, given once
# hub = "https://hub.example.org/"      # tells apps at once that there is something new (WebSub)
# moved_from = "https://old.example.org/"   # after a change of base_url: tells apps to read the feeds here from now on

[seal]
recipients = ["{recipient}"]   # the custodian's public key; the secret one is in custodian.key: take it away

[masters.podcast]
codec = "mp3"
bitrate_kbps = 64
channels = 1
lufs = -16.0
dbtp = -1.0

# More masters of every edition, by any name; take the # away to have them made. Codecs: mp3, opus, flac, wav.
# [masters.low]           # for listeners who pay by the megabyte: 11 MB an hour
# codec = "opus"
# bitrate_kbps = 24
# channels = 1
# low_data = true         # has a feed of its own, with the same programmes

# [masters.small]         # for simple telephones: 14 MB an hour
# codec = "mp3"
# bitrate_kbps = 32
# channels = 1
# low_data = true

# What is done to recordings on their way into the mix where nobody chose otherwise for one (studio take treat), by the
# kind of their segment: opening, headlines, story, joint_story, profile, hotline, closing; and clip for participants'
# own recordings. What is not given stays as Studio has it; here is what that is for two of them.
# [sound.story]
# auto_trim = true        # silence at both ends is left out
# gain_db = 0.0
# fade_in_ms = 10
# fade_out_ms = 30
# crossfade_ms = 0        # how far it laps into what follows
# high_pass_hz = 60       # rumble below this is taken away; 0 for off
# denoise_db = 0.0        # how far steady noise is lowered
# levelling = false       # uneven speakers are brought together
# room_tone = false       # the place's own quiet under cuts and pauses

# [sound.clip]
# auto_trim = true
# fade_in_ms = 40
# fade_out_ms = 80
# high_pass_hz = 80
# denoise_db = 6.0
# levelling = true
# room_tone = true

# How music under a voice gives way.
# [sound.bed]
# depth_db = -14.0        # how far, while somebody speaks
# attack_ms = 300
# hold_ms = 400
# release_ms = 900
# below_lu = 4.0          # how far below speech it stays where nobody speaks

# Other places that get what is published, by any name (studio publish --to stick).
# [targets.stick]         # a folder, for example on a stick that is carried elsewhere
# kind = "folder"
# path = "/media/stick/site"

# [targets.cloud]         # S3-compatible storage; install it with: pip install 'studio-radio[s3]'
# kind = "s3"
# bucket = "radio"
# prefix = "voices"
# endpoint = "https://s3.example.org"   # leave it out for the usual one of the region
# region = "us-east-1"
# credentials = "~/.config/studio/keys"   # outside the workspace; or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY

# [targets.host]          # rsync over ssh; the host's key has to be known already
# kind = "rsync"
# host = "radio.example.org"
# user = "radio"
# path = "/srv/station/feeds"
# identity = "~/.ssh/radio"

# What is wanted of many airtimes together (studio season propose).
# [season]
# most_airings = 2        # of a segment on one station
# spacing_days = 28       # between two of them there
# heard_within_weeks = 8  # every active participant is heard once in so many weeks
# wanted = ["dead", "promises", "heard", "unaired", "balance", "fresh", "long", "change"]   # the most wanted first

# Per cent of the airtime of segments; provinces by their two digits. Nothing is given here as Studio has it.
# [season.targets]
# women = 50              # with women's voices
# themes = {{ land = 40, labour = 30, fisheries = 30 }}
# provinces = {{ "02" = 20, "12" = 10 }}
"""
