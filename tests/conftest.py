"""What every test may ask for: a workspace, a database of its own, and the tools of the machine."""

from __future__ import annotations

import importlib.util
import os
import secrets
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import Engine, create_engine, make_url, text
from xdist.scheduler import LoadFileScheduling

from studio.store.engine import connect, upgrade

signal.signal(signal.SIGINT, signal.default_int_handler)
"""What runs in the background ignores Ctrl-C, and so would every program that a test starts and stops by it."""

settings.register_profile("dev", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile(
    "ci", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "dev")

POSTGRESQL = "STUDIO_TEST_POSTGRESQL"
TOML = """\
[network]
name_km = "បណ្តាញសាកល្បង"
name_en = "Trial Network"
hotline = "1294"

[show]
slug = "voices"
base_url = "http://127.0.0.1:8000/"
"""


class Files(LoadFileScheduling):
    """Every file of tests stays with one worker, and so do the walks, which share one demonstration."""

    def _split_scope(self, nodeid: str) -> str:
        return "tests/walk" if nodeid.startswith("tests/walk/") else str(super()._split_scope(nodeid))


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Files:
    """Who runs what; groups by mark are not seen by pytest-xdist 3.8 beside pytest 9.2."""
    return Files(config, log)


def lacking(what: str, mend: str) -> None:
    """Skip where a machine lacks something, naming the command that mends it; fail where CI=true."""
    reason = f"{what} is missing: {mend}"
    if os.environ.get("CI") == "true":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def required() -> Callable[[str, str], Path]:
    """`required("chromium", "apt-get install chromium")`: the path of what a test needs, or a skip; a failure in CI.

    A command by its name, a file or folder by its absolute path, a library as "python:NAME".
    """

    def look_for(what: str, mend: str) -> Path:
        if what.startswith("python:"):
            spec = importlib.util.find_spec(what.removeprefix("python:"))
            found = str(spec.origin) if spec else None
        elif what.startswith("/"):
            found = what if Path(what).exists() else None
        else:
            found = shutil.which(what)
        if found is None:
            lacking(what, mend)
        return Path(str(found))

    return look_for


@pytest.fixture(autouse=True)
def own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No STUDIO_* of the person who runs the tests changes what they show."""
    for name in [name for name in os.environ if name.startswith("STUDIO_")]:
        if not name.startswith(("STUDIO_TEST_", "STUDIO_GOLDEN")):
            monkeypatch.delenv(name)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A folder that is a workspace: studio.toml and nothing else."""
    root = tmp_path / "workspace"
    root.mkdir()
    (root / "studio.toml").write_text(TOML, encoding="utf-8")
    return root


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a SQLite file that is not there yet."""
    return f"sqlite:///{tmp_path / 'studio.db'}"


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Engine]:
    """The server that STUDIO_TEST_POSTGRESQL names, to make databases on."""
    server = os.environ.get(POSTGRESQL)
    if not server:
        lacking("a PostgreSQL server", "apt-get install postgresql, then: make test, or .ci/with-postgresql pytest …")
    url = make_url(str(server)).set(drivername="postgresql+psycopg")
    keeper = create_engine(url, isolation_level="AUTOCOMMIT")
    yield keeper
    keeper.dispose()


@contextmanager
def database_on(server: Engine) -> Iterator[str]:
    """The URL of an empty database on a PostgreSQL server, dropped at the end."""
    name = f"studio_{secrets.token_hex(6)}"
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield server.url.set(database=name, drivername="postgresql").render_as_string(hide_password=False)
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@pytest.fixture
def postgresql_url(postgresql_server: Engine) -> Iterator[str]:
    """The URL of an empty PostgreSQL database that lives as long as the test."""
    with database_on(postgresql_server) as url:
        yield url


@pytest.fixture
def second_postgresql_url(postgresql_server: Engine) -> Iterator[str]:
    """Another empty PostgreSQL database, to move to."""
    with database_on(postgresql_server) as url:
        yield url


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: Engine) -> Iterator[str]:
    """The name of a PostgreSQL database with every table and no row, to make others from."""
    with database_on(postgresql_server) as url:
        made = connect(url)
        upgrade(made)
        made.dispose()
        yield str(made.url.database)


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with every table and no row, to copy."""
    path = tmp_path_factory.mktemp("migrated") / "studio.db"
    made = connect(f"sqlite:///{path}")
    upgrade(made)
    made.dispose()
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database_url(request: pytest.FixtureRequest) -> str:
    """The URL of an empty database, once of each kind."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def empty_engine(database_url: str) -> Iterator[Engine]:
    """An engine of each kind, without tables."""
    engine = connect(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def engine(empty_engine: Engine, request: pytest.FixtureRequest) -> Engine:
    """An engine of each kind, with every table and no row."""
    name = empty_engine.url.database
    if empty_engine.dialect.name == "sqlite":
        shutil.copyfile(request.getfixturevalue("migrated_sqlite"), str(name))
        return empty_engine
    server: Engine = request.getfixturevalue("postgresql_server")
    with server.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('migrated_postgresql')}"))
    return empty_engine
