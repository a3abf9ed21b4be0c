"""The airtimes of a season as the engine sees them: clocks, lengths of what is fixed, locks, and what stood before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from studio.audio.player.library import library
from studio.audio.scores.score import breath
from studio.errors import ScriptRefused
from studio.languages import Language
from studio.pipeline.airtime import Airtime
from studio.pipeline.choices import HEADLINE, HEADLINES_FRAME
from studio.pipeline.opening import Studio
from studio.pipeline.paces import pace
from studio.pipeline.planned import Planned, clock_of, in_force
from studio.pipeline.rundown_versions import rundown_row
from studio.pipeline.tellings import EDITION_KINDS, edition_key, edition_tellings
from studio.pipeline.write import estimate, newest
from studio.records.kinds import ScriptKind
from studio.scheduling.pictures.board import State
from studio.scheduling.seasons.values import Choice, Slot
from studio.scheduling.slots.edit import locks_of
from studio.scheduling.values import Clock, Lock
from studio.scripting.render import Job, try_all
from studio.scripting.timing import reading_time
from studio.scripting.values import split
from studio.units import Ms, whole_ms

STANDING = (State.BUILT, State.PUBLISHED, State.AIRED)
"""Editions of which nothing is changed any more."""


@dataclass(slots=True)
class Lengths:
    """How long the fixed positions of editions are; an edition whose own scripts are not written is taken to last as
    long as another one of its station, language and clock."""

    studio: Studio
    sounds: Mapping[str, Ms]
    drafted: dict[tuple[str, str, ScriptKind], Ms] = field(default_factory=dict)

    def of(self, session: Session, airtime: Airtime, clock: Clock, stories: int) -> dict[str, Ms]:
        """The length of each fixed position by its name. stories: how many there are to choose from."""
        found = {}
        own = {kind.value: kind for kind in EDITION_KINDS}
        most = max(sum(one.count_max for one in clock.positions if one.role == "choose"), 1)
        for one in clock.positions:
            if one.role not in ("fixed", "repeat"):
                continue
            if one.source in self.sounds:
                found[one.name] = self.sounds[one.source]
            elif one.source == ScriptKind.HEADLINES.value:
                found[one.name] = Ms(HEADLINES_FRAME + HEADLINE * min(most, stories))
            elif one.source in own:
                found[one.name] = self.spoken(session, airtime, own[one.source], bed=bool(one.bed))
        return found

    def spoken(self, session: Session, airtime: Airtime, kind: ScriptKind, *, bed: bool) -> Ms:
        """How long one of an edition's own scripts takes: as written, else as it would be."""
        language = Language(airtime.slot.language)
        script = newest(session, edition_key(airtime.episode.slug, kind), language)
        if script is not None:
            return estimate(script, bed=bed)
        key = (airtime.station.slug, language.value, kind)
        if key not in self.drafted:
            self.drafted[key] = self.draft(airtime, kind, language, bed=bed)
        return self.drafted[key]

    def draft(self, airtime: Airtime, kind: ScriptKind, language: Language, *, bed: bool) -> Ms:
        """How long a script would take that nobody wrote yet. Raises ScriptRefused where its template fails."""
        telling = edition_tellings(self.studio, airtime, [], [kind])[0]
        job = Job(self.studio.settings.show.slug, kind.value, language, telling.facts)
        draft = try_all(self.studio.workspace.scripts, [job])[0]
        if isinstance(draft, ScriptRefused):
            raise draft
        time = reading_time(draft.lines, language, pace(self.studio, language, before=self.studio.now), {})
        return Ms(time.ms + whole_ms(breath(kind.value, len(split(draft.lines)), bed)))


def lengths_for(studio: Studio) -> Lengths:
    """Lengths with the library's sounds."""
    return Lengths(studio, {name: whole_ms(count) for name, count in library(studio.workspace.library).items()})


def season_slot(
    session: Session,
    lengths: Lengths,
    airtime: Airtime,
    state: State,
    published: Sequence[Choice],
    stories: int,
) -> Slot | None:
    """An airtime of a season; None where it is over, or was cancelled, with nothing in it.

    published: what the last published plan puts there. stories: how many segments there are in its language.
    """
    studio = lengths.studio
    clock = clock_of(studio, airtime)
    planned = in_force(airtime, rundown_row(session, airtime), clock)
    frozen = state in STANDING or airtime.episode.starts_at <= studio.now
    if frozen and planned is None:
        return None
    return Slot(
        slug=airtime.episode.slug,
        station=airtime.station.slug,
        clock=clock,
        starts_at=airtime.local_start,
        language=airtime.slot.language,
        fixed=lengths.of(session, airtime, clock, stories),
        locks=() if frozen or planned is None else locks_of(planned.plan, clock),
        presenters=frozenset(airtime.slot.presenters),
        before=before(planned, published, frozen=frozen),
        frozen=frozen,
    )


def before(planned: Planned | None, published: Sequence[Choice], *, frozen: bool) -> tuple[Lock, ...]:
    """What stood in an airtime: its rundown where that is frozen, else what was published, else its rundown."""
    if published and not frozen:
        return tuple(Lock(one.key, one.position, None, one.version) for one in published)
    return () if planned is None else locks_of(planned.plan, planned.clock, every=True)
