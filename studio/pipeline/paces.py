"""How fast the presenters read: learnt from the takes of approved scripts, guide voices kept apart."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session, col, select

from studio.audio.scores.treatment import AS_RECORDED, Treatment, changed, lasting, pieces
from studio.errors import StudioError
from studio.languages import Language
from studio.pipeline import ledger
from studio.pipeline.opening import Studio
from studio.pipeline.quiet import quiet_of
from studio.records.episodes import Take
from studio.records.scripts import Script
from studio.scripting.learning import Learnt, Reading, learnt
from studio.scripting.markup import parse
from studio.scripting.timing import Pace, default_pace, reading_time
from studio.scripting.values import split
from studio.store.cache import Cache
from studio.store.engine import reading
from studio.units import Digest, Ms

RECIPE = 1
NEWEST = 300
"""Of older takes than so many of one presenter nothing is learnt any more."""

MEASURES = ("trim_in", "trim_out", "cuts")
"""What a person left out of a take is no part of how its presenter reads."""


@dataclass(frozen=True, slots=True)
class Presented:
    """How a presenter reads a language. synthetic: a guide voice read, and no estimate is made with it.

    lost: takes that could not be heard, by label and why.
    """

    learnt: Learnt
    synthetic: bool = False
    lost: tuple[StudioError, ...] = ()


@dataclass(frozen=True, slots=True)
class _Recording:
    """A take as it is measured."""

    digest: Digest
    ms: Ms
    treatment: Treatment


def usual_pace(studio: Studio, language: Language, presenter: str) -> Pace:
    """How fast a language is read here by somebody of whom nothing is known."""
    speech = studio.settings.speech
    rate = speech.km_syllables_per_second if language is Language.KM else speech.en_words_per_minute / 60
    return replace(default_pace(language, presenter), rate=rate)


def pace(studio: Studio, language: Language, presenter: str = "", before: datetime | None = None) -> Pace:
    """How fast a presenter reads a language, learnt from people's takes alone; without a name, the show's presenter.

    before: only from takes recorded before that moment, so that what was estimated then is estimated the same again.
    """
    name = presenter or studio.settings.show.presenter
    return presented(studio, language, name, before=before).learnt.pace


def paces(studio: Studio) -> tuple[Presented, ...]:
    """How everybody who was recorded reads each language, and the show's presenter; people first, then guide voices."""
    with reading(studio.engine) as session:
        rows = session.exec(
            select(Take.synthetic, Take.presenter, Script.language)
            .join(Script, col(Take.script_id) == Script.id)
            .distinct()
        ).all()
    wanted = {(False, studio.settings.show.presenter, language.value) for language in Language} | set(rows)
    return tuple(
        presented(studio, Language(language), name, synthetic=synthetic)
        for synthetic, name, language in sorted(wanted, key=lambda one: (one[0], one[1], one[2] != Language.KM.value))
    )


def presented(
    studio: Studio, language: Language, presenter: str, *, synthetic: bool = False, before: datetime | None = None
) -> Presented:
    """How one presenter reads a language, with its error, from the newest take of each part of approved scripts."""
    with reading(studio.engine) as session:
        found = takes_of(session, language, presenter, synthetic, before)
    readings: list[Reading] = []
    lost: list[StudioError] = []
    for take, script in found:
        try:
            readings += read(studio, take, script)
        except StudioError as error:
            lost.append(error)
    return Presented(learnt(usual_pace(studio, language, presenter), readings), synthetic, tuple(lost))


def takes_of(
    session: Session, language: Language, presenter: str, synthetic: bool, before: datetime | None
) -> Sequence[tuple[Take, Script]]:
    """The newest take of each part of approved scripts, the newest parts last."""
    wanted = (
        select(Take, Script)
        .join(Script, col(Take.script_id) == Script.id)
        .where(Script.language == language.value, col(Script.approved_at).is_not(None))
        .where(Take.presenter == presenter, col(Take.synthetic).is_(synthetic), Take.refused == "")
    )
    if before is not None:
        wanted = wanted.where(col(Take.recorded_at) < before)
    rows = session.exec(wanted.order_by(col(Take.id))).all()
    return list({(take.script_id, take.part): (take, script) for take, script in rows}.values())[-NEWEST:]


def read(studio: Studio, take: Take, script: Script) -> Iterator[Reading]:
    """A take as it is learnt from; none where its script has no such part. Raises VaultDamaged, SoundRefused."""
    own = {name: steps for name, steps in take.treatment.items() if name in MEASURES}
    key = ledger.key("reading", RECIPE, [take.working, take.milliseconds, own, script.language, script.text, take.part])
    cache = Cache(studio.workspace.cache / "sound", studio.settings.limits.cache_mb << 20)
    known = cache.get(key)
    if known is None:
        known = json.dumps(list(measured(studio, take, script, own))).encode()
        cache.put(key, known)
    yield from (Reading(*one) for one in json.loads(known))


def measured(studio: Studio, take: Take, script: Script, own: dict[str, object]) -> Iterator[Reading]:
    """A take counted and heard, the silence at its ends left out."""
    language = Language(script.language)
    for part in split(parse(script.text)):
        if part.number == take.part and part.clip is None:
            treatment = changed(replace(AS_RECORDED, auto_trim=True), own)
            recording = _Recording(Digest(take.working), Ms(take.milliseconds), treatment)
            heard = lasting(pieces(treatment, recording.ms, quiet_of(studio, recording).spoken))
            held = reading_time(part.lines, language, default_pace(language))
            yield Reading(held.units, held.phrases, held.sentences, held.pauses, heard)
