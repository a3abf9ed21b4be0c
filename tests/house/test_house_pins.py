"""What is installed is pinned by hash, from whatever index a machine is set up to use."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = ("constraints.txt", "constraints-dev.txt")
PIN = re.compile(r"(?P<name>[a-z0-9-]+)(\[[\w,-]+\])?==(?P<version>\S+)(?: ; (?P<marker>.+?))? \\$")
HASH = re.compile(r" +--hash=sha256:[0-9a-f]{64}( \\)?$")


def pins(file: str) -> dict[tuple[str, str, str], set[str]]:
    """Name, version and marker of each pin, with its hashes."""
    found: dict[tuple[str, str, str], set[str]] = {}
    pin = ("", "", "")
    for line in (ROOT / file).read_text("utf-8").splitlines():
        if HASH.match(line):
            found[pin].add(line.split(":")[1].split()[0])
            continue
        read = PIN.match(line)
        assert read, f"{file}: {line}"
        pin = (read["name"], read["version"], read["marker"] or "")
        found[pin] = set()
    return found


@pytest.mark.parametrize("file", FILES)
def test_every_line_is_a_pin_or_its_hash_and_no_index_is_named(file: str) -> None:
    assert all(hashes for hashes in pins(file).values())
    content = (ROOT / file).read_text("utf-8")
    assert "://" not in content
    assert "-index" not in content


def test_what_runs_is_part_of_what_is_tested() -> None:
    runs, tested = pins("constraints.txt"), pins("constraints-dev.txt")
    assert len(tested) > len(runs) > 30
    versions = {(name, version): hashes for (name, version, _), hashes in tested.items()}
    assert {
        (name, version) for (name, version, _), hashes in runs.items() if versions.get((name, version)) != hashes
    } == set()


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    wanted = {
        "constraints.txt": [*project["dependencies"], *extras["voice"], *extras["build"]],
        "constraints-dev.txt": [*project["dependencies"], *(one for extra in extras.values() for one in extra)],
    }
    for file, dependencies in wanted.items():
        names = {re.match(r"[\w.-]+", one)[0].lower().replace("_", "-") for one in dependencies}  # type: ignore[index]
        assert sorted(names - {name for name, _, _ in pins(file)}) == []
