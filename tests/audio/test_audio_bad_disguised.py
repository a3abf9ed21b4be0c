"""Files that are not what they seem: playlists, references to other files, devices, links, files that change.

The kernel (inotify) tells of every opening of the bait, whoever opens it; a listener on this machine hears of every
connection. Both are shown to notice what an unguarded demuxer does.
"""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import struct
import sys
import threading
import time
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import av
import pytest
from judging import SECOND, in_words

from studio.audio.takes.decode import LIMITS, clean_copy, inspect, judge
from studio.audio.takes.opened import Window
from studio.audio.takes.verdict import Verdict
from studio.errors import SoundRefused

IN_ACCESS, IN_OPEN = 0x1, 0x20
linux = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux")


def verdict(path):
    """The verdict of the real child."""
    return in_words(judge(path))


@contextmanager
def watched(path):
    """A list that holds, after the block, what the kernel saw of a file: openings and readings."""
    library = ctypes.CDLL(None, use_errno=True)
    watcher = library.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    assert library.inotify_add_watch(watcher, os.fsencode(path), IN_OPEN | IN_ACCESS) >= 0
    seen = []
    try:
        yield seen
        with suppress(BlockingIOError):
            seen.append(os.read(watcher, 4096))
    finally:
        os.close(watcher)


@pytest.fixture
def bait(tmp_path, sounds):
    """A folder with a sound that nobody may open."""
    folder = tmp_path / "bait"
    folder.mkdir()
    sounds["encode"](folder / "secret.mp3", sounds["tone"](1, -20), "mp3")
    sounds["write_wav"](folder / "secret.wav", sounds["tone"](1, -20))
    return folder


def box(kind, *content):
    body = b"".join(content)
    return struct.pack(">I", len(body) + 8) + kind + body


def movie(target):
    """An MP4 whose only track lies in another file (`dref` with an alias record and a URL)."""
    path = os.fsencode(str(target))
    volume = struct.pack(">HH", 0, 2) + bytes([3]) + b"vol".ljust(27, b"\0") + bytes(4 + 2 + 2)
    name = os.fsencode(target.name)
    volume += bytes(4) + bytes([len(name)]) + name.ljust(63, b"\0") + bytes(16) + struct.pack(">hh", -1, -1) + bytes(16)
    record = volume + struct.pack(">HH", 2, len(path)) + path + bytes(len(path) % 2) + struct.pack(">HH", 0xFFFF, 0)
    alias = box(b"alis", bytes(4), struct.pack(">IH", 0, len(record) + 6), record)
    url = box(b"url ", bytes(4), b"file://" + path + b"\0")
    references = box(b"dinf", box(b"dref", bytes(4), struct.pack(">I", 2), alias, url))
    sample = struct.pack(">6xH", 1) + bytes(8) + struct.pack(">HHHHI", 1, 16, 0, 0, SECOND << 16)
    table = box(
        b"stbl",
        box(b"stsd", bytes(4), struct.pack(">I", 1), box(b"sowt", sample)),
        box(b"stts", bytes(4), struct.pack(">III", 1, 4800, 1)),
        box(b"stsc", bytes(4), struct.pack(">IIII", 1, 1, 4800, 1)),
        box(b"stsz", bytes(4), struct.pack(">II", 2, 4800)),
        box(b"stco", bytes(4), struct.pack(">II", 1, 44)),
    )
    handler = box(b"hdlr", bytes(4), b"mhlrsoun", bytes(12), b"\0")
    media = box(
        b"mdia",
        box(b"mdhd", bytes(12), struct.pack(">II", SECOND, 4800), bytes(4)),
        handler,
        box(b"minf", box(b"smhd", bytes(8)), references, table),
    )
    track = box(b"trak", box(b"tkhd", bytes([0, 0, 0, 7]), bytes(8), struct.pack(">I", 1), bytes(68)), media)
    header = box(b"mvhd", bytes(12), struct.pack(">II", SECOND, 4800), bytes(80))
    return box(b"ftyp", b"qt  ", bytes(4), b"qt  ") + box(b"moov", header, track) + box(b"mdat", bytes(64))


