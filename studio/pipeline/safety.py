"""Backups, the vault and the audit chain, as the doors ask for them."""

from __future__ import annotations

from pathlib import Path

from studio.errors import Fault
from studio.pipeline.opening import Studio
from studio.store import audit
from studio.store.backup import backup, restore
from studio.store.engine import reading
from studio.store.workspace import Workspace


def backup_workspace(studio: Studio, target: Path) -> int:
    """Copy the workspace as it stands; how many files. Raises StoreFault."""
    return backup(studio.workspace, studio.engine, target)


def restore_workspace(source: Path, target: Path, url: str) -> int:
    """Bring a backup back; how many files. Raises StoreFault."""
    return restore(source, Workspace(target), url)


def vault_faults(studio: Studio) -> tuple[int, tuple[Fault, ...]]:
    """How many files the vault holds, and each that is damaged."""
    digests = list(studio.workspace.vault.digests())
    found = []
    for done, fault in enumerate(studio.workspace.vault.verified(digests), start=1):
        studio.tell("Reading the vault", done, len(digests))
        found += [fault] if fault else []
    return len(digests), tuple(found)


def audit_faults(studio: Studio) -> tuple[int, str, tuple[Fault, ...]]:
    """How many events the audit chain has, its head to publish, and each break in it."""
    with reading(studio.engine) as session:
        count, head = audit.head(session)
        return count, head, tuple(audit.faults(session))
