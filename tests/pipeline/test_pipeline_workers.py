"""Workers: the same bytes from any number of them, a lost one costs its task, none outlives the builder, no noise."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from uuid import uuid4

import pytest

from studio.errors import SoundRefused, StoreFault
from studio.languages import Language
from studio.pipeline.workers import FAILURES, open_executor
from studio.sentences.say import say

SECOND = 48_000
SLUG = "2012-05-17-voices"
PATIENCE = 60
"""Seconds after which a test gives up; nothing is expected to take any."""

TASKS = '''
"""What the tests have done by workers."""
import os, signal, sys, threading
from pathlib import Path
from studio.errors import SoundRefused, fault

def note(folder, name):
    with Path(folder, name).open("a") as file:
        file.write(f"{os.getpid()}\\n")

def die(folder, name):
    note(folder, name)
    os.kill(os.getpid(), signal.SIGKILL)

def die_once(folder, name):
    first = not Path(folder, name).exists()
    note(folder, name)
    if first and name.startswith("lost"):
        os.kill(os.getpid(), signal.SIGKILL)

def refuse(folder, name):
    note(folder, name)
    if name != "2":
        raise SoundRefused(fault("audio.empty", name), fault("audio.too-short", name, ms=3))

def stay(folder, name):
    note(folder, name)
    threading.Event().wait()

def chatter(folder, name):
    print("said by a task")
    note(folder, name)

def fail(folder, name):
    raise OSError(5, "Input/output error", name)

class Sealed(Exception):
    def __init__(self, one, two):
        super().__init__(f"{one} and {two}")

def fail_oddly(folder, name):
    raise Sealed(name, "more")

def threads(folder, name):
    Path(folder, name).write_text(os.environ["OPENBLAS_NUM_THREADS"])
'''

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
    (place / f"{name}.py").write_text(TASKS)
    (place / "tasks.py").write_text(TASKS)
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
        assert (raised.value.errno, raised.value.filename) == (5, "0")
        with pytest.raises(RuntimeError, match="Sealed: 0 and more"):
            work(tasks.fail_oddly, given(notes, range(3)), lambda done: None)


def test_what_a_task_prints_is_no_answer(tasks, tmp_path):
    builder = start(tmp_path, "chatter")
    assert builder.communicate()[1].splitlines() == ["said by a task"] * 4
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
