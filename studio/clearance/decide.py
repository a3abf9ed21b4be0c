"""May this be aired? Every voice, name, place and quote with the consent that covers it, or everything that is missing.

The only place in Studio where ClearedMaterial is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from studio.clearance.consents import covering
from studio.clearance.giveaways import commune_in_text, names_in_text, place_in_text
from studio.clearance.values import BROADCAST, Material, Statement, Terms
from studio.errors import ClearanceRefused, Fault, fault
from studio.records.cleared import Clearance, ClearedMaterial, ClearedVoice, Covered
from studio.records.kinds import AnonymousFrom, Confidentiality, Medium, Purpose, ReviewState

WITHOUT = (Purpose.WORDS, Purpose.VOICE, Purpose.NAME, Purpose.PLACE)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the editor asks for: the media, what to do without ("S-0042:voice"), who checked for a jigsaw."""

    on: date
    media: tuple[Medium, ...] = BROADCAST
    without: frozenset[str] = frozenset()
    jigsaw_checked_by: str = ""

    def __post_init__(self) -> None:
        if not self.media:
            raise ValueError("a clearance is for at least one medium")


def clear(material: Material, terms: Sequence[Terms], wish: Wish) -> ClearedMaterial:
    """The material with everything in it covered, on a day and for some media.

    Raises ClearanceRefused with the full list of what is missing.
    """
    heard = [one for one in material.statements if not left_out(one, Purpose.WORDS, wish)]
    verdicts = [
        covering(terms, one.source, one.minor, purpose, medium, wish.on)
        for one in heard
        for purpose in wanted(one, wish)
        for medium in wish.media
    ]
    missing = [verdict for verdict in verdicts if isinstance(verdict, Fault)]
    ClearanceRefused.raise_if([*standing_faults(material, heard, wish), *missing])
    covered = tuple(verdict for verdict in verdicts if isinstance(verdict, Covered))
    return cleared(material, heard, covered, wish)


def left_out(statement: Statement, purpose: Purpose, wish: Wish) -> bool:
    """Whether the editor chose to do without it."""
    return f"{statement.source}:{purpose.value}" in wish.without


def wanted(statement: Statement, wish: Wish) -> list[Purpose]:
    """What of a person would be heard. Anonymity takes things away before consent is even asked.

    Unknown to the public: no name. Unknown to acquaintances: no name, no own voice, no place below the province.
    """
    hidden = statement.anonymous_from
    possible = {
        Purpose.WORDS: True,
        Purpose.VOICE: bool(statement.recording) and hidden is not AnonymousFrom.ACQUAINTANCES,
        Purpose.NAME: bool(statement.name_km or statement.name_en) and hidden is AnonymousFrom.NONE,
        Purpose.PLACE: hidden is not AnonymousFrom.ACQUAINTANCES,
    }
    return [one for one, able in possible.items() if able and not left_out(statement, one, wish)]


def standing_faults(material: Material, heard: Sequence[Statement], wish: Wish) -> list[Fault]:
    """What stands in the way before any consent is read: the state of the report, an unsigned jigsaw check, names."""
    found: list[Fault] = []
    if material.duplicate:
        found.append(fault("clearance.duplicate", material.report))
    if material.review_state in (ReviewState.REJECTED, ReviewState.HAS_ISSUES):
        found.append(fault("clearance.review-open", material.report, state=material.review_state.value))
    if material.confidentiality is not Confidentiality.PUBLIC:
        found.append(fault(f"clearance.{material.confidentiality.value}", material.report))
    codes = {one.source for one in material.statements}
    for wished in sorted(wish.without):
        source, _, purpose = wished.partition(":")
        if source not in codes or purpose not in [one.value for one in WITHOUT]:
            found.append(fault("clearance.without-unknown", wished, known=", ".join(sorted(codes))))
    hidden = [one for one in heard if one.anonymous_from is AnonymousFrom.ACQUAINTANCES]
    if not wish.jigsaw_checked_by:
        found += [fault("clearance.jigsaw-unsigned", material.report, source=one.source) for one in hidden]
    called = {one.source for one in heard if uses(one, Purpose.NAME, wish)}
    unnamed = [one for one in material.statements if one.source not in called]
    unplaced = [one for one in heard if not uses(one, Purpose.PLACE, wish)]
    texts = (*material.texts, *quotes(heard))
    found += names_in_text(material, unnamed, texts)
    return [*found, *place_in_text(material, unplaced, texts), *commune_in_text(material, texts)]


def quotes(heard: Iterable[Statement]) -> list[str]:
    """The words of everybody who is heard."""
    return [text for one in heard for text in (one.quote_km, one.quote_en)]


def uses(statement: Statement, purpose: Purpose, wish: Wish) -> bool:
    """Whether that much of a person would be used, if every consent were there."""
    return purpose in wanted(statement, wish)


def cleared(
    material: Material, heard: Sequence[Statement], covered: tuple[Covered, ...], wish: Wish
) -> ClearedMaterial:
    """The material with nothing in it but what is covered; the place as coarse as the most careful person needs it."""
    exact = all(uses(one, Purpose.PLACE, wish) for one in heard)
    ends = [one.until for one in covered if one.until is not None]
    return ClearedMaterial(
        clearance=Clearance(
            report=material.report,
            media=wish.media,
            covered=covered,
            left_out=tuple(sorted(wish.without)),
            usable_until=min(ends) if ends else None,
            jigsaw_checked_by=wish.jigsaw_checked_by,
            inputs=material.inputs,
        ),
        organizations=material.organizations,
        place=material.place if exact else material.province,
        sectors=material.sectors,
        joint=material.joint,
        first_day=material.first_day,
        last_day=material.last_day,
        title_km=material.title_km,
        title_en=material.title_en,
        happened_km=material.happened_km,
        happened_en=material.happened_en,
        impact_km=material.impact_km,
        impact_en=material.impact_en,
        message_km=material.message_km,
        message_en=material.message_en,
        reached_women=material.reached_women,
        reached_men=material.reached_men,
        voices=tuple(voice(one, wish) for one in heard),
    )


def voice(statement: Statement, wish: Wish) -> ClearedVoice:
    """A person as they may be heard: by name or by role; in their own voice, or read by another."""
    by_name = uses(statement, Purpose.NAME, wish)
    return ClearedVoice(
        source=statement.source,
        sex=statement.sex,
        role_km=statement.role_km,
        role_en=statement.role_en,
        name_km=(statement.name_km or statement.name_en) if by_name else "",
        name_en=(statement.name_en or statement.name_km) if by_name else "",
        quote_km=statement.quote_km,
        quote_en=statement.quote_en,
        recording=statement.recording if uses(statement, Purpose.VOICE, wish) else None,
    )
