"""`studio season show | why | publish`: a plan that was proposed."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.season_shown import row, show_choices, summary
from studio.cli.words import LANGUAGE, _
from studio.pipeline.seasons.board import drawn, season_board
from studio.pipeline.seasons.why import why_not
from studio.pipeline.seasons_kept import publish_plan, season_plan
from studio.scheduling.pictures.season import PHONE, WIDTH
from studio.scheduling.pictures.terminal import season_text
from studio.store.files import write_text

NUMBER = click.argument("number", type=click.IntRange(1), required=False)


@click.command(
    help=_("Show a plan: its calendar by week and station with how far each edition is, and who is heard how much."),
    epilog=examples(
        "studio season show", "studio season show 3 --json", "studio season show --svg season.svg --width 390"
    ),
)
@NUMBER
@click.option(
    "--svg", "picture", type=click.Path(dir_okay=False, path_type=Path), help=_("Also draw it into this file.")
)
@click.option(
    "--width",
    type=click.IntRange(PHONE, 4 * WIDTH),
    default=WIDTH,
    show_default=True,
    help=_("Pixels of the picture; narrow ones are laid out for telephones."),
)
@AS_JSON
@click.pass_context
def show(ctx: click.Context, number: int | None, picture: Path | None, width: int, plain: bool) -> None:
    """Show a season."""
    with opened(ctx) as studio:
        kept = season_plan(studio, number)
        board = None if plain and picture is None else season_board(studio, kept)
        if board is not None and picture is not None:
            write_text(picture, drawn(studio, board, width))
    if board is None or plain:
        shown.as_json(row(kept))
        return
    click.echo(season_text(board, LANGUAGE, shutil.get_terminal_size().columns), nl=False)
    show_choices(kept)
    shown.line(summary(kept))


@click.command(
    help=_("Why each segment, or SEGMENT, is in no airtime of the newest plan, and what would let it in."),
    epilog=examples("studio season why", "studio season why btb-01-20120305-24e7"),
)
@click.argument("segment", required=False)
@AS_JSON
@click.pass_context
def why(ctx: click.Context, segment: str | None, plain: bool) -> None:
    """Explain what was left out."""
    with opened(ctx) as studio:
        kept = season_plan(studio)
        found = why_not(studio, kept, segment)
    if plain:
        shown.as_json([{"key": one.key, "reasons": shown.fault_rows(one.reasons)} for one in found])
        return
    for one in found:
        shown.line(one.key)
        for reason in shown.fault_rows(one.reasons):
            shown.line(f"  {reason['what']} {reason['mend']}".rstrip())
    slots = [one.slot for one in kept.plan.choices if one.key == segment]
    if slots:
        shown.line(_("{segment} is in the plan: {slots}").format(segment=segment, slots=", ".join(slots)))
    elif segment and not found:
        shown.line(
            _("{segment} is not known to the plan: it is not cleared, written and approved.").format(segment=segment)
        )


@click.command(
    help=_(
        "Publish the newest plan, whose NUMBER may be given so that nothing newer goes out unseen. From then on "
        "`studio rundown propose` keeps what it puts into an airtime, as long as that may be aired."
    ),
    epilog=examples("studio season publish", "studio season publish 3"),
)
@NUMBER
@AS_JSON
@click.pass_context
def publish(ctx: click.Context, number: int | None, plain: bool) -> None:
    """Publish a plan."""
    with opened(ctx) as studio:
        kept = publish_plan(studio, number)
    if plain:
        shown.as_json(row(kept))
    else:
        shown.line(_("Plan {number} is published.").format(number=kept.number))
