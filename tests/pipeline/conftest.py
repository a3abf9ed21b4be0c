"""What the tests of the corridor share: a small station with real rooms, a few of the pilot's reports, short sounds."""

from __future__ import annotations

import csv
import shutil
import wave
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import ClassVar
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from sqlalchemy import Engine, text
from sqlmodel import col, select

from studio.languages import Language
from studio.network.places import load_places
from studio.pipeline.airtime import keep_slot, keep_station, make_editions
from studio.pipeline.build import Built, build_episode
from studio.pipeline.clear import clear_report
from studio.pipeline.community import import_organizations
from studio.pipeline.file import Imported, import_reports
from studio.pipeline.opening import Studio, silent
from studio.pipeline.planned import Planned
from studio.pipeline.schedule import propose_rundown
from studio.pipeline.takes import Recorded, add_takes, parts_of
from studio.pipeline.tellings import EDITION_KINDS, edition_key
from studio.pipeline.write import approve, write_stories
from studio.records.airtime import SlotIn, StationIn
from studio.records.audit import AuditEvent
from studio.settings import load_settings
from studio.store import audit
from studio.store.engine import connect, reading, upgrade, writing
from studio.store.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
DEMO = ROOT / "studio" / "demo"
NOW = datetime(2012, 5, 16, 9, 0, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
RATE = 48_000
KM, EN = Language.KM, Language.EN

SCALE, FOREST, JOINT, KHMER_ONLY = "8a4b115c", "ddb2b916", "75d5825d", "11cc333b"
WITHDRAWN, EXPIRED, PRINT_ONLY, ENDS_IN_MAY = "1d707f56", "51cbd706", "b4a8b43d", "3b3e467f"
FIRST, SECOND = "2012-05-17-voices", "2012-05-24-voices"

STATION = StationIn(slug="golden-river", name_km="វិទ្យុទន្លេមាស", name_en="Golden River Radio")
SLOT = SlotIn(
    slug="voices",
    show="voices",
    clock="short",
    first_on=date(2012, 5, 17),
    starts=time(18, 30),
    length_ms=40_000,
    hard_out_ms=40_000,
)

TOML = """\
workers = 1

[network]
name_km = "បណ្តាញសាកល្បង"
name_en = "Trial Network"
hotline = "000 111 222"

[show]
slug = "voices"
email = "voices@example.org"
guid = "0b0f7c1e-6a0e-5a64-9d3b-5b7d3b0c2a12"

[seal]
recipients = ["age13mdsdn3kgjmd0h3x5e8l9h877v4scnnczlx0px4fvgjg4rp74u0q7247ev"]

[speech]
km_syllables_per_second = 11.0
"""

CLOCK = """\
name = "short"
title_km = "កម្មវិធីខ្លី"
title_en = "A short programme"
length = "0:40"
gap = "0.1 s"

[[position]]
name = "jingle"
role = "fixed"
sound = "jingle"
length = "1 s"
title_km = "ភ្លេងបើក"
title_en = "Jingle"

[[position]]
name = "headlines"
role = "fixed"
script = "headlines"
bed = "bed"
title_km = "ចំណងជើង"
title_en = "Headlines"

[[position]]
name = "stories"
role = "choose"
count_min = 1
count_max = 2
shortest = "1 s"
longest = "25 s"
sting = "sting"
after = "0.5 s"
title_km = "រឿង"
title_en = "Stories"

[[position]]
name = "music"
role = "flexible"
sound = "music"
shortest = "1 s"
longest = "40 s"
title_km = "តន្ត្រី"
title_en = "Music"

[[position]]
name = "closing"
role = "fixed"
script = "closing"
title_km = "លា"
title_en = "Closing"
"""

BRIEF = {
    "story.km.j2": "# {{ title }}\nអ្នកអាន៖ {{ happened }}\n\n{% for one in voices %}\n{% if one.clip %}\n"
    "សំឡេង {{ one.clip }} ({{ one.who|named }})៖ «{{ one.quote|sentence }}»\n{% else %}\n"
    "អ្នកអានជំនួស៖ «{{ one.quote|sentence }}»\n{% endif %}\n\n{% endfor %}\n",
    "closing.km.j2": "# លា\nអ្នកអាន៖ សូមលា {{ hotline|written_number }}។\n",
    "headlines.km.j2": "# ចំណងជើង\n"
    "អ្នកអាន៖ {% for one in headlines %}{{ one.title|sentence }} {% else %}រឿង។{% endfor %}\n",
}
"""Templates so short that a show of forty seconds holds two stories."""


def noise(seconds: float, seed: int, level: float = 0.1) -> np.ndarray:
    """Soft noise, float32 (n,)."""
    return (np.random.default_rng(seed).standard_normal(round(seconds * RATE)) * level).clip(-0.9, 0.9)


def write_wav(path: Path, seconds: float, seed: int = 1, level: float = 0.1) -> Path:
    """A mono WAV of 16 bits, 48 kHz."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        file.writeframes((noise(seconds, seed, level) * 32767).astype("<i2").tobytes())
    return path


def demo_rows() -> dict[str, dict[str, str]]:
    """The pilot's reports by the beginning of their root_uuid."""
    with (DEMO / "reports.csv").open(encoding="utf-8", newline="") as source:
        rows = {row["root_uuid"][:8]: row for row in csv.DictReader(source)}
    rows[ENDS_IN_MAY]["source2_consent_expires"] = "2012-05-31"
    return rows


def brief(row: Mapping[str, str]) -> dict[str, str]:
    """A report of the pilot with short texts and no recordings; people and consents as they are."""
    short = {
        "event_description_km": "យើងជួបគ្នា។",
        "impact_km": "ល្អ។",
        "message_km": "ចូរធ្វើ។",
    }
    if row["event_description_en"]:
        short |= {"event_description_en": "We met.", "impact_en": "Good.", "message_en": "Do it."}
    for number in (1, 2, 3):
        if row[f"source{number}_quote_km"]:
            short[f"source{number}_quote_km"] = f"ខ្ញុំសប្បាយចិត្ត{'ណាស់' * number}។"
        if row[f"source{number}_quote_en"]:
            short[f"source{number}_quote_en"] = "I am glad."
        short[f"source{number}_recording"] = ""
    return {**row, **short}


def edited(row: Mapping[str, str], minutes: int = 60, **cells: str) -> dict[str, str]:
    """A report sent again, later, with some cells changed."""
    later = datetime.fromisoformat(row["submitted_at"]) + timedelta(minutes=minutes)
    return {**row, "submitted_at": later.isoformat(), **cells}


@dataclass(frozen=True, slots=True)
class Kit:
    """What a test does with its station."""

    folder: Path
    STATION: ClassVar[StationIn] = STATION
    SLOT: ClassVar[SlotIn] = SLOT

    def row(self, name: str, **cells: str) -> dict[str, str]:
        """A short report of the pilot with some cells changed."""
        return {**brief(demo_rows()[name]), **cells}

    def sheet(self, rows: Iterable[Mapping[str, str]], name: str = "reports.csv") -> Path:
        """A CSV of reports."""
        listed = list(rows)
        path = self.folder / "incoming" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(listed[0]))
            writer.writeheader()
            writer.writerows(listed)
        return path

    def recording(self, name: str, seconds: float = 1.2, seed: int = 1) -> str:
        """A recording beside the sheet; its path in a row."""
        write_wav(self.folder / "incoming" / name, seconds, seed)
        return name

    def imported(self, studio: Studio, *names: str, rows: Sequence[Mapping[str, str]] = ()) -> Imported:
        """Import some of the pilot's reports, or just these rows."""
        return import_reports(studio, self.sheet(rows or [self.row(name) for name in names]))

    def cleared(self, studio: Studio, *names: str) -> None:
        """Import and clear some of the pilot's reports."""
        self.imported(studio, *names)
        for name in names:
            clear_report(studio, name, frozenset(), "")

    def approved(self, studio: Studio, *names: str) -> list[str]:
        """Import, clear, write and approve; the keys of the segments."""
        self.cleared(studio, *names)
        written = write_stories(studio)
        assert not written.refused
        keys = [script.key for script in written.new if script.language == "km"]
        for key in keys:
            approve(studio, key, KM)
        return keys

    def airtime(self, studio: Studio, weeks: int = 2) -> None:
        """The station, its slot, its library and its editions."""
        keep_station(studio, STATION)
        keep_slot(studio, STATION.slug, SLOT)
        make_editions(studio, studio.now + timedelta(weeks=weeks))

    def proposed(self, studio: Studio, slug: str = FIRST) -> Planned:
        """Propose a rundown and approve the edition's own scripts."""
        planned = propose_rundown(studio, slug)
        for kind in EDITION_KINDS:
            approve(studio, edition_key(slug, kind), KM)
        return planned

    def wanted(self, studio: Studio, planned: Planned) -> list[tuple[str, int]]:
        """Every part of a rundown that a presenter reads and nobody recorded."""
        slug = planned.airtime.episode.slug
        chosen = [one.key for one in planned.plan.entries if planned.clock.position(one.position).role == "choose"]
        own = [edition_key(slug, kind) for kind in EDITION_KINDS if kind.value in ("headlines", "closing")]
        return [
            (key, part.number)
            for key in [*chosen, *own]
            for part, taken in parts_of(studio, key, KM)
            if part.clip is None and taken is None
        ]

    def recorded(self, studio: Studio, planned: Planned) -> int:
        """Record every part that is wanted; how many."""
        wanted = enumerate(self.wanted(studio, planned), start=100)
        return len(add_takes(studio, [self.take(key, part, seed) for seed, (key, part) in wanted], KM))

    def take(self, key: str, part: int, seed: int) -> Recorded:
        """A recording of a part of a script, of one second."""
        path = self.folder / "takes" / f"{key.replace('/', '.')}-{part}.wav"
        return Recorded(key, part, write_wav(path, 1.0, seed))

    def produced(self, studio: Studio, slug: str = FIRST) -> Built:
        """Propose, approve, record and build an edition."""
        planned = self.proposed(studio, slug)
        self.recorded(studio, planned)
        return build_episode(studio, slug)

    def trail(self, studio: Studio, *actions: str) -> list[tuple[str, str, str]]:
        """The audit chain as (action, subject, actor), only some actions where named; the chain must hold."""
        with reading(studio.engine) as session:
            assert list(audit.faults(session)) == []
            events = session.exec(select(AuditEvent).order_by(col(AuditEvent.seq))).all()
        return [(one.action, one.subject, one.actor) for one in events if not actions or one.action in actions]

    def template(self, studio: Studio, name: str, text: str) -> None:
        """Replace a template of the show."""
        (studio.workspace.scripts / "voices" / name).write_text(text, encoding="utf-8")

    def wav(self, name: str, seconds: float, seed: int = 1) -> Path:
        """A sound anywhere."""
        return write_wav(self.folder / name, seconds, seed)


