"""Scripts as a person reads them: a list, plain text, a printable page; one segment or a whole edition."""

from __future__ import annotations

from collections.abc import Sequence

from studio.pipeline.opening import Studio
from studio.pipeline.write import newest_scripts
from studio.records.scripts import Script
from studio.store.engine import reading


def scripts_shown(studio: Studio) -> Sequence[Script]:
    """The newest version of every script."""
    with reading(studio.engine) as session:
        return newest_scripts(session)
