"""Other places that get what is published, as the settings name them: [targets.NAME]."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.errors import NotFound, fault
from studio.pipeline.opening import Studio
from studio.publishing.targets.deliver import deliver
from studio.publishing.targets.folder import FolderTarget
from studio.publishing.targets.remote import Remote, deliver_to
from studio.publishing.targets.secrets import secrets_of
from studio.publishing.targets.storage import Bucket, StorageTarget
from studio.publishing.targets.values import Difference
from studio.settings import TargetSection


@dataclass(frozen=True, slots=True)
class Delivered:
    """What was, or would be, changed at a target. place: where it is, as people write it."""

    name: str
    place: str
    difference: Difference


def targets_named(studio: Studio, names: tuple[str, ...]) -> dict[str, TargetSection]:
    """Targets by their names in the settings. Raises NotFound with every name that is not there, and the nearest."""
    known = studio.settings.targets
    NotFound.raise_if(
        fault("delivery.target-unknown", name, near=", ".join(difflib.get_close_matches(name, known) or known) or "–")
        for name in names
        if name not in known
    )
    return {name: known[name] for name in names}


def deliver_published(
    studio: Studio,
    name: str,
    section: TargetSection,
    *,
    dry_run: bool = False,
    environ: Mapping[str, str] = os.environ,
) -> Delivered:
    """Bring what is published to a target, or say what that would change.

    Raises PublishRefused, ExtraMissing, and Conflict where somebody else publishes to it at the same time.
    """
    root, show = studio.workspace.feeds, studio.settings.show.guid
    if section.kind == "rsync":
        remote = Remote(
            section.host, section.path, section.user, section.port, _file(section.identity), _file(section.known_hosts)
        )
        return Delivered(name, remote.name, deliver_to(root, show, remote, studio.tell, dry_run=dry_run))
    target: FolderTarget | StorageTarget
    if section.kind == "s3":
        secrets = secrets_of(section.credentials, studio.workspace.root, environ, name)
        target = StorageTarget(
            Bucket(section.bucket, section.prefix.strip("/"), section.endpoint, section.region), secrets
        )
    else:
        target = FolderTarget(studio.workspace.root / Path(section.path).expanduser(), root)
    return Delivered(name, target.name, deliver(root, show, target, studio.tell, dry_run=dry_run))


def _file(named: str) -> str:
    return str(Path(named).expanduser()) if named else ""
