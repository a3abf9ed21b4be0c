"""Every table, imported once, so that the metadata is whole."""

from __future__ import annotations

from studio.records import accounts, airtime, audit, consent, episodes, network, reports, scripts, seasons, withdrawals
from studio.records.base import METADATA

FAMILIES = (network, reports, consent, scripts, airtime, episodes, seasons, withdrawals, accounts, audit)

__all__ = ["FAMILIES", "METADATA"]
