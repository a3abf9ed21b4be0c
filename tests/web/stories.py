"""A workspace with reports of the pilot in every state, for what the desk shows of them."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from sqlmodel import col, select

from studio.pipeline.inbox import Reader, open_report
from studio.pipeline.opening import Studio, open_studio, prepare
from studio.records.reports import Report
from studio.records.scripts import Script
from studio.store.engine import reading

STATION = Path(__file__).parents[1] / "pipeline" / "conftest.py"
WORKERS, MAP, HIDDEN, SECRET, HEARD = "6836884c", "ddb2b916", "792cf168", "00050c8e", "8a4b115c"
"""Reports: of somebody unknown to the public; a plain one; of somebody unknown to all; confidential; with a sound."""


def station() -> ModuleType:
    """The station that the tests of the corridor work with."""
    spec = importlib.util.spec_from_file_location("station_of_the_corridor", STATION)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Stories:
    """A filled workspace. kit: what the tests of the corridor do with theirs."""

    root: Path
    studio: Studio
    kit: ModuleType

    def uuid(self, beginning: str) -> str:
        """The whole name of a report."""
        with reading(self.studio.engine) as session:
            return session.exec(select(Report.root_uuid).where(col(Report.root_uuid).startswith(beginning))).one()

    def state(self, beginning: str) -> str:
        """Where the review of a report stands."""
        shown = open_report(self.studio, Reader(reviews=True), self.uuid(beginning)).shown
        return shown.report.review_state.value

    def keys(self, beginning: str) -> list[str]:
        """The keys of a report's segments."""
        with reading(self.studio.engine) as session:
            wanted = select(Script.key).join(Report).where(col(Report.root_uuid).startswith(beginning)).distinct()
            return list(session.exec(wanted))

    def short(self, beginning: str, **cells: str) -> dict[str, str]:
        """A report of the pilot with short texts."""
        return {**self.kit.brief(self.kit.demo_rows()[beginning]), **cells}


def filled(root: Path) -> Stories:
    """A workspace with five reports; one with a recording, one revised once, one confidential."""
    kit = station()
    kit.furnish(root)
    toml = root / "studio.toml"
    toml.write_text(f'now = "{kit.NOW.isoformat()}"\n{toml.read_text(encoding="utf-8")}', encoding="utf-8")
    prepare(root)
    studio = kit.settled(open_studio(root, actor="ED-01"))
    made = Stories(root, studio, kit)
    box = kit.Kit(root.parent)
    rows = [
        made.short(WORKERS),
        made.short(MAP),
        made.short(HIDDEN),
        made.short(SECRET, confidentiality="confidential"),
        made.short(HEARD, source1_recording=box.recording("heard.wav")),
    ]
    box.imported(studio, rows=rows)
    box.imported(studio, rows=[kit.edited(made.short(MAP), event_description_km="យើងជួបគ្នាម្ដងទៀត។")])
    return made
