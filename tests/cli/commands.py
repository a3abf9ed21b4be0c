"""Every command of studio, and what a line on the command line asks of it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click

from studio.cli.main import cli

ENDS = re.compile(r"\s(?:&&|\||>|<|#)(?:\s|$)")


def every_command(
    group: click.Group = cli, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Each command below a group with the words that lead to it."""
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        assert command is not None, name
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))


def lines_of(text: str) -> Iterator[str]:
    """The calls of studio in a text of commands: without comments, one for each side of && and before | and >."""
    for line in text.splitlines():
        for part in line.split("&&"):
            call = ENDS.split(f" {part.strip()} ")[0].strip()
            if call.startswith("studio "):
                yield call


def wrong_in(call: str) -> str:
    """What of a call does not exist; empty where all of it does."""
    words = shlex.split(call)[1:]
    command: click.Command = cli
    options = options_of(cli)
    while words:
        word = words.pop(0)
        if word.startswith("-") and word != "-":
            if word.split("=")[0] not in options:
                return f"{call}: no option {word}"
            if options[word.split("=")[0]] and "=" not in word:
                words = words[1:]
        elif isinstance(command, click.Group):
            below = command.get_command(click.Context(command), word)
            if below is None:
                return f"{call}: no command {word}"
            command, options = below, options_of(below)
    return ""


def options_of(command: click.Command) -> dict[str, bool]:
    """The options of a command, and whether each takes a value."""
    found = {"--help": False, "--version": False}
    for one in command.params:
        if isinstance(one, click.Option):
            found |= dict.fromkeys((*one.opts, *one.secondary_opts), not one.is_flag)
    return found
