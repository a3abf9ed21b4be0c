"""Targets: a folder and storage get the same, in order, once, and after any interruption the same again."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import obstore
import pytest
from moto.server import ThreadedMotoServer
from obstore.store import S3Store

from studio.errors import Conflict, PublishRefused
from studio.publishing import addresses
from studio.publishing.kinds import kind_of
from studio.publishing.publish import publish
from studio.publishing.targets.deliver import deliver
from studio.publishing.targets.folder import FolderTarget
from studio.publishing.targets.secrets import Secrets, secrets_of
from studio.publishing.targets.storage import Bucket, StorageTarget
from studio.publishing.targets.values import FEED, MEDIA, RECORD, in_order, leaving_order, stage
from studio.publishing.values import Both, Channel, PublishedEpisode
from studio.units import digest_of

SHOW = "0b0f7c1e-6a0e-5a64-9d3b-5b7d3b0c2a12"
SECRETS = Secrets("AKIDPLANTED", "planted-secret")
HASTY = {"max_retries": 0, "retry_timeout": timedelta(seconds=5)}


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def below(root: Path) -> dict[str, bytes]:
    """Everything that a host would serve."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {
        name: path.read_bytes() for path in files if not (name := path.relative_to(root).as_posix()).startswith(".")
    }


@pytest.fixture(scope="session")
def storage_server() -> Iterator[str]:
    """Storage on this machine that honours conditions."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


class Storage:
    """A bucket of its own, seen from both sides."""

    def __init__(self, endpoint: str, bucket: str) -> None:
        given: dict[str, Any] = {"region": "us-east-1", "access_key_id": "a", "secret_access_key": "b"}
        options = {"client_options": {"allow_http": True}, "endpoint": endpoint, **given}
        self.store = S3Store(bucket, prefix="voices", **options)
        self.endpoint, self.bucket = endpoint, bucket

    @property
    def target(self) -> StorageTarget:
        return StorageTarget(Bucket(self.bucket, "voices", self.endpoint), SECRETS, HASTY)

    def below(self) -> dict[str, bytes]:
        names = [one["path"] for chunk in obstore.list(self.store) for one in chunk]
        return {name: bytes(obstore.get(self.store, name).bytes()) for name in names if not name.startswith(".")}


@pytest.fixture
def storage(storage_server: str, request: pytest.FixtureRequest) -> Storage:
    """A bucket of its own."""
    name = f"b{digest_of(request.node.nodeid.encode())[:16]}"
    connection = HTTPConnection(urlsplit(storage_server).netloc)
    connection.request("PUT", f"/{name}")
    assert connection.getresponse().status == 200
    connection.close()
    return Storage(storage_server, name)


class Stopping:
    """A target that is cut off at a step, as a killed program is: before it, or after it was done and nobody heard."""

    def __init__(self, target: Any, at: int, *, after: bool) -> None:
        self._target, self._left, self._after, self.name = target, at, after, target.name

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._target, name)
        if name not in ("put", "write", "remove"):
            return call

        def step(*given: Any) -> Any:
            self._left -= 1
            if self._left == 0 and not self._after:
                raise KeyboardInterrupt
            done = call(*given)
            if self._left == 0:
                raise KeyboardInterrupt
            return done

        return step


class Listening:
    """A target that writes down what is done to it."""

    def __init__(self, target: Any) -> None:
        self._target, self.name, self.steps = target, target.name, list[tuple[str, str]]()

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._target, name)
        if name not in ("put", "write", "remove"):
            return call

        def step(path: str, *given: Any) -> Any:
            self.steps.append((name, path))
            return call(path, *given)

        return step


@pytest.fixture(params=["folder", "storage"])
def place(request: pytest.FixtureRequest, tmp_path: Path, site: Path) -> tuple[Any, Any]:
    """A new target of each kind, and what lies there."""
    if request.param == "folder":
        root = tmp_path / "elsewhere" / "host"
        return (lambda: FolderTarget(root, site)), (lambda: below(root))
    storage: Storage = request.getfixturevalue("storage")
    return (lambda: storage.target), storage.below


def test_a_target_gets_what_is_published_and_the_second_time_nothing(place: tuple[Any, Any], site: Path) -> None:
    target, there = place
    planned = deliver(site, SHOW, target(), silent, dry_run=True)
    assert there() == {}
    assert deliver(site, SHOW, target(), silent) == planned
    assert there() == below(site)
    assert planned.bytes == sum(map(len, below(site).values()))
    assert (planned.changed, planned.removed) == ((), ())
    again = Listening(target())
    assert deliver(site, SHOW, again, silent).bytes == 0
    assert again.steps == []


def test_media_come_first_the_feed_last_and_then_what_is_gone(
    place: tuple[Any, Any], site: Path, channel: Channel, episodes: tuple[PublishedEpisode, ...]
) -> None:
    target, there = place
    deliver(site, SHOW, target(), silent)
    edited = replace(episodes[0], title=Both("ថ្មី", "New"))
    publish(channel, (edited, *episodes[2:]), site)
    watched = Listening(target())
    found = deliver(site, SHOW, watched, silent)
    assert there() == below(site)
    assert addresses.FEED in found.changed
    assert found.removed
    steps = [one for one in watched.steps if one[1] != RECORD]
    sent = [path for kind, path in steps if kind == "put"]
    assert sent[-1] == addresses.FEED
    assert [stage(path) for path in sent] == sorted(stage(path) for path in sent)
    assert [kind for kind, _ in steps] == ["put"] * len(sent) + ["remove"] * len(found.removed)
    assert watched.steps[0] == watched.steps[-1] == ("write", RECORD)


def test_interrupted_anywhere_and_run_again_it_is_the_same(
    place: tuple[Any, Any], site: Path, channel: Channel, episodes: tuple[PublishedEpisode, ...]
) -> None:
    target, there = place
    deliver(site, SHOW, target(), silent)
    publish(channel, episodes[1:], site)
    steps = Listening(FolderTarget(site.parent / "measured", site))
    deliver(site, SHOW, steps, silent)
    count = len(steps.steps)
    for at, after in [(1, True), (2, False), (count // 2, True), (count, False)]:
        stopping = Stopping(target(), at, after=after)
        try:
            deliver(site, SHOW, stopping, silent)
        except KeyboardInterrupt:
            feed = there().get(addresses.FEED, b"")
            assert feed == b"" or feed.endswith(b"</rss>\n")
    deliver(site, SHOW, target(), silent)
    assert there() == below(site)


def test_what_others_put_there_stays(place: tuple[Any, Any], site: Path, tmp_path: Path) -> None:
    target, there = place
    target().write("others/letter.txt", b"ours", None)
    deliver(site, SHOW, target(), silent)
    shutil.rmtree(site)
    assert there()["others/letter.txt"] == b"ours"
    with pytest.raises(PublishRefused):
        deliver(site, SHOW, target(), silent)
    assert len(there()) > 10


def test_another_show_is_not_swept_away(place: tuple[Any, Any], site: Path) -> None:
    target, there = place
    deliver(site, "another-guid", target(), silent)
    before = there()
    with pytest.raises(PublishRefused) as refused:
        deliver(site, SHOW, target(), silent)
    assert [one.code for one in refused.value.faults] == ["delivery.other-show"]
    assert there() == before


def test_a_damaged_file_does_not_travel(place: tuple[Any, Any], site: Path) -> None:
    target, there = place
    damaged = [site / "index.html", next((site / "media").rglob("*.mp3"))]
    for path in damaged:
        content = bytearray(path.read_bytes())
        content[0] ^= 1
        path.write_bytes(content)
    with pytest.raises(PublishRefused) as refused:
        deliver(site, SHOW, target(), silent)
    assert {one.where for one in refused.value.faults} == {str(path.relative_to(site)) for path in damaged}
    assert there() == {}


def test_objects_say_what_they_are_and_how_long_they_may_be_kept(storage: Storage, site: Path) -> None:
    deliver(site, SHOW, storage.target, silent)
    for path in below(site):
        said: Mapping[str, str] = obstore.get(storage.store, path).attributes
        kind = kind_of(path)
        assert (said["Content-Type"], said["Cache-Control"]) == (kind.type, kind.cache)
        assert ("immutable" in said["Cache-Control"]) == (stage(path) == MEDIA)


def test_two_publishers_do_not_overwrite_one_another_unseen(storage: Storage, site: Path) -> None:
    deliver(site, SHOW, storage.target, silent)
    seen = storage.target.seen()[addresses.FEED]
    obstore.put(storage.store, addresses.FEED, b"<rss>theirs</rss>\n")
    with pytest.raises(Conflict) as refused:
        storage.target.write(addresses.FEED, b"ours", seen)
    assert refused.value.faults[0].code == "delivery.meanwhile"
    with pytest.raises(Conflict):
        storage.target.write(addresses.FEED, b"ours", None)
    assert storage.below()[addresses.FEED] == b"<rss>theirs</rss>\n"
    assert deliver(site, SHOW, storage.target, silent).changed == (addresses.FEED,)


def test_an_answer_that_was_lost_is_no_conflict(storage: Storage) -> None:
    first = storage.target.write("index.html", b"one", None)
    assert storage.target.write("index.html", b"one", None) == first
    assert storage.target.write("index.html", b"two", first).bytes == 3
    assert storage.target.write("index.html", b"two", first).bytes == 3


def test_what_a_storage_refuses_is_told_without_its_keys(storage_server: str, site: Path) -> None:
    for bucket in (Bucket("no-such-bucket", "", storage_server), Bucket("radio", "", "http://127.0.0.1:9")):
        with pytest.raises(PublishRefused) as refused:
            deliver(site, SHOW, StorageTarget(bucket, SECRETS, HASTY), silent)
        assert "PLANTED" not in str(refused.value).upper()
        assert refused.value.faults[0].code == "delivery.storage-refuses"
        assert refused.value.__cause__ is None
    assert "planted" not in repr(SECRETS).lower()


SEND = """
import sys
from pathlib import Path
from studio.publishing.targets.secrets import Secrets
from studio.publishing.targets.storage import Bucket, StorageTarget
target = StorageTarget(Bucket(sys.argv[2], "big", sys.argv[1]), Secrets("a", "b"))
peaks = []
for path in map(Path, sys.argv[3:]):
    target.put(f"media/ab/{path.stem}.mp3", path, None)
    peaks.append(int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]))
