"""Files are the old ones or the new ones, whole, whatever happens to the writer."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.store import files

WRITER = """
import sys
from pathlib import Path
from studio.store.files import write_bytes

target, size = Path(sys.argv[1]), int(sys.argv[2])
turn = 0
while True:
    turn += 1
    write_bytes(target, bytes([65 + turn % 26]) * size)
    print(turn, flush=True)
"""
SIZE = 3_000_000


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_block_that_ends_well_gives_the_new_file_its_name_and_mode(tmp_path: Path) -> None:
    target = tmp_path / "new" / "folder" / "page.html"
    with files.replacing(target, mode=0o640) as temporary:
        temporary.write_text("new")
        assert not target.exists()
    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o777 == 0o640
    assert names(target.parent) == ["page.html"]


def test_a_block_that_fails_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "page.html"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError), files.replacing(target) as temporary:
        temporary.write_text("half of the n")
        raise ZeroDivisionError
    assert target.read_text() == "old"
    assert names(tmp_path) == ["page.html"]


def test_the_temporary_name_keeps_the_suffix_that_encoders_look_at(tmp_path: Path) -> None:
    with files.replacing(tmp_path / "2012-05-17.mp3") as temporary:
        assert temporary.suffix == ".mp3"
        temporary.touch()


def test_a_khmer_name_as_long_as_the_file_system_takes_can_be_written(tmp_path: Path) -> None:
    target = tmp_path / ("ស" * 85)
    assert files.write_text(target, "ok")
    assert target.read_text() == "ok"


def test_the_same_bytes_again_touch_nothing(tmp_path: Path) -> None:
    target = tmp_path / "feed.xml"
    assert files.write_bytes(target, b"<rss/>")
    before = target.stat()
    assert not files.write_bytes(target, b"<rss/>")
    after = target.stat()
    assert (before.st_mtime_ns, before.st_ino) == (after.st_mtime_ns, after.st_ino)
    assert files.write_bytes(target, b"<rsS/>")
    assert target.read_bytes() == b"<rsS/>"


@given(content=st.text(st.characters(codec="utf-8")))
def test_text_is_utf_8_with_the_line_ends_it_came_with(content: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    target = tmp_path_factory.mktemp("text") / "script.txt"
    files.write_text(target, content)
    assert target.read_bytes() == content.encode("utf-8")


def test_a_copy_is_whole_and_has_the_mode_that_was_asked_for(tmp_path: Path) -> None:
    source = tmp_path / "take.wav"
    source.write_bytes(b"RIFF" * 1000)
    files.copy_file(source, tmp_path / "a" / "take.wav", mode=0o444)
    assert (tmp_path / "a" / "take.wav").read_bytes() == source.read_bytes()
    assert (tmp_path / "a" / "take.wav").stat().st_mode & 0o777 == 0o444


def test_a_killed_writer_leaves_the_old_file_or_the_new_one_and_sweep_removes_rests(
    tmp_path: Path, met_in_a_write: Callable[[subprocess.Popen[str], Path], None]
) -> None:
    target = tmp_path / "below" / "feed.xml"
    files.write_bytes(target, b"." * SIZE)
    for _ in range(8):
        writer = subprocess.Popen([sys.executable, "-c", WRITER, target, str(SIZE)], stdout=subprocess.PIPE, text=True)
        assert writer.stdout is not None
        writer.stdout.readline()
        met_in_a_write(writer, target.parent)
        writer.kill()
        writer.wait()
        writer.stdout.close()
        content = target.read_bytes()
        assert len(content) == SIZE
        assert len(set(content)) == 1
        assert files.sweep(tmp_path) == 1
        assert names(target.parent) == ["feed.xml"]


def test_sweep_leaves_every_finished_file_alone(tmp_path: Path) -> None:
    files.write_text(tmp_path / "a" / "page.html", "kept")
    (tmp_path / "a" / ".partial-0123-page.html").write_text("left")
    assert files.sweep(tmp_path) == 1
    assert names(tmp_path / "a") == ["page.html"]
