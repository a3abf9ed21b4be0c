"""Short versions: what a script marks is left out of the rundown's time, the sound and what is published, and of
nothing else."""

from __future__ import annotations

import pytest

from studio.errors import EditionNotReady
from studio.languages import Language
from studio.pipeline.build import build_episode
from studio.pipeline.built import edition_of
from studio.pipeline.edit_script import edit
from studio.pipeline.planned import plan_of
from studio.pipeline.publish import publish_all
from studio.pipeline.reading_scripts import edition_text
from studio.pipeline.rundown_edit import edit_rundown, swapped
from studio.pipeline.schedule import propose_rundown
from studio.pipeline.takes import add_takes, parts_of
from studio.pipeline.write import approve, script_of, write_stories
from studio.store.engine import reading

KM = Language.KM
SCALE, FOREST = "8a4b115c", "ddb2b916"
FIRST = "2012-05-17-voices"
SCALE_KEY = "btb-04-20120308-8a4b"
STORY = """# {{ title }}
អ្នកអាន៖ {{ happened }}

[តែក្នុងរឿងវែង]

អ្នកអាន៖ ពាក្យវែងដែលអាចទុកចោល។

[ក្នុងរឿងទាំងពីរ]

អ្នកអាន៖ ចប់។
"""
EXTRA = "ពាក្យវែងដែលអាចទុកចោល"


@pytest.fixture
def planned(desk, kit):
    kit.template(desk, "story.km.j2", STORY)
    kit.airtime(desk)
    kit.approved(desk, SCALE, FOREST)
    return kit.proposed(desk, FIRST)


def entry(planned, key=SCALE_KEY):
    return next(one for one in planned.plan.entries if one.key == key)


def shortened(studio):
    return edit_rundown(studio, FIRST, swapped(SCALE_KEY, SCALE_KEY, "short"), "rundown.swapped").planned


def test_a_marked_script_offers_a_short_version_and_the_rundown_takes_it(desk, planned):
    full = entry(planned)
    assert full.version == "long" and full.short is not None and 0 < full.short < full.planned
    short = entry(shortened(desk))
    assert (short.version, short.planned) == ("short", full.short)
    assert entry(plan_of(desk, FIRST)).planned == full.short
    again = propose_rundown(desk, FIRST, again=True)
    assert entry(again).version == "short", "what a producer chose stays"


def test_a_short_version_is_used_where_the_long_one_does_not_fit(desk, kit):
    long = STORY.replace("ទុកចោល។", "ទុកចោល។ " + "ពាក្យវែងដែលអាចទុកចោល។ " * 15)
    kit.template(desk, "story.km.j2", long)
    kit.airtime(desk)
    kit.approved(desk, SCALE)
    assert entry(propose_rundown(desk, FIRST)).version == "short"


def test_only_what_is_heard_is_read_built_and_published(desk, kit, planned):
    plan = shortened(desk)
    wanted = [(key, part) for key, part in kit.wanted(desk, plan) if (key, part) != (SCALE_KEY, 2)]
    takes = [kit.take(key, part, seed) for seed, (key, part) in enumerate(wanted, start=100)]
    add_takes(desk, takes, KM)
    build_episode(desk, FIRST)
    edition = edition_of(desk, plan_of(desk, FIRST).airtime)
    told = next(one for one in edition.spoken if one.entry.key == SCALE_KEY)
    assert [one.part.number for one in told.heard] == [1, 3]
    assert edition_text(desk, plan, edition.rundown, KM).count(EXTRA) == 1, "the other story is heard in full"
    publish_all(desk)
    transcripts = list((desk.workspace.feeds / "episodes" / FIRST).glob("transcript*"))
    words = [path.read_text("utf-8").count(EXTRA) for path in transcripts if path.suffix == ".vtt"]
    assert words == [1]


def test_a_long_version_needs_every_take(desk, kit, planned):
    wanted = [(key, part) for key, part in kit.wanted(desk, planned) if (key, part) != (SCALE_KEY, 2)]
    add_takes(desk, [kit.take(key, part, seed) for seed, (key, part) in enumerate(wanted, start=100)], KM)
    with pytest.raises(EditionNotReady) as refused:
        build_episode(desk, FIRST)
    assert [(one.code, one.values["part"]) for one in refused.value.faults] == [("pipeline.take-missing", 2)]


def test_a_mark_written_by_hand_makes_a_short_version_and_taking_it_away_ends_it(desk, kit):
    kit.airtime(desk)
    kit.approved(desk, SCALE)
    with reading(desk.engine) as session:
        first = script_of(session, SCALE_KEY, KM)
    assert first.short_milliseconds is None
    marked = edit(desk, SCALE_KEY, KM, f"{first.text}\n\n[long version only]\n\nអ្នកអាន៖ {EXTRA}។\n", first.number)
    assert marked.short_milliseconds == first.milliseconds < marked.milliseconds
    approve(desk, SCALE_KEY, KM)
    assert [part.long_only for part, _ in parts_of(desk, SCALE_KEY, KM)][-1]
    assert entry(propose_rundown(desk, FIRST)).short is not None
    plain = edit(desk, SCALE_KEY, KM, marked.text.replace("[long version only]\n\n", ""), marked.number)
    assert plain.short_milliseconds is None
    write_stories(desk)
