"""The cache gives back what was put or nothing, keeps what was used last, and survives whatever happens to a writer."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from studio.errors import CacheLost, StoreFault
from studio.languages import Language
from studio.sentences.say import say
from studio.store.cache import Cache
from studio.store.files import PARTIAL
from studio.units import Digest, digest_of

Met = Callable[[subprocess.Popen[str], Path], None]
LIMIT = 1000
KEYS = [digest_of(str(number).encode()) for number in range(6)]
KEY = KEYS[0]
DAMAGES = ("flipped", "cut", "emptied")

PUTTER = """
import sys
from pathlib import Path
from studio.store.cache import Cache
from studio.units import digest_of
cache, first = Cache(Path(sys.argv[1]), 1 << 30), int(sys.argv[2])
for number in range(first, first + 1000):
    content = str(number).encode() * 200_000
    if number % 2:
        cache.put(digest_of(str(number).encode()), content)
    else:
        with cache.making(digest_of(str(number).encode()), ".flac") as path, path.open("wb") as file:
            for at in range(0, len(content), 50_000):
                file.write(content[at:at + 50_000])
    print(number, flush=True)
"""

SEVERAL = """
import random, sys
from pathlib import Path
from studio.store.cache import Cache
from studio.units import digest_of
cache, random = Cache(Path(sys.argv[1]), 40_000), random.Random(int(sys.argv[2]))
for turn in range(300):
    number = random.randrange(12)
    key, content = digest_of(str(number).encode()), str(number).encode() * 3000
    found = cache.get(key)
    assert found is None or found == content, number
    if found is None and number % 2:
        cache.put(key, content)
    elif found is None:
        with cache.making(key, ".flac") as path:
            path.write_bytes(content)
    if turn % 20 == 0:
        cache.trim()
"""

WITHIN = """
import resource, sys
from pathlib import Path
from studio.errors import StoreFault
from studio.store.cache import Cache
from studio.units import digest_of
cache, key = Cache(Path(sys.argv[1]), 1 << 30), digest_of(b"k")
cache.put(key, b"small")
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
for way in sys.argv[2:]:
    try:
        if way == "put":
            cache.put(key, bytes(2000))
        else:
            with cache.making(key, ".flac") as path:
                path.write_bytes(bytes(2000))
    except StoreFault as refused:
        print(refused.faults[0].code, refused.faults[0].where == sys.argv[1], cache.get(key))
