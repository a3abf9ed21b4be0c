"""What the pages of building, publishing and withdrawing call things, to be translated there."""

from __future__ import annotations

from studio.languages import N_
from studio.pipeline.folder import CURVE, SCORE, SPECTROGRAM

KINDS: dict[str, str] = {
    "build": N_("An edition is being built"),
    "publish": N_("All that is built is being published"),
    "withdraw": N_("Something is being withdrawn"),
}
CHANGES: dict[str, str] = {
    "new": N_("is new in the feed"),
    "changed": N_("is published again, changed"),
    "held": N_("is held back, and leaves the feed where it is in it"),
    "same": N_("stays as it is"),
}
PICTURES: dict[str, str] = {
    SCORE: N_("The score: what is heard when"),
    CURVE: N_("Loudness over time"),
    SPECTROGRAM: N_("Spectrogram"),
}
MASTERS: dict[str, str] = {"podcast": N_("for the podcast"), "light": N_("for the low-data feed")}
