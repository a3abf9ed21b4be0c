"""Plans of seasons as they are kept: versions as JSON, the published one, and what it puts into each airtime."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from studio.errors import Conflict, NotFound, fault, fault_of, fault_tree
from studio.pipeline.opening import Studio
from studio.records.seasons import SeasonPlan
from studio.scheduling.seasons.values import Choice, Plan
from studio.scheduling.values import LeftOut
from studio.store import audit
from studio.store.engine import reading, writing

FORMAT = "studio-season/1"


@dataclass(frozen=True, slots=True)
class Kept:
    """A plan as it is kept: its version, the days it is for, the seed, whether it is published, and whether this run
    made it."""

    number: int
    since: date
    until: date
    seed: int
    plan: Plan
    published: bool
    new: bool = False


def plan_json(plan: Plan) -> str:
    """A plan as JSON."""
    tree = {
        "format": FORMAT,
        "points": plan.points,
        "bound": plan.bound,
        "proven": plan.proven,
        "worths": dict(sorted(plan.worths.items())),
        "choices": [
            {"slot": one.slot, "key": one.key, "position": one.position, "version": one.version} for one in plan.choices
        ],
        "left_out": [{"key": one.key, "reasons": [fault_tree(each) for each in one.reasons]} for one in plan.left_out],
        "unfilled": {slug: [fault_tree(each) for each in why] for slug, why in sorted(plan.unfilled.items())},
    }
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"


def read_plan(text: str) -> Plan:
    """The plan that `plan_json` wrote."""
    tree = json.loads(text)
    return Plan(
        choices=tuple(
            Choice(one["slot"], one["key"], one["position"], "short" if one["version"] == "short" else "long")
            for one in tree["choices"]
        ),
        points=tree["points"],
        bound=tree["bound"],
        proven=tree["proven"],
        left_out=tuple(LeftOut(one["key"], tuple(map(fault_of, one["reasons"]))) for one in tree["left_out"]),
        unfilled={slug: tuple(map(fault_of, why)) for slug, why in tree["unfilled"].items()},
        worths=tree["worths"],
    )


def newest_plan(session: Session, *, published: bool = False) -> SeasonPlan | None:
    """The newest version of all plans, or of those that were published."""
    wanted = select(SeasonPlan).order_by(col(SeasonPlan.number).desc())
    if published:
        wanted = wanted.where(col(SeasonPlan.published_at).is_not(None))
    return session.exec(wanted).first()


def kept_of(row: SeasonPlan, *, new: bool = False) -> Kept:
    """A stored version as a value."""
    return Kept(row.number, row.since, row.until, row.seed, read_plan(row.text), row.published_at is not None, new)


def season_plan(studio: Studio, number: int | None = None) -> Kept:
    """A version of the season's plan, the newest without a number. Raises NotFound."""
    with reading(studio.engine) as session:
        found = (
            newest_plan(session)
            if number is None
            else session.exec(select(SeasonPlan).where(SeasonPlan.number == number)).first()
        )
        if found is None:
            where = "season" if number is None else str(number)
            raise NotFound(fault("ground.not-found", where, kind="season plan", command="studio season propose"))
        return kept_of(found)


def published_choices(session: Session) -> dict[str, tuple[Choice, ...]]:
    """What the last published plan puts into each airtime, by the slug of its edition."""
    row = newest_plan(session, published=True)
    found: dict[str, tuple[Choice, ...]] = {}
    for one in read_plan(row.text).choices if row else ():
        found[one.slot] = (*found.get(one.slot, ()), one)
    return found


def keep_plan(
    studio: Studio,
    plan: Plan,
    span: tuple[date, date],
    seed: int,
    inputs: str,
    after: int,
    action: str = "season.proposed",
) -> Kept:
    """Keep a plan as the version that follows the one it was made after; the same plan again is no new version.

    Raises Conflict where somebody else was first.
    """
    text = plan_json(plan)
    with writing(studio.engine) as session:
        last = newest_plan(session)
        if (last.number if last else 0) != after:
            raise Conflict(fault("ground.conflict", "season"))
        if last is not None and (last.inputs, last.text) == (inputs, text):
            return kept_of(last)
        row = SeasonPlan(
            number=after + 1,
            since=span[0],
            until=span[1],
            seed=seed,
            inputs=inputs,
            text=text,
            made_at=studio.now,
            made_by=studio.actor,
        )
        session.add(row)
        session.flush()
        details = {"number": row.number, "points": plan.points, "bound": plan.bound, "inputs": inputs}
        audit.append(session, studio.now, studio.actor, action, str(row.number), details)
        return kept_of(row, new=True)


def publish_plan(studio: Studio, number: int | None = None) -> Kept:
    """Publish the newest version, which has that number where one is given: rundowns keep it from now on.

    Raises NotFound, Conflict where another version came in between or this one is published.
    """
    with writing(studio.engine) as session:
        row = newest_plan(session)
        if row is None:
            raise NotFound(fault("ground.not-found", "season", kind="season plan", command="studio season propose"))
        if number is not None and not 1 <= number <= row.number:
            command = "studio season show"
            raise NotFound(fault("ground.not-found", str(number), kind="season plan", command=command))
        if number not in (None, row.number):
            raise Conflict(fault("ground.conflict", f"season {row.number}"))
        if row.published_at is not None:
            raise Conflict(fault("pipeline.season-published", str(row.number)))
        row.published_at, row.published_by = studio.now, studio.actor
        details = {"number": row.number, "inputs": row.inputs}
        audit.append(session, studio.now, studio.actor, "season.published", str(row.number), details)
        return kept_of(row)