"""


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache", LIMIT)


def files(cache: Cache) -> list[Path]:
    return sorted(path for path in cache.root.rglob("*") if path.is_file())


def keep(cache: Cache, key: Digest, content: bytes, *, as_file: bool) -> None:
    """Keep something in one way or the other."""
    if not as_file:
        cache.put(key, content)
        return
    with cache.making(key, ".flac") as path:
        path.write_bytes(content)


def damaged(path: Path, how: str, where: int) -> None:
    """Flip a bit of a file, cut it short, or empty it."""
    content = bytearray(path.read_bytes())
    if how == "flipped":
        content[where // 8 % len(content)] ^= 1 << where % 8
    path.write_bytes(content[: {"flipped": len(content), "cut": where % len(content), "emptied": 0}[how]])


class Uses(RuleBasedStateMachine):
    """Any order of puts, gets, trims and damage, beside a dictionary in the order of use."""

    root = Path()

    def __init__(self) -> None:
        super().__init__()
        self.cache = Cache(Uses.root / os.urandom(8).hex(), LIMIT)
        self.kept: OrderedDict[Digest, bytes] = OrderedDict()

    @rule(key=st.sampled_from(KEYS), content=st.binary(min_size=1, max_size=500), as_file=st.booleans())
    def keep(self, key: Digest, content: bytes, as_file: bool) -> None:
        for path in files(self.cache):
            if key[2:] in path.name:
                path.unlink()
        keep(self.cache, key, content, as_file=as_file)
        self.kept[key] = content
        self.kept.move_to_end(key)

    @rule(key=st.sampled_from(KEYS), as_file=st.booleans())
    def look(self, key: Digest, as_file: bool) -> None:
        path = self.cache.path(key) if as_file else None
        found = (path and path.read_bytes()) if as_file else self.cache.get(key)
        assert found == self.kept.get(key)
        assert self.cache.has(key) == (key in self.kept)
        if key in self.kept:
            self.kept.move_to_end(key)

    @precondition(lambda self: self.kept)
    @rule(
        choice=st.randoms(use_true_random=False),
        how=st.sampled_from(["flipped", "cut", "emptied"]),
        as_file=st.booleans(),
    )
    def damage(self, choice: object, how: str, as_file: bool) -> None:
        key = choice.choice(sorted(self.kept))  # type: ignore[attr-defined]
        (path,) = [one for one in files(self.cache) if key[2:] in one.name]
        damaged(path, how, choice.randrange(10_000))  # type: ignore[attr-defined]
        assert (self.cache.path(key) if as_file else self.cache.get(key)) is None
        assert not path.exists()
        del self.kept[key]

    @rule()
    def trim(self) -> None:
        removed = 0
        while sum(map(len, self.kept.values())) > LIMIT:
            self.kept.popitem(last=False)
            removed += 1
        assert self.cache.trim() == removed
        assert self.cache.size() <= LIMIT

    @invariant()
    def nothing_else_is_there(self) -> None:
        assert self.cache.size() == sum(map(len, self.kept.values()))
        assert len(files(self.cache)) == len(self.kept)


def test_law_what_was_put_is_given_back_and_what_was_used_last_stays(tmp_path: Path) -> None:
    Uses.root = tmp_path
    run_state_machine_as_test(Uses, settings=settings(max_examples=30, stateful_step_count=30, deadline=None))


@given(content=st.binary(min_size=1, max_size=300), where=st.integers(min_value=0), as_file=st.booleans())
def test_law_any_flipped_bit_is_noticed_and_the_entry_made_again(
    content: bytes, where: int, as_file: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    cache = Cache(tmp_path_factory.mktemp("cache"), LIMIT)
    keep(cache, KEY, content, as_file=as_file)
    damaged(files(cache)[0], "flipped", where)
    assert cache.has(KEY)
    assert cache.get(KEY) is None
    keep(cache, KEY, content, as_file=as_file)
    assert cache.kept(KEY) == content
    assert cache.whole(KEY).read_bytes() == content


def test_a_damaged_entry_is_overwritten_by_the_same_content_unread(cache: Cache) -> None:
    cache.put(KEY, b"content")
    damaged(files(cache)[0], "cut", 3)
    cache.put(KEY, b"content")
    assert cache.kept(KEY) == b"content"


def test_what_is_put_again_is_what_is_given_however_it_was_put(cache: Cache) -> None:
    for turn in range(6):
        keep(cache, KEY, str(turn).encode(), as_file=turn % 2 == 0)
        assert cache.kept(KEY) == cache.whole(KEY).read_bytes() == str(turn).encode()


def test_what_is_replaced_stays_readable_and_goes_first(cache: Cache) -> None:
    cache.put(KEY, b"1" * 600)
    old = cache.whole(KEY)
    cache.put(KEY, b"2" * 600)
    assert old.read_bytes() == b"1" * 600
    assert cache.trim() == 1
    assert (old.exists(), cache.kept(KEY)) == (False, b"2" * 600)


def test_what_a_failed_block_wrote_is_gone(cache: Cache) -> None:
    with pytest.raises(RuntimeError, match="failed"), cache.making(KEY, ".flac") as path:
        path.write_bytes(b"half")
        raise RuntimeError("failed")
    assert (files(cache), cache.has(KEY), cache.get(KEY), cache.path(KEY)) == ([], False, None, None)


def test_a_file_keeps_its_ending_and_lies_at_its_key(cache: Cache) -> None:
    keep(cache, KEY, b"sound", as_file=True)
    path = cache.whole(KEY)
    assert (path.suffix, path.parent.name, path.name.split(".")[0]) == (".flac", KEY[:2], KEY[2:])
    assert path.name.split(".")[1] == digest_of(b"sound")[:24]


def test_an_empty_entry_is_an_entry(cache: Cache) -> None:
    cache.put(KEY, b"")
    assert cache.get(KEY) == b""


def test_a_cache_that_is_not_there_yet_is_empty(cache: Cache) -> None:
    assert (cache.get(KEY), cache.path(KEY), cache.has(KEY), cache.size(), cache.trim(), cache.sweep()) == (
        None,
        None,
        False,
        0,
        0,
        0,
    )


def test_what_was_just_made_and_is_gone_is_told(cache: Cache) -> None:
    for look in (cache.kept, cache.whole):
        with pytest.raises(CacheLost) as lost:
            look(KEY)
        assert lost.value.faults[0].code == "store.cache-lost"


def test_an_entry_larger_than_the_limit_goes_as_well(cache: Cache) -> None:
    cache.put(KEY, bytes(LIMIT + 1))
    cache.put(KEYS[1], b"used later")
    assert cache.trim() == 1
    assert (cache.has(KEY), cache.has(KEYS[1])) == (False, True)


def test_uses_within_one_tick_of_the_file_systems_clock_are_in_order(cache: Cache) -> None:
    for key in KEYS:
        cache.put(key, bytes(300))
    for key in reversed(KEYS):
        cache.get(key)
    cache.trim()
    assert [key for key in KEYS if cache.has(key)] == KEYS[:3]


def test_an_entry_that_nobody_may_touch_is_given_all_the_same(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.put(KEY, b"another user's")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "utime", refuse)
    assert cache.get(KEY) == b"another user's"
    assert cache.path(KEY) is not None


def test_several_processes_share_one_cache(tmp_path: Path) -> None:
    """Four of them read, make and trim the same dozen of entries; each checks what it is given."""
    running = [
        subprocess.Popen([sys.executable, "-c", SEVERAL, tmp_path / "c", str(seed)], stderr=subprocess.PIPE, text=True)
        for seed in range(4)
    ]
    assert [(one.communicate()[1], one.returncode) for one in running] == [("", 0)] * 4
    shared = Cache(tmp_path / "c", 40_000)
    shared.trim()
    assert 0 < shared.size() <= 40_000
    assert not [path for path in files(shared) if path.name.startswith(PARTIAL)]


def test_different_contents_under_one_key_never_leave_it_empty(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 1 << 20)
    contents = {str(number).encode() * 100 for number in range(4)}
    lost: list[bytes | None] = []

    def put(content: bytes) -> None:
        for _ in range(60):
            cache.put(KEY, content)
            found = cache.get(KEY)
            if found not in contents:
                lost.append(found)

    threads = [threading.Thread(target=put, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert lost == []


def test_a_killed_writer_leaves_nothing_to_be_seen_and_one_rest_to_be_swept(
    tmp_path: Path, met_in_a_write: Met
) -> None:
    cache, said = Cache(tmp_path / "cache", 1 << 30), []
    for turn in range(6):
        writer = subprocess.Popen(
            [sys.executable, "-c", PUTTER, cache.root, str(turn * 1000 + turn % 2)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        said.append(writer.stdout.readline().strip())
        met_in_a_write(writer, cache.root)
        writer.kill()
        said += writer.stdout.read().split()
        writer.wait()
        writer.stdout.close()
        before = cache.size()
        assert before == sum(path.stat().st_size for path in files(cache) if not path.name.startswith(PARTIAL))
        assert cache.sweep() == 1
        assert cache.size() == before
        kept = {
            number for number in range(turn * 1000, turn * 1000 + 1001) if cache.has(digest_of(str(number).encode()))
        }
        assert all(cache.kept(digest_of(str(one).encode())) == str(one).encode() * 200_000 for one in kept)
    assert all(cache.has(digest_of(one.encode())) for one in said)


def test_a_full_disk_is_told_with_its_mend_and_the_old_entry_stays(tmp_path: Path) -> None:
    """A limit on the size of files stands for the disk; the next test fills a real one where it may."""
    done = subprocess.run(
        [sys.executable, "-c", WITHIN, tmp_path, "put", "making"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == ["store.cache-full True b'small'"] * 2
    assert done.stderr == ""
    assert [path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()] == [5]


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for 64 KiB."""
    root = tmp_path / "tiny"
    root.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", root], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no file system may be mounted here: run the tests as root, or in a namespace of your own")
    yield root
    subprocess.run(["umount", root], check=True)


def test_a_disk_that_is_full_is_told_with_its_mend(tiny: Path) -> None:
    cache = Cache(tiny / "cache", 1 << 30)
    for as_file in (False, True):
        with pytest.raises(StoreFault) as refused:
            keep(cache, KEY, bytes(100_000), as_file=as_file)
        (one,) = refused.value.faults
        assert (one.code, one.where) == ("store.cache-full", str(cache.root))
        assert files(cache) == []
    for language in Language:
        assert str(cache.root) in say(one, language)[0]
    cache.put(KEY, b"room enough")
    assert cache.kept(KEY) == b"room enough"
