"""`studio season`."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import click

from studio.cli import shown
from studio.cli.amounts import Day, Few
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.searching import searching
from studio.cli.words import LANGUAGE, _
from studio.pipeline.promises import promise, promises, take_back
from studio.pipeline.season_board import drawn, season_board
from studio.pipeline.season_propose import propose_plan
from studio.pipeline.seasons_kept import Kept, publish_plan, season_plan
from studio.scheduling.pictures.terminal import season_text
from studio.scheduling.seasons.values import Effort
from studio.store.files import write_text

NUMBER = click.argument("number", type=click.IntRange(1), required=False)


@click.group(
    help=_("Many airtimes on several stations at once: proposed, explained, promised and published."),
    epilog=examples("studio season propose", "studio season show", "studio season publish"),
)
def season() -> None:
    """Seasons."""


@season.command(
    help=_(
        "Propose which segment is heard in which airtime, from today to the last edition there is. What is built or "
        "locked by hand stays. A terminal shows the points and how far they can be from the best; Ctrl-C keeps what "
        "is found. The same records and --seed give the same plan."
    ),
    epilog=examples("studio season propose", "studio season propose --from 2012-06-01 --until 2012-08-31 --seed 7"),
)
@click.option("--from", "since", type=Day(), help=_("The first day, YYYY-MM-DD; else today."))
@click.option("--until", type=Day(), help=_("The last day, YYYY-MM-DD; else that of the last edition."))
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True, help=_("Of the search."))
@click.option("--rounds", type=click.IntRange(0, 100_000), help=_("How many searches; else as the season needs."))
@click.option("--hold", is_flag=True, help=_("Change only airtimes of the published plan that must change."))
@AS_JSON
@click.pass_context
def propose(
    ctx: click.Context, since: date | None, until: date | None, seed: int, rounds: int | None, hold: bool, plain: bool
) -> None:
    """Propose a season."""
    with opened(ctx) as studio, searching() as (tell, stopped):
        effort = Effort(rounds=rounds)
        kept = propose_plan(studio, since, until, seed, effort, tell=tell, stopped=stopped, hold=hold)
    if plain:
        shown.as_json(row(kept))
        return
    show_choices(kept)
    shown.line(summary(kept))
    shown.line(_("Version {number}, new.").format(number=kept.number) if kept.new else _("Nothing changed."))


@season.command(
    help=_("Show a plan: its calendar by week and station with how far each edition is, and who is heard how much."),
    epilog=examples("studio season show", "studio season show 3 --json", "studio season show --svg season.svg"),
)
@NUMBER
@click.option(
    "--svg", "picture", type=click.Path(dir_okay=False, path_type=Path), help=_("Also draw it into this file.")
)
@AS_JSON
@click.pass_context
def show(ctx: click.Context, number: int | None, picture: Path | None, plain: bool) -> None:
    """Show a season."""
    with opened(ctx) as studio:
        kept = season_plan(studio, number)
        board = None if plain and picture is None else season_board(studio, kept)
        if board is not None and picture is not None:
            write_text(picture, drawn(studio, board))
    if board is None or plain:
        shown.as_json(row(kept))
        return
    click.echo(season_text(board, LANGUAGE, shutil.get_terminal_size().columns), nl=False)
    show_choices(kept)
    shown.line(summary(kept))


@season.command(
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
    found = [one for one in kept.plan.left_out if segment in (None, one.key)]
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


@season.command(
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


@season.command(
    "promise",
    help=_("Promise COMMUNITY, by its code, that it is heard by a day, or take that back."),
    epilog=examples("studio season promise BTB-01 --by 2012-06-30", "studio season promise BTB-01 --remove"),
)
@click.argument("community")
@click.option("--by", type=Day(), help=_("The last day, YYYY-MM-DD."))
@click.option("--note", type=Few(), default="", help=_("What was said, in a few words."))
@click.option("--remove", is_flag=True, help=_("Take the promise back."))
@click.pass_context
def make_promise(ctx: click.Context, community: str, by: date | None, note: str, remove: bool) -> None:
    """Make or take back a promise."""
    if (by is not None) == remove:
        raise click.UsageError(_("Say one of --by and --remove."))
    with opened(ctx) as studio:
        if by is None:
            take_back(studio, community)
            shown.line(_("The promise to {community} is taken back.").format(community=community))
            return
        new = promise(studio, community, by, note)
    told = _("{community} is promised to be heard by {day}.").format(community=community, day=by.isoformat())
    shown.line(told if new else _("Nothing changed."))


@season.command(
    "promises",
    help=_("Every promise to a community that stands."),
    epilog=examples("studio season promises --json"),
)
@AS_JSON
@click.pass_context
def list_promises(ctx: click.Context, plain: bool) -> None:
    """List promises."""
    with opened(ctx) as studio:
        found = promises(studio)
    if plain:
        names = ("community", "by", "note", "made_on", "made_by")
        shown.as_json([{name: getattr(one, name) for name in names} for one in found])
        return
    columns = [_("community"), _("by"), _("made"), _("noted by"), _("note")]
    rows = [[one.community, one.by, one.made_on, one.made_by, one.note] for one in found]
    shown.table(_("Promises"), columns, rows)


def summary(kept: Kept) -> str:
    """How good a plan is, in a line."""
    plan = kept.plan
    told = _("{count} segments in airtimes, {left} left out, {points} points").format(
        count=len(plan.choices), left=len(plan.left_out), points=plan.points
    )
    best = _("proven best") if plan.proven else _("at most {gap} from the best").format(gap=f"{plan.gap:.2%}")
    return f"{told}, {best}."


def show_choices(kept: Kept) -> None:
    """Print what is heard in which airtime, and which airtimes cannot be filled."""
    shown.table(
        _("Season"),
        [_("episode"), _("segment"), _("position"), _("version")],
        [[one.slot, one.key, one.position, one.version] for one in kept.plan.choices],
    )
    for slug, causes in kept.plan.unfilled.items():
        shown.line(_("{episode} cannot be filled:").format(episode=slug))
        shown.faults(causes, style="yellow")


def row(kept: Kept) -> dict[str, object]:
    """A plan as plain values."""
    plan = kept.plan
    return {
        "number": kept.number,
        "new": kept.new,
        "published": kept.published,
        "since": kept.since,
        "until": kept.until,
        "seed": kept.seed,
        "points": plan.points,
        "bound": plan.bound,
        "gap": plan.gap,
        "proven": plan.proven,
        "worths": dict(plan.worths),
        "choices": [
            {"episode": one.slot, "segment": one.key, "position": one.position, "version": one.version}
            for one in plan.choices
        ],
        "left_out": [one.key for one in plan.left_out],
        "unfilled": {slug: shown.fault_rows(causes) for slug, causes in plan.unfilled.items()},
    }
