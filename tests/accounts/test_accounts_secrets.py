"""Passwords, codes and tokens: kept so that nobody can read them back, and judged as their standards have it."""

from __future__ import annotations

import base64
import unicodedata
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.accounts import codes
from studio.accounts.passwords import ALPHABET, fits, hashed, one_time_password, weak
from studio.accounts.tokens import form_fits, form_token, kept, new_token

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
LONG = "ត្រី ទន្លេ ស្វាយ អណ្តូង"


def said(password: str, *known: str) -> list[str]:
    return [one.code for one in weak(password, *known)]


def test_a_password_is_kept_as_argon2id_with_what_owasp_wants() -> None:
    first, second = hashed(LONG), hashed(LONG)
    assert first.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert first != second
    assert LONG not in first
    assert fits(first, LONG) and not fits(first, LONG + " ")


def test_a_password_fits_however_it_was_typed() -> None:
    typed = "café noix rivière"
    assert fits(hashed(unicodedata.normalize("NFD", typed)), unicodedata.normalize("NFC", typed))


@pytest.mark.parametrize("nothing", ["", "no digest at all", "$argon2id$v=19$broken"])
def test_where_nothing_is_kept_nothing_fits(nothing: str) -> None:
    assert not fits(nothing, "")
    assert not fits(nothing, LONG)


@pytest.mark.parametrize(
    ("password", "known", "faults"),
    [
        (LONG, (), []),
        ("short", (), ["accounts.password-short"]),
        ("", (), ["accounts.password-short"]),
        ("aaaaaaaaaaaaaaa", (), ["accounts.password-plain"]),
        ("x" * 201, (), ["accounts.password-long", "accounts.password-plain"]),
        ("Sokha-and-the-river", ("sokha", ""), ["accounts.password-known"]),
        ("a", ("a",), ["accounts.password-short", "accounts.password-plain"]),
    ],
)
def test_a_weak_password_is_told_with_all_that_is_wrong(
    password: str, known: tuple[str, ...], faults: list[str]
) -> None:
    assert said(password, *known) == faults


def test_one_time_passwords_are_good_ones_and_never_the_same() -> None:
    many = {one_time_password() for _ in range(200)}
    assert len(many) == 200
    for one in many:
        assert said(one) == []
        assert set(one) <= set(ALPHABET) | {"-"}
        assert len(one) == 23


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """Source: RFC 6238 appendix B, SHA-1, its eight digits cut to the usual six."""
    moment = datetime.fromtimestamp(seconds, UTC)
    assert codes.step_of(RFC_SECRET, code, moment, 0) == seconds // 30


@settings(max_examples=30)
@given(drift=st.integers(-5, 5))
def test_law_a_code_is_good_for_a_step_either_way_and_once(drift: int) -> None:
    secret, own = codes.new_secret(), int(NOW.timestamp()) // 30
    moment = NOW + timedelta(seconds=30 * drift)
    code = codes.pyotp.TOTP(secret).at(moment)
    step = codes.step_of(secret, code, NOW, 0)
    assert step == (own + drift if abs(drift) <= 1 else None)
    if step is not None:
        assert codes.step_of(secret, code, NOW, step) is None


def test_a_code_may_be_typed_in_khmer_digits_and_with_spaces() -> None:
    secret = codes.new_secret()
    code = codes.pyotp.TOTP(secret).at(NOW)
    typed = " ".join(code).translate(str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩"))
    assert codes.step_of(secret, typed, NOW, 0) is not None
    assert codes.step_of(secret, "", NOW, 0) is None
    assert codes.step_of(secret, "ក" * 6, NOW, 0) is None


def test_an_authenticator_reads_the_address() -> None:
    secret = codes.new_secret()
    parts = urlsplit(codes.address(secret, "sokha.btb", "Studio សំឡេង"))
    assert (parts.scheme, parts.netloc) == ("otpauth", "totp")
    assert parse_qs(parts.query) == {"secret": [secret], "issuer": ["Studio សំឡេង"]}


def test_what_is_kept_of_a_token_does_not_open_anything() -> None:
    token = new_token()
    assert token != new_token()
    assert len(kept(token)) == 64
    assert kept(token) == kept(token) != kept(kept(token))


def test_a_form_belongs_to_one_session() -> None:
    mine, other = new_token(), new_token()
    assert form_fits(mine, form_token(mine))
    assert not form_fits(mine, form_token(other))
    assert not form_fits(mine, "")
    assert not form_fits(mine, "\udcff")
