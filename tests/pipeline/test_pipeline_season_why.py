"""Why a plan leaves a segment out is worked out when somebody asks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from studio.errors import fault
from studio.pipeline.seasons.propose import propose_plan
from studio.pipeline.seasons.why import why_not
from studio.pipeline.seasons_kept import Kept
from studio.scheduling.seasons.values import Effort, Plan
from studio.scheduling.values import LeftOut

SCALE, FOREST = "8a4b115c", "ddb2b916"


def test_what_a_plan_leaves_out_has_its_reasons_when_asked(desk, kit):
    keys = kit.approved(desk, SCALE, FOREST)
    kit.airtime(desk, weeks=1)
    kept = propose_plan(desk, effort=Effort(rounds=1))
    inside = {one.key for one in kept.plan.choices}
    emptied = replace(kept.plan, choices=(), left_out=tuple(LeftOut(key, ()) for key in sorted(keys)))
    told = why_not(desk, replace(kept, plan=emptied))
    assert [one.key for one in told] == sorted(keys)
    assert all(one.reasons for one in told)
    assert why_not(desk, replace(kept, plan=emptied), min(keys)) == told[:1]
    assert {one.key for one in why_not(desk, kept)} == set(keys) - inside
    assert why_not(desk, kept, "unknown") == ()


def test_reasons_that_a_plan_keeps_stand_as_they_are(desk):
    full = (fault("scheduling.season-why-full", "left", slot="first", day="2012-05-17", count=2),)
    plan = Plan((), points=0, bound=0, proven=False, left_out=(LeftOut("left", full),))
    kept = Kept(1, date(2012, 5, 16), date(2012, 5, 24), 0, plan, published=False)
    assert why_not(desk, kept) == (LeftOut("left", full),)
