"""The stage `schedule`: an edition's rundown from what is cleared, written and approved; versioned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlmodel import Session, select

from studio.audio.player.library import library
from studio.errors import NotFound, RundownImpossible, fault
from studio.languages import Language
from studio.pipeline import ledger
from studio.pipeline.airtime import Airtime, airtime_of
from studio.pipeline.candidates import candidates
from studio.pipeline.opening import Studio
from studio.pipeline.rundown_versions import keep_rundown, rundown_row
from studio.pipeline.seasons_kept import published_choices
from studio.pipeline.tellings import EDITION_KINDS, Story, Telling, Templates, edition_key, edition_tellings, stories
from studio.pipeline.write import estimate, script_of, write_down
from studio.records.episodes import Publication, Rundown
from studio.records.kinds import ScriptKind
from studio.scheduling.clocks.clock import read_clocks
from studio.scheduling.exports.rundown_json import read_rundown
from studio.scheduling.slots.edit import locks_of
from studio.scheduling.slots.solve import propose
from studio.scheduling.timing.times import moved
from studio.scheduling.values import Candidate, Clock, Lock
from studio.scheduling.values import Rundown as Plan
from studio.store.engine import reading
from studio.units import Ms, whole_ms

RECIPE = 1
SEED = 2012
HEADLINES_FRAME = Ms(8_000)
HEADLINE = Ms(8_000)
"""What headlines are taken to last before the stories are chosen: a frame, and so much for each story."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A rundown in force: its edition, its clock, its version number, and whether this run made it."""

    airtime: Airtime
    plan: Plan
    clock: Clock
    number: int
    new: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What an edition can be made from: sounds of the library, cleared stories, those ready to be chosen.

    templates: of the edition's own scripts. wanted: what the published plan of the season puts there.
    """

    airtime: Airtime
    clock: Clock
    library: Mapping[str, Ms]
    known: Mapping[str, Story]
    candidates: tuple[Candidate, ...]
    locks: tuple[Lock, ...]
    templates: tuple[str, ...]
    wanted: tuple[Lock, ...] = ()

    @property
    def language(self) -> Language:
        """What is spoken."""
        return Language(self.airtime.slot.language)

    def inputs(self) -> str:
        """The digest of everything that decides the rundown."""
        plain = [asdict(one) for one in sorted(self.candidates, key=lambda one: one.key)]
        for one in plain:
            one["communities"], one["themes"] = sorted(one["communities"]), sorted(one["themes"])
        locks = sorted({one.key for one in self.locks})
        clock = asdict(self.clock)
        positions = [{**asdict(one), "themes": sorted(one.themes)} for one in self.clock.positions]
        edition = sorted(
            (story.key, telling.recipe) for story in self.known.values() for telling in story.tellings.values()
        )
        sounds, wanted = sorted(self.library.items()), sorted(one.key for one in self.wanted)
        told = {**clock, "positions": positions}
        return ledger.key("schedule", RECIPE, [told, plain, locks, sounds, edition, self.templates, *wanted])


def clock_of(studio: Studio, airtime: Airtime) -> Clock:
    """The clock of an edition. Raises NotFound, SettingsInvalid."""
    clocks = read_clocks(studio.workspace.scripts / "clocks")
    if airtime.episode.clock not in clocks:
        raise NotFound(fault("ground.not-found", airtime.episode.clock, kind="clock", command="ls scripts/clocks"))
    return clocks[airtime.episode.clock]


def choice_of(studio: Studio, session: Session, airtime: Airtime, locks: Sequence[Lock]) -> Choice:
    """What an edition can be made from, as things stand."""
    known = stories(session, studio, airtime.local_start.date())
    clock = clock_of(studio, airtime)
    heard = {position.source for position in clock.positions}
    sounds = {name: whole_ms(count) for name, count in library(studio.workspace.library).items() if name in heard}
    ready = tuple(candidates(session, airtime, known))
    read = Templates(studio)
    templates = tuple(read.text(kind, Language(airtime.slot.language)) for kind in EDITION_KINDS)
    wanted = wanted_in(session, airtime, ready)
    return Choice(airtime, clock, sounds, known, ready, tuple(locks), templates, wanted)


def wanted_in(session: Session, airtime: Airtime, ready: Sequence[Candidate]) -> tuple[Lock, ...]:
    """What the published plan of the season puts into an airtime, as far as it may still be aired."""
    keys = {one.key for one in ready}
    planned = published_choices(session).get(airtime.episode.slug, ())
    return tuple(Lock(one.key, one.position, None, one.version) for one in planned if one.key in keys)


def plan_of(studio: Studio, slug: str) -> Planned:
    """The rundown in force. Raises NotFound where none was proposed yet."""
    with reading(studio.engine) as session:
        airtime = airtime_of(session, slug)
        row = rundown_row(session, airtime)
    standing = in_force(airtime, row, clock_of(studio, airtime))
    if standing is None:
        raise NotFound(fault("ground.not-found", slug, kind="rundown", command=f"studio rundown propose {slug}"))
    return standing


def in_force(airtime: Airtime, row: Rundown | None, clock: Clock) -> Planned | None:
    """A version as it stands at its edition's airtime, wherever that was moved, fitted again where a fixed time on the
    wall lies elsewhere in it; None where its clock is another one."""
    plan = read_rundown(row.text) if row else None
    if row is None or plan is None or plan.clock != clock.name:
        return None
    return Planned(airtime, moved_to(plan, clock, airtime.local_start), clock, row.number, new=False)


def moved_to(plan: Plan, clock: Clock, start: datetime) -> Plan:
    """A plan at another start. Where its clock changed, or what is fixed on the wall cannot be met there, it stays as
    it is until it is proposed anew."""
    known = {one.name for one in clock.positions}
    if plan.starts_at != start and known.issuperset(one.position for one in plan.entries):
        with suppress(RundownImpossible):
            return moved(plan, clock, start)
    return replace(plan, starts_at=start)


def propose_rundown(studio: Studio, slug: str, locks: Sequence[Lock] = (), *, again: bool = False) -> Planned:
    """Propose an edition's rundown and write its own scripts; nothing happens where nothing changed.

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
    if standing is not None and row is not None and row.inputs == inputs and unmoved and not again:
        return standing
    if standing is not None and published is not None and not lost(standing, choice):
        return standing
    plan = settled(studio, choice)
    if standing is not None and again and unmoved and plan == standing.plan:
        return standing
    number = keep_rundown(studio, airtime, plan, inputs, "rundown.proposed", row.number if row else 0)
    return Planned(airtime, plan, choice.clock, number, new=True)