def scripts(folder, address):
    """Texts and containers that name other files or addresses, by what they are."""
    file, sound = folder / "secret.mp3", folder / "secret.wav"
    hls = f"#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:10\n#EXTINF:10,\n{file}\n#EXTINF:10,\n{address}\n"
    return {
        "m3u": f"#EXTM3U\n#EXTINF:10,\n{file}\n{address}\n#EXT-X-ENDLIST\n".encode(),
        "hls": hls.encode(),
        "hls behind a tag": b"ID3\x04\0\0\0\0\0\0" + hls.encode(),
        "hls in front of sound": hls.encode() + file.read_bytes(),
        "ffconcat": f"ffconcat version 1.0\nfile '{file}'\nfile '{address}'\n".encode(),
        "concat protocol": f"concat:{file}|{file}\n".encode(),
        "pls": f"[playlist]\nFile1={file}\nFile2={address}\nNumberOfEntries=2\n".encode(),
        "xspf": (
            f"<?xml version='1.0'?><playlist version='1' xmlns='http://xspf.org/ns/0/'><trackList><track>"
            f"<location>{address}</location></track></trackList></playlist>"
        ).encode(),
        "asx": f"<asx version='3.0'><entry><ref href='{address}'/></entry></asx>".encode(),
        "dash": f"<MPD xmlns='urn:mpeg:dash:schema:mpd:2011'><BaseURL>{address}</BaseURL></MPD>".encode(),
        "sdp": b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 5004 RTP/AVP 0\n",
        "image2": str(folder / "secret.%03d.png").encode(),
        "quicktime reference": movie(sound),
        "reference movie": box(b"ftyp", b"qt  ", bytes(4), b"qt  ")
        + box(
            b"moov",
            box(b"rmra", box(b"rmda", box(b"rdrf", bytes(4), b"url ", struct.pack(">I", 99), address.encode()))),
        ),
        "ebml that names a file": bytes.fromhex("1a45dfa3") + b"\x80" + f"file://{file}".encode(),
        "wav that names a list": b"RIFF" + struct.pack("<I", 400) + b"WAVELIST" + struct.pack("<I", 90) + hls.encode(),
    }


NAMES = [
    *("m3u", "hls", "hls behind a tag", "hls in front of sound", "ffconcat", "concat protocol", "pls", "xspf", "asx"),
    *("dash", "sdp", "image2", "quicktime reference", "reference movie", "ebml that names a file"),
    "wav that names a list",
]


COPIED = ("hls", "hls in front of sound", "ffconcat", "quicktime reference")
"""Those that are copied as well as looked at."""


def test_every_disguise_is_tried(bait):
    assert list(scripts(bait, "")) == NAMES


