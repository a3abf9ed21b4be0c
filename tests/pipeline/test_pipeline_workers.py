"""Workers: the same bytes from any number of them, a lost one costs its task, none outlives the builder, no noise."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import wave
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

from studio.errors import SoundRefused, StoreFault
from studio.languages import Language
from studio.pipeline.workers import FAILURES, open_executor
from studio.sentences.say import say

SECOND = 48_000
PATIENCE = 60
"""Seconds after which a test gives up; nothing is expected to take any."""

TASKS = Path(__file__).with_name("tasks.py")

BUILDER = """
import sys
from studio.pipeline.workers import open_executor
import tasks
tasks.note(sys.argv[1], "imported")
def main():
    with open_executor("", 2) as work:
        work(getattr(tasks, sys.argv[2]), [(sys.argv[1], str(n)) for n in range(4)], lambda done: None)
if __name__ == "__main__":
    main()
"""

KILLED_IN_A_MESSAGE = """
import os, signal
from studio.pipeline import processes
def killed(target, content):
    target.write({sent})
    target.flush()
    os.kill(os.getpid(), signal.SIGKILL)
processes.send = killed
"""


@pytest.fixture
def tasks(tmp_path, monkeypatch):
    """A module that workers can import, and a folder where its functions leave notes."""
    place = tmp_path / "importable"
    place.mkdir()
    name = f"tasks_{uuid4().hex}"
    shutil.copyfile(TASKS, place / f"{name}.py")
    shutil.copyfile(TASKS, place / "tasks.py")
    (place / "builder.py").write_text(BUILDER)
    monkeypatch.syspath_prepend(place)
    (tmp_path / "notes").mkdir()
    return __import__(name)


@pytest.fixture
def notes(tmp_path):
    return tmp_path / "notes"


@pytest.fixture
def marked(monkeypatch):
    """`marked()`: the ids of all programs that were started from this test, wherever they are now."""
    mark = f"STUDIO_TEST_MARK={uuid4().hex}"
    monkeypatch.setenv(*mark.split("="))

    def living():
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            try:
                if mark.encode() in (place / "environ").read_bytes() and place.name != str(os.getpid()):
                    found.append(int(place.name))
            except OSError:
                continue
        return found

    yield living
    for one in living():
        os.kill(one, signal.SIGKILL)


def until(true, what):
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.01)


def who(notes):
    """The workers by what they did."""
    return {path.name: path.read_text().split() for path in notes.iterdir()}


def given(notes, names):
    return [(str(notes), str(name)) for name in names]


def start(tmp_path, task, *, command=None):
    """A builder in a program of its own, with every warning an error."""
    return subprocess.Popen(
        [*(command or [sys.executable, tmp_path / "importable" / "builder.py"]), tmp_path / "notes", task],
        env={**os.environ, "PYTHONWARNINGS": "error", "PYTHONPATH": str(tmp_path / "importable")},
        stderr=subprocess.PIPE,
        text=True,
    )


def test_tasks_are_done_by_that_many_processes_and_all_are_counted(tasks, notes, marked):
    for count in (2, 3):
        told = []
        with open_executor("", count) as work:
            work(tasks.note, given(notes, range(9)), told.append)
            workers = set(marked())
            work(tasks.note, given(notes, ["again"]), told.append)
        assert told == [*range(1, 10), 1]
        assert 1 <= len(workers) <= count
        assert {int(one) for ids in who(notes).values() for one in ids} <= workers, "even a single task goes there"
        assert marked() == []
        for path in notes.iterdir():
            path.unlink()


def test_a_few_tasks_start_no_process(tasks, notes, marked):
    with open_executor("", 2) as work:
        work(tasks.note, given(notes, range(2)), lambda done: None)
        assert marked() == []
    assert {int(one) for ids in who(notes).values() for one in ids} == {os.getpid()}


def test_a_killed_worker_costs_only_its_task(tasks, notes):
    names = ["a", "lost-1", "b", "c", "lost-2", "d"]
    told = []
    with open_executor("", 2) as work:
        work(tasks.die_once, given(notes, names), told.append)
    times = {name: len(ids) for name, ids in who(notes).items()}
    assert times == {name: 2 if name.startswith("lost") else 1 for name in names}
    assert told == [1, 2, 3, 4, 5, 6]


def test_a_task_that_kills_its_worker_every_time_is_refused_after_five(tasks, notes):
    with open_executor("", 2) as work, pytest.raises(StoreFault) as refused:
        work(tasks.die, given(notes, range(3)), lambda done: None)
    (one,) = refused.value.faults
    assert (one.code, one.values["times"]) == ("pipeline.workers-lost", FAILURES)
    assert FAILURES in {len(ids) for ids in who(notes).values()}
    assert max(len(ids) for ids in who(notes).values()) == FAILURES == 5
    assert [("5" in what, "{" in what + mend) for what, mend in [say(one, Language.EN)]] == [(True, False)]


def test_what_was_refused_is_told_in_the_order_of_the_tasks_after_the_others_were_done(tasks, notes):
    with open_executor("", 2) as work, pytest.raises(SoundRefused) as refused:
        work(tasks.refuse, given(notes, range(4)), lambda done: None)
    assert [(one.code, one.where) for one in refused.value.faults] == [
        (code, where) for where in ("0", "1", "3") for code in ("audio.empty", "audio.too-short")
    ]
    assert sorted(who(notes)) == ["0", "1", "2", "3"]


def test_another_error_is_the_builders_as_it_was_raised(tasks, notes):
    with open_executor("", 2) as work:
        with pytest.raises(OSError, match="Input/output") as raised:
            work(tasks.fail, given(notes, range(3)), lambda done: None)
        assert (raised.value.errno, raised.value.filename) in [(5, "0"), (5, "1"), (5, "2")]
        with pytest.raises(RuntimeError, match=r"Sealed: \d and more"):
            work(tasks.fail_oddly, given(notes, range(3)), lambda done: None)


def test_what_waits_is_not_done_any_more_where_one_failed(tasks, notes):
    with open_executor("", 2) as work:
        with pytest.raises(OSError, match="Input/output"):
            work(tasks.fail_first, given(notes, range(200)), lambda done: None)
        assert len(who(notes)) < 100


def test_what_a_task_prints_is_no_answer(tasks, tmp_path):
    builder = start(tmp_path, "chatter")
    said = builder.communicate()[1]
    assert (said.count("said by a task"), said.replace("said by a task", "").strip()) == (4, "")
    assert builder.returncode == 0


def test_workers_do_not_calculate_with_threads_of_their_own(tasks, notes):
    with open_executor("", 2) as work:
        work(tasks.threads, given(notes, range(3)), lambda done: None)
    assert [path.read_text() for path in notes.iterdir()] == ["1"] * 3


def test_workers_outlive_the_thread_that_asked_for_them(tasks, notes):
    with open_executor("", 2) as work:
        for turn in range(2):
            asked = given(notes, [f"{turn}-{n}" for n in range(3)])
            thread = threading.Thread(target=work, args=(tasks.note, asked, lambda done: None))
            thread.start()
            thread.join()
        work(tasks.note, given(notes, ["2-0"]), lambda done: None)
    first, rest = set(), set()
    for name, ids in who(notes).items():
        (first if name.startswith("0") else rest).update(ids)
    assert rest <= first


@pytest.mark.parametrize("how", ["a script", "a module", "a console script"])
def test_the_builders_program_is_not_imported_by_workers_and_nothing_is_said(how, tasks, notes, tmp_path):
    script = tmp_path / "importable" / "console"
    script.write_text("import sys\nfrom builder import main\nif __name__ == '__main__':\n    sys.exit(main())\n")
    command = {"a module": [sys.executable, "-m", "builder"], "a console script": [sys.executable, script]}.get(how)
    builder = start(tmp_path, "note", command=command)
    assert (builder.communicate()[1], builder.returncode) == ("", 0)
    assert len(who(notes)["imported"]) == 1


def test_ctrl_c_ends_everything_within_a_moment(tasks, notes, tmp_path, marked, record_property, capsys):
    builder = start(tmp_path, "stay")
    until(lambda: len(who(notes)) == 3, "two workers at their tasks, beside the note of the import")
    began = time.monotonic()
    builder.send_signal(signal.SIGINT)
    said = builder.communicate()[1]
    until(lambda: not marked(), "a worker outlived the builder")
    took = time.monotonic() - began
    with capsys.disabled():
        print(f" [{took:.2f} s]", end="")
    assert took < 5
    assert builder.returncode == -signal.SIGINT
    assert said.count("Traceback") == 1
    assert said.splitlines()[-1] == "KeyboardInterrupt", "the interpreter's own, of this bare builder and nobody else"


def test_a_worker_does_not_hear_the_terminals_ctrl_c(tasks, notes, tmp_path, marked):
    builder = start(tmp_path, "stay")
    until(lambda: len(who(notes)) == 3, "two workers at their tasks")
    assert {os.getpgid(one) for one in marked() if one != builder.pid}.isdisjoint({os.getpgid(builder.pid)})
    builder.kill()
    builder.communicate()


def test_a_killed_builder_leaves_no_worker_and_no_word(tasks, notes, tmp_path, marked):
    builder = start(tmp_path, "stay")
    until(lambda: len(who(notes)) == 3, "two workers at their tasks")
    assert len(marked()) == 3
    builder.kill()
    until(lambda: not marked(), "a worker outlived the builder")
    assert builder.communicate()[1] == ""


def test_a_builder_that_is_killed_while_its_workers_start_leaves_none_and_no_word(tasks, notes, tmp_path, marked):
    """Killed when the program of a worker runs and was told nothing yet, then in the middle of its first message."""
    for sent in ("b''", "content[:7]"):
        (tmp_path / "importable" / "builder.py").write_text(KILLED_IN_A_MESSAGE.format(sent=sent) + BUILDER)
        builder = start(tmp_path, "note")
        assert builder.communicate()[1] == ""
        assert builder.returncode == -signal.SIGKILL
        until(lambda: not marked(), "a worker outlived the builder")
    assert set(who(notes)) == {"imported"}


MASTERS = ("podcast", "air")
MASTERING = """
import sys
from pathlib import Path
from studio.audio.masters import chunks
from studio.audio.masters.assemble import assemble
from studio.audio.masters.delivery import Order
from studio.audio.values import Cue, CueSheet, MasterSpec, Stretch
from studio.pipeline.workers import open_executor
from studio.store.cache import Cache

