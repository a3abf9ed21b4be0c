"""The list of what was brought to a target, as text. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable

from studio.errors import PublishRefused
from studio.publishing.bags.forms import is_inside
from studio.publishing.targets.values import RECORD

VERSION = 1


def record_text(show: str, paths: Iterable[str]) -> bytes:
    """The list. show: the podcast's guid, so that one show never sweeps away another one."""
    tree = {"version": VERSION, "show": show, "files": sorted(paths)}
    return (json.dumps(tree, ensure_ascii=False, indent=0) + "\n").encode()


def read_record(content: bytes | None, show: str, where: str) -> frozenset[str]:
    """The paths in a list; none where there is no list yet.

    Raises PublishRefused where it cannot be read, leads outside, or is another show's.
    """
    if content is None:
        return frozenset()
    try:
        tree = json.loads(content)
        found, theirs = frozenset(map(str, tree["files"])), str(tree["show"])
    except (ValueError, KeyError, TypeError) as error:
        raise PublishRefused.because("delivery.record-bad", where, name=RECORD, reason=str(error)) from error
    if theirs != show:
        raise PublishRefused.because("delivery.other-show", where, name=RECORD, found=theirs)
    for path in found:
        if not is_inside(path) or path == RECORD:
            raise PublishRefused.because("delivery.record-bad", where, name=RECORD, reason=path)
    return found
