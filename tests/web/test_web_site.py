"""The published folder over real HTTP."""

from __future__ import annotations

import gc
import hashlib
import os
import random
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from studio.store.files import write_bytes
from studio.web.guard import HEADERS

CONTENT = random.Random(5).randbytes(300_001)
SECRET = b"the custodian's key"


def tag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()}"'


@pytest.fixture(scope="module")
def media(run: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A server with one sound of some hundred kilobytes."""
    served = run(tmp_path_factory.mktemp("feeds"))
    served.write("media/sound.mp3", CONTENT)
    return served


def test_a_file_is_sent_whole_with_its_digest_as_tag(media: Any) -> None:
    reply = media.ask("/media/sound.mp3")
    assert reply.status == 200
    assert reply.body == CONTENT
    assert reply.headers["content-length"] == str(len(CONTENT))
    assert reply.headers["content-type"] == "audio/mpeg"
    assert reply.headers["accept-ranges"] == "bytes"
    assert reply.headers["etag"] == tag(CONTENT)
    assert "last-modified" not in reply.headers


def test_head_says_what_get_says(media: Any) -> None:
    get, head = media.ask("/media/sound.mp3"), media.ask("/media/sound.mp3", "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert {**head.headers, "date": ""} == {**get.headers, "date": ""}


BOUND = st.integers(0, len(CONTENT) + 10)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(BOUND, BOUND | st.none())
@example(0, 65_535)
@example(0, 65_536)
@example(0, None)
@example(len(CONTENT) - 1, None)
@example(len(CONTENT), None)
def test_law_any_range_is_that_slice_of_the_bytes(media: Any, first: int, last: int | None) -> None:
    reply = media.ask("/media/sound.mp3", range=f"bytes={first}-{'' if last is None else last}")
    if last is not None and last < first:
        assert (reply.status, reply.body) == (200, CONTENT)
    elif first >= len(CONTENT):
        assert (reply.status, reply.body) == (416, b"")
        assert reply.headers["content-range"] == f"bytes */{len(CONTENT)}"
    else:
        wanted = CONTENT[first:] if last is None else CONTENT[first : last + 1]
        assert (reply.status, reply.body) == (206, wanted)
        assert reply.headers["content-length"] == str(len(wanted))
        assert reply.headers["content-range"] == f"bytes {first}-{first + len(wanted) - 1}/{len(CONTENT)}"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(1, len(CONTENT) + 10))
def test_law_a_suffix_range_is_the_end_of_the_bytes(media: Any, length: int) -> None:
    reply = media.ask("/media/sound.mp3", range=f"bytes=-{length}")
    assert (reply.status, reply.body) == (206, CONTENT[-length:])


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, len(CONTENT) - 1), min_size=1, max_size=4))
def test_law_a_download_resumed_anywhere_is_the_file(media: Any, cuts: list[int]) -> None:
    bounds = [0, *sorted(set(cuts)), len(CONTENT)]
    pieces = [
        media.ask("/media/sound.mp3", range=f"bytes={start}-{stop - 1}", if_range=tag(CONTENT))
        for start, stop in zip(bounds, bounds[1:], strict=False)
    ]
    assert b"".join(piece.body for piece in pieces) == CONTENT
    assert {piece.status for piece in pieces} == {206}


def test_a_resume_of_a_sound_that_changed_starts_again(media: Any) -> None:
    reply = media.ask("/media/sound.mp3", range="bytes=5-9", if_range=tag(b"before"))
    assert (reply.status, reply.body) == (200, CONTENT)


def test_what_the_client_has_already_is_not_sent_again(media: Any) -> None:
    reply = media.ask("/media/sound.mp3", if_none_match=tag(CONTENT))
    assert (reply.status, reply.body) == (304, b"")
    assert reply.headers["etag"] == tag(CONTENT)
    assert "content-length" not in reply.headers


def test_many_requests_go_over_one_connection(media: Any) -> None:
    connection = media.connect()
    try:
        for headers in ({}, {"range": "bytes=0-0"}, {"range": "bytes=999999-"}, {"if-none-match": "*"}, {}):
            connection.request("GET", "/media/sound.mp3", headers=headers)
            connection.getresponse().read()
        connection.request("GET", "/nowhere")
        assert connection.getresponse().read()
        assert connection.sock is not None
    finally:
        connection.close()


def test_an_index_stands_for_its_folder(served: Any) -> None:
    served.write("index.html", b"home")
    served.write("en/index.html", b"home in English")
    served.write("media/a.mp3", b"a")
    assert served.ask("/").body == b"home"
    assert served.ask("/en/").body == b"home in English"
    redirect = served.ask("/en?from=app")
    assert (redirect.status, redirect.headers["location"]) == (301, "./en/?from=app")
    assert [served.ask(path).status for path in ("/media", "/media/", "/index.html/", "/media/a.mp3/")] == [404] * 4


def test_a_redirect_stays_on_this_host(served: Any) -> None:
    served.write("evil.example/index.html", b"")
    served.write("x/evil.example/index.html", b"")
    for path in ("//evil.example", "/%2Fevil.example", "/%5C%5Cevil.example", "/x/evil.example", "/evil.example"):
        location = served.ask(path).headers.get("location", "./")
        assert location.startswith("./")


def test_transcripts_and_chapters_are_open_to_players_elsewhere(served: Any) -> None:
    served.write("episodes/one/transcript.km.vtt", b"WEBVTT\n")
    served.write("episodes/one/chapters.json", b"{}")
    served.write("feed.xml", b"<rss/>")
    opened = {
        path: served.ask(path, origin="https://player.example").headers.get("access-control-allow-origin")
        for path in ("/episodes/one/transcript.km.vtt", "/episodes/one/chapters.json", "/feed.xml")
    }
    assert list(opened.values()) == ["*", "*", None]


def test_every_answer_carries_the_security_headers(served: Any) -> None:
    served.write("en/index.html", b"1234567890")
    served.write("gone.json", b'["gone.html"]')
    asked = [
        ("/en/", "GET", {}, 200),
        ("/en/", "GET", {"range": "bytes=0-1"}, 206),
        ("/en/", "GET", {"range": "bytes=99-"}, 416),
        ("/en/", "GET", {"if_none_match": "*"}, 304),
        ("/en/", "GET", {"if_match": '"x"'}, 412),
        ("/en", "GET", {}, 301),
        ("/", "GET", {}, 200),
        ("/nowhere", "GET", {}, 404),
        ("/nowhere", "HEAD", {}, 404),
        ("/gone.html", "GET", {}, 410),
        ("/en/", "POST", {}, 405),
        ("/en/", "OPTIONS", {}, 405),
    ]
    for path, method, headers, status in asked:
        reply = served.ask(path, method, **headers)
        assert reply.status == status, path
        assert reply.headers["content-security-policy"].startswith("default-src 'none'; ")
        assert "unsafe" not in reply.headers["content-security-policy"]
        for name in ("referrer-policy", "x-content-type-options"):
            assert reply.headers[name] == HEADERS[name]
        assert not {"server", "last-modified", "set-cookie", "x-powered-by"} & reply.headers.keys()


def test_only_reading_is_allowed(served: Any) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        reply = served.ask("/feed.xml", method)
        assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")
    assert list(served.feeds.iterdir()) == []


def test_where_nothing_is_published_a_page_says_so_in_both_languages(served: Any) -> None:
    reply = served.ask("/")
    assert (reply.status, reply.headers["cache-control"]) == (200, "no-store")
    assert "មិនទាន់មានកម្មវិធី" in reply.body.decode()
    assert "Nothing has been published yet" in reply.body.decode()
    served.write("index.html", b"the first programme")
    assert served.ask("/").body == b"the first programme"


def test_a_folder_that_is_not_there_yet_is_an_empty_site(served: Any) -> None:
    served.feeds.rmdir()
    assert (served.ask("/").status, served.ask("/feed.xml").status) == (200, 404)


def test_a_missing_page_says_so_and_leads_home(served: Any) -> None:
    reply = served.ask("/programmes/nowhere")
    assert (reply.status, reply.headers["cache-control"]) == (404, "no-store")
    assert "រកមិនឃើញទំព័រនេះទេ" in reply.body.decode()
    assert 'href="/"' in reply.body.decode()


def test_what_was_withdrawn_is_gone_even_while_its_file_is_there(served: Any) -> None:
    served.write("media/old.mp3", b"a voice")
    served.write("episodes/one/index.html", b"a name")
    served.write("episodes/one.html", b"a name")
    served.write("episodes/two.html", b"another")
    assert served.ask("/media/old.mp3").status == 200
    served.write("gone.json", b'["media/old.mp3", "/episodes/one.html", "episodes/one/", "media/never.mp3"]')
    gone = ("/media/old.mp3", "/media%2Fold.mp3", "/episodes/one.html", "/episodes/one/", "/episodes/one/index.html")
    for path in (*gone, "/episodes/one/anything.vtt", "/media/never.mp3"):
        reply = served.ask(path)
        assert reply.status == 410, path
        assert b"voice" not in reply.body
        assert "ត្រូវបានដកចេញវិញ" in reply.body.decode()
    assert served.ask("/episodes/two.html").status == 200
    assert served.ask("/gone.json").status == 404
    served.write("gone.json", b"[]")
    assert served.ask("/media/old.mp3").status == 200


@pytest.mark.parametrize("broken", [b"", b"{", b'{"a": 1}', b"[1]", b'[""]', b'["/"]', b"\xff", b'["a"'])
def test_a_broken_list_opens_nothing_again(served: Any, broken: bytes) -> None:
    served.write("media/old.mp3", b"a voice")
    served.write("gone.json", broken)
    reply = served.ask("/media/old.mp3")
    assert reply.status == 503
    assert b"voice" not in reply.body


def test_a_list_behind_a_link_opens_nothing_again(served: Any, tmp_path: Path) -> None:
    served.write("old.mp3", b"a voice")
    (tmp_path / "list.json").write_bytes(b'["old.mp3"]')
    (served.feeds / "gone.json").mkdir()
    assert served.ask("/old.mp3").status == 503


FRAGMENTS = ["..", "%2e%2e", "%2E.", ".", "", "%2f", "%5c", "\\", "secret.txt", "link.txt", "linked", "en", ".hidden"]
FRAGMENTS += [".partial-12-feed.xml", "%00", "..%2f..%2f", "..;", "%252e%252e", "%c0%ae%c0%ae", "self", "proc"]


@pytest.fixture(scope="module")
def walled(run: Callable[[Path], Any], tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A published folder with a secret beside it and every kind of way out."""
    outside = tmp_path_factory.mktemp("workspace")
    (outside / "secret.txt").write_bytes(SECRET)
    served = run(outside / "feeds")
    served.write("en/index.html", b"public")
    served.write(".hidden", SECRET)
    served.write(".partial-12-feed.xml", SECRET)
    served.write("en/.hidden/secret.txt", SECRET)
    (served.feeds / "link.txt").symlink_to(outside / "secret.txt")
    (served.feeds / "linked").symlink_to(outside, target_is_directory=True)
    (served.feeds / "en" / "link.txt").symlink_to("../../secret.txt")
    return served


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=6))
@example(["link.txt"])
@example(["linked", "secret.txt"])
@example(["en", "link.txt"])
@example([".hidden"])
@example([".partial-12-feed.xml"])
@example(["..", "secret.txt"])
def test_law_no_path_leads_out_of_the_folder(walled: Any, fragments: list[str]) -> None:
    reply = walled.ask("/" + "/".join(fragments))
    assert SECRET not in reply.body
    assert reply.status in (200, 301, 404)
    assert reply.status != 200 or reply.body == b"public" or b"Nothing has been published" in reply.body


