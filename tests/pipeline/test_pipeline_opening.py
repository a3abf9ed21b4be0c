"""One builder at a time; a killed one leaves nothing that stays; a workspace is made whole."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import func, select

from studio.audio.scores.treatment import DEFAULTS, changed
from studio.errors import Conflict, StoreFault, WorkspaceMissing
from studio.pipeline.opening import CUSTODIAN, WORKING, make_workspace, open_studio, prepare
from studio.pipeline.selfcheck import self_check
from studio.records.network import Place
from studio.settings import FILE, WISHES, load_settings
from studio.store.engine import reading

ROOT = Path(__file__).resolve().parents[2]
BUILDER = """
import sys, time
from pathlib import Path
from studio.pipeline.opening import open_studio
from studio.store.files import replacing
studio = open_studio(Path(sys.argv[1]), environ={})
with studio.alone(), replacing(studio.workspace.feeds / "feed.xml") as temporary:
    temporary.write_text("half a feed")
    folder = studio.workspace.root / "audio" / ".partial-mix"
    folder.mkdir()
    (folder / "half.flac").write_bytes(b"half")
    print("working", flush=True)
    time.sleep(60)
"""


def partials(root):
    return list(root.rglob(".partial-*"))


def test_a_second_builder_is_refused_and_the_first_goes_on(desk):
    with desk.alone():
        with pytest.raises(Conflict) as refused, desk.alone():
            pytest.fail("two at once")
        assert [one.code for one in refused.value.faults] == ["ground.busy"]
        with pytest.raises(Conflict), desk.alone():
            pytest.fail("two at once, after a refusal")
    with desk.alone():
        pass


def test_a_builder_that_fails_lets_the_next_one_in(desk):
    with pytest.raises(ZeroDivisionError), desk.alone():
        raise ZeroDivisionError
    with desk.alone():
        pass


def test_a_killed_builder_leaves_no_lock_and_the_next_one_sweeps_its_pieces(desk):
    feed = desk.workspace.feeds / "feed.xml"
    feed.write_text("whole")
    builder = subprocess.Popen(
        [sys.executable, "-c", BUILDER, str(desk.workspace.root)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert builder.stdout is not None
    with builder.stdout:
        assert builder.stdout.readline() == b"working\n"
        with pytest.raises(Conflict), desk.alone():
            pytest.fail("two at once")
        assert len(partials(desk.workspace.root)) == 2, "nobody sweeps what another one is writing"
        builder.send_signal(signal.SIGKILL)
        builder.wait(20)
    assert feed.read_text() == "whole"
    assert len(partials(desk.workspace.root)) == 2
    with desk.alone():
        assert partials(desk.workspace.root) == []
    assert feed.read_text() == "whole"


def test_after_one_that_ended_nothing_is_looked_for_in_what_is_published(desk):
    stranger = desk.workspace.feeds / "media" / ".partial-theirs"
    stranger.parent.mkdir(parents=True)
    with desk.alone():
        stranger.write_bytes(b"half")
    with pytest.raises(ZeroDivisionError), desk.alone():
        raise ZeroDivisionError
    with desk.alone():
        assert stranger.exists()
    desk.workspace.lock.write_text(WORKING)
    with desk.alone():
        assert not stranger.exists()
    assert desk.workspace.lock.read_text() == ""


def test_what_stands_commented_in_new_settings_is_what_is_usual(tmp_path):
    """Every example can be taken as it is, and those of sound change nothing."""
    make_workspace(tmp_path / "new")
    written = (tmp_path / "new" / FILE).read_text("utf-8")
    plain = load_settings(tmp_path / "new", {})
    lines = [re.sub(r"^# (?=\[|\w+ = )", "", line) for line in written.splitlines()]
    (tmp_path / "new" / FILE).write_text("\n".join(lines), encoding="utf-8")
    taken = load_settings(tmp_path / "new", {})
    assert set(taken.masters.extra) == {"low", "small"}
    assert {name: one.kind for name, one in taken.targets.items()} == {
        "stick": "folder",
        "cloud": "s3",
        "host": "rsync",
    }
    assert not plain.targets
    assert taken.season.wanted == WISHES
    usual = {"most_airings", "spacing_days", "heard_within_weeks"}
    assert taken.season.model_dump(include=usual) == plain.season.model_dump(include=usual)
    assert taken.season.targets.provinces == {"02": 20, "12": 10}
    assert taken.sound != plain.sound
    assert taken.sound.bed == plain.sound.bed
    for name in DEFAULTS:
        section = getattr(taken.sound, name).model_dump(exclude_none=True)
        steps = {key.removesuffix("_ms").removesuffix("_hz"): value for key, value in section.items()}
        assert changed(DEFAULTS[name], steps) == DEFAULTS[name]
    assert len(taken.sound.story.model_dump(exclude_none=True)) == 9


def test_a_new_workspace_is_whole_and_is_made_once(tmp_path):
    root = tmp_path / "new"
    assert make_workspace(root)
    assert (root / CUSTODIAN).stat().st_mode & 0o777 == 0o600
    studio = open_studio(root, environ={})
    with reading(studio.engine) as session:
        assert session.exec(select(func.count()).select_from(Place).where(Place.level == "province")).one() == 25
    assert [one.name for one in self_check(studio) if one.faults] == []
    assert abs(studio.now - studio.now.astimezone(studio.timezone)) < timedelta(seconds=1)
    studio.engine.dispose()
    written = (root / "studio.toml").read_bytes()
    with pytest.raises(WorkspaceMissing):
        make_workspace(root)
    assert (root / "studio.toml").read_bytes() == written
    prepare(root, {})
    assert (root / "studio.toml").read_bytes() == written


def test_a_workspace_is_found_from_below_and_not_from_beside(desk, tmp_path):
    studio = open_studio(desk.workspace.root / "scripts" / "voices", environ={})
    assert studio.workspace.root == desk.workspace.root
    studio.engine.dispose()
    with pytest.raises(WorkspaceMissing):
        open_studio(tmp_path, environ={})


def test_a_database_without_tables_is_not_opened(desk):
    (desk.workspace.root / "studio.db").unlink()
    with pytest.raises(StoreFault) as refused:
        open_studio(desk.workspace.root, environ={})
    assert [one.code for one in refused.value.faults] == ["store.database-behind"]
