"""A workspace with its web door as a program of its own, that can be killed and opened again."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

WAIT_S = 60


def studio(*words: str, root: Path) -> str:
    """What a command of Studio prints in a workspace."""
    command = [sys.executable, "-m", "studio", "--workspace", str(root), *words]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def free_port() -> int:
    """A port of this machine that nobody listens at."""
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@dataclass
class Door:
    """The server of a workspace."""

    root: Path
    port: int
    program: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        """Start the server and wait until it answers."""
        command = [sys.executable, "-m", "studio", "--workspace", str(self.root), "serve", "--port", str(self.port)]
        self.program = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        until = time.monotonic() + WAIT_S
        while not self.answers():
            if self.program.poll() is not None or time.monotonic() > until:
                raise RuntimeError(self.program.stderr.read().decode() if self.program.stderr else "it never answered")
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether somebody listens."""
        try:
            asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            asked.request("GET", "/report/receipt")
            return asked.getresponse().status == 200
        except OSError:
            return False

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """Send the server a signal and wait until it is gone."""
        if self.program:
            self.program.send_signal(how)
            self.program.wait()
            if self.program.stderr:
                self.program.stderr.close()


@dataclass
class Builder:
    """Builds an edition again and again until told to stop, each time a tenth of a decibel softer, so that every master
    is made anew from the first sample. built: how often it was whole."""

    root: Path
    slug: str
    built: int = 0
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def begin(self) -> None:
        """Start in the background."""
        self._thread = threading.Thread(target=self._build)
        self._thread.start()

    def _build(self) -> None:
        settings = self.root / "studio.toml"
        whole = settings.read_text("utf-8")
        while not self._over.is_set():
            shutil.rmtree(self.root / "audio" / "cache", ignore_errors=True)
            softer = whole.replace("lufs = -16.0", f"lufs = {-16.1 - self.built / 10:.1f}")
            settings.write_text(softer, "utf-8")
            command = [sys.executable, "-m", "studio", "--workspace", str(self.root), "episode", "build", self.slug]
            program = subprocess.Popen(
                command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
            )
            while program.poll() is None and not self._over.wait(0.2):
                pass
            if program.poll() is None:
                os.killpg(program.pid, signal.SIGINT)
                program.wait()
            elif program.returncode == 0:
                self.built += 1
            else:
                return

    def end(self) -> bool:
        """Stop; whether a build was running until now."""
        running = bool(self._thread and self._thread.is_alive())
        self._over.set()
        if self._thread:
            self._thread.join()
        return running


def reports(root: Path) -> list[dict[str, Any]]:
    """Every report of a workspace."""
    found: list[dict[str, Any]] = json.loads(studio("report", "list", "--json", root=root))
    return found
