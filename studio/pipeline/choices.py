"""What an edition can be made from, as things stand, and what of its rundown stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlmodel import Session

from studio.audio.player.library import library
from studio.languages import Language
from studio.pipeline import ledger
from studio.pipeline.airtime import Airtime
from studio.pipeline.candidates import candidates
from studio.pipeline.opening import Studio
from studio.pipeline.planned import Planned, clock_of
from studio.pipeline.seasons_kept import published_choices
from studio.pipeline.tellings import EDITION_KINDS, Story, Templates, stories
from studio.scheduling.slots.edit import locks_of
from studio.scheduling.values import Candidate, Clock, Lock
from studio.scheduling.values import Rundown as Plan
from studio.units import Ms, whole_ms

RECIPE = 1
HEADLINES_FRAME = Ms(8_000)
HEADLINE = Ms(8_000)
"""What headlines are taken to last before the stories are chosen: a frame, and so much for each story."""


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
        clock = _said(asdict(self.clock))
        positions = [_said({**asdict(one), "themes": sorted(one.themes)}) for one in self.clock.positions]
        edition = sorted(
            (story.key, telling.recipe) for story in self.known.values() for telling in story.tellings.values()
        )
        sounds, wanted = sorted(self.library.items()), sorted(one.key for one in self.wanted)
        told = {**clock, "positions": positions}
        return ledger.key("schedule", RECIPE, [told, plain, locks, sounds, edition, self.templates, *wanted])


def _said(plain: dict[str, Any]) -> dict[str, Any]:
    """A clock or a position without the bounds of gaps that it does not say."""
    unsaid = ("gap_shortest", "gap_longest", "after_shortest", "after_longest")
    return {key: one for key, one in plain.items() if not (key in unsaid and one is None)}


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
