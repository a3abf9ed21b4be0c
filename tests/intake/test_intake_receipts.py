"""Receipts: ten digits to read out, the same for the same report, and a slip is noticed."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from studio.intake.receipts import holds, receipt_of

UUIDS = st.uuids(version=4).map(str)


@given(UUIDS, st.integers(0, 5))
def test_law_a_receipt_depends_on_its_report_alone(root_uuid: str, attempt: int) -> None:
    receipt = receipt_of(root_uuid, attempt)
    assert receipt == receipt_of(root_uuid, attempt)
    assert re.fullmatch(r"[1-9]\d\d \d{3} \d{4}", receipt)
    assert holds(receipt) and holds(receipt.replace(" ", "-"))


@given(UUIDS, st.integers(0, 9), st.integers(1, 9))
def test_law_one_wrong_digit_is_noticed(root_uuid: str, place: int, off: int) -> None:
    digits = receipt_of(root_uuid).replace(" ", "")
    wrong = digits[:place] + str((int(digits[place]) + off) % 10) + digits[place + 1 :]
    assert not holds(wrong)


def test_what_is_no_receipt_does_not_hold() -> None:
    for text in ("", "12345", "abc def ghij", "៤៨២ ៩១៣ ៥០៦៧x"):
        assert not holds(text)


def test_another_attempt_gives_another_receipt() -> None:
    assert len({receipt_of("6b1f6a52-8c1d-4d2e-9a54-0d7f3a0c1e11", attempt) for attempt in range(20)}) == 20
