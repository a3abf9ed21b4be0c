"""Sends bytes of an open file, no more and no fewer than the headers promised."""

from __future__ import annotations

import os

import anyio
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from studio.web.site.answer import Answer
from studio.web.site.opening import Opened

AT_ONCE = 64 * 1024
"""Bytes up to which a body is read before the answer begins."""

CHUNK = 256 * 1024
"""Bytes read at a time from a larger file."""


def response_of(answer: Answer, opened: Opened) -> Response:
    """The response; closes the file, now or when its last byte is sent or the other end is gone.

    Raises EOFError where somebody cut the file short after it was opened.
    """
    if answer.stop - answer.start > AT_ONCE:
        return Sending(answer, opened)
    with opened.file:
        body = piece(opened, answer.start, answer.stop)
    return Response(body, answer.status, answer.headers)


class Sending(Response):
    """A response that reads while it sends, from the file that was open when its headers were made."""

    def __init__(self, answer: Answer, opened: Opened) -> None:
        super().__init__(None, answer.status, answer.headers)
        self._answer = answer
        self._opened = opened

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send until all is sent or the other end hangs up."""
        try:
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(_cancel_when_hung_up, receive, tasks.cancel_scope)
                await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
                await self._send_body(send)
                tasks.cancel_scope.cancel()
        finally:
            self._opened.file.close()

    async def _send_body(self, send: Send) -> None:
        """Send the body; where the file was cut short, leave it unfinished, so that the connection breaks."""
        start = self._answer.start
        while start < self._answer.stop:
            stop = min(start + CHUNK, self._answer.stop)
            try:
                body = await anyio.to_thread.run_sync(piece, self._opened, start, stop)
            except EOFError:
                return
            await send({"type": "http.response.body", "body": body, "more_body": stop < self._answer.stop})
            start = stop


def piece(opened: Opened, start: int, stop: int) -> bytes:
    """Exactly the bytes from start to stop. Raises EOFError where the file holds fewer."""
    body = b""
    while len(body) < stop - start:
        more = os.pread(opened.file.fileno(), stop - start - len(body), start + len(body))
        if not more:
            raise EOFError(start + len(body))
        body = body + more if body else more
    return body


async def _cancel_when_hung_up(receive: Receive, scope: anyio.CancelScope) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    scope.cancel()