print(*peaks)
"""


def test_memory_does_not_grow_with_a_file(storage: Storage, tmp_path: Path) -> None:
    paths = []
    for megabytes, name in ((24, "a"), (96, "b")):
        paths.append(tmp_path / f"{name * 64}.mp3")
        with paths[-1].open("wb") as file:
            file.truncate(megabytes << 20)
    words = [sys.executable, "-c", SEND, storage.endpoint, storage.bucket, *map(str, paths)]
    small, large = map(int, subprocess.run(words, capture_output=True, text=True, check=True).stdout.split())
    assert large - small < 24 << 10


def test_a_folder_inside_the_published_one_is_no_target(site: Path) -> None:
    for folder in (site, site / "inside", site.parent):
        with pytest.raises(PublishRefused):
            FolderTarget(folder, site)


def test_keys_come_from_the_environment_or_a_file_outside(tmp_path: Path) -> None:
    given = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_SESSION_TOKEN": "c"}
    assert secrets_of("", tmp_path, given, "x") == Secrets("a", "b", "c")
    workspace, outside = tmp_path / "station", tmp_path / "keys"
    workspace.mkdir()
    outside.write_text("[default]\naws_access_key_id = d\naws_secret_access_key = e%f\n")
    assert secrets_of(str(outside), workspace, {}, "x") == Secrets("d", "e%f")
    for named, code in (
        ("", "delivery.keys-missing"),
        (str(workspace / "keys"), "delivery.keys-inside"),
        (str(tmp_path / "none"), "delivery.keys-unreadable"),
    ):
        with pytest.raises(PublishRefused) as refused:
            secrets_of(named, workspace, {}, "x")
        assert refused.value.faults[0].code == code


def test_a_list_that_leads_outside_takes_nothing_away(site: Path, tmp_path: Path) -> None:
    root = tmp_path / "elsewhere" / "host"
    deliver(site, SHOW, FolderTarget(root, site), silent)
    outside = tmp_path / "elsewhere" / "letter.txt"
    outside.write_text("stays")
    for content in (json.dumps({"show": SHOW, "files": ["../letter.txt"]}), "[]", "{"):
        (root / RECORD).write_text(content)
        with pytest.raises(PublishRefused) as refused:
            deliver(site, SHOW, FolderTarget(root, site), silent)
        assert refused.value.faults[0].code == "delivery.record-bad"
    assert outside.read_text() == "stays"


def test_the_order_of_paths() -> None:
    paths = ["feed.xml", "feeds/low.xml", "index.html", "e/one/transcript.km.vtt", f"media/ab/{'a' * 64}.mp3"]
    assert in_order(paths) == tuple(reversed(paths))
    assert leaving_order(paths) == ("feed.xml", "feeds/low.xml", "index.html", "e/one/transcript.km.vtt", paths[-1])
    assert stage("feed.xml") == FEED
