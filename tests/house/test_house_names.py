"""Names that say something, files that can be read in one sitting, and a map that is true."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
STUDIO = ROOT / "studio"
BANNED = {"process", "handle", "manage", "item", "data", "info", "utils", "helpers", "misc"}
GIVEN = {
    "process_bind_param": "SQLAlchemy's TypeDecorator",
    "process_result_value": "SQLAlchemy's TypeDecorator",
    "_item_picture": "an RSS <item>",
    "info_frame": "the Info frame of an MP3 file",
}
LONGEST_FILE, LONGEST_FUNCTION = 300, 50
REVIEWED = {
    "studio/intake/columns.py": "one table of columns",
    "studio/sentences/scheduling.py": "one table of sentences",
    "studio/settings.py": "one table of what can be set",
}


def sources() -> list[Path]:
    """Every source file but the migrations, which are generated."""
    return sorted(path for path in STUDIO.rglob("*.py") if "versions" not in path.parts)


def tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / one for one in listed.stdout.decode().split("\0") if one and (ROOT / one).is_file()]


def words(name: str) -> set[str]:
    return set(re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().split("_"))


def test_no_name_says_nothing() -> None:
    found = {
        f"{path.relative_to(ROOT)}: {one}"
        for path in sources()
        for one in (path.stem, *defined(path))
        if words(one) & BANNED and one not in GIVEN
    }
    assert found == set()


def test_every_given_name_is_still_there() -> None:
    assert set(GIVEN) <= {one for path in sources() for one in defined(path)}


def defined(path: Path) -> list[str]:
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return [node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, kinds)]


def test_a_long_file_was_reviewed() -> None:
    lines = {str(path.relative_to(ROOT)): path.read_text("utf-8").count("\n") for path in sources()}
    long = {name for name, count in lines.items() if count > LONGEST_FILE}
    assert long == set(REVIEWED)


def test_no_function_is_longer_than_a_page() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def test_the_map_shows_every_folder() -> None:
    house, readme = (ROOT / "docs" / "house.md").read_text("utf-8"), (ROOT / "README.md").read_text("utf-8")
    tops = {path.relative_to(ROOT).parts[0] for path in tracked() if len(path.relative_to(ROOT).parts) > 1}
    visible = {top for top in tops if not top.startswith(".")}
    assert {"docs", "scripts", "studio", "tests"} <= visible
    assert [top for top in sorted(visible) if f"{top}/" not in house] == []
    assert [top for top in ("scripts", "episodes", "audio", "feeds", "studio", "docs") if f"{top}/" not in readme] == []
    rooms = {path.relative_to(STUDIO).parts[0] for path in tracked("studio") if len(path.relative_to(STUDIO).parts) > 1}
    assert [one for one in sorted(rooms - {"locale"}) if f"{one}/" not in house] == []


def test_the_map_shows_no_folder_that_is_not_there() -> None:
    house = (ROOT / "docs" / "house.md").read_text("utf-8")
    picture = re.search(r"```\n(README.*?)```", house, re.DOTALL)
    assert picture
    top = re.findall(r"^([a-z]+)/", picture[1], re.MULTILINE)
    rooms = re.findall(r"^  ([a-z/ ]+?)/ {2,}", picture[1], re.MULTILINE)
    assert len(top) >= 6
    assert len(rooms) >= 10
    assert [one for one in top if not (ROOT / one).is_dir()] == []
    assert [one for line in rooms for one in re.split(r"/\s*", line) if not (STUDIO / one).is_dir()] == []


def test_tests_mirror_the_house() -> None:
    rooms = {path.name for path in STUDIO.iterdir() if path.is_dir()}
    folders = {path.relative_to(ROOT / "tests").parts[0] for path in tracked("tests/*/*.py")}
    assert folders <= rooms | {"ground", "house", "golden", "property", "walk"}


def test_a_test_file_is_named_once() -> None:
    names = [path.name for path in tracked("tests/*.py") if path.name.startswith("test_")]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def test_only_what_was_written_is_tracked() -> None:
    sound = {".wav", ".mp3", ".flac", ".ogg", ".opus", ".m4a", ".amr", ".gsm"}
    assert [str(path.relative_to(ROOT)) for path in tracked() if path.suffix in sound] == []
    assert [str(path.relative_to(ROOT)) for path in tracked() if path.stat().st_size > 1_000_000] == []


def test_no_path_of_somebodys_machine_is_tracked() -> None:
    own = re.compile(r"(?<![\w.])/(?:work|root|home/\w+)/[\w.]")
    kinds = {".py", ".md", ".toml", ".txt", ".j2", ".json", ".po", ".csv"}
    texts = [path for path in tracked() if path.suffix in kinds]
    assert [str(path.relative_to(ROOT)) for path in texts if own.search(path.read_text("utf-8"))] == []
