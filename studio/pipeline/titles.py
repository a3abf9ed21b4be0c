"""What segments are called, for pages that name many of them."""

from __future__ import annotations

from sqlmodel import col, select

from studio.pipeline.opening import Studio
from studio.records.reports import Report
from studio.records.scripts import Script
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
