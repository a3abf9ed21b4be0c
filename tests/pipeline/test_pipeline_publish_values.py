"""What an edition tells online of themes, places and communities: by consent, and no further."""

from __future__ import annotations

import pytest
from sqlmodel import select

from studio.pipeline.airtime import coming
from studio.pipeline.built import edition_of
from studio.pipeline.clear import clear_report
from studio.pipeline.directory import directory_of, slug_of
from studio.pipeline.publish import published_episode
from studio.publishing.values import Both
from studio.records.kinds import ParticipantStatus
from studio.records.network import Organization
from studio.store.engine import reading, writing

SCALE = "8a4b115c"
FIRST = "2012-05-17-voices"


def told(studio):
    """The stories of the first edition as they would be published now."""
    (airtime,) = [one for one in coming(studio, every=True) if one.episode.slug == FIRST]
    return published_episode(studio, edition_of(studio, airtime), directory_of(studio)).stories


def test_a_story_tells_its_theme_its_province_and_who_speaks(built):
    for story in told(built):
        assert story.theme in ("land", "labour", "fisheries")
        assert story.province is not None and story.province.code == "02"
        assert story.province.name == Both("បាត់ដំបង", "Battambang")
        assert story.place is not None
        assert story.said_by and all(one.km for one in story.said_by)
        assert [one.listed for one in story.communities] == [True] * len(story.communities)
        for one in story.communities:
            assert one.about is not None and one.province is not None and one.sectors


def test_one_voice_that_keeps_its_place_to_itself_keeps_the_province_from_the_story(built):
    """The voice of one story is asked about its place anew, and does without; nothing else of it changes."""
    before = {one.slug: one for one in told(built)}
    clear_report(built, SCALE, frozenset({"S-002:place"}), "")
    after = {one.slug: one for one in told(built)}
    (hidden,) = [slug for slug, one in after.items() if one.province is None]
    assert after[hidden].place is None
    assert before[hidden].province is not None
    assert all(after[slug] == one for slug, one in before.items() if slug != hidden)


@pytest.mark.parametrize(
    "change", [{"directory_online": False}, {"participant_status": ParticipantStatus.LEFT}], ids=["asked-out", "left"]
)
def test_a_community_that_is_not_in_the_directory_is_a_name_and_no_more(built, change):
    with writing(built.engine) as session:
        for one in session.exec(select(Organization)):
            for name, value in change.items():
                setattr(one, name, value)
    for story in told(built):
        for one in story.communities:
            assert (one.listed, one.about, one.province, one.sectors) == (False, None, None, ())
            assert one.name.km


def test_a_code_becomes_a_slug():
    assert [slug_of(code) for code in ("BTB-01", "A_b 1", "--x")] == ["btb-01", "a-b-1", "x"]


def test_the_directory_holds_only_what_was_asked_for(built):
    with reading(built.engine) as session:
        asked = {one.code for one in session.exec(select(Organization)) if one.directory_online}
    assert set(directory_of(built).listed) <= asked
