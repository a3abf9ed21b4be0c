"""A file is measured once, unless it is too young for its times to tell it from another."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from studio.units import digest_of
from studio.web.site.address import Place
from studio.web.site.digests import SETTLED_NS, Digests
from studio.web.site.opening import Opened, open_below


def opened_at(root: Path, age_ns: int, inode: int = 7) -> Opened:
    """The file a.mp3 with times that long ago."""
    opened = open_below(root, Place(("a.mp3",)))
    assert isinstance(opened, Opened)
    then = time.time_ns() - age_ns
    return replace(opened, signature=(1, inode, opened.size, then, then))


def measured(digests: Digests, opened: Opened, path: Path, content: bytes) -> str:
    """The digest that is told after the bytes were changed under the same signature."""
    path.write_bytes(content)
    return digests.of(opened)


def test_a_settled_file_is_measured_once(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"one")
    digests, opened = Digests(), opened_at(tmp_path, SETTLED_NS * 2)
    with opened.file:
        assert digests.of(opened) == digest_of(b"one")
        assert measured(digests, opened, path, b"two") == digest_of(b"one")


def test_a_young_file_is_measured_each_time(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"one")
    digests, opened = Digests(), opened_at(tmp_path, 0)
    with opened.file:
        assert digests.of(opened) == digest_of(b"one")
        assert measured(digests, opened, path, b"two") == digest_of(b"two")


def test_only_the_latest_are_remembered(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(b"one")
    digests = Digests(most=2)
    files = [opened_at(tmp_path, SETTLED_NS * 2, inode) for inode in range(3)]
    for opened in (files[0], files[1], files[0], files[2]):
        digests.of(opened)
    path.write_bytes(b"two")
    assert digests.of(files[0]) == digests.of(files[2]) == digest_of(b"one")
    assert digests.of(files[1]) == digest_of(b"two")
    for opened in files:
        opened.file.close()
