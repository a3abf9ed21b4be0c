"""A template cannot reach out, and cannot hold the machine up."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from studio.errors import ScriptRefused
from studio.languages import Language
from studio.scripting.render import Job, Limits, try_all
from studio.scripting.values import Draft

LIMITS = Limits(seconds=1, megabytes=400, characters=20_000)

ESCAPES = [
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ title.__class__ }}",
    "{{ ''['__class__'] }}",
    "{{ ''|attr('__class__') }}",
    "{{ self.__init__.__globals__ }}",
    "{{ range.__self__ }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(title) }}",
    "{{ '{x.__class__}'.format_map({'x': title}) }}",
    "{{ ('{0.__class__}'|format)(title) }}",
    "{{ lipsum.__globals__ }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ joiner().__class__ }}",
    "{{ url_for.__globals__ }}",
    "{{ config }}",
    "{{ get_flashed_messages() }}",
    "{{ __import__('os').system('id') }}",
    "{{ open('/etc/passwd').read() }}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}{{ os.system('id') }}",
    "{% for x in (1).__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{{ voices.append(1) }}{{ organization.update({'a': 1}) }}",
    "{{ title.encode().decode.__self__.__class__ }}",
    "{% set f = ''.join %}{{ f.__self__.__class__.__base__ }}",
]

NAMESPACE = "{% set n = namespace(t=START) %}{% for a in range(60) %}{% set n.t = STEP %}{% endfor %}{{ n.t|length }}"


def doubling(start: str, step: str) -> str:
    """A template that lets a value grow without end."""
    return NAMESPACE.replace("START", start).replace("STEP", step)


def loops(depth: int) -> str:
    """Loops in loops."""
    return "{% for a in range(99999) %}" * depth + "{% endfor %}" * depth


BOMBS = {
    "power": "{{ 10 ** 10 ** 8 }}",
    "repeat": "{{ 'x' * 10 ** 9 }}",
    "repeated-list": "{{ [0] * 999999999 }}",
    "big-product": "{{ 999999999999 * 999999999999 }}",
    "range": "{% for a in range(10000000000) %}{% endfor %}",
    "recursion": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "padding": "{{ title|center(2000000000) }}",
    "padding-by-percent": "{{ '%02000000000d'|format(1) }}",
    "padding-by-format": "{{ '{:>2000000000}'.format(title) }}",
    "doubling-text": doubling("'x'", "n.t ~ n.t"),
    "doubling-list": doubling("[0]", "n.t + n.t"),
    "doubling-by-replace": doubling("'xxxx'", "n.t|replace('x', 'xxxx')"),
    "too-long": "{% for a in range(99999) %}xxxxxxxxxx{% endfor %}",
    "deep-nesting": "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "include-of-itself": "{% include 'include-of-itself.en.j2' %}",
}
"""What memory, length or a rule must end; loops are ended by the clock."""


def test_no_template_reaches_out(tmp_path: Path) -> None:
    show = tmp_path / "show"
    show.mkdir()
    jobs = []
    for number, template in enumerate(ESCAPES):
        (show / f"escape{number}.en.j2").write_text(f"PRESENTER: said {template}\n", encoding="utf-8")
        jobs.append(Job("show", f"escape{number}", Language.EN, {"title": "x"}))
    for template, result in zip(ESCAPES, try_all(tmp_path, jobs, LIMITS), strict=True):
        assert isinstance(result, ScriptRefused), (template, result)
        assert result.faults[0].code.startswith("scripting.template-"), template


def test_every_bomb_ends_as_a_refusal_within_seconds(tmp_path: Path) -> None:
    show = tmp_path / "show"
    show.mkdir()
    for name, template in BOMBS.items():
        (show / f"{name}.en.j2").write_text(f"PRESENTER: said {template}\n", encoding="utf-8")
    started = time.monotonic()
    results = try_all(tmp_path, [Job("show", name, Language.EN, {"title": "x"}) for name in BOMBS], LIMITS)
    assert time.monotonic() - started < 60
    for name, result in zip(BOMBS, results, strict=True):
        assert isinstance(result, ScriptRefused), name
        assert result.faults[0].code.startswith("scripting.template-"), name
        assert result.faults[0].where.startswith(f"show/{name}.en.j2"), name


def test_after_a_bomb_the_rest_is_written_and_the_bomb_is_not_tried_twice(tmp_path: Path) -> None:
    show = tmp_path / "show"
    show.mkdir()
    (show / "bomb.en.j2").write_text(f"PRESENTER: {loops(3)}", encoding="utf-8")
    (show / "fine.en.j2").write_text("PRESENTER: {{ title }}", encoding="utf-8")
    kinds = ["fine", "bomb", "fine", "bomb", "bomb", "fine"]
    jobs = [Job("show", kind, Language.EN, {"title": str(number)}) for number, kind in enumerate(kinds)]
    started = time.monotonic()
    results = try_all(tmp_path, jobs, LIMITS)
    assert time.monotonic() - started < 60
    assert [isinstance(result, Draft) for result in results] == [kind == "fine" for kind in kinds]
    assert {result.faults[0].code for result in results if isinstance(result, ScriptRefused)} == {
        "scripting.template-too-slow"
    }


def test_a_child_that_fails_itself_is_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    show = tmp_path / "show"
    show.mkdir()
    (show / "story.en.j2").write_text("PRESENTER: {{ title }}", encoding="utf-8")
    monkeypatch.setattr("sys.executable", "/bin/false")
    (result,) = try_all(tmp_path, [Job("show", "story", Language.EN, {"title": "x"})])
    assert isinstance(result, ScriptRefused)
    assert result.faults[0].code == "scripting.renderer-failed"
