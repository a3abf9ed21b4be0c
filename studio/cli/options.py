"""What several commands ask for in the same way, and how their examples are shown."""

from __future__ import annotations

from pathlib import Path

import click

from studio.cli.words import _

AS_JSON = click.option("--json", "plain", is_flag=True, help=_("Print the result as JSON."))
PREVIEW = click.option("--dry-run", is_flag=True, help=_("Show what would happen, and keep nothing."))


def examples(*lines: str) -> str:
    """An epilog with commands as somebody would type them; click leaves its lines as they are."""
    return "\n".join(["\b", _("For example:"), *(f"  {line}" for line in lines)])


def columns_named(_ctx: click.Context, _param: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """ "Their column=ours" as a mapping; the last = divides."""
    mapping = {}
    for one in given:
        theirs, divider, ours = one.rpartition("=")
        if not (divider and theirs.strip() and ours.strip()):
            raise click.BadParameter(_("“{value}” names no two columns; write “Their column=ours”.").format(value=one))
        mapping[theirs.strip()] = ours.strip()
    return mapping


MAP = click.option(
    "--map",
    "mapping",
    multiple=True,
    metavar='"THEIRS=OURS"',
    callback=columns_named,
    help=_("A column of the file, and which of Studio's it is. Can be given again."),
)


def feed_file(named: str) -> Path:
    """The file of a feed that somebody names."""
    path = Path(named)
    if path.is_dir():
        raise click.BadParameter(_("“{value}” is a folder; name the feed in it.").format(value=named))
    if not path.is_file():
        raise click.BadParameter(_("There is no file “{value}”.").format(value=named))
    return path
