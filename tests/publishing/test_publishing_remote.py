"""rsync over ssh: to a real server of ssh on this machine, or, where nobody may start one, through rsync's own pipe."""

from __future__ import annotations

import getpass
import os
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.errors import PublishRefused
from studio.publishing import addresses
from studio.publishing.publish import publish
from studio.publishing.targets import remote as module
from studio.publishing.targets.remote import Remote, deliver_to
from studio.publishing.targets.values import RECORD
from studio.publishing.values import Both, Channel, PublishedEpisode

SHOW = "0b0f7c1e-6a0e-5a64-9d3b-5b7d3b0c2a12"
Need = Callable[[str, str], Path]
PIPE = """#!/bin/sh
# rsync calls this as a shell of another machine: OPTIONS HOST COMMAND…
while [ "$1" = -l ]; do shift 2; done
shift
exec sh -c "$*"
"""


def silent(stage: str, done: int, total: int) -> None:
    """Tell nobody."""


def below(root: Path) -> dict[str, bytes]:
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {
        name: path.read_bytes() for path in files if not (name := path.relative_to(root).as_posix()).startswith(".")
    }


@pytest.fixture(scope="module")
def ssh(required: Need, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    """A server of ssh on this machine, with keys of its own."""
    server = required("/usr/sbin/sshd", "apt-get install openssh-server")
    required("rsync", "apt-get install rsync")
    home = tmp_path_factory.mktemp("ssh")
    for name in ("host", "user"):
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(home / name)], check=True, capture_output=True
        )
    shutil.copy(home / "user.pub", home / "authorized")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    (home / "known").write_text(f"[127.0.0.1]:{port} {(home / 'host.pub').read_text()}")
    (home / "config").write_text(
        f"Port {port}\nListenAddress 127.0.0.1\nHostKey {home / 'host'}\nAuthorizedKeysFile {home / 'authorized'}\n"
        f"PidFile none\nUsePAM no\nStrictModes no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n"
    )
    with subprocess.Popen(
        [str(server), "-D", "-e", "-f", str(home / "config")], stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr is not None
        try:
            for line in running.stderr:
                if "listening on" in line.lower():
                    break
            assert running.poll() is None
            yield Remote("127.0.0.1", "", getpass.getuser(), port, str(home / "user"), known_hosts=str(home / "known"))
        finally:
            running.terminate()


@pytest.fixture(params=["ssh", "pipe"])
def place(request: pytest.FixtureRequest, required: Need, tmp_path: Path) -> Remote:
    """A folder on another machine that is not there yet; its name is as hard as names are."""
    folder = str(tmp_path / "host it's; $(touch planted) here")
    if request.param == "ssh":
        server: Remote = request.getfixturevalue("ssh")
        return replace(server, path=folder)
    required("rsync", "apt-get install rsync")
    pipe = tmp_path / "pipe"
    pipe.write_text(PIPE)
    pipe.chmod(0o755)
    return Remote("nowhere.invalid", folder, transport=str(pipe))


def test_a_machine_gets_what_is_published_and_the_second_time_nothing(
    place: Remote, site: Path, tmp_path: Path
) -> None:
    planned = deliver_to(site, SHOW, place, silent, dry_run=True)
    assert not Path(place.path).exists()
    assert deliver_to(site, SHOW, place, silent) == planned
    assert below(Path(place.path)) == below(site)
    assert set(planned.added) == set(below(site))
    again = deliver_to(site, SHOW, place, silent)
    assert (again.sent, again.removed, again.bytes) == ((), (), 0)
    assert not list(tmp_path.rglob("planted"))
    assert {path.stat().st_mode & 0o777 for path in Path(place.path).rglob("*.html")} == {0o644}


def test_what_changed_travels_and_what_is_gone_goes(
    place: Remote, site: Path, channel: Channel, episodes: tuple[PublishedEpisode, ...]
) -> None:
    deliver_to(site, SHOW, place, silent)
    theirs = Path(place.path) / "letter.txt"
    theirs.write_text("theirs")
    edited = replace(episodes[0], title=Both("ថ្មី", "New"))
    publish(channel, (edited, *episodes[2:]), site)
    found = deliver_to(site, SHOW, place, silent)
    assert found.sent[-1] == addresses.FEED
    assert found.removed
    assert theirs.read_text() == "theirs"
    theirs.unlink()
    assert below(Path(place.path)) == below(site)


def test_the_feed_travels_alone_after_everything_else(
    place: Remote, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pushed: list[tuple[str, ...]] = []
    real = module._push

    def heard(root: Path, where: Remote, paths: tuple[str, ...], more: tuple[str, ...], **fine: int) -> str:
        if "--dry-run" not in more:
            pushed.append(tuple(paths))
        return real(root, where, paths, more, **fine)

    monkeypatch.setattr(module, "_push", heard)
    deliver_to(site, SHOW, place, silent)
    assert pushed[-1] == (addresses.FEED,)
    assert all(path.startswith(("media/", "assets/")) for path in pushed[0])


@pytest.mark.parametrize("stop", [0, 1, 2, 3])
def test_cut_off_after_any_pass_and_run_again_it_is_the_same(
    place: Remote, site: Path, stop: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, left = module._push, [stop]

    def cut(root: Path, where: Remote, paths: tuple[str, ...], more: tuple[str, ...], **fine: int) -> str:
        if "--dry-run" not in more:
            left[0] -= 1
            if left[0] < 0:
                raise KeyboardInterrupt
        return real(root, where, paths, more, **fine)

    with monkeypatch.context() as patched:
        patched.setattr(module, "_push", cut)
        with pytest.raises(KeyboardInterrupt):
            deliver_to(site, SHOW, place, silent)
    assert not (Path(place.path) / addresses.FEED).exists()
    deliver_to(site, SHOW, place, silent)
    assert below(Path(place.path)) == below(site)
    assert (Path(place.path) / RECORD).is_file()


def test_a_machine_that_is_not_who_it_was_is_refused(ssh: Remote, site: Path, tmp_path: Path) -> None:
    (tmp_path / "known").write_text("")
    with pytest.raises(PublishRefused) as refused:
        deliver_to(site, SHOW, replace(ssh, path=str(tmp_path / "x"), known_hosts=str(tmp_path / "known")), silent)
    assert refused.value.faults[0].code == "delivery.remote-refuses"
    assert "key" in str(refused.value.faults[0].values["reason"]).lower()
    assert not (tmp_path / "x").exists()


def test_missing_tools_are_named_together(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(PublishRefused) as refused:
        deliver_to(site, SHOW, Remote("radio.example.org", "/srv/site"), silent)
    assert [one.where for one in refused.value.faults] == ["rsync", "ssh"]


def test_a_command_line_holds_no_surprise() -> None:
    remote = Remote("2001:db8::1", "/srv/a b/", "radio", 2222, "/keys/my key", "/keys/known")
    assert remote.shell == (
        "ssh -p 2222 -o BatchMode=yes -o ConnectTimeout=20 -o StrictHostKeyChecking=yes "
        "-i '/keys/my key' -o IdentitiesOnly=yes -o 'UserKnownHostsFile=/keys/known'"
    )
    assert module._place(remote) == "radio@[2001:db8::1]:/srv/a b"
