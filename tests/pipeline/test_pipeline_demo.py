"""The demonstration goes on where a kill left it."""

from __future__ import annotations

from studio.demo.run import unapproved, written
from studio.languages import Language
from studio.pipeline.write import write_stories

SCALE, FOREST = "8a4b115c", "ddb2b916"
KEYS = ["btb-02-20120312-ddb2", "btb-04-20120308-8a4b"]


def test_what_a_killed_run_wrote_and_did_not_approve_the_next_one_approves(desk, kit):
    kit.cleared(desk, SCALE, FOREST)
    write_stories(desk)
    assert unapproved(desk, Language.KM) == unapproved(desk, Language.EN) == KEYS
    assert written(desk) == 0
    assert unapproved(desk, Language.KM) == []
    assert unapproved(desk, Language.EN) == KEYS
