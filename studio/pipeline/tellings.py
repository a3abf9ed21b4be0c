"""Which scripts there should be: one telling per segment and language, with the digest of what it is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session, select

from studio.languages import Language
from studio.pipeline.airtime import Airtime
from studio.pipeline.clear import all_cleared
from studio.pipeline.facts import Facts, edition_facts, headline, script_kind, story_facts, tellable, told
from studio.pipeline.opening import Studio
from studio.records.cleared import ClearedMaterial
from studio.records.kinds import ScriptKind
from studio.records.network import Place
from studio.records.reports import Report
from studio.scripting.render import template_text
from studio.scripting.stale import recipe
from studio.units import Digest

EDITION_KINDS = (ScriptKind.OPENING, ScriptKind.HEADLINES, ScriptKind.HOTLINE, ScriptKind.CLOSING)


@dataclass(frozen=True, slots=True)
class Telling:
    """A script as it should be now. key: the segment's; recipe: digest of facts and template.

    recordings: the cleared recording of each source that is heard in it.
    """

    key: str
    kind: ScriptKind
    language: Language
    title: str
    facts: Facts
    recipe: str
    report_id: int | None = None
    recordings: Mapping[str, Digest] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Story:
    """A cleared report as a segment: its key, its material, and how it is told in each language it can be told in."""

    key: str
    material: ClearedMaterial
    tellings: dict[Language, Telling]


def segment_key(material: ClearedMaterial) -> str:
    """A name for a segment that a person can read: who, when, and the beginning of the report's own name."""
    first = material.organizations[0].code.lower() if material.organizations else "community"
    return f"{first}-{material.first_day:%Y%m%d}-{material.clearance.report[:4]}"


def telling(studio: Studio, key: str, kind: ScriptKind, language: Language, title: str, facts: Facts) -> Telling:
    """A telling with the digest of everything it is made from."""
    template = template_text(studio.workspace.scripts, studio.settings.show.slug, kind.value, language)
    return Telling(key, kind, language, title, facts, recipe(facts, template))


def stories(session: Session, studio: Studio, on: date) -> dict[str, Story]:
    """Every report that may be aired on a day, by segment key, in the order the reports came in."""
    provinces = {place.code: place for place in session.exec(select(Place).where(Place.level == "province"))}
    ids = dict(session.exec(select(Report.root_uuid, Report.id)).all())
    found: dict[str, Story] = {}
    for uuid, material in all_cleared(session, on)[0].items():
        key = segment_key(material)
        province = provinces[material.place.province_code]
        told_in: dict[Language, Telling] = {}
        for language in Language:
            if tellable(material, language):
                facts = story_facts(material, (province.name_km, province.name_en), language, studio.settings)
                one = telling(studio, key, script_kind(material), language, facts["title"], facts)
                heard = {voice.source: voice.recording for voice in material.voices if voice.recording}
                told_in[language] = replace(one, report_id=ids[uuid], recordings=heard)
        found[key] = Story(key, material, told_in)
    return found


def edition_key(slug: str, kind: ScriptKind) -> str:
    """The key of an edition's own script."""
    return f"{slug}/{kind.value}"


def edition_tellings(
    studio: Studio, airtime: Airtime, chosen: Sequence[Telling], kinds: Sequence[ScriptKind] = EDITION_KINDS
) -> list[Telling]:
    """The edition's own scripts in the language of its slot. chosen: its stories in the order they are heard."""
    language = Language(airtime.slot.language)
    station = (airtime.station.name_km, airtime.station.name_en)
    title = told(studio.settings.show.title_km, studio.settings.show.title_en, language)
    found = []
    for kind in kinds:
        read = [headline(one.facts) for one in chosen] if kind is ScriptKind.HEADLINES else []
        facts = edition_facts(studio.settings, language, station, airtime.local_start.date(), read)
        found.append(telling(studio, edition_key(airtime.episode.slug, kind), kind, language, title, facts))
    return found
