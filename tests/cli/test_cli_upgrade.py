"""A workspace of an older Studio: what the refusal says to do is a command that works as it is written."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Any

import pytest

from studio.errors import StoreFault
from studio.languages import Language
from studio.pipeline.opening import open_studio
from studio.records.network import Place
from studio.sentences.say import say
from studio.store.engine import connect, downgrade, reading


@pytest.mark.parametrize("language", Language)
def test_what_is_said_of_an_older_database_brings_it_up_to_date(language: Language, run: Any, station: Path) -> None:
    engine = connect(f"sqlite:///{station / 'studio.db'}")
    downgrade(engine, "0001")
    engine.dispose()
    assert run("report", "list").code == 1
    with pytest.raises(StoreFault) as refused:
        open_studio(station, environ={})
    _, mend = say(refused.value.faults[0], language)
    assert run(*shlex.split(mend.partition("studio ")[2])).code == 0
    assert run("report", "list").code == 0
    engine = connect(f"sqlite:///{station / 'studio.db'}")
    with reading(engine) as session:
        assert session.get(Place, "020501"), "communes came with 0009"
    engine.dispose()
