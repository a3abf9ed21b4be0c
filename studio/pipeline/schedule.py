"""The stage `schedule`: an edition's rundown from what is cleared, written and approved; versioned."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace

from sqlmodel import select

from studio.errors import Fault, RundownImpossible, fault
from studio.pipeline.airtime import airtime_of
from studio.pipeline.choices import HEADLINE, HEADLINES_FRAME, Choice, choice_of, held, lost
from studio.pipeline.opening import Studio
from studio.pipeline.planned import Planned, in_force
from studio.pipeline.rundown_edit import broken_in
from studio.pipeline.rundown_versions import keep_rundown, rundown_row
from studio.pipeline.tellings import EDITION_KINDS, Telling, edition_key, edition_tellings
from studio.pipeline.write import estimate, script_of, write_down
from studio.records.episodes import Publication
from studio.records.kinds import ScriptKind
from studio.records.scripts import Script
from studio.scheduling.exports.rundown_json import read_rundown
from studio.scheduling.slots.edit import locks_of
from studio.scheduling.slots.solve import propose
from studio.scheduling.slots.why import explained
from studio.scheduling.values import Lock
from studio.scheduling.values import Rundown as Plan
from studio.store.engine import reading
from studio.units import Ms

SEED = 2012

Lengths = Callable[[Studio, Choice, Sequence[Telling]], dict[str, Ms]]
"""How long each fixed position of an edition is with these stories, in ms."""


def propose_rundown(studio: Studio, slug: str, locks: Sequence[Lock] = (), *, again: bool = False) -> Planned:
    """Propose an edition's rundown and write its own scripts; nothing happens where nothing changed and no rule is
    broken.

    What is locked in the newest version stays locked, and so do these. again: propose anew even where nothing changed.
    What is published is planned again only where a story in it may no longer be aired. An edition that was moved is
    planned anew: its own scripts say the day.
    Raises RundownImpossible with all its causes, NotFound.
    """
    with reading(studio.engine) as session:
        airtime = airtime_of(session, slug)
        choice = choice_of(studio, session, airtime, locks)
        row = rundown_row(session, airtime)
        published = session.exec(select(Publication).where(Publication.episode_id == airtime.episode.id)).first()
    if airtime.episode.cancelled is not None:
        raise RundownImpossible(fault("pipeline.airtime-cancelled", slug))
    standing, unmoved = in_force(airtime, row, choice.clock), True
    if row is not None:
        newest = read_rundown(row.text)
        choice, unmoved = replace(choice, locks=held(newest, choice)), newest.starts_at == airtime.local_start
    inputs = choice.inputs()
    same = row is not None and row.inputs == inputs and unmoved
    broken = broken_in(standing.plan, choice) if standing else ()
    if standing is not None and same and not again and not broken:
        return standing
    if standing is not None and published is not None and not lost(standing, choice):
        return replace(standing, broken=broken)
    plan, dropped = settled(studio, choice)
    if standing is not None and (same or (again and unmoved)) and plan == standing.plan:
        return replace(standing, dropped=dropped)
    number = keep_rundown(studio, airtime, plan, inputs, "rundown.proposed", row.number if row else 0)
    return Planned(airtime, plan, choice.clock, number, new=True, dropped=dropped)


def settled(studio: Studio, choice: Choice, measured: Lengths | None = None) -> tuple[Plan, tuple[Fault, ...]]:
    """Choose the stories, then write the edition's own scripts for just these, then fit the slot to their lengths.

    measured: how the lengths of fixed positions are found; None: `fixed_lengths`, which writes those scripts.
    The faults: what the season wants there and does not get, each with its reasons.
    """
    slug, start = choice.airtime.episode.slug, choice.airtime.local_start
    measured = measured or fixed_lengths
    before = measured(studio, choice, [])
    first, dropped = chosen_first(choice, before)
    chosen = [choice.known[entry.key].tellings[choice.language] for entry in first.entries if entry.key in choice.known]
    after = measured(studio, choice, chosen)
    kept = locks_of(first, choice.clock, every=True)
    fitted = propose(choice.clock, slug, start, after, choice.candidates, kept, SEED)
    by_hand = {one.key for one in choice.locks}
    entries = tuple(replace(entry, locked=entry.key in by_hand) for entry in fitted.entries)
    return explained(replace(fitted, entries=entries), choice.clock, choice.candidates, after), dropped


def chosen_first(choice: Choice, fixed: Mapping[str, Ms]) -> tuple[Plan, tuple[Fault, ...]]:
    """The stories of an edition, with all that the season wants there.

    Where that does not fit any more, one of it gives way, the last one that helps; where none does alone, one after
    another stays as long as they fit together. The faults: what gave way, each with its reasons.
    Raises RundownImpossible where what was placed by hand does not fit alone.
    """
    by_hand = {one.key for one in choice.locks}
    wanted = [one for one in choice.wanted if one.key not in by_hand]
    try:
        return with_locks(choice, fixed, wanted), ()
    except RundownImpossible as error:
        best, reasons = with_locks(choice, fixed, ()), error.faults
    for one in reversed(wanted) if len(wanted) > 1 else ():
        with suppress(RundownImpossible):
            return with_locks(choice, fixed, [each for each in wanted if each != one]), (gone(choice, one), *reasons)
    kept, dropped = list[Lock](), list[Fault]()
    for one in wanted:
        try:
            best = with_locks(choice, fixed, [*kept, one])
            kept.append(one)
        except RundownImpossible as error:
            dropped += [gone(choice, one), *error.faults]
    return best, tuple(dropped)


def gone(choice: Choice, lock: Lock) -> Fault:
    """That what the season wants in an edition gave way; its reasons follow."""
    return fault("pipeline.wanted-gone", choice.airtime.episode.slug, key=lock.key, position=lock.position)


def with_locks(choice: Choice, fixed: Mapping[str, Ms], wanted: Sequence[Lock]) -> Plan:
    """The stories of an edition with what was placed by hand, and these. Raises RundownImpossible."""
    slug, start = choice.airtime.episode.slug, choice.airtime.local_start
    return propose(choice.clock, slug, start, fixed, choice.candidates, [*choice.locks, *wanted], SEED)


def fixed_lengths(studio: Studio, choice: Choice, chosen: Sequence[Telling]) -> dict[str, Ms]:
    """How long each fixed position is: a sound's own length, a script's reading time.

    chosen: the stories of the edition; while it is empty, headlines are taken to be as long as they could get.
    """
    write_down(studio, own_tellings(studio, choice, chosen))
    with reading(studio.engine) as session:
        return lengths_of(choice, bool(chosen), lambda key: script_of(session, key, choice.language))


def own_tellings(studio: Studio, choice: Choice, chosen: Sequence[Telling]) -> list[Telling]:
    """The edition's own scripts; its headlines only once the stories are chosen."""
    kinds = [one for one in EDITION_KINDS if chosen or one is not ScriptKind.HEADLINES]
    return edition_tellings(studio, choice.airtime, chosen, kinds)


def lengths_of(choice: Choice, chosen: bool, script: Callable[[str], Script]) -> dict[str, Ms]:
    """How long each fixed position is. chosen: whether the stories are; script: the edition's own one by its key."""
    slug = choice.airtime.episode.slug
    lengths: dict[str, Ms] = {}
    for position in choice.clock.positions:
        if position.role not in ("fixed", "repeat"):
            continue
        if position.source in choice.library:
            lengths[position.name] = choice.library[position.source]
        elif not chosen and position.source == ScriptKind.HEADLINES.value:
            most = max(sum(one.count_max for one in choice.clock.positions if one.role == "choose"), 1)
            lengths[position.name] = Ms(HEADLINES_FRAME + HEADLINE * min(most, len(choice.candidates)))
        elif position.source in [one.value for one in EDITION_KINDS]:
            own = script(edition_key(slug, ScriptKind(position.source)))
            lengths[position.name] = estimate(own, bed=bool(position.bed))
    return lengths
