"""A cluster: real schedulers and workers of Dask on the loopback, as STUDIO_EXECUTOR names them."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from distributed import LocalCluster

from studio.errors import ExtraMissing, SoundRefused, StoreFault
from studio.languages import Language
from studio.pipeline import cluster, workers
from studio.pipeline.build import build_episode
from studio.pipeline.opening import open_studio
from studio.pipeline.workers import open_executor
from studio.sentences.say import say

SLUG = "2012-05-17-voices"
NOW = datetime(2012, 5, 16, 9, 0, tzinfo=ZoneInfo("Asia/Phnom_Penh"))
PATIENCE = 60
STARTED = []

TASKS = Path(__file__).with_name("tasks.py")

BUILDER = """
import sys
from pathlib import Path
from studio.pipeline.opening import open_studio
from studio.pipeline.workers import open_executor
import tasks_for_a_cluster as tasks
with open_executor(sys.argv[1], 0, Path(sys.argv[2])) as work:
    work(tasks.stay, [(sys.argv[2], str(n)) for n in range(4)], lambda done: None)
"""


@pytest.fixture(scope="module")
def importable(tmp_path_factory):
    """A folder with a module of tasks."""
    place = tmp_path_factory.mktemp("importable")
    shutil.copyfile(TASKS, place / "tasks_for_a_cluster.py")
    return place


@pytest.fixture
def tasks(importable, monkeypatch):
    monkeypatch.syspath_prepend(importable)
    return __import__("tasks_for_a_cluster")


def dask(*words, cwd, **more):
    """A program of Dask's."""
    command = [sys.executable, "-m", "distributed.cli.dask_" + words[0], *words[1:], "--no-dashboard"]
    environment = {**os.environ, **more, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    with (cwd / f"{words[0]}.txt").open("a") as said:
        STARTED.append(subprocess.Popen(command, cwd=cwd, env=environment, stdout=said, stderr=said))
    return STARTED[-1]


@pytest.fixture(autouse=True, scope="module")
def ended_at_last():
    """Whatever a failed test left running is ended."""
    yield
    for one in STARTED:
        one.kill()
        one.wait()


def dask_scheduler(place, port=0, **own):
    """A scheduler and its address."""
    told = place / f"{port}-{time.monotonic_ns()}.json"
    words = ["--host", "127.0.0.1", "--port", str(port), "--scheduler-file", told]
    program = dask("scheduler", *words, cwd=place, **own)
    until(lambda: told.exists() and told.read_text().endswith("}"), "no scheduler")
    return program, json.loads(told.read_text())["address"]


def dask_worker(place, address, *words, **own):
    """Workers of one thread each."""
    words = ["--nthreads", "1", "--host", "127.0.0.1", "--local-directory", place, *words]
    return dask("worker", address, *words, cwd=place, **own)


def ended(*programs):
    for one in programs:
        one.terminate()
        one.wait()


@pytest.fixture(scope="module")
def machines(tmp_path_factory, importable):
    """A scheduler, and a list of workers that the tests end and the next fixture starts again."""
    place, own = tmp_path_factory.mktemp("scheduler"), {"PYTHONPATH": str(importable)}
    program, address = dask_scheduler(place, **own)
    running = []

    def start():
        running.append(dask_worker(place, address, "--no-nanny", **own))

    yield address, running, start
    ended(*running, program)


@pytest.fixture
def scheduler(machines):
    """The address of a scheduler with two workers."""
    address, running, start = machines
    while len([one for one in running if one.poll() is None]) < 2:
        start()
    return address


def until(true, what):
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, what
        time.sleep(0.02)


def who(folder):
    return {path.name: path.read_text().split() for path in folder.glob("[!.]*")}


def given(folder, *names):
    return [(str(folder), name) for name in names]


def refusal(address, folder, tasks):
    """Why a cluster is refused."""
    with pytest.raises(StoreFault) as refused, open_executor(address, 0, folder) as work:
        work(tasks.note, given(folder, "1"), lambda done: None)
    (one,) = {fault.code for fault in refused.value.faults}
    first = refused.value.faults[0]
    assert all(address in say(first, language)[0] or first.where in say(first, language)[0] for language in Language)
    return one, first


@contextmanager
def within_this_process():
    """A scheduler of this very process, without workers."""
    with LocalCluster(n_workers=0, processes=False, dashboard_address=":0", protocol="tcp") as running:
        yield running


def built_anew(source, root, environ):
    """The names and digests of an edition's masters, made from nothing in a copy of a workspace with another jingle."""
    shutil.copytree(source, root)
    shutil.rmtree(root / "audio" / "cache")
    (root / "audio" / "library" / "jingle.wav").write_bytes((root / "audio" / "library" / "sting.wav").read_bytes())
    told = set()
    studio = open_studio(root, environ=environ, tell=lambda what, done, total: told.add(what))
    masters = build_episode(replace(studio, clock=lambda: NOW), SLUG).masters
    studio.engine.dispose()
    assert all(one.new for one in masters)
    assert len(told) > 2
    return [(one.spec.name, one.digest) for one in masters]


def test_an_edition_made_on_a_cluster_is_the_same_as_made_here(scheduler, built_once, tmp_path):
    here = built_anew(built_once, tmp_path / "here", {"STUDIO_WORKERS": "1"})
    assert len(here) == 2
    assert built_anew(built_once, tmp_path / "cluster", {"STUDIO_EXECUTOR": scheduler}) == here


def test_a_killed_worker_of_a_cluster_loses_nothing(scheduler, tasks, tmp_path):
    told = []
    with open_executor(scheduler, 0, tmp_path) as work:
        work(tasks.die_once, given(tmp_path, "a", "b", "lost", "c", "d"), told.append)
    assert {name: len(set(ids)) for name, ids in who(tmp_path).items() if name == "lost"} == {"lost": 2}
    assert sorted(who(tmp_path)) == ["a", "b", "c", "d", "lost"]
    assert told == [1, 2, 3, 4, 5]
    assert str(os.getpid()) not in {one for ids in who(tmp_path).values() for one in ids}


def test_a_task_that_kills_every_worker_is_refused(scheduler, tasks, tmp_path):
    """The scheduler of these tests gives a task up after two."""
    with pytest.raises(StoreFault) as refused, open_executor(scheduler, 0, tmp_path) as work:
        work(tasks.die, given(tmp_path, "1"), lambda done: None)
    (one,) = refused.value.faults
    assert (one.code, one.values["times"], len(who(tmp_path)["1"])) == ("pipeline.workers-lost", 2, 2)


def test_what_a_cluster_refuses_is_told_in_order(scheduler, tasks, tmp_path):
    with pytest.raises(SoundRefused) as refused, open_executor(scheduler, 0, tmp_path) as work:
        work(tasks.refuse, given(tmp_path, *"cab"), lambda done: None)
    assert [one.where for one in refused.value.faults] == ["c", "c", "a", "a", "b", "b"]


def test_a_worker_with_other_packages_is_refused_with_each(scheduler, tasks, tmp_path, monkeypatch):
    here = {**cluster._versions(), "av": "1.0", "numpy": "2.0"}
    monkeypatch.setattr(cluster, "_versions", lambda: here)
    code, first = refusal(scheduler, tmp_path, tasks)
    assert (code, first.values["package"], first.values["wanted"]) == ("pipeline.cluster-differs", "av", "1.0")


def test_a_worker_that_does_not_see_the_workspace_is_refused(scheduler, tasks, tmp_path, monkeypatch):
    """A path that is another folder for every program stands for a disk that is not mounted everywhere."""
    monkeypatch.chdir(tmp_path)
    code, first = refusal(scheduler, Path("/proc/self/cwd"), tasks)
    assert (code, first.values["folder"]) == ("pipeline.cluster-blind", "/proc/self/cwd")
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_leaves_a_cluster_within_a_moment(scheduler, tasks, importable, tmp_path, capsys):
    builder = subprocess.Popen(
        [sys.executable, "-c", BUILDER, scheduler, tmp_path],
        env={**os.environ, "PYTHONPATH": str(importable)},
        stderr=subprocess.PIPE,
        text=True,
    )
    until(lambda: len(who(tmp_path)) == 2, "two workers at their tasks")
    began = time.monotonic()
    builder.send_signal(signal.SIGINT)
    said = builder.communicate()[1]
    took = time.monotonic() - began
    with capsys.disabled():
        print(f" [{took:.2f} s]", end="")
    assert took < 5
    assert (said.count("Traceback"), said.splitlines()[-1]) == (1, "KeyboardInterrupt")
    (tmp_path / "go").touch()
    other = tmp_path / "other"
    other.mkdir()
    with open_executor(scheduler, 0, other) as work:
        work(tasks.note, given(other, "1", "2", "3"), lambda done: None)
    assert sorted(who(other)) == ["1", "2", "3"]
    assert len([path for path in tmp_path.iterdir() if path.name.isdigit()]) == 2, "what waited was cancelled"


def test_a_scheduler_that_is_not_there_is_told(tasks, tmp_path, monkeypatch):
    assert cluster.PATIENCE == 10
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{taken.getsockname()[1]}"
        assert refusal(address, tmp_path, tasks)[0] == "pipeline.cluster-silent"
        taken.listen()
        assert refusal(address, tmp_path, tasks)[0] == "pipeline.cluster-silent", "a port that takes calls and is mute"


@pytest.mark.parametrize("address", ["process", "tcp://127.0.0.1", "tcp://:8786", "tcp://a:b", "http://127.0.0.1:8786"])
def test_what_is_no_address_is_told_at_once(address, tasks, tmp_path):
    assert refusal(address, tmp_path, tasks)[0] == "pipeline.cluster-address"


def test_without_dask_the_command_that_installs_it_is_told(tasks, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ExtraMissing) as missing, open_executor("tcp://127.0.0.1:8786", 0, tmp_path):
        pass
    for language in Language:
        assert "pip install 'studio-radio[cluster]'" in say(missing.value.faults[0], language)[1]


def test_a_scheduler_without_workers_is_told(tasks, tmp_path, monkeypatch):
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with within_this_process() as running:
        assert refusal(running.scheduler_address, tmp_path, tasks)[0] == "pipeline.cluster-empty"


def test_certificates_that_are_missing_are_told(tasks, tmp_path):
    with within_this_process() as running:
        address = running.scheduler_address.replace("tcp", "tls")
        assert refusal(address, tmp_path, tasks)[0] == "pipeline.cluster-certificate"


def test_a_machine_without_studio_is_told_and_so_is_its_scheduler(tasks, tmp_path):
    blocked = tmp_path / "blocked"
    blocked.mkdir()
    (blocked / "sitecustomize.py").write_text("import sys\nsys.modules['studio'] = None\n")
    program, address = dask_scheduler(tmp_path, PYTHONPATH=str(blocked))
    worker = dask_worker(tmp_path, address, "--no-nanny", PYTHONPATH=str(blocked))
    with pytest.raises(StoreFault) as refused, open_executor(address, 0, tmp_path) as work:
        work(tasks.note, given(tmp_path, "1"), lambda done: None)
    ended(worker, program)
    assert [one.code for one in refused.value.faults] == ["pipeline.cluster-without-studio"] * 2
    assert address in refused.value.faults[1].where


def test_a_scheduler_that_comes_back_is_given_the_work_again_and_one_that_does_not_is_told(
    tasks, importable, tmp_path, monkeypatch
):
    place, notes, own = tmp_path / "dask", tmp_path / "notes", {"PYTHONPATH": str(importable)}
    place.mkdir()
    notes.mkdir()
    program, address = dask_scheduler(place, **own)
    worker = dask_worker(place, address, "--no-nanny", **own)
    port = int(address.split(":")[-1])

    def lost():
        for one in (program, worker):
            one.kill()
            one.wait()

    with ThreadPoolExecutor(1) as thread, open_executor(address, 0, notes) as work:
        done = thread.submit(work, tasks.stay, given(notes, "1", "2"), lambda done: None)
        until(lambda: who(notes), "a task")
        lost()
        program, _ = dask_scheduler(place, port, **own)
        worker = dask_worker(place, address, "--no-nanny", **own)
        until(lambda: done.done() or sum(map(len, who(notes).values())) == 2, "the work again")
        (notes / "go").touch()
        done.result(PATIENCE)
        (notes / "go").unlink()
        done = thread.submit(work, tasks.stay, given(notes, "3", "4"), lambda done: None)
        until(lambda: {"3", "4"} & set(who(notes)), "a task")
        monkeypatch.setattr(cluster, "PATIENCE", 0.5)
        lost()
        with pytest.raises(StoreFault) as refused:
            done.result(PATIENCE)
    assert [one.code for one in refused.value.faults] == ["pipeline.cluster-silent"]


def test_a_cluster_that_all_workers_left_is_told(tasks, importable, tmp_path, monkeypatch):
    monkeypatch.setattr(workers, "LOOK_EVERY", 0.1)
    monkeypatch.setattr(cluster, "DESERTED", 0.5)
    place, notes = tmp_path / "dask", tmp_path / "notes"
    place.mkdir()
    notes.mkdir()
    with within_this_process() as running, ThreadPoolExecutor(1) as thread:
        worker = dask_worker(place, running.scheduler_address, "--no-nanny", PYTHONPATH=str(importable))
        with open_executor(running.scheduler_address, 0, notes) as work:
            done = thread.submit(work, tasks.stay, given(notes, "1", "2"), lambda done: None)
            until(lambda: who(notes), "a task")
            worker.kill()
            worker.wait()
            with pytest.raises(StoreFault) as refused:
                done.result(PATIENCE)
    assert [one.code for one in refused.value.faults] == ["pipeline.cluster-empty"]
