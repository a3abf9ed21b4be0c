"""gone.json: what was published once and is not any more, for which a server answers "410 Gone"."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from studio.errors import PublishRefused
from studio.publishing.addresses import GONE
from studio.store.files import write_text


def gone(root: Path) -> frozenset[str]:
    """The paths in the list; empty where there is none.

    Raises PublishRefused where it is no list of paths, so that a slip of the pen opens nothing again.
    """
    path = root / GONE
    if not path.is_file():
        return frozenset()
    try:
        listed = json.loads(path.read_bytes())
    except ValueError as error:
        raise PublishRefused.because("publishing.manifest-bad", GONE, reason=str(error)) from error
    if not isinstance(listed, list) or not all(isinstance(each, str) and each.strip("/") for each in listed):
        raise PublishRefused.because("publishing.manifest-bad", GONE, reason='["media/….mp3", …]')
    return frozenset(listed)


def change_gone(root: Path, *, goes: Iterable[str] = (), comes: Iterable[str] = ()) -> None:
    """Add paths that are published no more, take out those that are again; other lines stay as they are."""
    before = gone(root)
    after = (before | frozenset(goes)) - frozenset(comes)
    if after != before:
        write_text(root / GONE, json.dumps(sorted(after), ensure_ascii=False, indent=0) + "\n")
