"""A workspace in which the demonstration ran once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from walking import Walked, empty_station, run


@pytest.fixture(scope="session")
def walked(tmp_path_factory: pytest.TempPathFactory, required: Callable[[str, str], Path]) -> Walked:
    """The demonstration, run once."""
    required("python:espeakng_loader", "pip install 'studio-radio[voice]'")
    workspace = empty_station(tmp_path_factory.mktemp("walk") / "station")
    return Walked(workspace, run(workspace, "demo"))
