"""What a report's own words give away: a name or a place that nobody cleared, however it is spaced or cased."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from studio.clearance.values import Material, Statement
from studio.errors import Fault, fault

SHORT = 5
"""A commune's name of fewer characters is often a word of every day (“new”): it counts beside “commune” alone."""
COMMUNE_WORDS = ("ឃុំ", "សង្កាត់", "commune", "communeof", "khum", "sangkat")


def folded(text: str) -> str:
    """A text for comparing: NFKC, no case, no spaces and no invisible characters.

    "Sok  CHEA" is found as "Sok Chea", and a Khmer name with or without a space or a zero-width one between its parts.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(one for one in plain if not one.isspace() and unicodedata.category(one) != "Cf")


def names_in_text(material: Material, unnamed: Iterable[Statement], texts: Iterable[str]) -> list[Fault]:
    """A fault for each person who is not called by name and whose name stands in what would be read out."""
    read_out = [folded(text) for text in texts]
    return [
        fault("clearance.name-in-text", material.report, source=one.source)
        for one in unnamed
        if any(name and name in text for name in (folded(one.name_km), folded(one.name_en)) for text in read_out)
    ]


def place_in_text(material: Material, unplaced: Iterable[Statement], texts: Iterable[str]) -> list[Fault]:
    """A fault for each person whose district is withheld and stands in what would be read out all the same.

    A district that is called like its province gives nothing away.
    """
    place, province = material.place, material.province
    pairs = ((place.name_km, province.name_km), (place.name_en, province.name_en))
    telling = [folded(name) for name, wider in pairs if name and folded(name) not in folded(wider)]
    read_out = [folded(text) for text in texts]
    if not any(name in text for name in telling for text in read_out):
        return []
    return [
        fault("clearance.place-in-text", material.report, source=one.source, km=place.name_km, en=place.name_en)
        for one in unplaced
    ]


def commune_in_text(material: Material, texts: Iterable[str]) -> list[Fault]:
    """A fault where the commune of a report in which people speak stands in what would be read out.

    Consent speaks of a district at most. A commune that is called like its district or province gives nothing away.
    """
    commune = material.commune
    if commune is None or not material.statements:
        return []
    wider = [folded(f"{place.name_km} {place.name_en}") for place in (material.place, material.province)]
    names = [folded(name) for name in (commune.name_km, commune.name_en)]
    telling = [name for name in names if name and not any(name in one for one in wider)]
    sayings = [saying for name in telling for saying in communes_said(name)]
    read_out = [folded(text) for text in texts]
    if not any(saying in text for saying in sayings for text in read_out):
        return []
    return [fault("clearance.commune-in-text", material.report, km=commune.name_km, en=commune.name_en)]


def communes_said(name: str) -> list[str]:
    """How a commune of this name is told apart from a word of every day."""
    if len(name) >= SHORT:
        return [name]
    return [f"{word}{name}" for word in map(folded, COMMUNE_WORDS)] + [f"{name}commune"]
