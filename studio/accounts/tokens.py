"""Tokens: what a cookie or a link carries is kept as a digest only."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from studio.units import Digest, digest_of

BYTES = 32


def new_token() -> str:
    """A fresh token for a cookie, a link or a form: 256 bits in base64url."""
    return secrets.token_urlsafe(BYTES)


def kept(token: str) -> Digest:
    """What is kept of a token."""
    return digest_of(token.encode("utf-8", "surrogatepass"))


def form_token(session: str) -> str:
    """What every form of a session carries. session: the token in its cookie."""
    return hmac.new(session.encode("utf-8", "surrogatepass"), b"form", hashlib.sha256).hexdigest()


def form_fits(session: str, given: str) -> bool:
    """Whether a form belongs to a session."""
    return hmac.compare_digest(form_token(session).encode(), given.encode("utf-8", "surrogatepass"))