def furnish(root: Path) -> None:
    """A workspace with its own copy of the editors' folder, the short clock and templates, and a library."""
    root.mkdir(parents=True)
    (root / "studio.toml").write_text(TOML, encoding="utf-8")
    shutil.copytree(ROOT / "scripts", root / "scripts")
    (root / "scripts" / "clocks" / "short.toml").write_text(CLOCK, encoding="utf-8")
    for name, words in BRIEF.items():
        (root / "scripts" / "voices" / name).write_text(words, encoding="utf-8")
        joint = name.replace("story", "joint_story")
        (root / "scripts" / "voices" / joint).write_text(words, encoding="utf-8")
    for name in ("episodes", "feeds"):
        (root / name).mkdir()
    for seed, (name, seconds) in enumerate({"jingle": 1.0, "bed": 3.0, "sting": 0.5, "music": 5.0}.items()):
        write_wav(root / "audio" / "library" / f"{name}.wav", seconds, seed)


def opened(root: Path, engine: Engine) -> Studio:
    """A furnished workspace with a database."""
    return Studio(Workspace(root), load_settings(root, {}), engine, lambda: NOW, "ED-01", silent)


def settled(studio: Studio) -> Studio:
    """The same with the places of Cambodia and the pilot's organizations."""
    with writing(studio.engine) as session:
        load_places(session)
    import_organizations(studio, DEMO / "organizations.csv")
    return studio


