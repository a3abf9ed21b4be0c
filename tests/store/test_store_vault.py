"""The vault: every sound by its digest, once, read-only, and a flipped bit is found."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import Fault, NotFound, VaultDamaged
from studio.store.files import sweep
from studio.store.vault import BLOCK, Vault, digest_file
from studio.units import Digest, digest_of

Met = Callable[[subprocess.Popen[str], Path], None]

PUTTER = """
import sys
from pathlib import Path
from studio.store.vault import Vault

vault = Vault(Path(sys.argv[1]))
turn = int(sys.argv[2])
while True:
    turn += 1
    print(vault.put(turn.to_bytes(4, "big") * 500_000), flush=True)
"""


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "audio" / "vault")


def faults(vault: Vault) -> list[Fault]:
    return [one for one in vault.verified(vault.digests()) if one is not None]


def flip_a_bit(path: Path, at: int) -> None:
    path.chmod(0o644)
    content = bytearray(path.read_bytes())
    content[at // 8] ^= 1 << at % 8
    path.write_bytes(content)
    path.chmod(0o444)


def test_what_goes_in_lies_under_its_digest_and_is_read_only(vault: Vault) -> None:
    digest = vault.put(b"a village speaks")
    assert digest == digest_of(b"a village speaks")
    path = vault.open(digest)
    assert path == vault.root / digest[:2] / digest[2:]
    assert path.read_bytes() == b"a village speaks"
    assert path.stat().st_mode & 0o777 == 0o444
    assert digest in vault


def test_the_same_content_is_stored_once(vault: Vault, tmp_path: Path) -> None:
    source = tmp_path / "take.wav"
    source.write_bytes(b"the same")
    digest = vault.put(b"the same")
    before = vault.open(digest).stat()
    assert vault.put_file(source) == digest
    after = vault.open(digest).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert list(vault.digests()) == [digest]


def test_a_file_that_is_taken_in_stays_where_it_was(vault: Vault, tmp_path: Path) -> None:
    source = tmp_path / "take.wav"
    source.write_bytes(b"x" * (BLOCK + 1))
    digest = vault.put_file(source)
    assert source.read_bytes() == vault.open(digest).read_bytes()


@given(content=st.binary(max_size=200))
def test_bytes_and_a_file_of_the_same_bytes_have_one_digest(
    content: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("digest") / "content"
    path.write_bytes(content)
    assert digest_file(path) == digest_of(content)


@given(content=st.binary(min_size=1, max_size=64), where=st.integers(min_value=0))
def test_any_flipped_bit_is_found(content: bytes, where: int, tmp_path_factory: pytest.TempPathFactory) -> None:
    vault = Vault(tmp_path_factory.mktemp("vault"))
    digest, whole = vault.put(content), vault.put(b"untouched")
    flip_a_bit(vault.place(digest), where % (8 * len(content)))
    if digest == whole:
        return
    with pytest.raises(VaultDamaged) as refused:
        vault.open(digest)
    assert refused.value.faults[0].code == "store.vault-damaged"
    assert [one.where for one in faults(vault)] == [digest]
    assert vault.open(whole).read_bytes() == b"untouched"


def test_a_file_cut_short_is_found(vault: Vault) -> None:
    digest = vault.put(b"twelve bytes")
    path = vault.place(digest)
    path.chmod(0o644)
    path.write_bytes(b"twelve")
    assert [one.values["path"] for one in faults(vault)] == [str(path)]


def test_a_damaged_file_is_mended_when_its_content_comes_again(vault: Vault, tmp_path: Path) -> None:
    source = tmp_path / "take.wav"
    source.write_bytes(b"recorded once")
    digest = vault.put_file(source)
    for mend in (lambda: vault.put(b"recorded once"), lambda: vault.put_file(source)):
        flip_a_bit(vault.place(digest), 3)
        assert mend() == digest
        assert vault.open(digest).read_bytes() == b"recorded once"


def test_what_is_not_there_is_not_found(vault: Vault) -> None:
    missing = digest_of(b"never recorded")
    assert missing not in vault
    assert list(vault.digests()) == []
    assert [one and one.code for one in vault.verified([missing])] == ["store.vault-missing"]
    with pytest.raises(NotFound) as refused:
        vault.open(missing)
    assert refused.value.faults[0].code == "store.vault-missing"


def test_a_killed_writer_leaves_only_whole_files(vault: Vault, met_in_a_write: Met) -> None:
    said: list[str] = []
    for turn in range(6):
        writer = subprocess.Popen(
            [sys.executable, "-c", PUTTER, vault.root, str(turn * 1000)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        said.append(writer.stdout.readline().strip())
        met_in_a_write(writer, vault.root)
        writer.kill()
        said += writer.stdout.read().split()
        writer.wait()
        writer.stdout.close()
        assert faults(vault) == []
        assert sweep(vault.root) == 1
    assert set(said) <= set(vault.digests())
    assert faults(vault) == []


def test_many_writers_of_one_content_agree(vault: Vault) -> None:
    content = b"jingle" * 100_000
    seen: list[Digest] = []
    threads = [threading.Thread(target=lambda: seen.append(vault.put(content))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [digest_of(content)] * 8
    assert [path.name for path in vault.root.rglob("*") if path.is_file()] == [digest_of(content)[2:]]
