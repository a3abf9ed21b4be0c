"""The pilot as it stood in spring 2012: its station, its airtime, its staff. All invented."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from studio.records.airtime import SlotIn, StationIn

HERE = Path(__file__).parent
ORGANIZATIONS = HERE / "organizations.csv"
REPORTS = HERE / "reports.csv"
SETTINGS = HERE / "studio.toml"

NOW = datetime(2012, 5, 16, 9, 0, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
WEEKS, SEASON_WEEKS = 2, 8
FIELD_DESK, EDITOR, PRODUCER = "ST-01", "ED-01", "PR-01"

STATION = StationIn(slug="golden-river", name_km="វិទ្យុទន្លេមាស", name_en="Golden River Radio", lufs=-23.0, dbtp=-1.0)
SLOT = SlotIn(
    slug="voices",
    show="voices",
    clock="weekly-15",
    language="km",
    rrule="FREQ=WEEKLY",
    first_on=date(2012, 5, 17),
    starts=time(18, 30),
    timezone="Asia/Phnom_Penh",
    length_ms=15 * 60_000,
    hard_out_ms=15 * 60_000,
    price_cents=12_000,
)
