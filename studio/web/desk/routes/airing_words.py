"""What became of an edition, as pages call it; to be translated there."""

from __future__ import annotations

from studio.languages import N_

OUTCOMES: dict[str, str] = {
    "aired": N_("aired in full"),
    "partial": N_("aired in part"),
    "late": N_("aired late"),
    "refused": N_("not aired"),
    "unknown": N_("nobody knows"),
}
"""What a note says."""

SIGNS: dict[str, str] = {"aired": "✓", "partial": "◐", "late": "◷", "refused": "✕", "unknown": "?"}
"""The sign of each, beside its word and colour."""

EXCEPTED: dict[str, str] = {
    "off": N_("off: nothing was bought"),
    "pre_empted": N_("taken back by the station"),
    "moved": N_("moved"),
}
"""Why an airtime was not as its rule has it."""
