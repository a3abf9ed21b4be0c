"""Another machine as a target, by the system's rsync over ssh: media, then pages, then feeds, then what is gone."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from studio.errors import PublishRefused, fault
from studio.publishing.targets.holding import changed_since, holding
from studio.publishing.targets.record import read_record, record_text
from studio.publishing.targets.values import (
    FEED,
    FEEDS,
    MEDIA,
    PAGES,
    RECORD,
    TEXTS,
    Difference,
    in_order,
    leaving_order,
    stage,
)

Tell = Callable[[str, int, int], None]

PASSES = ((MEDIA,), (TEXTS, PAGES), (FEEDS,), (FEED,))
"""What travels together; a later pass begins when the one before arrived as a whole."""
PATIENCE_S = 60
KEPT_VARIABLES = ("PATH", "HOME", "USER", "LOGNAME", "SSH_AUTH_SOCK")
_PARTLY = 23
"""rsync's own code for what was not there or could not be read."""
_VANISHED = 24
"""rsync's own code for what is not here any more: so it is where something is taken away there."""
_REMOVE = ("--delete-missing-args", "--dirs", "--no-implied-dirs")


@dataclass(frozen=True, slots=True)
class Remote:
    """A folder on another machine. identity, known_hosts: files of ssh, empty for its usual ones.

    transport: another program in ssh's place, empty for ssh.
    """

    host: str
    path: str
    user: str = ""
    port: int = 22
    identity: str = ""
    known_hosts: str = ""
    transport: str = ""

    @property
    def name(self) -> str:
        """As people write it."""
        return f"{self.user}@{self.host}:{self.path}" if self.user else f"{self.host}:{self.path}"

    @property
    def shell(self) -> str:
        """What rsync starts to reach it: it divides this by spaces and quotes itself, and no shell reads it."""
        words = [self.transport] if self.transport else ["ssh", "-p", str(self.port), "-o", "BatchMode=yes"]
        if not self.transport:
            words += ["-o", "ConnectTimeout=20", "-o", "StrictHostKeyChecking=yes"]
            words += ["-i", f"'{self.identity}'", "-o", "IdentitiesOnly=yes"] if self.identity else []
            words += ["-o", f"'UserKnownHostsFile={self.known_hosts}'"] if self.known_hosts else []
        return " ".join(words)


def deliver_to(root: Path, show: str, remote: Remote, tell: Tell, *, dry_run: bool = False) -> Difference:
    """Make a folder on another machine hold what is published in root; what was, or would be, changed.

    Raises PublishRefused where rsync or ssh is missing or refuses, and with every local file that was changed.
    """
    _tools(remote)
    ours = holding(root)
    before = _record(show, remote)
    added, changed = _unlike(root, remote, ours)
    removed = leaving_order(path for path in before if path not in ours)
    found = Difference(
        in_order(added), in_order(changed), removed, sum(ours[path].bytes for path in (*added, *changed))
    )
    if dry_run:
        return found
    PublishRefused.raise_if(changed_since(root, ours, found.sent))
    if found.sent or removed or before != ours.keys():
        _keep_record(remote, record_text(show, before.union(ours)))
    for done, stages in enumerate(PASSES, start=1):
        paths = [path for path in found.sent if stage(path) in stages]
        if paths:
            _push(root, remote, paths, ("--ignore-times", "--partial-dir=.partial-delivery"))
        tell("Sending", done, len(PASSES) + 1)
    if removed:
        _push(root, remote, removed, _REMOVE, fine=_VANISHED)
    if before != ours.keys():
        _keep_record(remote, record_text(show, ours))
    tell("Sending", len(PASSES) + 1, len(PASSES) + 1)
    return found


def _tools(remote: Remote) -> None:
    wanted = ("rsync",) if remote.transport else ("rsync", "ssh")
    PublishRefused.raise_if(fault("delivery.tool-missing", one) for one in wanted if shutil.which(one) is None)


def _unlike(root: Path, remote: Remote, ours: Iterable[str]) -> tuple[list[str], list[str]]:
    """The paths that are not there, and those that are there with other bytes, as rsync itself compares them."""
    media = [path for path in ours if stage(path) == MEDIA]
    others = [path for path in ours if stage(path) != MEDIA]
    said = ""
    for paths, compared in ((media, "--size-only"), (others, "--checksum")):
        if paths:
            said += _push(root, remote, paths, ("--dry-run", compared, "--out-format=%i %n"))
    lines = [line.split(" ", 1) for line in said.splitlines() if line.startswith("<f")]
    added = [path for marks, path in lines if "+" in marks]
    return added, [path for marks, path in lines if "+" not in marks]


def _record(show: str, remote: Remote) -> frozenset[str]:
    with TemporaryDirectory(prefix="studio-") as folder:
        words = ("--ignore-missing-args", "--", f"{_place(remote)}/{RECORD}", f"{folder}/")
        _run(remote, words, may_be_new=True)
        found = Path(folder) / RECORD
        return read_record(found.read_bytes() if found.is_file() else None, show, remote.name)


def _keep_record(remote: Remote, content: bytes) -> None:
    with TemporaryDirectory(prefix="studio-") as folder:
        path = Path(folder) / RECORD
        path.write_bytes(content)
        path.chmod(0o644)
        _run(
            remote,
            ("--mkpath", "--ignore-times", "--perms", "--chmod=D755,F644", "--", str(path), f"{_place(remote)}/"),
        )


def _push(root: Path, remote: Remote, paths: Iterable[str], more: Sequence[str], *, fine: int = 0) -> str:
    """Send the files of a list; what rsync printed. fine: a code of rsync that is no failure here."""
    listed = b"".join(path.encode() + b"\0" for path in paths)
    words = ("--files-from=-", "--from0", "--mkpath", "--perms", "--chmod=D755,F644", *more)
    return _run(remote, (*words, "--", f"{root}/", f"{_place(remote)}/"), listed, fine=fine)


def _run(remote: Remote, words: Sequence[str], given: bytes = b"", *, may_be_new: bool = False, fine: int = 0) -> str:
    """rsync with a list of words, never through a shell; the other side does not read paths as commands either.

    may_be_new: it is no failure that the folder is not there.
    """
    program = shutil.which("rsync") or "rsync"
    command = [program, "--secluded-args", f"--timeout={PATIENCE_S}", f"--rsh={remote.shell}", *words]
    environ = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ} | {"LC_ALL": "C"}
    done = subprocess.run(command, input=given, capture_output=True, env=environ, check=False)
    new = may_be_new and done.returncode == _PARTLY and b"No such file or directory (2)" in done.stderr
    if done.returncode not in (0, fine) and not new:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines() or [""]
        raise PublishRefused.because("delivery.remote-refuses", remote.name, code=done.returncode, reason=said[0][:200])
    return done.stdout.decode("utf-8", "replace")


def _place(remote: Remote) -> str:
    host = f"[{remote.host}]" if ":" in remote.host else remote.host
    where = f"{remote.user}@{host}" if remote.user else host
    return f"{where}:{remote.path.rstrip('/') or '/'}"
