"""A delivery killed at several moments, each time in a process of its own, ends as if it had never been interrupted."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import obstore
import pytest
from lxml import etree
from moto.server import ThreadedMotoServer
from obstore.store import S3Store

from studio.publishing import addresses
from studio.publishing.publish import publish
from studio.publishing.values import Both, Channel, PublishedEpisode

SHOW = "0b0f7c1e-6a0e-5a64-9d3b-5b7d3b0c2a12"
PROGRAM = """
import os, signal, sys
from pathlib import Path
from studio.publishing.targets.deliver import deliver
from studio.publishing.targets.folder import FolderTarget
from studio.publishing.targets.remote import Remote, deliver_to
from studio.publishing.targets.secrets import Secrets
from studio.publishing.targets.storage import Bucket, StorageTarget
kind, root, where, show, at = sys.argv[1:]

def tell(stage, done, total):
    if done == int(at) or (done == total and int(at) > total):
        os.kill(os.getpid(), signal.SIGKILL)

if kind == "folder":
    deliver(Path(root), show, FolderTarget(Path(where), Path(root)), tell)
elif kind == "storage":
    deliver(Path(root), show, StorageTarget(Bucket("radio", "voices", where), Secrets("a", "b")), tell)
else:
    folder, _, transport = where.rpartition("|")
    deliver_to(Path(root), show, Remote("nowhere.invalid", folder, transport=transport), tell)
"""
PIPE = """#!/bin/sh
# rsync calls this as a shell of another machine: OPTIONS HOST COMMAND…
while [ "$1" = -l ]; do shift 2; done
shift
exec sh -c "$*"
"""
NEVER, LAST = 0, 99_999
There = Callable[[], Mapping[str, bytes]]


def below(root: Path) -> dict[str, bytes]:
    """Everything that a host would serve."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    names = ((path.relative_to(root).as_posix(), path) for path in files)
    return {name: path.read_bytes() for name, path in names if not any(part[0] == "." for part in name.split("/"))}


@pytest.fixture(scope="module")
def storage() -> Iterator[str]:
    """Storage on this machine that honours conditions, with one bucket."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    address = "http://{}:{}".format(*server.get_host_and_port())
    connection = HTTPConnection(urlsplit(address).netloc)
    connection.request("PUT", "/radio")
    assert connection.getresponse().status == 200
    connection.close()
    yield address
    server.stop()


@pytest.fixture(params=["folder", "storage", "rsync"])
def place(request: pytest.FixtureRequest, required: Any, tmp_path: Path) -> tuple[str, str, There]:
    """The kind of a target, where it is, and what lies there."""
    folder = tmp_path / "elsewhere" / "host"
    if request.param == "folder":
        return "folder", str(folder), lambda: below(folder)
    if request.param == "rsync":
        required("rsync", "apt-get install rsync")
        pipe = tmp_path / "pipe"
        pipe.write_text(PIPE)
        pipe.chmod(0o755)
        folder.parent.mkdir()
        return "rsync", f"{folder}|{pipe}", lambda: below(folder)
    address: str = request.getfixturevalue("storage")
    given: dict[str, Any] = {"region": "us-east-1", "access_key_id": "a", "secret_access_key": "b"}
    store = S3Store("radio", prefix="voices", endpoint=address, client_options={"allow_http": True}, **given)

    def there() -> dict[str, bytes]:
        names = [one["path"] for chunk in obstore.list(store) for one in chunk]
        return {name: bytes(obstore.get(store, name).bytes()) for name in names if not name.startswith(".")}

    return "storage", address, there


def started(kind: str, site: Path, where: str, at: int) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-c", PROGRAM, kind, str(site), where, SHOW, str(at)]
    return subprocess.Popen(words, start_new_session=True, stdin=subprocess.DEVNULL)


def points_at_what_is_there(there: Mapping[str, bytes], feeds: tuple[bytes, bytes]) -> bool:
    """Whether the feed that is there is one of these, whole, and all that it points at of ours is there."""
    feed = there.get(addresses.FEED)
    if feed is None:
        return True
    base = "https://radio.example.org/"
    found = etree.fromstring(feed).iter("enclosure", "{*}transcript", "{*}chapters")
    wanted = {one.get("url").removeprefix(base) for one in found if one.get("url")}
    return feed in feeds and bool(wanted) and wanted <= set(there)


def test_law_killed_anywhere_and_run_again_it_ends_the_same(
    place: tuple[str, str, There], site: Path, channel: Channel, episodes: tuple[PublishedEpisode, ...]
) -> None:
    kind, where, there = place
    feeds = [(site / addresses.FEED).read_bytes()]
    for again in (False, True):
        steps = (1, 2, 3, LAST) if kind == "rsync" else (1, 2, 4, 8, LAST)
        if again:
            edited = replace(episodes[0], title=Both("ថ្មី", "New"), enclosure=episodes[2].enclosure)
            publish(channel, (edited, episodes[1]), site)
            feeds.append((site / addresses.FEED).read_bytes())
        for at in steps:
            done = started(kind, site, where, at)
            assert done.wait(60) == -signal.SIGKILL, at
            assert points_at_what_is_there(there(), (feeds[0], feeds[-1]))
        assert started(kind, site, where, NEVER).wait(60) == 0
        assert there() == below(site)
    assert feeds[0] != feeds[1]


@pytest.mark.parametrize("arrived", [1, 10, 60])
def test_rsync_killed_with_all_that_it_started_goes_on_the_next_time(
    required: Any, site: Path, tmp_path: Path, arrived: int
) -> None:
    required("rsync", "apt-get install rsync")
    folder, pipe = tmp_path / "elsewhere" / "host", tmp_path / "pipe"
    folder.parent.mkdir()
    pipe.write_text(PIPE)
    pipe.chmod(0o755)
    running = started("rsync", site, f"{folder}|{pipe}", NEVER)
    while running.poll() is None and (not folder.is_dir() or len(below(folder)) < arrived):
        time.sleep(0.002)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait(60)
    assert points_at_what_is_there(below(folder), ((site / addresses.FEED).read_bytes(), b""))
    assert all(path in below(site) for path in below(folder)), "nothing half is there under a name of its own"
    assert started("rsync", site, f"{folder}|{pipe}", NEVER).wait(60) == 0
    assert below(folder) == below(site)
