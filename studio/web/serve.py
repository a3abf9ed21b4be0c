"""Opens the web door: a listening socket, and one server that lets nobody wait at its end."""

from __future__ import annotations

import contextlib
import errno
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import uvicorn

from studio.errors import Conflict, SettingsInvalid, fault
from studio.pipeline.opening import Studio
from studio.web.app import create_app
from studio.web.site.withdrawn import Withdrawn

LOOPBACK = "127.0.0.1"
PORT = 8000
MOST_PORT = 65_535

BACKLOG = 512
"""Connections that may wait to be let in."""

MOST_AT_ONCE = 400
"""Connections beyond which the answer is "503": each may hold two of the usual 1,024 open files."""

FAREWELL_S = 10
"""Seconds that running answers get to end when the server is told to stop."""

QUIET: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stderr"}},
    "loggers": {
        name: {"handlers": ["stderr"], "level": "WARNING", "propagate": False} for name in ("uvicorn", "studio.web")
    },
}
"""Faults alone, on standard error; who asked for what is never written."""


def nobody(address: str) -> None:
    """Tell nobody that the door is open."""


def serve(
    feeds: Path,
    host: str = LOOPBACK,
    port: int = PORT,
    opened: Callable[[str], None] = nobody,
    studio: Studio | None = None,
) -> None:
    """Serve a workspace's feeds/ until told to stop; running answers then end first, for up to FAREWELL_S.

    studio: the workspace, where its desk is open, too. opened: called once with the address, as soon as it can be
    visited.
    Raises PublishRefused where the list of what was withdrawn cannot be read, and what `listening` raises.
    """
    Withdrawn(feeds).check()
    with listening(host, port) as listener, contextlib.suppress(KeyboardInterrupt):
        opened(f"http://{host}:{listener.getsockname()[1]}/")
        server(feeds, studio).run(sockets=[listener])


def listening(host: str = LOOPBACK, port: int = PORT) -> socket.socket:
    """A socket bound to a host and port; port 0 takes a free one.

    Raises SettingsInvalid for a host that is unknown or not of this machine, a port that is none or not allowed;
    Conflict where somebody else listens there.
    """
    where = f"{host}:{port}"
    if not 0 <= port <= MOST_PORT:
        raise SettingsInvalid(fault("web.address-unknown", where))
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except (OSError, UnicodeError) as error:
        raise SettingsInvalid(fault("web.address-unknown", where)) from error
    listener = socket.socket(family, kind, protocol)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise Conflict(fault("web.port-taken", where)) from error
        code = "web.port-forbidden" if error.errno == errno.EACCES else "web.address-unknown"
        raise SettingsInvalid(fault(code, where)) from error
    return listener


def server(feeds: Path, studio: Studio | None = None) -> uvicorn.Server:
    """The server over a published folder, and over the desk of a workspace; not yet running."""
    app = create_app(feeds, studio)
    running = uvicorn.Server(
        uvicorn.Config(
            app,
            http="h11",
            loop="asyncio",
            ws="none",
            lifespan="off",
            access_log=False,
            log_config=QUIET,
            server_header=False,
            proxy_headers=False,
            limit_concurrency=MOST_AT_ONCE,
            timeout_graceful_shutdown=FAREWELL_S,
        )
    )
    app.state.ending = lambda: running.should_exit
    return running
