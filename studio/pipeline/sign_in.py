"""The stage of sessions: a password, a one-time code, and then a while in which somebody need not show them again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlmodel import Session, col, select

from studio.accounts import codes
from studio.accounts.passwords import fits, hashed, weak
from studio.accounts.rights import SECOND_FACTOR
from studio.accounts.tokens import kept, new_token
from studio.errors import AccessRefused, NotFound, fault
from studio.pipeline.accounts import end_sessions
from studio.pipeline.opening import Studio
from studio.records.accounts import Account, AccountSession
from studio.store import audit
from studio.store.engine import reading, writing

SEEN_EVERY = timedelta(minutes=1)
"""How exactly it is kept when somebody was last here."""


class Step(StrEnum):
    """What a session still waits for."""

    CODE = "code"
    PASSWORD = "password"  # noqa: S105
    ENROL = "enrol"
    IN = "in"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody in a session. token: what the cookie carries."""

    account: Account
    session: AccountSession
    token: str

    @property
    def step(self) -> Step:
        """What the session waits for: a code first, then a password of one's own, then an authenticator."""
        account = self.account
        if account.code_secret and not self.session.second_factor:
            return Step.CODE
        if account.password_until is not None:
            return Step.PASSWORD
        if account.role in SECOND_FACTOR and not account.code_secret:
            return Step.ENROL
        return Step.IN


def sign_in(studio: Studio, login: str, password: str) -> str:
    """Begin a session; what its cookie shall carry. Raises AccessRefused, and says no more to strangers than that."""
    with reading(studio.engine) as session:
        found = session.exec(select(Account).where(Account.login == login.strip().lower())).first()
    right = fits(found.password if found else "", password)
    expired = bool(found and found.password_until and found.password_until < studio.now)
    if found is None or not right or expired or found.disabled_at is not None:
        raise AccessRefused(fault("accounts.sign-in-wrong"))
    token = new_token()
    with writing(studio.engine) as session:
        account = session.get_one(Account, found.id)
        if account.password != found.password or account.disabled_at is not None:
            raise AccessRefused(fault("accounts.sign-in-wrong"))
        sweep(session, studio)
        assert account.id is not None
        session.add(AccountSession(account_id=account.id, token=kept(token), began_at=studio.now, seen_at=studio.now))
        audit.append(session, studio.now, account.login, "account.signed-in", account.login, {})
    return token


def signed_in(studio: Studio, token: str) -> SignedIn | None:
    """Who carries a token; None where its session ended. That somebody is here is noted once a minute."""
    if not token:
        return None
    with reading(studio.engine) as session:
        found = alive(session, studio, token)
    if found is not None and studio.now - found.session.seen_at >= SEEN_EVERY:
        with writing(studio.engine) as session:
            again = alive(session, studio, token)
            if again is None:
                return None
            again.session.seen_at = studio.now
            session.add(again.session)
            return again
    return found


def glanced(studio: Studio, token: str) -> SignedIn | None:
    """As `signed_in`, without noting that somebody is here: for what a page asks for by itself."""
    if not token:
        return None
    with reading(studio.engine) as session:
        return alive(session, studio, token)


def alive(session: Session, studio: Studio, token: str) -> SignedIn | None:
    """The session of a token that has not ended."""
    row = session.exec(
        select(AccountSession, Account)
        .join(Account, col(Account.id) == AccountSession.account_id)
        .where(AccountSession.token == kept(token))
    ).first()
    if row is None:
        return None
    own, account = row
    if account.disabled_at is not None or ended(studio, own):
        return None
    return SignedIn(account, own, token)


def ended(studio: Studio, session: AccountSession) -> bool:
    """Whether a session has lasted too long, or was left too long."""
    desk = studio.settings.desk
    idle = studio.now - session.seen_at > timedelta(minutes=desk.idle_minutes)
    return idle or studio.now - session.began_at > timedelta(hours=desk.session_hours)


def sweep(session: Session, studio: Studio) -> None:
    """Forget the sessions that have ended."""
    for one in session.exec(select(AccountSession)).all():
        if ended(studio, one):
            session.delete(one)


def give_code(studio: Studio, here: SignedIn, code: str, secret: str = "") -> None:
    """Show a one-time code; with a secret, of an authenticator that is new. Raises AccessRefused: it does not fit."""
    with writing(studio.engine) as session:
        account = session.get_one(Account, here.account.id)
        if secret and account.code_secret:
            raise AccessRefused(fault("accounts.code-known"))
        step = codes.step_of(secret or account.code_secret, code, studio.now, account.code_step)
        if step is None:
            raise AccessRefused(fault("accounts.code-wrong"))
        if secret:
            account.code_secret = secret
            audit.append(session, studio.now, account.login, "account.authenticator", account.login, {})
        account.code_step = step
        own = session.get_one(AccountSession, here.session.id)
        own.second_factor = True
        session.add(account)
        session.add(own)


def change_password(studio: Studio, here: SignedIn, old: str, new: str) -> None:
    """A password of one's own; all other sessions end. Raises AccessRefused: the old one is wrong, the new one weak."""
    account = here.account
    wrong = [] if fits(account.password, old) else [fault("accounts.password-wrong")]
    same = [fault("accounts.password-same")] if old == new else []
    AccessRefused.raise_if([*wrong, *same, *weak(new, account.login, account.name)])
    with writing(studio.engine) as session:
        mine = session.get_one(Account, account.id)
        mine.password, mine.password_until = hashed(new), None
        end_sessions(session, mine, but=here.session.token)
        session.add(mine)
        audit.append(session, studio.now, mine.login, "account.password", mine.login, {})


def sign_out(studio: Studio, here: SignedIn) -> None:
    """End this session."""
    end_session(studio, here, here.session.id or 0)


def sessions_of(studio: Studio, login: str) -> list[AccountSession]:
    """The sessions of somebody that have not ended, the latest first."""
    with reading(studio.engine) as session:
        rows = session.exec(
            select(AccountSession)
            .join(Account, col(Account.id) == AccountSession.account_id)
            .where(Account.login == login)
            .order_by(col(AccountSession.began_at).desc(), col(AccountSession.id).desc())
        ).all()
    return [one for one in rows if not ended(studio, one)]


def end_session(studio: Studio, here: SignedIn, number: int) -> None:
    """End one of one's own sessions. Raises NotFound: it is somebody else's, or over."""
    with writing(studio.engine) as session:
        one = session.get(AccountSession, number)
        if one is None or one.account_id != here.account.id:
            raise NotFound(fault("accounts.session-unknown", number))
        session.delete(one)
