"""The receipt of a report: ten digits that can be read out on the telephone, worked out from its number."""

from __future__ import annotations

import hashlib

DIGITS = 10


def receipt_of(root_uuid: str, attempt: int = 0) -> str:
    """A receipt "482 913 5067": never a Cambodian telephone number, since it does not begin with 0.

    attempt: 0, and one more for each report that already has the same receipt. The last digit checks the others.
    Source: ISO/IEC 7812-1 annex B, Luhn.
    """
    spread = int.from_bytes(hashlib.sha256(f"{root_uuid}:{attempt}".encode()).digest()[:8])
    body = str(10 ** (DIGITS - 2) + spread % (9 * 10 ** (DIGITS - 2)))
    digits = body + str(check_digit(body))
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def check_digit(body: str) -> int:
    """The digit that makes a number hold."""
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body))]
    return -sum(value // 10 + value % 10 for value in doubled) % 10


def holds(receipt: str) -> bool:
    """Whether somebody read or typed a receipt without a slip: spaces and hyphens do not matter."""
    digits = receipt.replace(" ", "").replace("-", "")
    return len(digits) == DIGITS and digits.isdecimal() and check_digit(digits[:-1]) == int(digits[-1])