def held(plan: Plan, choice: Choice) -> tuple[Lock, ...]:
    """The locks of a rundown whose stories may still be aired, and those that were asked for besides.

    Each story keeps its place, or only its position where another one is gone or comes in.
    """
    ready = {one.key for one in choice.candidates}
    roles = {one.name: one.role for one in choice.clock.positions}
    if any(entry.position not in roles for entry in plan.entries):
        standing = tuple(Lock(one.key) for one in plan.heard if one.locked and one.key in ready)
    else:
        standing = tuple(one for one in locks_of(plan, choice.clock) if one.key in ready)
    chosen = [entry.key for entry in plan.heard if roles.get(entry.position) == "choose"]
    asked = tuple(one for one in choice.locks if one.key not in {kept.key for kept in standing})
    if asked or not ready.issuperset(chosen):
        standing = tuple(replace(one, index=None) for one in standing)
    return (*standing, *asked)


def lost(planned: Planned, choice: Choice) -> list[str]:
    """The stories of a rundown that may no longer be aired."""
    chosen = [one for one in planned.plan.entries if planned.clock.position(one.position).role == "choose"]
    return [one.key for one in chosen if one.key not in choice.known]


def settled(studio: Studio, choice: Choice) -> Plan:
    """Choose the stories, then write the edition's own scripts for just these, then fit the slot to their lengths."""
    slug, start = choice.airtime.episode.slug, choice.airtime.local_start
    before = fixed_lengths(studio, choice, [])
    first = chosen_first(choice, before)
    chosen = [choice.known[entry.key].tellings[choice.language] for entry in first.entries if entry.key in choice.known]
    after = fixed_lengths(studio, choice, chosen)
    kept = locks_of(first, choice.clock, every=True)
    fitted = propose(choice.clock, slug, start, after, choice.candidates, kept, SEED)
    by_hand = {one.key for one in choice.locks}
    entries = tuple(replace(entry, locked=entry.key in by_hand) for entry in fitted.entries)
    return replace(fitted, entries=entries, left_out=first.left_out)


def chosen_first(choice: Choice, fixed: Mapping[str, Ms]) -> Plan:
    """The stories of an edition: with what the season wants there, or without where that does not fit any more."""
    slug, start = choice.airtime.episode.slug, choice.airtime.local_start
    by_hand = {one.key for one in choice.locks}
    wanted = [one for one in choice.wanted if one.key not in by_hand]
    if wanted:
        with suppress(RundownImpossible):
            return propose(choice.clock, slug, start, fixed, choice.candidates, [*choice.locks, *wanted], SEED)
    return propose(choice.clock, slug, start, fixed, choice.candidates, choice.locks, SEED)


def fixed_lengths(studio: Studio, choice: Choice, chosen: Sequence[Telling]) -> dict[str, Ms]:
    """How long each fixed position is: a sound's own length, a script's reading time.

    chosen: the stories of the edition; while it is empty, headlines are taken to be as long as they could get.
    """
    slug = choice.airtime.episode.slug
    kinds = [one for one in EDITION_KINDS if chosen or one is not ScriptKind.HEADLINES]
    write_down(studio, edition_tellings(studio, choice.airtime, chosen, kinds))
    lengths: dict[str, Ms] = {}
    with reading(studio.engine) as session:
        for position in choice.clock.positions:
            if position.role not in ("fixed", "repeat"):
                continue
            if position.source in choice.library:
                lengths[position.name] = choice.library[position.source]
            elif not chosen and position.source == ScriptKind.HEADLINES.value:
                most = max(sum(one.count_max for one in choice.clock.positions if one.role == "choose"), 1)
                lengths[position.name] = Ms(HEADLINES_FRAME + HEADLINE * min(most, len(choice.candidates)))
            elif position.source in [one.value for one in EDITION_KINDS]:
                script = script_of(session, edition_key(slug, ScriptKind(position.source)), choice.language)
                lengths[position.name] = estimate(script, bed=bool(position.bed))
    return lengths
