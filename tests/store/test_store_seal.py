"""Sealed identities: any custodian opens them, nobody else does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import StoreFault
from studio.store.seal import new_key, seal, unseal

FIRST, SECOND, STRANGER = new_key(), new_key(), new_key()


def code(refused: pytest.ExceptionInfo[StoreFault]) -> str:
    return refused.value.faults[0].code


@given(identity=st.text(st.characters(codec="utf-8")))
def test_every_custodian_reads_what_was_sealed_and_it_shows_nothing(identity: str) -> None:
    sealed = seal(identity, [FIRST[1], SECOND[1]], "S-0042")
    assert unseal(sealed, FIRST[0], "S-0042") == identity
    assert unseal(sealed, SECOND[0] + "\n", "S-0042") == identity
    assert len(identity) < 4 or identity.encode() not in sealed


def test_the_same_identity_sealed_twice_looks_different() -> None:
    assert seal("ឈ្មោះ", [FIRST[1]], "S-1") != seal("ឈ្មោះ", [FIRST[1]], "S-1")


def test_a_strangers_key_does_not_open_it() -> None:
    sealed = seal("name", [FIRST[1]], "S-0042")
    for secret in (STRANGER[0], "AGE-SECRET-KEY-1NONSENSE", "", FIRST[1]):
        with pytest.raises(StoreFault) as refused:
            unseal(sealed, secret, "S-0042")
        assert code(refused) == "store.seal-closed"
        assert "name" not in str(refused.value)


def test_a_changed_seal_does_not_open() -> None:
    sealed = bytearray(seal("name", [FIRST[1]], "S-0042"))
    sealed[-1] ^= 1
    for broken in (bytes(sealed), b"", b"no age file"):
        with pytest.raises(StoreFault) as refused:
            unseal(broken, FIRST[0], "S-0042")
        assert code(refused) == "store.seal-closed"


def test_without_a_custodian_nothing_is_kept_open() -> None:
    with pytest.raises(StoreFault) as refused:
        seal("name", [], "S-0042")
    assert code(refused) == "store.seal-without-recipients"


def test_a_bad_public_key_is_named() -> None:
    with pytest.raises(StoreFault) as refused:
        seal("name", [FIRST[1], "age1wrong"], "S-0042")
    assert code(refused) == "store.seal-recipient-bad"
    assert refused.value.faults[0].values["value"] == "age1wrong"
