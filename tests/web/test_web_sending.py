"""What is sent ends with the last byte promised, or with the listener."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio
import pytest

from studio.web.site.address import Place
from studio.web.site.answer import Answer
from studio.web.site.opening import Opened, open_below
from studio.web.site.sending import CHUNK, Sending, response_of

LENGTH = 40 * CHUNK


def opened(folder: Path) -> Opened:
    (folder / "a.mp3").write_bytes(b"x" * LENGTH)
    found = open_below(folder, Place(("a.mp3",)))
    assert isinstance(found, Opened)
    return found


def sent(source: Opened, hang_up_after: int) -> list[dict[str, Any]]:
    """The messages of a response to somebody who hangs up after that many."""
    messages: list[dict[str, Any]] = []

    async def play() -> None:
        gone = anyio.Event()

        async def receive() -> dict[str, Any]:
            await gone.wait()
            return {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            messages.append(message)
            if len(messages) >= hang_up_after:
                gone.set()
            await anyio.lowlevel.checkpoint()

        answer = Answer(200, {"content-length": str(LENGTH)}, 0, LENGTH)
        await Sending(answer, source)({"type": "http"}, receive, send)  # type: ignore[arg-type]

    anyio.run(play)
    return messages


def test_all_is_sent_to_who_listens(tmp_path: Path) -> None:
    source = opened(tmp_path)
    start, *bodies = sent(source, hang_up_after=10_000)
    assert start["status"] == 200
    assert sum(len(body["body"]) for body in bodies) == LENGTH
    assert [body["more_body"] for body in bodies] == [True] * (len(bodies) - 1) + [False]
    assert source.file.closed


def test_nothing_is_read_for_who_has_hung_up(tmp_path: Path) -> None:
    source = opened(tmp_path)
    assert len(sent(source, hang_up_after=3)) < 10
    assert source.file.closed


def test_a_small_part_is_read_at_once_and_the_file_closed(tmp_path: Path) -> None:
    source = opened(tmp_path)
    response = response_of(Answer(206, {"content-length": "5"}, 7, 12), source)
    assert response.body == b"xxxxx"
    assert source.file.closed


def test_a_part_that_is_no_longer_there_is_not_made_up(tmp_path: Path) -> None:
    source = opened(tmp_path)
    (tmp_path / "a.mp3").write_bytes(b"short")
    with pytest.raises(EOFError):
        response_of(Answer(206, {}, 7, 12), source)
    assert source.file.closed