chunks.FRAMES, chunks.FEWEST = 50, 12
SECOND, place = 48_000, Path(sys.argv[1])

def main():
    sheet = CueSheet(
        "Show",
        8 * SECOND,
        (Cue("voice", "a", 0, 0, 4 * SECOND, target=-20.0), Cue("voice", "b", 4 * SECOND, 0, 4 * SECOND, target=-20.0)),
        (),
        (Stretch("one", 0, 4 * SECOND), Stretch("two", 4 * SECOND, 8 * SECOND)),
    )
    specs = [MasterSpec("podcast", "mp3", 96), MasterSpec("air", "flac", lufs=-23.0)]
    orders = [Order(spec, place / f"{sys.argv[2]}-{spec.name}") for spec in specs]
    cache = Cache(place / f"cache-{sys.argv[3]}", 1 << 30)
    cache.sweep()
    with open_executor("", int(sys.argv[2])) as work:
        assemble(sheet, {"a": place / "a.wav", "b": place / "b.wav"}, orders, cache, work)

if __name__ == "__main__":
    main()
"""


@pytest.fixture(scope="module")
def recordings(tmp_path_factory):
    """A folder with two takes, and what one process makes of them."""
    place, noise = tmp_path_factory.mktemp("recordings"), np.random.default_rng(7)
    (place / "mastering.py").write_text(MASTERING)
    for name in "ab":
        shape = np.abs(np.sin(np.arange(4 * SECOND) / 9000 + ord(name)))
        sound = (noise.standard_normal(4 * SECOND) * shape * 2500).astype("<i2")
        with wave.open(str(place / f"{name}.wav"), "wb") as file:
            file.setparams((1, 2, SECOND, 0, "NONE", ""))
            file.writeframes(sound.tobytes())
    assert mastering(place, 1, "plain").communicate()[1] == ""
    return place


def mastering(place, count, cache):
    """A program that makes two masters of a short show with so many workers."""
    return subprocess.Popen(
        [sys.executable, place / "mastering.py", place, str(count), cache],
        env={**os.environ, "PYTHONWARNINGS": "error"},
        stderr=subprocess.PIPE,
        text=True,
    )


def same(place, count):
    return all((place / f"{count}-{name}").read_bytes() == (place / f"1-{name}").read_bytes() for name in MASTERS)


@pytest.mark.parametrize("count", [2, 4])
def test_the_same_bytes_come_from_any_number_of_workers(count, recordings):
    assert mastering(recordings, count, f"cold-{count}").communicate()[1] == ""
    assert same(recordings, count)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_a_build_that_was_ended_goes_on_where_it_stopped_and_nothing_is_left(how, recordings, marked, capsys):
    cache = recordings / f"cache-{how.name}"
    builder = mastering(recordings, 2, how.name)
    until(lambda: len(marked()) == 3 and any(cache.rglob("*.*")), "workers that made something")
    began = time.monotonic()
    builder.send_signal(how)
    said = builder.communicate()[1]
    until(lambda: not marked(), "a worker outlived the builder")
    took = time.monotonic() - began
    with capsys.disabled():
        print(f" [{how.name} {took:.2f} s]", end="")
    assert took < 5
    assert said.count("Traceback") == (how == signal.SIGINT), "the interpreter's own, of this bare builder"
    made = {path: path.stat().st_ino for path in cache.rglob("*.*") if path.name[0] != "." and path.suffix != ".flac"}
    for name in MASTERS:
        (recordings / f"2-{name}").unlink(missing_ok=True)
    assert mastering(recordings, 2, how.name).communicate()[1] == ""
    assert [path.name for path in recordings.rglob(".partial-*")] == []
    assert {path: path.stat().st_ino for path in made} == made, "nothing that was whole is made again"
    assert same(recordings, 2)
