"""What communities were promised: to be heard by a day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from sqlmodel import Session, col, select

from studio.errors import NotFound, SettingsInvalid, fault
from studio.pipeline.clear import today
from studio.pipeline.opening import Studio
from studio.records.network import Organization
from studio.records.seasons import CommunityPromise
from studio.scheduling.seasons.values import Promise
from studio.store import audit
from studio.store.engine import reading, writing


class Airing(Protocol):
    """Something that was on the air."""

    @property
    def day(self) -> date:
        """When."""

    @property
    def communities(self) -> Sequence[str]:
        """Who spoke."""


@dataclass(frozen=True, slots=True)
class Promised:
    """A promise as it stands: to whom, by when, why, since when, and on whose word."""

    community: str
    by: date
    note: str
    made_on: date
    made_by: str


def promise(studio: Studio, community: str, by: date, note: str = "") -> bool:
    """Promise a community that it is heard by a day; whether that is new. Another day takes the place of the first.

    Raises NotFound, SettingsInvalid for a day that is over.
    """
    with writing(studio.engine) as session:
        organization = organization_of(session, community)
        if by < today(studio):
            raise SettingsInvalid(fault("pipeline.promise-past", organization.code, day=by.isoformat()))
        standing = standing_promise(session, organization)
        if standing is not None and (standing.due_on, standing.note) == (by, note):
            return False
        if standing is not None:
            standing.removed_at = studio.now
        session.add(
            CommunityPromise(
                organization_id=organization.id or 0, due_on=by, note=note, made_at=studio.now, made_by=studio.actor
            )
        )
        details = {"by": by.isoformat()}
        audit.append(session, studio.now, studio.actor, "promise.made", organization.code, details)
    return True


def take_back(studio: Studio, community: str) -> None:
    """Take a promise back. Raises NotFound."""
    with writing(studio.engine) as session:
        organization = organization_of(session, community)
        standing = standing_promise(session, organization)
        if standing is None:
            raise NotFound(fault("ground.not-found", community, kind="promise", command="studio season promises"))
        standing.removed_at = studio.now
        details = {"by": standing.due_on.isoformat()}
        audit.append(session, studio.now, studio.actor, "promise.removed", organization.code, details)


def promises(studio: Studio) -> list[Promised]:
    """Every promise that stands, by day and community."""
    with reading(studio.engine) as session:
        return [
            Promised(code, one.due_on, one.note, one.made_at.astimezone(studio.timezone).date(), one.made_by)
            for one, code in standing_rows(session)
        ]


def open_promises(session: Session, past: Iterable[Airing]) -> list[Promise]:
    """The promises that were not kept yet: nobody heard the community since it was made."""
    last: dict[str, date] = {}
    for one in past:
        last |= {code: max(last.get(code, one.day), one.day) for code in one.communities}
    return [
        Promise(code, one.due_on)
        for one, code in standing_rows(session)
        if code not in last or last[code] < one.made_at.date()
    ]


def standing_rows(session: Session) -> Sequence[tuple[CommunityPromise, str]]:
    """Every promise that was not taken back, with the community's code."""
    return session.exec(
        select(CommunityPromise, Organization.code)
        .join(Organization, col(CommunityPromise.organization_id) == Organization.id)
        .where(col(CommunityPromise.removed_at).is_(None))
        .order_by(col(CommunityPromise.due_on), Organization.code)
    ).all()


def standing_promise(session: Session, organization: Organization) -> CommunityPromise | None:
    """The promise to a community that stands."""
    return session.exec(
        select(CommunityPromise)
        .where(CommunityPromise.organization_id == organization.id)
        .where(col(CommunityPromise.removed_at).is_(None))
    ).first()


def organization_of(session: Session, code: str) -> Organization:
    """An organization by its code, in whatever case. Raises NotFound."""
    found = session.exec(select(Organization).where(Organization.code == code.upper())).first()
    if found is None:
        raise NotFound(fault("ground.not-found", code, kind="organization", command="studio org list"))
    return found
