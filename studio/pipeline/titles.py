"""What segments are called, for pages that name many of them."""

from __future__ import annotations

from sqlmodel import col, select

from studio.pipeline.opening import Studio
from studio.records.reports import Report
from studio.records.scripts import Script
from studio.scheduling.clocks.clock import read_clocks
from studio.store.engine import reading


def segment_titles(studio: Studio) -> dict[str, tuple[str, str]]:
    """Khmer and English title of each segment that tells of a report, by its key."""
    with reading(studio.engine) as session:
        rows = session.exec(
            select(Script.key, Report.event_title_km, Report.event_title_en)
            .join(Report, col(Script.report_id) == Report.id)
            .distinct()
        ).all()
    return {key: (khmer or english or key, english or khmer or key) for key, khmer, english in rows}


def position_titles(studio: Studio) -> dict[str, tuple[str, str]]:
    """Khmer and English title of each position of the clocks, by its name."""
    clocks = read_clocks(studio.workspace.scripts / "clocks")
    return {
        one.name: (one.title_km or one.title_en or one.name, one.title_en or one.title_km or one.name)
        for _name, clock in sorted(clocks.items())
        for one in clock.positions
    }
