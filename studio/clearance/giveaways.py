"""What a report's own words give away: a name or a district that nobody cleared, however it is spaced or cased."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from studio.clearance.values import Material, Statement
from studio.errors import Fault, fault


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