@pytest.fixture
def kit(tmp_path: Path) -> Kit:
    """Ways to work with the station."""
    return Kit(tmp_path)


@pytest.fixture(scope="session")
def settled_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace whose SQLite database has places and organizations, to copy."""
    root = tmp_path_factory.mktemp("settled") / "station"
    furnish(root)
    engine = connect(f"sqlite:///{root / 'studio.db'}")
    upgrade(engine)
    settled(opened(root, engine))
    engine.dispose()
    return root


@pytest.fixture(scope="session")
def settled_postgresql(settled_sqlite: Path, postgresql_server: Engine, migrated_postgresql: str) -> Iterator[str]:
    """The name of a PostgreSQL database with places and organizations, to make others from."""
    name = f"{migrated_postgresql}_settled"
    with postgresql_server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {migrated_postgresql}"))
    url = postgresql_server.url.set(database=name, drivername="postgresql")
    engine = connect(url.render_as_string(hide_password=False))
    settled(opened(settled_sqlite, engine))
    engine.dispose()
    yield name
    with postgresql_server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def station(settled_sqlite: Path, tmp_path: Path, empty_engine: Engine, request: pytest.FixtureRequest) -> Studio:
    """A station with a database of each kind: places, organizations, no report."""
    root = tmp_path / "station"
    shutil.copytree(settled_sqlite, root)
    name = str(empty_engine.url.database)
    if empty_engine.dialect.name == "sqlite":
        shutil.copyfile(root / "studio.db", name)
    else:
        template = request.getfixturevalue("settled_postgresql")
        server: Engine = request.getfixturevalue("postgresql_server")
        with server.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name}"))
            connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    return opened(root, empty_engine)


@contextmanager
def copied(source: Path, target: Path) -> Iterator[Studio]:
    """A workspace with its SQLite database, copied."""
    shutil.copytree(source, target)
    engine = connect(f"sqlite:///{target / 'studio.db'}")
    yield opened(target, engine)
    engine.dispose()


@pytest.fixture
def desk(settled_sqlite: Path, tmp_path: Path) -> Iterator[Studio]:
    """A station on SQLite alone, for what does not depend on the database."""
    with copied(settled_sqlite, tmp_path / "desk") as studio:
        yield studio


@pytest.fixture(scope="session")
def built_once(settled_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one edition of two stories, a clip in each, built and not yet published; to copy."""
    folder = tmp_path_factory.mktemp("built")
    kit = Kit(folder)
    with copied(settled_sqlite, folder / "station") as studio:
        rows = [
            kit.row(name, source1_recording=kit.recording(f"{name}.wav", seed=seed))
            for seed, name in enumerate((SCALE, FOREST), start=50)
        ]
        kit.imported(studio, rows=rows)
        for name in (SCALE, FOREST):
            clear_report(studio, name, frozenset(), "")
        for script in write_stories(studio).new:
            if script.language == "km":
                approve(studio, script.key, KM)
        kit.airtime(studio)
        kit.produced(studio)
    return folder / "station"


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Iterator[Studio]:
    """A station of its own with an edition that is built."""
    with copied(built_once, tmp_path / "built") as studio:
        yield studio


@pytest.fixture(scope="session")
def fresh(settled_sqlite: Path) -> Callable[[Path], AbstractContextManager[tuple[Studio, Kit]]]:
    """`fresh(folder)`: a station of its own inside a folder, as often as a property test asks."""

    @contextmanager
    def make(folder: Path) -> Iterator[tuple[Studio, Kit]]:
        with copied(settled_sqlite, folder / "station") as studio:
            yield studio, Kit(folder)

    return make


@pytest.fixture
def later() -> object:
    """`later(studio, days)`: the same station some days on."""

    def move(studio: Studio, days: float) -> Studio:
        return replace(studio, clock=lambda: NOW + timedelta(days=days))

    return move
