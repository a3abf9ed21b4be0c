"""Sealed identities: closed with the custodian's public keys, opened with the custodian's own.

This machine holds public keys only. Source: age, C2SP specification, X25519 recipients.
"""

from __future__ import annotations

from collections.abc import Sequence

from pyrage import DecryptError, IdentityError, RecipientError, decrypt, encrypt, x25519

from studio.errors import StoreFault, fault


def new_key() -> tuple[str, str]:
    """A fresh key: the custodian's secret (AGE-SECRET-KEY-…) and its public part (age1…)."""
    identity = x25519.Identity.generate()
    return str(identity), str(identity.to_public())


def seal(identity: str, recipients: Sequence[str], where: str) -> bytes:
    """Close a person's identity for the custodians. where: the source's code, for the fault.

    Raises StoreFault where there is no recipient or one is no age public key.
    """
    if not recipients:
        raise StoreFault(fault("store.seal-without-recipients", where))
    keys = []
    for recipient in recipients:
        try:
            keys.append(x25519.Recipient.from_str(recipient))
        except RecipientError as error:
            raise StoreFault(fault("store.seal-recipient-bad", where, value=recipient)) from error
    return bytes(encrypt(identity.encode("utf-8"), keys))


def unseal(sealed: bytes, secret: str, where: str) -> str:
    """Open a sealed identity with the custodian's secret. Raises StoreFault where the key does not fit."""
    try:
        opened = decrypt(sealed, [x25519.Identity.from_str(secret.strip())])
    except (DecryptError, IdentityError) as error:
        raise StoreFault(fault("store.seal-closed", where)) from error
    return bytes(opened).decode("utf-8")
