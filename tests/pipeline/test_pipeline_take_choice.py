"""Which take is heard: the newest that nobody refused; an earlier one is chosen with what was done to it."""

from __future__ import annotations

import pytest
from sqlmodel import select

from studio.errors import NotFound, ScriptRefused
from studio.languages import Language
from studio.pipeline.take_choice import choose_take, refuse_take, takes_of_script
from studio.pipeline.takes import add_take, parts_of
from studio.pipeline.treat import treat, treated
from studio.pipeline.write import script_of
from studio.records.episodes import Take
from studio.store.engine import reading

SCALE, KEY, KM = "8a4b115c", "btb-04-20120308-8a4b", Language.KM


@pytest.fixture
def recorded(desk, kit):
    """Two takes of the first part; the first is two decibels louder."""
    kit.approved(desk, SCALE)
    add_take(desk, KEY, 1, kit.wav("a.wav", 1.0, seed=1), KM)
    treat(desk, KEY, 1, KM, {"gain_db": 2.0})
    add_take(desk, KEY, 1, kit.wav("b.wav", 1.5, seed=2), KM)
    return desk


def heard(studio):
    """The take of the first part that is heard."""
    return next(taken for part, taken in parts_of(studio, KEY, KM) if part.number == 1)


def kept(studio):
    """The recordings of the first part as they are listed."""
    with reading(studio.engine) as session:
        script = script_of(session, KEY, KM)
    return takes_of_script(studio, script).get(1, [])


def shown(studio):
    """Likewise, as they were kept last."""
    return [one.take for one in kept(studio)]


def test_an_earlier_take_is_chosen_with_its_treatment_and_the_other_stays(recorded, kit):
    first, second = sorted(shown(recorded), key=lambda one: one.number)
    again = choose_take(recorded, KEY, 1, first.number, KM)
    assert (again.number, again.original, again.treatment) == (3, first.original, {"gain_db": 2.0})
    assert heard(recorded).number == 3
    assert treated(recorded, KEY, 1, KM).treatment.gain_db == 2.0
    assert [one.original for one in shown(recorded)] == [first.original, second.original]
    assert [choose_take(recorded, KEY, 1, number, KM).number for number in (3, 1)] == [3, 3]
    assert choose_take(recorded, KEY, 1, second.number, KM).number == 4
    assert treated(recorded, KEY, 1, KM).own == {}
    assert choose_take(recorded, KEY, 1, 1, KM).treatment == {"gain_db": 2.0}
    treat(recorded, KEY, 1, KM, {}, reset=True)
    with reading(recorded.engine) as session:
        rows = session.exec(select(Take).where(Take.original == first.original)).all()
    assert [one.treatment for one in rows] == [{}, {}, {}], "nothing is left of what is not done any more"
    assert [action for action, *_ in kit.trail(recorded, "take.chosen")] == ["take.chosen"] * 3


def test_a_refused_take_gives_way_to_the_one_before_and_can_be_chosen_again(recorded, kit):
    refuse_take(recorded, KEY, 1, 2, KM, "  a motorbike\n in the middle ")
    assert heard(recorded).number == 1
    assert [one.refused for one in shown(recorded)] == ["a motorbike in the middle", ""]
    refuse_take(recorded, KEY, 1, 1, KM, "too soft")
    assert heard(recorded) is None
    third, _report = add_take(recorded, KEY, 1, kit.wav("c.wav", 1.2, seed=3), KM)
    assert third.number == 3
    choose_take(recorded, KEY, 1, 2, KM)
    assert (heard(recorded).number, heard(recorded).refused) == (4, "")
    assert [one.number for one in shown(recorded)] == [4, 3, 1]
    assert [one.name for one in kept(recorded)] == [2, 3, 1]


def test_a_take_chosen_again_is_refused_as_often_as_it_was_chosen(recorded):
    choose_take(recorded, KEY, 1, 1, KM)
    refuse_take(recorded, KEY, 1, 3, KM, "a door")
    assert heard(recorded).number == 2


def test_no_reason_or_no_such_take_is_refused(recorded):
    for reason in (" ", "x" * 301):
        with pytest.raises(ScriptRefused) as refused:
            refuse_take(recorded, KEY, 1, 2, KM, reason)
        assert [one.code for one in refused.value.faults] == ["pipeline.take-unreasoned"]
    for number in (0, 9):
        with pytest.raises(NotFound):
            refuse_take(recorded, KEY, 1, number, KM, "a door")
        with pytest.raises(NotFound):
            choose_take(recorded, KEY, 1, number, KM)
    assert heard(recorded).number == 2
