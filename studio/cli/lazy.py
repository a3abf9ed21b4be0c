"""Groups whose commands are loaded when they are asked for; listed and completed without loading them."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click
from click.shell_completion import CompletionItem

from studio.cli.words import _

Members = Mapping[str, tuple[str, str, str]]
"""For each command its file in studio.cli, its name there, and what it does in a few words."""


class Lazy(click.Group):
    """A group that knows of its commands only what help and completion show of them."""

    def __init__(self, *args: Any, members: Members, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.members = members

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they are used."""
        return list(self.members)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Load one command."""
        if cmd_name not in self.members:
            return None
        file, name, _summary = self.members[cmd_name]
        command: click.Command = getattr(import_module(f"studio.cli.{file}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without loading them."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, summary) for name, (_file, _name, summary) in self.members.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Offer the commands without loading them."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        named = [(name, summary) for name, (_file, _name, summary) in self.members.items()]
        return [CompletionItem(name, help=summary) for name, summary in named if name.startswith(incomplete)]
