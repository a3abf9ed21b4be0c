"""How far every edition is, at a glance: planned, built, published, aired, lost or off."""

from __future__ import annotations

from sqlmodel import Session, col, select

from studio.pipeline.editions import built_ids, newest_airings
from studio.pipeline.opening import Studio
from studio.records.episodes import Airing, Episode, Publication, Rundown
from studio.records.kinds import AiringOutcome, ExceptionKind
from studio.scheduling.pictures.board import State
from studio.store.engine import reading


def standings(studio: Studio) -> dict[str, State]:
    """The state of every edition by its slug."""
    with reading(studio.engine) as session:
        return standings_in(session)


def standings_in(session: Session) -> dict[str, State]:
    """The same within a session. Scripts and recordings are not looked at."""
    airings, built = newest_airings(session), built_ids(session)
    planned = set(session.exec(select(Rundown.episode_id).distinct()).all())
    published = set(session.exec(select(Publication.episode_id).where(col(Publication.master) != "")).all())
    made = {State.PUBLISHED: published, State.BUILT: built, State.PLANNED: planned}
    return {
        one.slug: off_the_air(one, airings.get(one.id or 0))
        or next((state for state, ids in made.items() if one.id in ids), State.EMPTY)
        for one in session.exec(select(Episode))
    }


def off_the_air(episode: Episode, airing: Airing | None) -> State | None:
    """What became of an edition; None while it is to come, or nobody knows."""
    if episode.cancelled is not None:
        return State.OFF if episode.cancelled is ExceptionKind.OFF else State.LOST
    if airing is None or airing.outcome is AiringOutcome.UNKNOWN:
        return None
    return State.LOST if airing.outcome is AiringOutcome.REFUSED else State.AIRED
