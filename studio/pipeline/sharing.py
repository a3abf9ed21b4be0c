"""Links that show one reading script or one rundown to somebody without an account, until they end or are revoked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import col, select

from studio.accounts.rights import Right, may
from studio.accounts.tokens import kept, new_token
from studio.errors import AccessRefused, ClearanceRefused, NotFound, fault
from studio.languages import Language
from studio.pipeline.clear import cleared_material, today
from studio.pipeline.inbox import Reader
from studio.pipeline.opening import Studio, awake
from studio.pipeline.planned import Planned, plan_of
from studio.pipeline.script_desk import report_behind
from studio.pipeline.write import newest
from studio.records.accounts import Account, ShareLink
from studio.records.reports import Report
from studio.records.scripts import Script
from studio.store import audit
from studio.store.engine import reading, writing

READING, RUNDOWN = "reading", "rundown"
MOST_DAYS = 30
"""How long a link may last."""


@dataclass(frozen=True, slots=True)
class Made:
    """A link, and the token that its address carries: it is told once."""

    link: ShareLink
    token: str


def share(studio: Studio, reader: Reader, kind: str, subject: str, days: int) -> Made:
    """Make a link to a script (its key) or a rundown (its edition) for so many days; read-only.

    Raises NotFound for what is not there or not for this reader, AccessRefused for a length that no link has.
    """
    if not 1 <= days <= MOST_DAYS:
        raise AccessRefused(fault("pipeline.share-days", subject, limit=MOST_DAYS))
    if kind == RUNDOWN:
        plan_of(studio, subject)
    else:
        with reading(studio.engine) as session:
            report_behind(session, reader, subject)
    now, token = awake(studio).now, new_token()
    with writing(studio.engine) as session:
        link = ShareLink(
            token=kept(token),
            kind=kind,
            subject=subject,
            made_by=studio.actor,
            made_at=now,
            ends_at=now + timedelta(days=days),
        )
        session.add(link)
        session.flush()
        details = {"link": link.id, "kind": kind, "days": days}
        audit.append(session, studio.now, studio.actor, "share.made", subject, details)
    return Made(link, token)


def links_of(studio: Studio) -> tuple[ShareLink, ...]:
    """The links of whoever asks that still open something, the newest first."""
    with reading(studio.engine) as session:
        found = session.exec(
            select(ShareLink)
            .where(ShareLink.made_by == studio.actor, col(ShareLink.revoked_at).is_(None))
            .where(ShareLink.ends_at > awake(studio).now)
            .order_by(col(ShareLink.id).desc())
        )
        return tuple(found)


def revoke(studio: Studio, number: int) -> None:
    """End one of one's own links; ending it again changes nothing. Raises NotFound for somebody else's."""
    with writing(studio.engine) as session:
        link = session.get(ShareLink, number)
        if link is None or link.made_by != studio.actor:
            raise NotFound(fault("pipeline.share-over", number))
        if link.revoked_at is None:
            link.revoked_at = awake(studio).now
            session.add(link)
            audit.append(session, studio.now, studio.actor, "share.revoked", link.subject, {"link": link.id})


def link_behind(studio: Studio, token: str) -> ShareLink:
    """The link that a token opens. Raises NotFound where there is none, it ended, was revoked, or its maker may not
    share any more; nobody is told which."""
    with reading(studio.engine) as session:
        link = session.exec(select(ShareLink).where(ShareLink.token == kept(token))).first()
        if link is None or link.revoked_at is not None or link.ends_at <= awake(studio).now:
            raise NotFound(fault("pipeline.share-over"))
        maker = session.exec(select(Account).where(Account.login == link.made_by)).first()
        if maker is None or maker.disabled_at is not None or not may(maker.role, Right.SHARE):
            raise NotFound(fault("pipeline.share-over"))
    return link


def shared_scripts(studio: Studio, link: ShareLink) -> dict[Language, Script]:
    """What a link to a script shows: its newest version in each language.

    Raises NotFound where there is none, and where what it tells of may not be aired any more.
    """
    with reading(studio.engine) as session:
        found = {language: newest(session, link.subject, language) for language in Language}
        told = {language: one for language, one in found.items() if one is not None}
        if not told:
            raise NotFound(fault("pipeline.share-over"))
        about = next(iter(told.values())).report_id
        try:
            if about is not None:
                cleared_material(session, session.get_one(Report, about), today(studio))
        except ClearanceRefused as error:
            raise NotFound(fault("pipeline.share-over")) from error
    return told


def shared_rundown(studio: Studio, link: ShareLink) -> Planned:
    """What a link to a rundown shows: the version in force. Raises NotFound where there is none any more."""
    try:
        return plan_of(studio, link.subject)
    except NotFound as error:
        raise NotFound(fault("pipeline.share-over")) from error
