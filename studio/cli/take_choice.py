"""`studio take choose | refuse`: which take of a part is heard."""

from __future__ import annotations

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.words import _
from studio.languages import Language
from studio.pipeline.take_choice import choose_take, refuse_take

LANGUAGES = click.Choice([one.value for one in Language])


@click.command(
    help=_(
        "Have take NUMBER of PART of the script KEY heard, with what was done to it. It is kept once more as the "
        "newest; the others stay."
    ),
    epilog=examples("studio take choose btb-01-20120305-24e7 1 1"),
)
@click.argument("key")
@click.argument("part", type=click.IntRange(1))
@click.argument("number", type=click.IntRange(1))
@click.option("--language", type=LANGUAGES, default="km", show_default=True)
@AS_JSON
@click.pass_context
def choose(ctx: click.Context, key: str, part: int, number: int, language: str, plain: bool) -> None:
    """Choose a take."""
    with opened(ctx) as studio:
        chosen = choose_take(studio, key, part, number, Language(language))
    if plain:
        shown.as_json({"key": key, "part": part, "take": chosen.number, "recording": chosen.original})
    else:
        shown.line(_("Take {number} is heard; as take {newest}.").format(number=number, newest=chosen.number))
        shown.line(_("Build the editions that play it again: studio episode build EPISODE"))


@click.command(
    help=_("Have take NUMBER of PART of the script KEY not heard, and say why: the one before it is heard again."),
    epilog=examples('studio take refuse btb-01-20120305-24e7 1 2 "a motorbike in the middle"'),
)
@click.argument("key")
@click.argument("part", type=click.IntRange(1))
@click.argument("number", type=click.IntRange(1))
@click.argument("reason")
@click.option("--language", type=LANGUAGES, default="km", show_default=True)
@AS_JSON
@click.pass_context
def refuse(ctx: click.Context, key: str, part: int, number: int, reason: str, language: str, plain: bool) -> None:
    """Refuse a take."""
    with opened(ctx) as studio:
        left = refuse_take(studio, key, part, number, Language(language), reason)
    if plain:
        shown.as_json({"key": key, "part": part, "refused": number, "take": left.number if left else None})
    elif left is None:
        shown.line(_("Part {part} has no take any more that is heard. Record it again.").format(part=part))
    else:
        shown.line(_("Take {number} is heard now.").format(number=left.number))
