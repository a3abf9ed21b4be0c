"""Scripts: in every language they can be told in, never twice the same, frozen once a person answers for them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlmodel import select

from studio.errors import ClearanceRefused, NotFound, ScriptRefused
from studio.languages import Language
from studio.pipeline.clear import clear_report
from studio.pipeline.edit_script import edit
from studio.pipeline.write import approve, newest_scripts, script_of, write_stories
from studio.records.network import Place
from studio.records.scripts import Script
from studio.store.engine import reading

SCALE, FOREST, JOINT, KHMER_ONLY = "8a4b115c", "ddb2b916", "75d5825d", "11cc333b"
KM, EN = Language.KM, Language.EN
KEY = "btb-04-20120308-8a4b"


def scripts(studio):
    with reading(studio.engine) as session:
        return session.exec(select(Script).order_by(Script.id)).all()


def test_a_story_is_written_in_each_language_it_can_be_told_in(station, kit):
    kit.cleared(station, SCALE, KHMER_ONLY)
    written = write_stories(station)
    assert written.refused == {}
    assert sorted((one.key[:6], one.language, one.number) for one in written.new) == [
        ("btb-04", "en", 1),
        ("btb-04", "km", 1),
        ("ksp-10", "km", 1),
    ]
    assert all(one.text and 0 < one.low <= one.milliseconds <= one.high for one in written.new)


def test_writing_again_writes_nothing(station, kit):
    kit.cleared(station, SCALE)
    write_stories(station)
    before = [one.model_dump() for one in scripts(station)]
    again = write_stories(station)
    assert (again.new, again.unchanged) == ((), 2)
    assert [one.model_dump() for one in scripts(station)] == before


def test_two_who_write_at_once_write_each_script_once(station, kit):
    kit.cleared(station, SCALE, FOREST)
    with ThreadPoolExecutor(2) as pool:
        done = [one.result() for one in [pool.submit(write_stories, station) for _ in range(2)]]
    assert sorted({(one.key, one.language, one.number) for one in scripts(station)}) == sorted(
        (one.key, one.language, one.number) for one in scripts(station)
    )
    assert {one.number for one in scripts(station)} == {1}
    assert sum(len(one.new) for one in done) == len(scripts(station)) == 4


def test_only_named_reports_are_written_and_an_uncleared_one_is_refused(desk, kit):
    kit.cleared(desk, SCALE, FOREST)
    kit.imported(desk, SCALE, FOREST, KHMER_ONLY)
    assert {one.key for one in write_stories(desk, [SCALE]).new} == {KEY}
    with pytest.raises(ClearanceRefused):
        write_stories(desk, [FOREST, KHMER_ONLY])
    with pytest.raises(NotFound):
        write_stories(desk, ["ffffffff"])
    assert {one.key for one in scripts(desk)} == {KEY}


def test_a_changed_template_makes_the_next_version_and_the_approved_one_never_changes(desk, kit):
    kit.approved(desk, SCALE)
    before = scripts(desk)
    kit.template(desk, "story.km.j2", "# ថ្មី\nអ្នកអាន៖ {{ happened }} នេះជារឿងថ្មី។\n")
    written = write_stories(desk)
    assert [(one.language, one.number, one.approved) for one in written.new] == [("km", 2, False)]
    after = scripts(desk)
    assert [one.model_dump() for one in after[: len(before)]] == [one.model_dump() for one in before]
    with reading(desk.engine) as session:
        assert script_of(session, KEY, KM).number == 2
        assert [one.number for one in newest_scripts(session)] == [2, 1]


def test_approving_twice_changes_nothing_and_leaves_one_trace(station, kit):
    kit.cleared(station, SCALE)
    write_stories(station)
    once = approve(station, KEY, KM)
    again = approve(replace(station, actor="ED-02"), KEY, KM)
    assert (again.approved_by, again.approved_at, again.text) == ("ED-01", once.approved_at, once.text)
    assert kit.trail(station, "script.approved") == [("script.approved", KEY, "ED-01")]
    with reading(station.engine) as session:
        assert not script_of(session, KEY, EN).approved
    with pytest.raises(NotFound):
        approve(station, "nobody-20120101-0000", KM)


@pytest.mark.parametrize(
    ("language", "line"),
    [
        (KM, "អ្នកអាន៖ បណ្តាញសិទ្ធិមនុស្ស ទាមទារឱ្យបញ្ឈប់ការរំលោភ។"),
        (KM, "អ្នកអាន៖ បណ្តាញសាកល្បង ទាមទារឱ្យបញ្ឈប់ការរំលោភ។"),
        (EN, "Presenter: The Network demands that the road be opened."),
        (EN, "Presenter: Trial Network demands that the road be opened."),
    ],
)
def test_a_script_in_which_the_network_speaks_for_a_community_is_not_approved(desk, kit, language, line):
    kit.template(desk, f"story.{language.value}.j2", f"# T\n{line}\n\n{line.partition(' ')[0]} {{{{ happened }}}}\n")
    kit.cleared(desk, SCALE)
    write_stories(desk)
    with pytest.raises(ScriptRefused) as refused:
        approve(desk, KEY, language)
    assert [one.code for one in refused.value.faults] == ["scripting.network-speaks"], refused.value
    with reading(desk.engine) as session:
        assert not script_of(session, KEY, language).approved
    assert kit.trail(desk, "script.approved") == []


def test_one_broken_template_spoils_only_its_own_scripts(desk, kit):
    kit.cleared(desk, SCALE)
    kit.template(desk, "story.en.j2", "{% if %}")
    written = write_stories(desk)
    assert [one.language for one in written.new] == ["km"]
    assert list(written.refused) == [f"{KEY} (en)"]
    assert [one.code for one in written.refused[f"{KEY} (en)"].faults] == ["scripting.template-syntax"]


def test_what_was_left_out_of_a_clearance_leaves_the_script(desk, kit):
    kit.approved(desk, SCALE)
    clear_report(desk, SCALE, frozenset({"S-002:words"}), "")
    written = write_stories(desk)
    assert {(one.language, one.number) for one in written.new} == {("km", 2), ("en", 2)}
    quotes = {one.number: one.text.count("«") + one.text.count("“") for one in scripts(desk) if one.language == "km"}
    assert quotes[2] < quotes[1]


def test_two_reports_that_begin_alike_are_two_segments(station, kit):
    """The same community on the same day, and the same first characters: neither story is lost."""
    row = kit.row(SCALE)
    twin = {
        **row,
        "root_uuid": "8a4bffff-0000-4000-8000-000000000001",
        "event_description_km": "យើងជួបគ្នាម្ដងទៀត។",
    }
    kit.imported(station, rows=[row, twin])
    for one in (row, twin):
        clear_report(station, one["root_uuid"], frozenset(), "")
    written = write_stories(station)
    assert len({one.report_id for one in written.new}) == 2
    assert len({one.key for one in written.new}) == 2
    assert write_stories(station).new == ()
    only = write_stories(station, [twin["root_uuid"]])
    assert (only.new, only.unchanged) == ((), 2)


def test_a_script_that_names_the_commune_of_its_report_is_not_approved(desk, kit):
    kit.imported(desk, rows=[kit.row(SCALE, place_code="020501")])
    clear_report(desk, SCALE, frozenset(), "")
    write_stories(desk)
    with reading(desk.engine) as session:
        script = script_of(session, KEY, EN)
        commune = session.get_one(Place, "020501").name_en
        assert commune not in script.text
    named = edit(desk, KEY, EN, script.text.replace("Aek Phnum", f"{commune} in Aek Phnum"), script.number)
    assert named.text != script.text
    with pytest.raises(ScriptRefused) as refused:
        approve(desk, KEY, EN)
    assert [one.code for one in refused.value.faults] == ["clearance.commune-in-text"]
    edit(desk, KEY, EN, script.text, named.number)
    assert approve(desk, KEY, EN).approved
