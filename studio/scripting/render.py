"""Scripts from templates and facts: reads the editors' folder, renders in a child process with limits."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import studio
from studio.errors import Fault, ScriptRefused, StudioError, fault
from studio.khmer.normal import one_line
from studio.languages import Language
from studio.scripting.facts import JSON, complete
from studio.scripting.markup import compose, parse, titled
from studio.scripting.values import Draft

KINDS = ("opening", "headlines", "story", "joint_story", "profile", "hotline", "closing")
"""The kinds of script that every show has."""

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one template may use: seconds of processor time, megabytes of memory, characters of text."""

    seconds: int = 2
    megabytes: int = 512
    characters: int = 100_000


@dataclass(frozen=True, slots=True)
class Job:
    """One script to write: its show, kind and language, and the facts that the template is given."""

    show: str
    kind: str
    language: Language
    facts: Mapping[str, JSON]

    @property
    def template(self) -> str:
        """The file in the show's folder."""
        return f"{self.kind}.{self.language.value}.j2"


def write(
    folder: Path, show: str, kind: str, language: Language, facts: Mapping[str, JSON], limits: Limits = Limits()
) -> Draft:
    """The script of one segment from scripts/<show>/<kind>.<language>.j2.

    folder: the editors' folder (scripts/). facts: plain JSON values; line feeds and square brackets in them are
    neutralised, so that nobody's words become a cue or a clip.
    Raises ScriptRefused: scripting.template-* with file and line, scripting.line-unreadable, scripting.script-empty.
    """
    return write_all(folder, [Job(show, kind, language, facts)], limits)[0]


def write_all(folder: Path, jobs: Sequence[Job], limits: Limits = Limits()) -> list[Draft]:
    """The scripts of many segments, in order, by one child process (a new one after a template that it had to end).

    Raises ScriptRefused with the faults of all jobs at once.
    """
    results = try_all(folder, jobs, limits)
    ScriptRefused.raise_if(found for result in results if isinstance(result, ScriptRefused) for found in result.faults)
    return [result for result in results if isinstance(result, Draft)]


def try_all(folder: Path, jobs: Sequence[Job], limits: Limits = Limits()) -> list[Draft | ScriptRefused]:
    """For every job, in order, its script or its refusal; one bad template does not spoil the others."""
    results: dict[int, Draft | ScriptRefused] = {}
    shows: dict[str, list[int]] = {}
    for number, job in enumerate(jobs):
        shows.setdefault(job.show, []).append(number)
    for show, numbers in shows.items():
        try:
            sources = sources_of(folder, show)
        except ScriptRefused as refused:
            results.update(dict.fromkeys(numbers, refused))
            continue
        answers = _render([jobs[number] for number in numbers], sources, limits)
        for number, answer in zip(numbers, answers, strict=True):
            results[number] = _draft(jobs[number], answer)
    return [results[number] for number in range(len(jobs))]


def sources_of(folder: Path, show: str) -> dict[str, str]:
    """Every template of a show by file name; links that lead out of the show's folder are not followed."""
    home = folder / show
    if not _NAME.fullmatch(show) or not home.is_dir():
        raise ScriptRefused(fault("scripting.show-missing", show, folder=str(folder)))
    sources: dict[str, str] = {}
    faults: list[Fault] = []
    for path in sorted(home.glob("*.j2")):
        if not path.resolve().is_relative_to(home.resolve()):
            faults.append(fault("scripting.template-outside", f"{show}/{path.name}"))
            continue
        try:
            sources[path.name] = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            faults.append(fault("scripting.template-encoding", f"{show}/{path.name}"))
    ScriptRefused.raise_if(faults)
    return sources


def template_text(folder: Path, show: str, kind: str, language: Language) -> str:
    """Everything that decides how a kind of script reads: its template and the shared ones ("_…") of its language."""
    ending = f".{language.value}.j2"
    own = f"{kind}{ending}"
    sources = sources_of(folder, show)
    used = [name for name in sources if name == own or (name.startswith("_") and name.endswith(ending))]
    return "\n".join(f"{name}\n{sources[name]}" for name in used)


