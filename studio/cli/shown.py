"""What a terminal shows: tables, results as JSON, progress while something takes long, faults with their mend."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import click
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from studio.cli.words import LANGUAGE, _
from studio.errors import Fault, StudioError
from studio.sentences.say import say

Tell = Callable[[str, int, int], None]
"""Called with a stage's name, how much is done, and of how much."""

BOM = "\ufeff".encode()
OUT = Console(highlight=False, soft_wrap=True)
ERR = Console(stderr=True, highlight=False, soft_wrap=True)


def as_json(value: object) -> None:
    """Print plain values as JSON, Khmer as Khmer."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def as_bytes(content: bytes) -> None:
    """Print a file; a terminal gets it without the byte order mark that spreadsheets need."""
    sys.stdout.buffer.write(content.removeprefix(BOM) if sys.stdout.isatty() else content)
    sys.stdout.buffer.flush()


def line(text: str) -> None:
    """Print one line to the terminal or the pipe."""
    OUT.print(escape(text))


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table; in a pipe, plain lines with tabs."""
    listed = [[("" if cell is None else str(cell)) for cell in row] for row in rows]
    if not sys.stdout.isatty():
        for row in [list(columns), *listed]:
            click.echo("\t".join(cell.replace("\n", " ") for cell in row))
        return
    drawn = Table(title=escape(title) or None, title_justify="left", header_style="bold", box=None, pad_edge=False)
    for column in columns:
        drawn.add_column(escape(column), overflow="fold")
    for row in listed:
        drawn.add_row(*[escape(cell) for cell in row])
    OUT.print(drawn)


def faults(found: Iterable[Fault], *, style: str = "red") -> None:
    """Print faults to stderr: where and what is wrong, and under it how to mend it."""
    for one in found:
        what, mend = say(one, LANGUAGE)
        ERR.print(f"[{style}]✗[/] {escape(what)}")
        if mend:
            ERR.print(f"  [dim]→ {escape(mend)}[/]")


def failure(text: str) -> None:
    """Print to stderr what failed that nobody foresaw."""
    ERR.print(text, style="red", markup=False)


def warning(text: str) -> None:
    """Print to stderr what somebody should know who stopped something."""
    ERR.print(text, style="yellow", markup=False)


def refusal(error: StudioError) -> None:
    """Print an error's faults."""
    faults(error.faults)


def fault_rows(found: Iterable[Fault]) -> list[Mapping[str, object]]:
    """Faults as plain values for --json, with their sentence and mend."""
    rows: list[Mapping[str, object]] = []
    for one in found:
        what, mend = say(one, LANGUAGE)
        rows.append({"code": one.code, "where": one.where, "values": dict(one.values), "what": what, "mend": mend})
    return rows


@contextmanager
def progress() -> Iterator[Tell]:
    """Stages with bars and time left while the block runs; silent when stderr is no terminal."""
    if not ERR.is_terminal:
        yield lambda _stage, _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=ERR, transient=True) as bars:
        tasks = {}

        def tell(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(_(stage), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield tell
