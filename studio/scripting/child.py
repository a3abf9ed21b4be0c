"""The process in which templates are rendered: plain values in, text out, nothing else; run by studio.scripting.render.

One JSON object on standard input: {"seconds", "megabytes", "characters", "sources": {name: text}, "jobs":
[{"template", "language", "facts"}]}. One JSON object a line on standard output, in the order of the jobs: {"text"} or
{"code", "line", "template", "reason"}. A job that runs out of processor time ends the process.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import traceback
from collections.abc import Mapping
from functools import cache
from typing import Any

from jinja2 import StrictUndefined, TemplateNotFound, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.loaders import FunctionLoader
from jinja2.sandbox import ImmutableSandboxedEnvironment

from studio.languages import Language
from studio.scripting.filters import filters

_SOURCES: dict[str, str] = {}
"""The templates of the one show that this process renders, by name."""

_ALLOWED_GLOBALS = ("range", "dict", "namespace")


class TooLong(Exception):
    """The text outgrew its limit."""


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """The sandbox without Jinja's helpers that a script does not need."""

    intercepted_binops = frozenset(("**", "*", "<<"))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Multiplication of small numbers only: no powers, no repeated texts."""
        if operator != "*" or not (_small(left) and _small(right)):
            raise SecurityError(f"{operator} is not allowed here")
        return left * right


def _small(value: object) -> bool:
    return isinstance(value, int | float) and abs(value) < 1e9


@cache
def environment(language: Language) -> TemplateEnvironment:
    """The sandbox for a language: strict about names, plain text, no way to any file but the templates it was given."""

    def load(name: str) -> tuple[str, str, None] | None:
        return (_SOURCES[name], name, None) if name in _SOURCES else None

    sandbox = TemplateEnvironment(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    sandbox.globals = {name: sandbox.globals[name] for name in _ALLOWED_GLOBALS}
    sandbox.filters.update(filters(language))
    return sandbox


def _place(error: BaseException, names: Mapping[str, str]) -> tuple[str, int]:
    """The deepest template and line that a traceback passes through."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename in names]
    return (frames[-1].filename, frames[-1].lineno or 0) if frames else ("", 0)


def _refusal(error: Exception, template: str) -> dict[str, object]:
    name, line = _place(error, _SOURCES)
    reason = str(error)[:200]
    if isinstance(error, TemplateSyntaxError):
        code, name, line = "template-syntax", error.name or template, error.lineno
    elif isinstance(error, TemplateNotFound):
        code, reason = "template-missing", str(error.name)
    elif isinstance(error, UndefinedError):
        code = "template-undefined"
    elif isinstance(error, SecurityError):
        code = "template-forbidden"
    elif isinstance(error, TooLong):
        code = "template-too-big"
    elif isinstance(error, RecursionError):
        code, reason = "template-failed", "endless recursion"
    else:
        code, reason = "template-failed", f"{type(error).__name__}: {reason}"
    return {"code": code, "template": name or template, "line": line, "reason": reason}


def render(job: Mapping[str, Any], characters: int) -> dict[str, object]:
    """The text of one job, or why there is none."""
    template = str(job["template"])
    try:
        pieces: list[str] = []
        size = 0
        for piece in environment(Language(job["language"])).get_template(template).generate(job["facts"]):
            size += len(piece)
            if size > characters:
                raise TooLong(str(characters))
            pieces.append(piece)
        return {"text": "".join(pieces)}
    except MemoryError:
        return {"code": "template-too-big", "template": template, "line": 0, "reason": "memory"}
    except Exception as error:  # whatever a template does ends as a refusal
        return _refusal(error, template)


def _limit(kind: int, soft: int) -> None:
    """Lower a limit of this process where the system knows it."""
    _, hard = resource.getrlimit(kind)
    wanted = soft if hard == resource.RLIM_INFINITY else min(soft, hard)
    try:
        resource.setrlimit(kind, (wanted, hard if kind == resource.RLIMIT_CPU else wanted))
    except (ValueError, OSError):  # macOS refuses RLIMIT_AS; time and output are limited all the same
        return


def _spent() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    """Render every job on standard input under limits; answers go out one by one."""
    asked = json.load(sys.stdin)
    _SOURCES.update(asked["sources"])
    _limit(resource.RLIMIT_AS, int(asked["megabytes"]) << 20)
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, 16)
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", closefd=True)
    for job in asked["jobs"]:
        _limit(resource.RLIMIT_CPU, int(_spent()) + 1 + int(asked["seconds"]))
        out.write(json.dumps(render(job, int(asked["characters"])), ensure_ascii=False) + "\n")
        out.flush()


if __name__ == "__main__":
    main()
