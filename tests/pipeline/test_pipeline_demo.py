"""The demonstration goes on where a kill left it."""

from __future__ import annotations

from studio.demo.run import begun, unapproved, written
from studio.languages import Language
from studio.pipeline.write import write_stories
from studio.store.starter import starter_scripts

SCALE, FOREST = "8a4b115c", "ddb2b916"
KEYS = ["btb-02-20120312-ddb2", "btb-04-20120308-8a4b"]


def test_what_a_killed_run_wrote_and_did_not_approve_the_next_one_approves(desk, kit):
    kit.cleared(desk, SCALE, FOREST)
    write_stories(desk)
    assert unapproved(desk, Language.KM) == unapproved(desk, Language.EN) == KEYS
    assert written(desk) == 0
    assert unapproved(desk, Language.KM) == []
    assert unapproved(desk, Language.EN) == KEYS


def test_an_empty_folder_gets_settings_and_the_editors_folder(tmp_path):
    begun(tmp_path / "deep" / "example")
    made = {one.name for one in (tmp_path / "deep" / "example" / "scripts").iterdir()}
    assert made == {one.name for one in starter_scripts().iterdir()} and made
    assert "2012-05-16" in (tmp_path / "deep" / "example" / "studio.toml").read_text(encoding="utf-8")


def test_what_editors_changed_stays(tmp_path):
    (tmp_path / "scripts").mkdir()
    (tmp_path / "studio.toml").write_text("# ours\n", encoding="utf-8")
    begun(tmp_path)
    assert not list((tmp_path / "scripts").iterdir())
    assert (tmp_path / "studio.toml").read_text(encoding="utf-8") == "# ours\n"
