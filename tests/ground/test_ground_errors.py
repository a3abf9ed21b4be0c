"""The error tree is the one its docstring draws, and errors carry faults."""

from __future__ import annotations

import inspect
import re

import pytest

from studio import errors
from studio.errors import Fault, IntakeRefused, StudioError, VaultDamaged, fault


def drawn() -> dict[str, str | None]:
    """Each class in the picture with the class above it."""
    parents: dict[str, str | None] = {}
    path: list[str] = []
    for line in inspect.getdoc(errors).splitlines():  # type: ignore[union-attr]
        found = re.match(r"([│ ├└─]*)([A-Z]\w+)  ", line)
        if found:
            depth = len(found[1]) // 4
            path[depth:] = [found[2]]
            parents[found[2]] = path[depth - 1] if depth else None
    return parents


def test_the_picture_shows_every_class_below_its_own() -> None:
    classes = [one for _, one in inspect.getmembers(errors, inspect.isclass) if issubclass(one, Exception)]
    there = {one.__name__: None if one is StudioError else one.__bases__[0].__name__ for one in classes}
    assert drawn() == there


def test_every_error_is_in_the_order_of_the_picture_and_has_a_docstring() -> None:
    classes = [name for name in drawn() if name != "StudioError"]
    lines = {name: inspect.getsourcelines(getattr(errors, name))[1] for name in classes}
    assert sorted(classes, key=lines.__getitem__) == classes
    assert all(getattr(errors, name).__doc__ for name in classes)


def test_an_error_carries_its_faults_and_no_prose() -> None:
    first = fault("intake.row-short", "reports.csv:3", cells=2)
    error = IntakeRefused(first, fault("intake.row-short", "reports.csv:9", cells=1))
    assert error.faults[0] is first
    assert [one.where for one in error.faults] == ["reports.csv:3", "reports.csv:9"]
    assert str(error) == ("intake.row-short reports.csv:3 {'cells': 2}; intake.row-short reports.csv:9 {'cells': 1}")


def test_because_is_the_class_it_is_asked_of() -> None:
    error = VaultDamaged.because("store.vault-damaged", "ab", path="x")
    assert type(error) is VaultDamaged
    assert error.faults == (Fault("store.vault-damaged", "ab", {"path": "x"}),)


def test_an_error_without_a_fault_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one"):
        StudioError()


def test_raise_if_raises_every_fault_there_is_and_returns_when_there_is_none() -> None:
    IntakeRefused.raise_if([])
    with pytest.raises(IntakeRefused) as refused:
        IntakeRefused.raise_if(fault("intake.row-short", number) for number in range(3))
    assert [one.where for one in refused.value.faults] == ["0", "1", "2"]


def test_a_fault_keeps_where_as_text() -> None:
    assert fault("ground.file-missing").where == ""
    assert fault("ground.file-missing", 12).where == "12"
