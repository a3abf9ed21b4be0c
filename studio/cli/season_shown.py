"""A season on the terminal: its choices, its summary, its plain values."""

from __future__ import annotations

from studio.cli import shown
from studio.cli.words import _
from studio.pipeline.seasons_kept import Kept


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
