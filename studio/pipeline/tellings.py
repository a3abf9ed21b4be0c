"""Which scripts there should be: one telling per segment and language, with the digest of what it is made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session, col, select

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

SHORT = 4
"""Characters of a root_uuid in a segment's key, and more where an earlier report begins alike."""

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


def segment_key(material: ClearedMaterial, beginning: str) -> str:
    """A name for a segment that a person can read: who, when, and the beginning of the report's own name."""
    first = material.organizations[0].code.lower() if material.organizations else "community"
    return f"{first}-{material.first_day:%Y%m%d}-{beginning}"


def beginning_of(session: Session, report_id: int | None, name: str) -> str:
    """The beginning of a report's root_uuid that no report kept before it has: it stays, whatever is kept later."""
    alike = select(Report.root_uuid).where(col(Report.root_uuid).startswith(name[:SHORT], autoescape=True))
    before = session.exec(alike.where(col(Report.id) < report_id)).all()
    beginnings = (name[:length] for length in range(SHORT, len(name)))
    return next((one for one in beginnings if not any(other.startswith(one) for other in before)), name)


class Templates:
    """The templates of a show, each read once."""

    def __init__(self, studio: Studio) -> None:
        self._folder, self._show = studio.workspace.scripts, studio.settings.show.slug
        self._read: dict[tuple[ScriptKind, Language], str] = {}

    def text(self, kind: ScriptKind, language: Language) -> str:
        """Everything that decides how a kind of script reads. Raises ScriptRefused where the show is not there."""
        if (kind, language) not in self._read:
            self._read[kind, language] = template_text(self._folder, self._show, kind.value, language)
        return self._read[kind, language]

    def telling(self, key: str, kind: ScriptKind, language: Language, title: str, facts: Facts) -> Telling:
        """A telling with the digest of everything it is made from."""
        return Telling(key, kind, language, title, facts, recipe(facts, self.text(kind, language)))


def stories(session: Session, studio: Studio, on: date) -> dict[str, Story]:
    """Every report that may be aired on a day, by segment key, in the order the reports came in."""
    ids = dict(session.exec(select(Report.root_uuid, Report.id)).all())
    templates = Templates(studio)
    found = (story_of(session, studio, one, ids[uuid], templates) for uuid, one in all_cleared(session, on)[0].items())
    return {story.key: story for story in found}


def story_of(
    session: Session, studio: Studio, material: ClearedMaterial, report_id: int | None, templates: Templates
) -> Story:
    """One cleared report as a segment, in each language in which everything of it can be told."""
    key = segment_key(material, beginning_of(session, report_id, material.clearance.report))
    province = session.get_one(Place, material.place.province_code)
    heard = {voice.source: voice.recording for voice in material.voices if voice.recording}
    told_in: dict[Language, Telling] = {}
    for language in Language:
        if tellable(material, language):
            facts = story_facts(material, (province.name_km, province.name_en), language, studio.settings)
            one = templates.telling(key, script_kind(material), language, facts["title"], facts)
            told_in[language] = replace(one, report_id=report_id, recordings=heard)
    return Story(key, material, told_in)


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
    found, templates = [], Templates(studio)
    for kind in kinds:
        read = [headline(one.facts) for one in chosen] if kind is ScriptKind.HEADLINES else []
        facts = edition_facts(studio.settings, language, station, airtime.local_start.date(), read)
        found.append(templates.telling(edition_key(airtime.episode.slug, kind), kind, language, title, facts))
    return found