def _render(jobs: Sequence[Job], sources: Mapping[str, str], limits: Limits) -> list[dict[str, Any]]:
    """One answer a job; a template that ended the process is not tried again."""
    answers: list[dict[str, Any]] = []
    ended: dict[str, dict[str, Any]] = {}
    while len(answers) < len(jobs):
        job = jobs[len(answers)]
        if job.template in ended:
            answers.append(ended[job.template])
        elif job.template not in sources:
            answers.append({"code": "template-missing", "template": job.template, "line": 0, "reason": job.template})
        else:
            run = _run_from(jobs[len(answers) :], sources, ended)
            told, (code, reason) = _ask(run, sources, limits)
            answers.extend(told)
            if len(told) < len(run):
                culprit = run[len(told)].template
                ended[culprit] = {"code": code, "template": culprit, "line": 0, "reason": reason}
    return answers


def _run_from(jobs: Sequence[Job], sources: Mapping[str, str], ended: Mapping[str, object]) -> list[Job]:
    """The jobs from here to the first one that must not be rendered."""
    run: list[Job] = []
    for job in jobs:
        if job.template in ended or job.template not in sources:
            break
        run.append(job)
    return run


def _ask(
    jobs: Sequence[Job], sources: Mapping[str, str], limits: Limits
) -> tuple[list[dict[str, Any]], tuple[str, str]]:
    """What a child answers before it ends, and why it did not answer more."""
    asked = {
        "seconds": limits.seconds,
        "megabytes": limits.megabytes,
        "characters": limits.characters,
        "sources": dict(sources),
        "jobs": [
            {"template": job.template, "language": job.language.value, "facts": complete(job.facts)} for job in jobs
        ],
    }
    root = Path(studio.__file__).resolve().parent.parent
    wall = 20 + 4 * limits.seconds * len(jobs)
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-B", "-m", "studio.scripting.child"],
            input=json.dumps(asked, ensure_ascii=False).encode("utf-8", "replace"),
            capture_output=True,
            timeout=wall,
            env={"PYTHONPATH": str(root), "PYTHONIOENCODING": "utf-8", "PATH": os.defpath, "PYTHONHASHSEED": "0"},
            cwd=os.sep,
            check=False,
        )
        output, ended = done.stdout, _ending(done)
    except subprocess.TimeoutExpired as late:
        output, ended = late.stdout or b"", ("template-too-slow", "time")
    lines = output.decode("utf-8").split("\n")[:-1]
    return [json.loads(line) for line in lines[: len(jobs)]], ended


def _ending(done: subprocess.CompletedProcess[bytes]) -> tuple[str, str]:
    """Why a child ended before its last answer: a code and a reason."""
    told = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][:200]
    if done.returncode == -signal.SIGXCPU:
        return "template-too-slow", "processor time"
    if done.returncode < 0 or "MemoryError" in told:
        return "template-too-big", "memory"
    return "renderer-failed", told


def _draft(job: Job, answer: Mapping[str, Any]) -> Draft | ScriptRefused:
    if "code" in answer:
        place = f"{job.show}/{answer['template']}" + (f", line {answer['line']}" if answer["line"] else "")
        return ScriptRefused(
            fault(f"scripting.{answer['code']}", place, line=answer["line"], reason=str(answer["reason"]))
        )
    place = f"{job.show}/{job.template}"
    title, body = titled(
        str(answer["text"]), one_line(str(job.facts.get("title") or job.facts.get("show") or job.kind))
    )
    try:
        lines = parse(body)
    except StudioError as refused:
        found = (fault(one.code, f"{place}, {one.where}".rstrip(", "), **one.values) for one in refused.faults)
        return ScriptRefused(*found)
    return Draft(job.kind, job.language, title, lines, compose(lines, job.language))
