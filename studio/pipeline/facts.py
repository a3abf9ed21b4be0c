"""Cleared material as the plain values that templates are given, one language at a time. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from studio.languages import Language
from studio.records.cleared import ClearedMaterial, ClearedPlace, ClearedVoice
from studio.records.kinds import ScriptKind
from studio.settings import Settings

Facts = dict[str, Any]

DISTRICT_DIGITS = 4
CAPITAL = "12"
"""Phnom Penh's code."""


def told(km: str, en: str, language: Language) -> str:
    """The text of a language."""
    return km if language is Language.KM else en


def script_kind(material: ClearedMaterial) -> ScriptKind:
    """What kind of story a report becomes."""
    return ScriptKind.JOINT_STORY if material.joint else ScriptKind.STORY


def tellable(material: ClearedMaterial, language: Language) -> bool:
    """Whether a report can be told in a language: its title, what happened, and everybody's words are there."""
    texts = [
        told(material.title_km, material.title_en, language),
        told(material.happened_km, material.happened_en, language),
    ]
    texts += [told(one.quote_km, one.quote_en, language) for one in material.voices]
    return all(texts)


def story_facts(material: ClearedMaterial, province: tuple[str, str], language: Language, settings: Settings) -> Facts:
    """What a story's template is given. province: its name in Khmer and English."""
    return {
        **show_facts(settings, language),
        "title": told(material.title_km, material.title_en, language),
        "organizations": [told(one.name_km, one.name_en, language) for one in material.organizations],
        "place": said_place(material.place, language),
        "province": told(*province, language),
        "joint": material.joint,
        "first_day": material.first_day.isoformat(),
        "last_day": material.last_day.isoformat(),
        "happened": told(material.happened_km, material.happened_en, language),
        "impact": told(material.impact_km, material.impact_en, language),
        "message": told(material.message_km, material.message_en, language),
        "women": material.reached_women,
        "men": material.reached_men,
        "sectors": [sector.value for sector in material.sectors],
        "voices": [voice_facts(one, language) for one in material.voices],
    }


def said_place(place: ClearedPlace, language: Language) -> str:
    """A district as radio says it; a province by its name alone. The capital's districts are khan."""
    if len(place.code) < DISTRICT_DIGITS:
        return told(place.name_km, place.name_en, language)
    if language is Language.EN:
        return f"{place.name_en} district"
    return f"ខណ្ឌ{place.name_km}" if place.province_code == CAPITAL else f"ស្រុក{place.name_km}"


def voice_facts(voice: ClearedVoice, language: Language) -> Facts:
    """A person as a template may speak of them. A recording is in Khmer: in English another voice reads the words."""
    return {
        "code": voice.source,
        "who": told(voice.role_km, voice.role_en, language),
        "name": told(voice.name_km, voice.name_en, language) or None,
        "quote": told(voice.quote_km, voice.quote_en, language),
        "clip": voice.source if voice.recording and language is Language.KM else None,
    }


def show_facts(settings: Settings, language: Language) -> Facts:
    """What every template of a show is given."""
    return {
        "show": told(settings.show.title_km, settings.show.title_en, language),
        "hotline": settings.network.hotline,
        "presenter": settings.show.presenter,
    }


def edition_facts(
    settings: Settings, language: Language, station: tuple[str, str], day: date, headlines: Sequence[Facts]
) -> Facts:
    """What opening, headlines, hotline and closing are given. headlines: title, organizations, place of each story."""
    return {
        **show_facts(settings, language),
        "station": told(*station, language),
        "date": day.isoformat(),
        "headlines": list(headlines),
    }


def headline(facts: Facts) -> Facts:
    """The part of a story's facts that is read at the top of the show."""
    return {key: facts[key] for key in ("title", "organizations", "place")}