@linux
@pytest.mark.parametrize("name", NAMES)
def test_nothing_that_a_file_names_is_opened(name, tmp_path, bait):
    """Looked at in the real child as a take with an ordinary ending, and some copied."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        content = scripts(bait, f"http://127.0.0.1:{server.getsockname()[1]}/a.mp3")[name]
        path, copy = tmp_path / ("take.m4a" if content[4:8] == b"ftyp" else "take.mp3"), tmp_path / "take.flac"
        path.write_bytes(content)
        with watched(bait / "secret.mp3") as opened, watched(bait / "secret.wav") as followed:
            given, said = verdict(path)
            if name in COPIED:
                with nullcontext() if given != Verdict.REFUSED else pytest.raises(SoundRefused):
                    clean_copy(path, copy)
        assert opened == followed == []
        with pytest.raises(BlockingIOError):
            server.accept()
    if name == "hls in front of sound":
        assert (given, said) == (Verdict.USABLE, {}) or given == Verdict.WARNED
    else:
        assert given == Verdict.REFUSED
        assert set(said) <= {
            "format-unknown",
            "unreadable",
            "no-sound",
            "nothing-decoded",
            "coding-unknown",
            "too-short",
        }


@linux
def test_the_bait_is_noticed_where_a_demuxer_follows(tmp_path, bait):
    """The same files, opened without care: the watch and the listener are not blind, and the references are real."""
    texts = scripts(bait, "http://127.0.0.1:9/a.mp3")
    for name, form, options, secret in (
        ("ffconcat", "concat", {"safe": "0"}, "secret.mp3"),
        ("quicktime reference", "mov", {"enable_drefs": "1", "use_absolute_path": "1"}, "secret.wav"),
    ):
        path = tmp_path / "take.bin"
        path.write_bytes(texts[name])
        guess = suppress(av.error.FFmpegError)
        with watched(bait / secret) as opened, guess, av.open(str(path), format=form, options=options) as file:
            next(file.decode(audio=0), None)
        assert opened, name


def test_the_listener_hears_of_a_connection():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        with socket.create_connection(server.getsockname()):
            accepted, _ = server.accept()
            accepted.close()


def test_folders_devices_pipes_and_sockets_are_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.mp3")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(tmp_path / "socket.mp3"))
        (tmp_path / "device.mp3").symlink_to("/dev/zero")
        (tmp_path / "terminal.mp3").symlink_to("/dev/tty")
        (tmp_path / "dangling.mp3").symlink_to(tmp_path / "nowhere")
        (tmp_path / "loop.mp3").symlink_to(tmp_path / "loop.mp3")
        named = {
            "folder": [tmp_path, Path("/"), Path()],
            "pipe": [tmp_path / "pipe.mp3"],
            "device": [Path("/dev/zero"), Path("/dev/null")]
            + [tmp_path / f"{name}.mp3" for name in ("socket", "device", "terminal")],
            "not-a-file": [tmp_path / f"{name}.mp3" for name in ("dangling", "loop", "gone")],
        }
        for code, paths in named.items():
            for path in paths:
                assert verdict(path) == (Verdict.REFUSED, {code: {}}), path


def test_an_empty_file_is_refused(tmp_path):
    (tmp_path / "empty.wav").touch()
    assert verdict(tmp_path / "empty.wav") == (Verdict.REFUSED, {"empty": {}})


def test_a_link_to_a_recording_is_that_recording(tmp_path, sounds):
    recording = sounds["encode"](tmp_path / "real.mp3", sounds["babble"](2), "mp3")
    (tmp_path / "take.mp3").symlink_to(recording)
    assert verdict(tmp_path / "take.mp3") == (Verdict.USABLE, {})


@pytest.mark.parametrize("name", ["-inspect.mp3", "a b\n'\".mp3", "ការថត.mp3", "\udcff\udcfe.mp3", "x" * 251 + ".mp3"])
def test_any_name_is_taken_as_it_is(name, tmp_path, sounds):
    path = tmp_path / name
    path.write_bytes(sounds["encode"](tmp_path / "take.mp3", sounds["tone"](0.5, -20), "mp3").read_bytes())
    report = inspect(path)
    assert report.warnings == ()
    path.write_bytes(b"text")
    with pytest.raises(SoundRefused) as refused:
        inspect(path)
    assert refused.value.faults[0].where == name


def test_a_file_that_may_not_be_read_is_refused(tmp_path):
    path = tmp_path / "take.mp3"
    path.write_bytes(b"closed")
    path.chmod(0)
    with as_nobody():
        assert verdict(path) == (Verdict.REFUSED, {"closed": {}})


@contextmanager
def as_nobody():
    """Without the rights of root, where this is root."""
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if root:
            os.seteuid(0)


def test_paths_that_cannot_be_are_refused(tmp_path):
    for path in (Path("a\0b.mp3"), tmp_path / ("x" * 300), tmp_path / "take.mp3" / "take.mp3"):
        assert verdict(path) == (Verdict.REFUSED, {"not-a-file": {}})


TURNS = 5
"""How often a child may be over before it was met: the machine is busy."""


def changed_on_the_way(path, change):
    """The verdict on a recording that is changed while its child stands still."""
    for _ in range(TURNS):
        found, running = [], []
        worker = threading.Thread(target=lambda found=found: found.append(judge(path)))
        worker.start()
        while worker.is_alive() and not (running := decoders()):
            time.sleep(0.002)
        for child in running:
            os.kill(child, signal.SIGSTOP)
        if running:
            change()
        for child in running:
            os.kill(child, signal.SIGCONT)
        worker.join()
        if running:
            return found[0].verdict, {one.code.removeprefix("audio."): dict(one.values) for one in found[0].faults}
    raise AssertionError("no child was met while it decoded")


def decoders():
    """Decoding children of this process, started by any of its threads."""
    found = []
    for listing in Path("/proc/self/task").glob("*/children"):
        with suppress(OSError):
            found += [int(one) for one in listing.read_text().split()]
    return [child for child in found if b"studio.audio.takes.child" in command_of(child)]


def command_of(child):
    with suppress(OSError):
        return Path(f"/proc/{child}/cmdline").read_bytes()
    return b""


@linux
def test_a_recording_that_grows_vanishes_or_is_replaced_on_the_way_is_refused(tmp_path, sounds):
    sound = sounds["tone"](60, -20)

    def grow(path):
        with path.open("ab") as file:
            file.write(bytes(1000))

    def replace(path):
        (path.parent / "other.wav").write_bytes(b"other")
        (path.parent / "other.wav").replace(path)

    for change, wanted in ((grow, "still-written"), (os.unlink, "not-a-file"), (replace, "not-a-file")):
        path = sounds["write_wav"](tmp_path / "take.wav", sound)
        assert changed_on_the_way(path, lambda change=change, path=path: change(path)) == (
            Verdict.REFUSED,
            {wanted: {}},
        )


def test_what_is_written_behind_the_end_while_it_is_read_is_not_read(tmp_path, sounds):
    """The bytes that were there when it was opened are all that the demuxer is shown, however fast it grows."""
    path = sounds["write_wav"](tmp_path / "take.wav", sounds["tone"](1, -20))
    size = path.stat().st_size
    with path.open("rb") as file, path.open("ab") as grown:
        window = Window(file.fileno(), 10, size)
        grown.write(bytes(5000))
        grown.flush()
        assert len(window.read()) == size - 10
        assert window.read(10) == b""
        assert window.seek(-4, os.SEEK_END) == size - 14
        assert len(window.read(100)) == 4
        assert window.seek(-100) == 0
        assert window.read(2) == path.read_bytes()[10:12]


def test_limits_are_the_same_for_every_door():
    assert (LIMITS.length, LIMITS.seconds, LIMITS.memory) == (7_200_000, 180, 3 << 30)