def test_what_is_no_file_is_not_waited_for(served: Any) -> None:
    os.mkfifo(served.feeds / "pipe.mp3")
    with socket.socket(socket.AF_UNIX) as local:
        local.bind(str(served.feeds / "socket.mp3"))
        assert [served.ask(path).status for path in ("/pipe.mp3", "/socket.mp3", "/" + "a" * 300)] == [404] * 3


def test_a_file_replaced_within_a_tick_has_its_own_tag(served: Any) -> None:
    for round_ in range(150):
        content = f"{round_:06}".encode()
        served.write("next.xml", content).rename(served.feeds / "feed.xml")
        reply = served.ask("/feed.xml")
        assert (reply.body, reply.headers["etag"]) == (content, tag(content))


def test_a_slow_reader_gets_the_old_file_whole(served: Any) -> None:
    old, new = b"o" * 12_000_000, b"n" * 1_000
    served.write("feed.xml", old)
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        slow.connect(("127.0.0.1", served.port))
        slow.sendall(b"GET /feed.xml HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        got = slow.recv(4_096)
        write_bytes(served.feeds / "feed.xml", new)
        assert served.ask("/feed.xml").body == new
        while more := slow.recv(1 << 20):
            got += more
    head, _, body = got.partition(b"\r\n\r\n")
    assert body == old
    assert tag(old).encode() in head


def test_a_file_cut_short_while_it_is_sent_breaks_the_connection(served: Any) -> None:
    path = served.write("long.mp3", b"x" * 12_000_000)
    with socket.socket() as slow:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        slow.connect(("127.0.0.1", served.port))
        slow.sendall(b"GET /long.mp3 HTTP/1.1\r\nHost: x\r\n\r\n")
        got = len(slow.recv(4_096))
        os.truncate(path, 5_000)
        while more := slow.recv(1 << 20):
            got += len(more)
    assert got < 12_000_000
    assert served.ask("/long.mp3").body == b"x" * 5_000


def open_files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def test_listeners_who_hang_up_leave_no_file_open(served: Any) -> None:
    served.write("long.mp3", b"x" * 8_000_000)
    served.ask("/long.mp3", "HEAD")
    gc.collect()
    before = open_files()
    for _ in range(30):
        with socket.create_connection(("127.0.0.1", served.port)) as hasty:
            hasty.sendall(b"GET /long.mp3 HTTP/1.1\r\nHost: x\r\n\r\n")
            hasty.recv(100)
    until = time.monotonic() + 10
    while open_files() > before and time.monotonic() < until:
        time.sleep(0.05)
    assert open_files() <= before
