"""One-time codes of an authenticator. Source: RFC 6238, with the usual 30 seconds, six digits and SHA-1."""

from __future__ import annotations

import hmac
import re
from datetime import datetime

import pyotp

STEP_S = 30
DRIFT = 1
"""Steps by which a telephone's clock may be off, either way. Source: RFC 6238 5.2."""
KHMER_DIGITS = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")


def new_secret() -> str:
    """A fresh secret, 160 bits in base32."""
    return pyotp.random_base32(32)


def is_secret(text: str) -> bool:
    """Whether it is a secret as `new_secret` makes them."""
    return re.fullmatch("[A-Z2-7]{32}", text) is not None


def address(secret: str, login: str, issuer: str) -> str:
    """What an authenticator reads from a QR code: otpauth://totp/…"""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=issuer)


def step_of(secret: str, code: str, now: datetime, last: int) -> int | None:
    """The step that a code belongs to; None for a wrong one, or one not later than the last that was used.

    now: aware. Digits may be Khmer, spaces are left out.
    """
    typed = "".join(code.split()).translate(KHMER_DIGITS)
    current = int(now.timestamp()) // STEP_S
    for step in range(current - DRIFT, current + DRIFT + 1):
        known = pyotp.TOTP(secret).generate_otp(step)
        if hmac.compare_digest(known.encode(), typed.encode()) and step > last:
            return step
    return None
