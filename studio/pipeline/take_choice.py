"""Which take of a part is heard: the newest that nobody refused; another one is chosen by taking it again."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from studio.errors import Conflict, NotFound, ScriptRefused, fault
from studio.languages import Language
from studio.pipeline.opening import Studio
from studio.pipeline.takes import newest_take, next_number
from studio.pipeline.write import script_of
from studio.records.episodes import Take
from studio.records.scripts import Script
from studio.store import audit
from studio.store.engine import reading, writing

LONGEST = 300
"""Characters of a reason."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A recording of a part. name: the number that it had first; take: how it was kept last."""

    name: int
    take: Take


def choose_take(studio: Studio, key: str, part: int, number: int, language: Language) -> Take:
    """Have an earlier take heard, with what was done to it last: it is kept once more as the newest, and is refused no
    more.

    The one that is heard already stays as it is. Raises NotFound.
    """
    with writing(studio.engine) as session:
        script, named = take_of(session, key, part, number, language)
        newest = newest_take(session, script, part)
        if newest is not None and newest.original == named.original:
            return newest
        alike = session.exec(same_recording(named).order_by(col(Take.number))).all()
        wanted = alike[-1]
        same = wanted.model_dump(exclude={"id", "number", "refused", "recorded_at"})
        again = Take(**same, number=next_number(session, script, part), recorded_at=studio.now)
        for one in alike:
            one.treatment = {}
            session.add(one)
        session.add(again)
        details = {"part": part, "language": language.value, "take": again.number, "from": number}
        audit.append(session, studio.now, studio.actor, "take.chosen", key, details)
    return again


def refuse_take(studio: Studio, key: str, part: int, number: int, language: Language, reason: str) -> Take | None:
    """Have a take not heard any more, however often it was chosen, and say why; the one before it is heard again: that.

    Raises NotFound; ScriptRefused where no reason is given, or a very long one.
    """
    said = " ".join(reason.split())
    if not 0 < len(said) <= LONGEST:
        raise ScriptRefused(fault("pipeline.take-unreasoned", key, part=part, take=number, most=LONGEST))
    with writing(studio.engine) as session:
        script, wanted = take_of(session, key, part, number, language)
        for one in session.exec(same_recording(wanted).where(Take.refused == "")).all():
            one.refused = said
            session.add(one)
        details = {"part": part, "language": language.value, "take": number}
        audit.append(session, studio.now, studio.actor, "take.refused", key, details)
        return newest_take(session, script, part)


def still_heard(studio: Studio, key: str, part: int, number: int, language: Language) -> None:
    """Make sure that the take which somebody saw is still the one that is heard. Raises Conflict, NotFound."""
    with reading(studio.engine) as session:
        newest = newest_take(session, script_of(session, key, language), part)
    if newest is None or newest.number != number:
        raise Conflict(fault("pipeline.take-passed", key, part=part))


def same_recording(take: Take) -> SelectOfScalar[Take]:
    """Every time that the recording of a take was kept for its part."""
    return select(Take).where(Take.script_id == take.script_id, Take.part == take.part, Take.original == take.original)


def takes_of_script(studio: Studio, script: Script) -> dict[int, list[Kept]]:
    """The takes of a script by part, the newest first; a recording that was chosen again is there once."""
    with reading(studio.engine) as session:
        rows = session.exec(select(Take).where(Take.script_id == script.id).order_by(col(Take.number))).all()
    found: dict[int, dict[str, Kept]] = {}
    for one in rows:
        kept = found.setdefault(one.part, {})
        kept[one.original] = Kept(kept[one.original].name if one.original in kept else one.number, one)
    return {part: sorted(kept.values(), key=lambda one: -one.take.number) for part, kept in found.items()}


def take_of(session: Session, key: str, part: int, number: int, language: Language) -> tuple[Script, Take]:
    """A take by its number, and the script that it is of. Raises NotFound."""
    script = script_of(session, key, language)
    row = session.exec(
        select(Take).where(Take.script_id == script.id, Take.part == part, Take.number == number)
    ).first()
    if row is None:
        where = f"{key} {part} ({language.value})"
        raise NotFound(fault("ground.not-found", where, kind="take", command=f"studio take list {key}"))
    return script, row
