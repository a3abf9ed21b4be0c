"""The way into the Network: single steps, and from everywhere a way to everywhere."""

from __future__ import annotations

from itertools import pairwise, product

from studio.network.status import NEXT, step_faults, way
from studio.records.kinds import ParticipantStatus


def test_every_status_has_its_steps_and_none_leads_to_itself() -> None:
    assert set(NEXT) == set(ParticipantStatus)
    assert not [one for one, following in NEXT.items() if one in following]
    assert all(ParticipantStatus.LEFT in following for one, following in NEXT.items() if one != "left")


def test_law_a_way_is_made_of_steps() -> None:
    for before, after in product(ParticipantStatus, ParticipantStatus):
        path = way(before, after)
        assert (path[0], path[-1]) == (before, after)
        for one, following in pairwise(path):
            assert step_faults("BTB-01", one, following) == []
        if len(path) > 2:
            (refused,) = step_faults("BTB-01", before, after)
            assert refused.code == "network.status-step"
            assert path[1].value in str(refused.values["known"])


def test_the_usual_way_in() -> None:
    usual = ("identified", "assessed", "selected", "trained", "participant")
    assert way(ParticipantStatus.IDENTIFIED, ParticipantStatus.PARTICIPANT) == usual
