"""`studio episode build` that is ended, or whose cache is gone, damaged, full or closed: one sentence, and no sound but
the sound that is made where nothing hinders it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import av
import pytest

ROOT = Path(__file__).resolve().parents[2]
SLUG = "2012-05-17-voices"
NOW = 'now = "2012-05-16T09:00:00+07:00"\n'
PATIENCE = 120
"""Seconds after which a test gives up."""
AT_ONCE = 5
"""Seconds that Ctrl-C may take on a busy machine; on an idle one it takes less than one."""
ALL = """
[masters.low]
codec = "opus"
bitrate_kbps = 64

[masters.archive]
codec = "wav"
rate = 44100
channels = 2

[masters.flat]
codec = "flac"
rate = 32000

[masters.small]
codec = "mp3"
bitrate_kbps = 48
"""


def building(root, **own):
    """The command as a person starts it, in a session of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STUDIO_", "LC_", "LANG"))}
    return subprocess.Popen(
        [sys.executable, "-m", "studio", "-C", root, "episode", "build", SLUG, "--json"],
        env={**kept, "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT), "STUDIO_WORKERS": "2", **own},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def masters(root, **own):
    """What a build says of the masters that it made or found."""
    program = building(root, **own)
    out, told = program.communicate(timeout=PATIENCE)
    assert (program.returncode, told) == (0, "")
    return json.loads(out)["masters"]


def built(root, **own):
    """The masters of a build by name: where the vault keeps them, which is their digest."""
    return {one["name"]: str(Path(one["path"]).relative_to(root)) for one in masters(root, **own)}


def refused(root, **own):
    """What a build says that comes to nothing."""
    program = building(root, **own)
    out, told = program.communicate(timeout=PATIENCE)
    assert (program.returncode, out) == (1, "")
    assert "Traceback" not in told
    assert list(root.rglob(".partial-*")) == []
    return told


def living(session):
    """The programs of a session."""
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if os.getsid(int(place.name)) == session and "Z" not in (place / "stat").read_text().rsplit(")", 1)[1][:3]:
                found.append(int(place.name))
    return found


def changed(source, root):
    """A copy of a workspace in which another jingle is heard, so that both masters are to be made again."""
    shutil.copytree(source, root)
    settings = root / "studio.toml"
    settings.write_text(NOW + settings.read_text("utf-8"), encoding="utf-8")
    library = root / "audio" / "library"
    (library / "jingle.wav").write_bytes((library / "sting.wav").read_bytes())
    return root


@pytest.fixture
def station(built_once, tmp_path):
    return changed(built_once, tmp_path / "station")


@pytest.fixture(scope="module")
def wanted(built_once, tmp_path_factory):
    """What comes out where nothing hinders it."""
    return built(changed(built_once, tmp_path_factory.mktemp("wanted") / "station"))


def sound(root):
    return root / "audio" / "cache" / "sound"


def entries(root):
    return sorted(path for path in sound(root).glob("??/*") if path.name[0] != ".")


def interrupted(root, moment):
    """Ctrl-C in the terminal of a build, as soon as the moment has come; seconds that its end took."""
    program = building(root)
    end = time.monotonic() + PATIENCE
    while not moment():
        assert time.monotonic() < end
        assert program.poll() is None
        time.sleep(0.005)
    began = time.monotonic()
    os.killpg(program.pid, signal.SIGINT)
    out, told = program.communicate(timeout=PATIENCE)
    while living(program.pid):
        assert time.monotonic() < began + AT_ONCE, "a worker outlived the builder"
        time.sleep(0.01)
    took = time.monotonic() - began
    assert (out, program.returncode) == ("", 130)
    assert told == f"\nStopped. What was made so far stays. Go on from there: studio episode build {SLUG}\n"
    assert list(root.rglob(".partial-*")) == []
    return took


def test_ctrl_c_ends_a_build_at_once_and_the_same_command_goes_on(station, wanted, capsys):
    shutil.rmtree(sound(station))
    first = interrupted(station, (station / ".studio.lock").exists)
    second = interrupted(station, lambda: len(entries(station)) > 3)
    with capsys.disabled():
        print(f" [{first:.2f} s, {second:.2f} s]", end="")
    assert max(first, second) < AT_ONCE
    assert built(station) == wanted


def test_a_cache_of_a_megabyte_is_enough_and_one_that_is_gone_is_not_missed(station, wanted):
    with (station / "studio.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[limits]\ncache_mb = 1\n")
    assert built(station) == wanted
    assert 0 < sum(path.stat().st_size for path in entries(station)) <= 1 << 20
    shutil.rmtree(sound(station))
    assert [one["new"] for one in masters(station)] == [False, False], "what the vault has is not made again"


def test_a_damaged_cache_is_noticed_and_changes_no_sound(station, wanted):
    """The cache of the edition before: every take in it is wanted again, and none is what it was."""
    before = entries(station)
    assert len(before) > 10
    for path in before:
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 0x10
        path.write_bytes(content)
    damaged = {path: path.read_bytes() for path in before}
    assert built(station) == wanted
    read = [path for path, content in damaged.items() if not path.exists() or path.read_bytes() != content]
    assert len(read) > 3, "some of them were read, and are gone or made again"


@pytest.fixture
def mounted(station):
    """`mounted("size=1m")`: another file system where the cache is."""
    shutil.rmtree(sound(station))
    sound(station).mkdir()

    def mount(options):
        command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", sound(station)]
        if subprocess.run(command, capture_output=True, check=False).returncode:
            pytest.skip("no file system may be mounted here: run the tests as root, or in a namespace of your own")

    yield mount
    subprocess.run(["umount", sound(station)], check=False, capture_output=True)


def test_a_full_disk_and_a_closed_one_are_told_with_what_is_wrong(station, wanted, mounted):
    mounted("size=1m")
    told = refused(station)
    assert told.startswith(f"✗ There is no room left in {sound(station)}.")
    assert "→ Make room on that disk, then run the command again" in told
    subprocess.run(["umount", sound(station)], check=True)
    mounted("size=8m,ro")
    told = refused(station)
    assert (told.startswith(str(sound(station))), told.count("\n")) == (True, 1)
    assert told.endswith(": Read-only file system.\n")
    subprocess.run(["umount", sound(station)], check=True)
    assert built(station) == wanted


def test_masters_of_every_codec_are_made_from_one_score(station, wanted):
    with (station / "studio.toml").open("a", encoding="utf-8") as settings:
        settings.write(ALL)
    found = built(station)
    assert {name: found[name] for name in wanted} == wanted
    assert sorted(set(found) - set(wanted)) == ["archive", "flat", "low", "small"]
    folder = station / "episodes" / SLUG / "build"
    codecs = {"podcast": "mp3", "golden-river": "flac", "low": "opus", "archive": "wav", "flat": "flac", "small": "mp3"}
    kinds = {"low": "opus", "archive": "pcm_s24le", "flat": "flac", "small": "mp3float"}
    for name, ending in codecs.items():
        path = folder / f"{SLUG}-{name}.{ending}"
        with av.open(str(path)) as file:
            stream = file.streams.audio[0]
            seconds = sum(frame.samples for frame in file.decode(stream)) / stream.codec_context.sample_rate
            assert kinds.get(name, stream.codec_context.name) == stream.codec_context.name
            assert len(file.chapters()) == len(json.loads((folder / "cues.json").read_text("utf-8"))["marks"])
        assert seconds == pytest.approx(40, abs=0.03)
    figures = json.loads((folder / "report.json").read_text("utf-8"))["masters"]
    assert {name: round(one["lufs"]) for name, one in figures.items()} == {
        **dict.fromkeys(codecs, -16),
        "golden-river": -23,
    }
    assert all(one["dbtp"] <= -1 for one in figures.values())
