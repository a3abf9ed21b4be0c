"""Bags: written as RFC 8493 has them, read by its own library, and one bit that flips anywhere is found."""

from __future__ import annotations

import shutil
from pathlib import Path

import bagit
import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.errors import Conflict
from studio.publishing.bags import forms
from studio.publishing.bags.verifying import bag_faults, is_bag
from studio.publishing.bags.writing import Kept, files_of, write_bag
from studio.units import digest_of

ABOUT = (("Source-Organization", "Trial\nNetwork"), ("External-Description", "សំឡេងសហគមន៍"), ("Contact-Email", ""))
PAYLOAD = (Kept("rundown.json", b"{}\n"), Kept("takes/01 one.flac", b"fLaC" + bytes(range(64))), Kept("empty", b""))


@pytest.fixture(scope="module")
def bag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bags") / "one"
    assert write_bag(folder, PAYLOAD, ABOUT)
    return folder


def codes(folder: Path) -> list[str]:
    return [one.code for one in bag_faults(folder)]


def test_the_standard_s_own_library_takes_it(bag: Path) -> None:
    theirs = bagit.Bag(str(bag))
    assert theirs.validate(processes=1)
    assert theirs.info["Payload-Oxum"] == "71.3"
    assert theirs.info["Source-Organization"] == "Trial Network"
    assert theirs.info["External-Description"] == "សំឡេងសហគមន៍"
    assert "Contact-Email" not in theirs.info
    assert set(theirs.tagfile_entries()) == {"bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt"}
    assert codes(bag) == []
    assert is_bag(bag)


def test_a_bag_of_the_standard_s_own_library_is_taken(tmp_path: Path) -> None:
    (tmp_path / "a%b.txt").write_text("one")
    (tmp_path / "រឿង").mkdir()
    (tmp_path / "រឿង" / "two.txt").write_text("two")
    bagit.make_bag(str(tmp_path), {"Contact-Name": "A name that is long " * 8}, checksums=["md5", "sha512"])
    assert codes(tmp_path) == []


def test_the_same_contents_are_the_same_bag_and_are_not_written_again(bag: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    assert write_bag(other, reversed(PAYLOAD), ABOUT)
    assert {name: (other / name).read_bytes() for name in files_of(other)} == {
        name: (bag / name).read_bytes() for name in files_of(bag)
    }
    before = (other / "bagit.txt").stat().st_ino
    assert not write_bag(other, PAYLOAD, ABOUT)
    assert (other / "bagit.txt").stat().st_ino == before
    assert write_bag(other, PAYLOAD[:1], ABOUT)
    assert codes(other) == []


def test_a_file_that_changed_meanwhile_leaves_the_old_bag(tmp_path: Path) -> None:
    source = tmp_path / "sound.mp3"
    source.write_bytes(b"one")
    kept = Kept("sound.mp3", source, digest_of(b"one"))
    assert write_bag(tmp_path / "bag", [kept], ABOUT)
    source.write_bytes(b"two")
    with pytest.raises(Conflict):
        write_bag(tmp_path / "bag", [kept], ABOUT)
    assert codes(tmp_path / "bag") == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bag", "sound.mp3"]


def test_law_a_bit_that_flips_anywhere_is_found(bag: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(bag, tmp_path / "copy")
    for name in files_of(folder):
        path = folder / name
        content = path.read_bytes()
        for at in range(len(content)):
            flipped = bytearray(content)
            flipped[at] ^= 1 << at % 8
            path.write_bytes(flipped)
            assert codes(folder), (name, at)
        path.write_bytes(content)
    assert codes(folder) == []


def test_every_fault_is_told_at_once(bag: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(bag, tmp_path / "copy")
    (folder / "data" / "empty").unlink()
    (folder / "data" / "planted").write_text("x")
    (folder / "data" / "rundown.json").write_text("[]\n")
    (folder / "data" / "link").symlink_to("/etc/hostname")
    (folder / "bag-info.txt").write_text("no field\n")
    (folder / "manifest-sha256.txt").write_text("nothing\n")
    found = {(one.code.removeprefix("archive.bag-"), Path(one.where).name) for one in bag_faults(folder)}
    assert found >= {
        ("lacks", "empty"),
        ("unlisted", "planted"),
        ("changed", "rundown.json"),
        ("unlisted", "link"),
        ("unreadable", "bag-info.txt"),
        ("unreadable", "manifest-sha256.txt"),
    }


@pytest.mark.parametrize("path", ["../out", "/etc/passwd", "data/../../out", "~/x"])
def test_a_list_that_leads_out_of_its_bag_is_not_followed(bag: Path, tmp_path: Path, path: str) -> None:
    folder = shutil.copytree(bag, tmp_path / "copy")
    (folder / "manifest-sha256.txt").write_text(f"{'0' * 64}  {path}\n")
    assert ("archive.bag-unreadable") in codes(folder)


@pytest.mark.parametrize("lost", ["bagit.txt", "bag-info.txt", "manifest-sha256.txt", "manifest-sha512.txt"])
def test_a_bag_that_lost_a_file_of_its_own_is_told(bag: Path, tmp_path: Path, lost: str) -> None:
    folder = shutil.copytree(bag, tmp_path / "copy")
    (folder / lost).unlink()
    assert "archive.bag-lacks" in codes(folder)


PATHS = st.text(st.characters(blacklist_categories=["Cs", "Cc"]) | st.sampled_from("%\r\n"), min_size=1).map(
    lambda name: f"data/{name}x"
)


@given(st.dictionaries(PATHS.filter(forms.is_inside), st.binary(max_size=8).map(digest_of), max_size=5))
def test_law_a_list_reads_back_as_it_was_written(digests: dict[str, str]) -> None:
    assert forms.read_manifest(forms.manifest_text(digests), "sha256") == digests
