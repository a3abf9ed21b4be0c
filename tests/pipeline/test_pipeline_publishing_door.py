"""Publishing, targets, bags and an import from the command line: what is said, in both languages, and exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

os.environ["STUDIO_LANG"] = "en"

import pytest
from click.testing import CliRunner

from studio.cli.main import cli
from studio.pipeline.opening import Studio

FIRST = "2012-05-17-voices"
NOW = "2012-05-16T09:00:00+07:00"
GUID = "9b024349-ccf0-5f69-a609-6b82873eab3c"
FRAME = bytes.fromhex("fffb54c4") + bytes(188)
"""24 ms of MPEG-1 layer III at 64 kbit/s, mono, 48 kHz, silent."""
KHMER = re.compile("[\u1780-\u17d3]")


class Ran(NamedTuple):
    """What a command did."""

    code: int
    out: str
    err: str


Run = Callable[..., Ran]


def english(root: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("STUDIO_NOW", NOW)
    monkeypatch.chdir(root)

    def run(*words: object) -> Ran:
        done = CliRunner().invoke(cli, [str(word) for word in words], prog_name="studio")
        assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
        return Ran(done.exit_code, done.stdout, done.stderr)

    return run


def khmer(root: Path) -> Run:
    """The same in a process of its own, for somebody who reads Khmer."""

    def run(*words: object) -> Ran:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("STUDIO_", "LC_", "LANG"))}
        done = subprocess.run(
            [sys.executable, "-c", "from studio.cli.main import main; main()", *map(str, words)],
            cwd=root,
            env=kept | {"LC_ALL": "C.UTF-8", "STUDIO_LANG": "km", "STUDIO_NOW": NOW},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        assert KHMER.search(done.stdout + done.stderr)
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)


def with_targets(root: Path) -> Path:
    """The station with a stick to bring things to; where that is."""
    stick = root.parent / "stick"
    with (root / "studio.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[targets.stick]\nkind = "folder"\npath = "{stick}"\n')
    return stick


def test_what_is_published_is_brought_to_a_target_after_it_was_shown(
    built: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = built.workspace.root
    stick, run = with_targets(root), english(root, monkeypatch)
    early = run("publish", "--to", "stick", "--dry-run")
    assert early.code == 1 and "Run: studio publish, then send it." in early.err and not stick.exists()
    unknown = run("publish", "--to", "stik")
    assert unknown.code == 1 and "stick" in unknown.err
    assert not (built.workspace.feeds / "feed.xml").exists(), "a target that is not there stops it at the beginning"
    assert run("publish", "--dry-run").code == 2
    assert run("publish", "--to", "stick", "--dry-run", "--mend").code == 2
    done = run("publish", "--to", "stick")
    assert done.code == 0 and "1 episodes;" in done.out and f"{stick}: got " in done.out
    assert (stick / "feed.xml").read_bytes() == (built.workspace.feeds / "feed.xml").read_bytes()
    (stick / "about.html").unlink()
    flipped(stick / "index.html")
    shown = run("publish", "--to", "stick", "--dry-run")
    assert shown.code == 0 and "+ about.html\n~ index.html\n" in shown.out
    assert f"{stick}: would get 1 new and 1 changed files" in shown.out
    assert not (stick / "about.html").exists()
    told = khmer(root)("publish", "--to", "stick", "--dry-run")
    assert told.code == 0 and "+ about.html\n~ index.html\n" in told.out
    (sent,) = json.loads(run("publish", "--to", "stick", "--json").out)["targets"]
    assert (sent["added"], sent["changed"], sent["removed"]) == (["about.html"], ["index.html"], [])
    assert khmer(root)("publish", "--to", "stik").code == 1


def test_a_bag_is_made_and_a_flipped_bit_anywhere_is_told_and_mended(
    built: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, feeds = built.workspace.root, built.workspace.feeds
    run = english(root, monkeypatch)
    assert run("publish").code == 0
    assert run("archive", "bag").code == 2
    assert run("archive", "bag", "2012-05-99-voices").code == 1
    bag = root / "archive" / FIRST
    made = run("archive", "bag", FIRST)
    assert made.code == 0 and f"{bag}: " in made.out
    assert "as before." in run("archive", "bag", FIRST).out
    assert json.loads(run("archive", "bag", FIRST, "--to", root.parent / "kept", "--json").out)["new"] is True
    whole = run("archive", "verify")
    assert whole.code == 0 and whole.out.count(" files read, 0 faults.") == 3
    assert khmer(root)("archive", "verify").code == 0
    assert run("archive", "verify", "nowhere").code == 1
    assert run("archive", "verify", "--everything").code == 2

    sound = next((feeds / "media").rglob("*.mp3"))
    for path in (bag / "data" / "rundown.json", feeds / "about.html", sound):
        flipped(path)
    found = run("archive", "verify")
    assert found.code == 1
    assert "rundown.json" in found.out + found.err
    assert {one["kind"]: len(one["faults"]) for one in json.loads(run("archive", "verify", "--json").out)} == {
        "bag": 1,
        "vault": 0,
        "published": 2,
    }
    told = khmer(root)("archive", "verify", feeds)
    assert told.code == 1 and "studio publish --mend" in told.out + told.err
    assert run("publish").code == 0
    assert run("archive", "verify", feeds).code == 1, "what stands is not read without being asked"
    mended = run("publish", "--mend")
    assert mended.code == 0 and "2 published files were damaged or lost." in mended.out
    assert run("archive", "verify", feeds).code == 0
    assert run("publish", "--mend", "--json").code == 0
    flipped(sound)
    assert "ខូច" in khmer(root)("publish", "--mend").out
    assert run("archive", "verify", feeds).code == 0
    assert run("archive", "verify", FIRST).code == 1


@pytest.fixture
def old_host(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A podcast of three episodes on a host of its own: its folder and its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            """Nothing."""

    folder = tmp_path / "old"
    folder.mkdir()
    host = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    thread = threading.Thread(target=host.serve_forever, args=(0.01,))
    thread.start()
    address = f"http://127.0.0.1:{host.server_port}"
    items = "".join(
        f"<item><title>Episode {number}</title><guid>{address}/?p={number}</guid><description>About</description>"
        f"<pubDate>Thu, {10 + number} May 2012 18:30:00 +0700</pubDate><itunes:duration>61</itunes:duration>"
        f'<enclosure url="{address}/{number}.mp3" length="1" type="audio/mpeg"/></item>'
        for number in (3, 2, 1)
    )
    for number in (1, 2, 3):
        (folder / f"{number}.mp3").write_bytes(FRAME * (60 + number))
    (folder / "feed.xml").write_text(
        '<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0"'
        ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>Old voices</title>'
        f"<link>{address}/</link><description>Old</description><language>en</language>"
        f"<podcast:guid>{GUID}</podcast:guid>{items}</channel></rss>",
        encoding="utf-8",
    )
    yield folder, f"{address}/feed.xml"
    host.shutdown()
    thread.join()
    host.server_close()


def test_a_podcast_is_taken_over_and_published_from_here(
    desk: Studio, old_host: tuple[Path, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, address = old_host
    root = desk.workspace.root
    run = english(root, monkeypatch)
    for named in ("none.xml", "ftp://example.org/feed.xml"):
        assert run("feed", "import", named).code == 2
    assert run("feed", "import").code == 2
    near = run("feed", "import", address)
    assert near.code == 1 and near.err and "Old voices" not in near.out
    (folder / "page.xml").write_text("<html>no feed</html>")
    assert run("feed", "import", folder / "page.xml").code == 1
    assert run("feed", "import", address.replace("feed", "none"), "--allow-loopback").code == 1

    look = run("feed", "import", address, "--allow-loopback", "--dry-run")
    assert (look.code, look.out) == (0, "Old voices: 3 episodes new, 0 changed, 0 as before.\n")
    (folder / "2.mp3").rename(folder / "kept.mp3")
    refused = khmer(root)("feed", "import", address, "--allow-loopback")
    assert refused.code == 1 and "2.mp3" in refused.err
    assert not list(root.glob("episodes/*/imported.json"))
    left = run("feed", "import", address, "--allow-loopback", "--skip", "--json")
    rows = json.loads(left.out)
    assert (left.code, len(rows["new"]), len(rows["faults"])) == (1, 2, 1)
    (folder / "kept.mp3").rename(folder / "2.mp3")
    done = run("feed", "import", address, "--allow-loopback")
    assert done.code == 0 and "Old voices: 1 episodes new, 0 changed, 2 as before." in done.out
    assert "<itunes:new-feed-url>" in done.out
    again = khmer(root)("feed", "import", address, "--allow-loopback")
    assert again.code == 0 and "studio publish" in again.out

    assert run("publish").code == 0
    text = (desk.workspace.feeds / "feed.xml").read_text("utf-8")
    assert GUID in text and all(f"/?p={number}</guid>" in text for number in (1, 2, 3))
    assert run("check", "feed", desk.workspace.feeds / "feed.xml").code == 0
