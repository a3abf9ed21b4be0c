"""Every fault in the code has a sentence with its values, every marked text its Khmer: read from the source."""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_file

import studio
from studio.languages import Language, translator
from studio.sentences.say import TABLE

ROOT = Path(studio.__file__).parent
TABLES = {path.stem for path in (ROOT / "sentences").glob("*.py")} - {"__init__", "say", "sentence", "on_page"}
ROOMS = sorted(TABLES)
CODE = re.compile(r"[a-z]+\.[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True)
class Raised:
    """A fault as it is written in the source. values: None where they are not written out there."""

    code: str
    values: frozenset[str] | None
    line: str


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def sources() -> list[Path]:
    return sorted(path for path in ROOT.rglob("*.py") if "migrations" not in path.parts)


def called(node: ast.Call) -> str:
    return node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")


def codes(node: ast.expr) -> list[str]:
    """The codes that an expression may be: a literal, or either side of a condition."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        return codes(node.body) + codes(node.orelse)
    return []


def keywords(node: ast.Call, scope: ast.AST) -> frozenset[str] | None:
    """The names of a fault's values; a ** of a dictionary written out in the same function is followed."""
    names: set[str] = set()
    for keyword in node.keywords:
        if keyword.arg:
            names.add(keyword.arg)
            continue
        literals = [keyword.value] if isinstance(keyword.value, ast.Dict) else written_out(keyword.value, scope)
        if not literals:
            return None
        for literal in literals:
            if not all(isinstance(key, ast.Constant) for key in literal.keys):
                return None
            names |= {str(key.value) for key in literal.keys if isinstance(key, ast.Constant)}
    return frozenset(names)


def written_out(node: ast.expr, scope: ast.AST) -> list[ast.Dict]:
    """Every dictionary that is written out and put into a name, or added to it."""
    if not isinstance(node, ast.Name):
        return []
    return [
        one.value
        for one in ast.walk(scope)
        if isinstance(one, ast.Assign | ast.AnnAssign | ast.AugAssign)
        and isinstance(one.value, ast.Dict)
        and node.id in {target.id for target in ast.walk(one) if isinstance(target, ast.Name)}
    ]


def raised() -> Iterator[Raised]:
    for path in sources():
        functions = [one for one in ast.walk(tree(path)) if isinstance(one, ast.FunctionDef)]
        for scope in (*functions, tree(path)):
            for node in ast.walk(scope):
                if isinstance(node, ast.Call) and called(node) in ("fault", "because") and node.args:
                    line = f"{path.relative_to(ROOT.parent)}:{node.lineno}"
                    for code in codes(node.args[0]):
                        yield Raised(code, keywords(node, scope), line)


RAISED = list(raised())


def placeholders(code: str) -> set[str]:
    sentence = TABLE[code]
    texts = (sentence.what, sentence.mend)
    return {name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name} - {"where"}


def test_the_source_was_read() -> None:
    assert len({one.code for one in RAISED}) > 100


@pytest.mark.parametrize("room", ROOMS)
def test_every_fault_has_a_sentence(room: str) -> None:
    mine = [one for one in RAISED if one.code.startswith(f"{room}.")]
    assert [f"{one.line} {one.code}" for one in mine if one.code not in TABLE] == []


def test_every_room_with_faults_has_a_table() -> None:
    assert {one.code.partition(".")[0] for one in RAISED} <= TABLES


@pytest.mark.parametrize("room", ROOMS)
def test_every_placeholder_of_a_sentence_is_supplied(room: str) -> None:
    written: dict[str, list[Raised]] = {}
    for one in RAISED:
        if one.code in TABLE and one.code.startswith(f"{room}."):
            written.setdefault(f"{one.line} {one.code}", []).append(one)
    lacking = {
        line: sorted(placeholders(some[0].code) - set().union(*(one.values or () for one in some)))
        for line, some in written.items()
        if all(one.values is not None for one in some)
    }
    assert {line: names for line, names in lacking.items() if names} == {}


def test_every_sentence_is_said_by_somebody() -> None:
    literals = {
        node.value
        for path in sources()
        if "sentences" not in path.parts
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    patterns = [re.compile(pattern) for pattern in built_codes()]
    unsaid = [code for code in TABLE if code not in literals and not any(one.fullmatch(code) for one in patterns)]
    assert unsaid == []


def built_codes() -> Iterator[str]:
    """Codes that are put together as f"room.{…}-clash"."""
    for path in sources():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.JoinedStr):
                parts = [re.escape(str(one.value)) if isinstance(one, ast.Constant) else ".+" for one in node.values]
                if re.match(rf"({'|'.join(ROOMS)})\\\.", parts[0]):
                    yield "".join(parts)


def test_codes_look_like_codes_and_belong_to_their_table() -> None:
    for code, sentence in TABLE.items():
        assert CODE.fullmatch(code), code
        assert sentence.what, code


def marked(path: Path) -> set[str]:
    """The texts of a source file that are marked for translation."""
    if path.suffix == ".py":
        return {
            str(node.args[0].value)
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Call)
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and (called(node) in ("N_", "_") or is_translator(node.func))
        }
    found = extract_from_file("jinja2.ext:babel_extract", path, options={"silent": "false"})
    return {text for _, text, _, _ in found if isinstance(text, str)}


def is_translator(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and called(node) == "translator"


def marking() -> dict[str, set[str]]:
    files = [*sources(), *ROOT.rglob("*.j2")]
    texts = {str(path.relative_to(ROOT.parent)): marked(path) - {""} for path in files}
    return {name: some for name, some in texts.items() if some}


MARKED = marking()


@pytest.mark.parametrize("name", MARKED)
def test_every_marked_text_is_there_in_khmer(name: str) -> None:
    translate = translator(Language.KM)
    letters = re.compile("[\u1780-\u17ff]")
    assert sorted(text for text in MARKED[name] if not letters.search(translate(text))) == []
