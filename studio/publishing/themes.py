"""What communities work on, in words for readers."""

from __future__ import annotations

from studio.languages import N_, Language, translator
from studio.publishing.values import Both

THEMES = {"land": N_("Land"), "labour": N_("Labour"), "fisheries": N_("Fisheries")}
"""Each theme by the word of the reports."""


def theme_name(theme: str) -> Both:
    """A theme's name in both languages; one that has none here is named by its own word."""
    name = THEMES.get(theme, theme)
    return Both(translator(Language.KM)(name), translator(Language.EN)(name))
