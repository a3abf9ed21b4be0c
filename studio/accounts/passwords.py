"""Passwords: how they are kept, and which are too weak."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterator
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from studio.errors import Fault, fault

HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
"""Argon2id, 19 MiB, two passes. Source: OWASP, Password Storage Cheat Sheet."""
SHORTEST, LONGEST = 12, 200
"""Characters of a password. Source: NIST SP 800-63B-4, 3.1.1.2, which wants 8 beside a second factor and 15 without."""
FEWEST_DIFFERENT = 5
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of one-time passwords: nothing that looks alike."""


def hashed(password: str) -> str:
    """How a password is kept: Argon2id with its parameters and salt."""
    return HASHER.hash(_normal(password))


def fits(kept: str, password: str) -> bool:
    """Whether a password is the one that is kept; as slow where nothing is kept as where something is."""
    try:
        return HASHER.verify(kept or _nobodys(), _normal(password)) and bool(kept)
    except (VerificationError, InvalidHashError):
        return False


def weak(password: str, *known: str) -> Iterator[Fault]:
    """Everything that is wrong with a new password. known: words that others know, as the sign-in name."""
    normal = _normal(password)
    if len(normal) < SHORTEST:
        yield fault("accounts.password-short", least=SHORTEST)
    if len(normal) > LONGEST:
        yield fault("accounts.password-long", most=LONGEST)
    if normal and len(set(normal)) < FEWEST_DIFFERENT:
        yield fault("accounts.password-plain")
    for word in known:
        if len(word) >= 3 and _normal(word).casefold() in normal.casefold():
            yield fault("accounts.password-known", word=word)


def one_time_password() -> str:
    """A password to be told once and replaced at once: four groups of five, 99 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))


def _normal(password: str) -> str:
    """The same password however it was typed. Source: NIST SP 800-63B-4, 3.1.1.2: NFKC."""
    return unicodedata.normalize("NFKC", password)


@cache
def _nobodys() -> str:
    return HASHER.hash(secrets.token_hex(16))
