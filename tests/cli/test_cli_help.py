"""Help that teaches: every command has an example, every example works, and help is there at once."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
SLOW = ("sqlalchemy", "sqlmodel", "pydantic", "numpy", "av", "ortools", "jinja2", "fastapi", "feedgen", "lxml")


def loaded_commands() -> Any:
    """The helper beside this file."""
    spec = importlib.util.spec_from_file_location("cli_commands", HERE / "commands.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


COMMANDS = loaded_commands()
EVERY = list(COMMANDS.every_command())


def golden(name: str, text: str) -> None:
    """Compare with a file that a person looked at; STUDIO_GOLDEN=write writes it."""
    path = HERE / "golden" / name
    if os.environ.get("STUDIO_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.is_file(), f"{path} is missing; look at the text, then: STUDIO_GOLDEN=write"
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "km"])
def test_studio_help_is_as_somebody_read_it(outside: Any, language: str) -> None:
    done = outside("--help", STUDIO_LANG=language, COLUMNS="80")
    assert (done.code, done.err) == (0, "")
    golden(f"help.{language}.txt", done.out)


@pytest.mark.parametrize(("path", "command"), EVERY, ids=[" ".join(path) for path, _ in EVERY])
def test_every_command_says_what_it_does_and_shows_how(path: tuple[str, ...], command: click.Command) -> None:
    assert len(command.help or "") > 15
    calls = list(COMMANDS.lines_of("\n".join(line.strip() for line in (command.epilog or "").splitlines())))
    assert calls, "it has no example"
    assert any(" ".join(path) in call for call in calls), "its examples call something else"
    assert [wrong for call in calls if (wrong := COMMANDS.wrong_in(call))] == []


@pytest.mark.parametrize(("path", "command"), EVERY, ids=[" ".join(path) for path, _ in EVERY])
def test_every_option_that_takes_a_value_of_its_own_is_explained(path: tuple[str, ...], command: click.Command) -> None:
    plain = ("--language", "--port", "--codec", "--timezone", "--currency", "--weeks")
    unexplained = [
        one.opts
        for one in command.params
        if isinstance(one, click.Option) and not one.help and not set(plain) & set(one.opts)
    ]
    assert unexplained == [], path


def test_a_wrong_example_would_be_found() -> None:
    assert COMMANDS.wrong_in("studio report lst") == "studio report lst: no command lst"
    assert COMMANDS.wrong_in("studio report list --stat x") == "studio report list --stat x: no option --stat"
    assert COMMANDS.wrong_in("studio --actor ED-01 report clear X --without S-1:voice") == ""


def test_the_readme_calls_only_what_exists() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = "\n".join(re.findall(r"```\n(.*?)```", text, re.DOTALL))
    inline = "\n".join(re.findall(r"`(studio [^`]*)`", text.replace(blocks, "")))
    calls = [*COMMANDS.lines_of(blocks), *COMMANDS.lines_of(inline)]
    assert len(calls) >= 10
    assert [wrong for call in calls if "COMMAND" not in call and (wrong := COMMANDS.wrong_in(call))] == []


def test_sentences_call_only_what_exists() -> None:
    found = []
    for path in sorted((ROOT / "studio").rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        found += re.findall(r"(studio (?:report|org|script|airtime|rundown|take|episode|vault) [a-z]+)\b", source)
    named = {" ".join(("studio", *path)) for path, _ in EVERY}
    assert found
    assert {call for call in found if call not in named} == set()


def test_help_loads_nothing_slow() -> None:
    code = f"import studio.cli.main, sys; print([one for one in {SLOW} if one in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_completion_offers_groups_without_loading_them() -> None:
    code = (
        "import sys, atexit, studio.cli.main as door\n"
        f"atexit.register(lambda: print([one for one in {SLOW} if one in sys.modules]))\n"
        "door.main()"
    )
    asked = os.environ | {"_STUDIO_COMPLETE": "bash_complete", "COMP_WORDS": "studio re", "COMP_CWORD": "1"}
    done = subprocess.run([sys.executable, "-c", code], env=asked, capture_output=True, text=True, check=False)
    assert done.stdout == "plain,report\nplain,restore\n[]\n"


def test_a_report_is_looked_up_without_loading_the_sound(station: Path) -> None:
    code = (
        "import sys, atexit, studio.cli.main as door\n"
        "sound = ('av', 'scipy', 'soxr', 'openpyxl', 'ortools')\n"
        "atexit.register(lambda: print([one for one in sound if one in sys.modules]))\n"
        "door.main()"
    )
    words = [sys.executable, "-c", code, "report", "list", "--state", "rejected", "--json"]
    done = subprocess.run(words, cwd=station, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n[]\n"


def test_completion_offers_options_and_choices(outside: Any) -> None:
    asked = {"_STUDIO_COMPLETE": "bash_complete", "COMP_WORDS": "studio report list --state re", "COMP_CWORD": "4"}
    assert outside(**asked).out == "plain,received\nplain,rejected\n"
    assert "complete -o nosort -F _studio_completion studio" in outside(_STUDIO_COMPLETE="bash_source").out
