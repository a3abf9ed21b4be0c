"""What is published: names that never change, a trace of each change, and nobody's words after they were taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from xml.etree import ElementTree

import av
import pytest
from sqlmodel import select

from studio.languages import Language
from studio.pipeline.airtime import coming, keep_slot
from studio.pipeline.build import build_episode
from studio.pipeline.built import STORIES, edition_of
from studio.pipeline.clear import withdraw_consent
from studio.pipeline.publish import episode_guid, publish_all
from studio.pipeline.takes import add_take
from studio.records.episodes import Publication
from studio.records.network import Organization
from studio.settings import MastersSection
from studio.store.engine import reading, writing

SCALE, FOREST, KHMER_ONLY = "8a4b115c", "ddb2b916", "11cc333b"
FIRST, SECOND = "2012-05-17-voices", "2012-05-24-voices"
SCALE_KEY, KM = "btb-04-20120308-8a4b", Language.KM
EVENTS = ("episode.published", "episode.changed", "episode.held-back")


def items(studio):
    """guid, address and day of each episode in the feed."""
    feed = ElementTree.parse(studio.workspace.feeds / "feed.xml")
    return [
        (one.findtext("guid"), one.find("enclosure").get("url"), one.findtext("pubDate")) for one in feed.iter("item")
    ]


def anywhere(studio, words):
    """The published files in which some words stand."""
    return [
        path
        for path in studio.workspace.feeds.rglob("*")
        if path.is_file() and path.suffix in (".html", ".xml", ".vtt", ".json") and words in path.read_text("utf-8")
    ]


def publication(studio):
    with reading(studio.engine) as session:
        return session.exec(select(Publication)).one()


def test_publishing_again_changes_nothing(built, kit):
    first = publish_all(built)
    assert first.slugs == (FIRST,) and first.result.written and first.faults == ()
    again = publish_all(built)
    assert (again.result.written, again.result.removed) == ((), ())
    assert kit.trail(built, *EVENTS) == [("episode.published", FIRST, "ED-01")]


def test_the_guid_stays_while_the_sound_changes_and_each_change_is_named(built, kit):
    publish_all(built)
    ((guid, address, day),) = items(built)
    assert guid == episode_guid(built, FIRST) == publication(built).guid
    add_take(built, SCALE_KEY, 1, kit.wav("better.wav", 1.3, seed=5), KM)
    build_episode(built, FIRST)
    publish_all(built)
    ((same, other, still),) = items(built)
    assert (same, still) == (guid, day) and other != address
    assert [action for action, _, _ in kit.trail(built, *EVENTS)] == ["episode.published", "episode.changed"]
    assert publication(built).guid == guid


def test_a_withdrawn_consent_takes_the_episode_out_and_its_return_keeps_its_name(built, kit):
    publish_all(built)
    ((guid, _, _),) = items(built)
    words = "ខ្ញុំសប្បាយចិត្តណាស់"
    assert anywhere(built, words)
    withdraw_consent(built, "S-002", "no longer")
    done = publish_all(built)
    assert done.slugs == () and list(done.held) == [FIRST]
    codes = [one.code for one in done.held[FIRST].faults]
    assert codes[0] == "pipeline.clearance-lost" and "clearance.withdrawn" in codes
    assert items(built) == [] and anywhere(built, words) == []
    assert not [path for path in built.workspace.feeds.rglob("*") if path.suffix == ".mp3"]
    assert publication(built).master == ""
    publish_all(built)
    kit.produced(built)
    assert publish_all(built).slugs == (FIRST,)
    assert [one[0] for one in items(built)] == [guid]
    assert kit.trail(built, *EVENTS) == [(one, FIRST, "ED-01") for one in (EVENTS[0], EVENTS[2], EVENTS[1])]


def test_what_is_wrong_with_one_edition_never_keeps_a_withdrawal_from_taking_effect(built, kit):
    """A consent is withdrawn; the sound of another edition is damaged: one leaves, and nothing stands in the way."""
    assert publish_all(built).slugs == (FIRST,)
    kit.imported(built, KHMER_ONLY)
    kit.approved(built, KHMER_ONLY)
    second = kit.produced(built, SECOND)
    damaged = built.workspace.vault.place(next(one.digest for one in second.masters if one.spec.name == "podcast"))
    damaged.chmod(0o644)
    damaged.write_bytes(b"\x00" * damaged.stat().st_size)
    withdraw_consent(built, "S-002", "")
    done = publish_all(built)
    assert done.slugs == () and set(done.held) == {FIRST, SECOND}
    assert [one.code for one in done.held[SECOND].faults] == ["store.vault-damaged"]
    assert items(built) == []


def test_an_edition_that_is_as_it_was_is_neither_read_nor_rendered_but_decided_anew(built, kit):
    assert publish_all(built).result.read == (FIRST,)
    assert publish_all(built).result.read == ()
    with writing(built.engine) as session:
        for one in session.exec(select(Organization)):
            one.description_en += " And more."
    again = publish_all(built)
    assert again.result.read == (FIRST,) and again.faults == ()
    withdraw_consent(built, "S-002", "no longer")
    done = publish_all(built)
    assert (done.result.read, done.slugs, list(done.held)) == ((), (), [FIRST])


def test_a_story_is_published_on_its_own_exactly_as_long_as_it_is_heard(built):
    done = publish_all(built)
    assert done.faults == ()
    feed = ElementTree.parse(built.workspace.feeds / "feeds" / "stories.xml")
    (airtime,) = [one for one in coming(built, every=True) if one.episode.slug == FIRST]
    stories = {one.key: one.heard for one in edition_of(built, airtime).rundown.entries if one.kind in STORIES}
    found = {}
    for one in feed.iter("item"):
        address = one.find("enclosure").get("url").removeprefix(built.settings.show.base_url)
        path = built.workspace.feeds / address
        assert path.stat().st_size == int(one.find("enclosure").get("length"))
        key = one.findtext("link").rpartition("/")[2].removesuffix(".html")
        with av.open(str(path)) as sound:
            found[key] = sum(frame.samples for frame in sound.decode(audio=0))
    assert found == {key: heard * 48 for key, heard in stories.items()}
    provinces = ElementTree.parse(built.workspace.feeds / "feeds" / "province-02.xml")
    assert len(list(provinces.iter("item"))) == len(stories)


def test_masters_for_those_who_pay_by_the_megabyte_have_feeds_of_their_own(built):
    low = {"codec": "opus", "bitrate_kbps": 24, "low_data": True}
    small = {"codec": "mp3", "bitrate_kbps": 32, "low_data": True}
    masters = MastersSection.model_validate({"low": low, "small": small, "wide": {"bitrate_kbps": 96}})
    studio = replace(built, settings=built.settings.model_copy(update={"masters": masters}))
    build_episode(studio, FIRST)
    assert publish_all(studio).faults == ()
    main = items(studio)
    for name, mime in (("low", "audio/ogg"), ("small", "audio/mpeg")):
        feed = ElementTree.parse(studio.workspace.feeds / "feeds" / f"data-{name}.xml")
        (one,) = feed.iter("item")
        assert one.findtext("guid") != main[0][0] and one.findtext("pubDate") == main[0][2]
        enclosure = one.find("enclosure")
        path = studio.workspace.feeds / enclosure.get("url").removeprefix(studio.settings.show.base_url)
        assert enclosure.get("type") == mime
        assert path.stat().st_size == int(enclosure.get("length"))
    assert not (studio.workspace.feeds / "feeds" / "data-wide.xml").exists()


def test_a_show_that_moved_says_where_its_feeds_are_now(built):
    publish_all(built)
    ((guid, _, _),) = items(built)
    show = built.settings.show.model_copy(
        update={"base_url": "https://new.example.org/", "moved_from": built.settings.show.base_url}
    )
    moved = replace(built, settings=built.settings.model_copy(update={"show": show}))
    assert publish_all(moved).faults == ()
    assert [one[0] for one in items(moved)] == [guid]
    text = (built.workspace.feeds / "feed.xml").read_text("utf-8")
    assert "<itunes:new-feed-url>https://new.example.org/feed.xml</itunes:new-feed-url>" in text
    assert 'rrule="FREQ=WEEKLY"' in text


def test_what_is_edited_later_does_not_reach_what_was_built_until_it_is_built_again(built, kit):
    publish_all(built)
    before = items(built)
    template = built.workspace.scripts / "voices" / "story.km.j2"
    template.write_text(template.read_text("utf-8") + "\nអ្នកអាន៖ អរគុណ។\n", "utf-8")
    add_take(built, SCALE_KEY, 1, kit.wav("better.wav", 1.3, seed=5), KM)
    later = publish_all(built)
    assert (later.slugs, dict(later.held), later.result.written) == ((FIRST,), {}, ())
    assert items(built) == before


def test_a_new_take_is_published_once_it_was_built_in(built, kit):
    publish_all(built)
    before = items(built)
    add_take(built, SCALE_KEY, 1, kit.wav("better.wav", 1.3, seed=5), KM)
    build_episode(built, FIRST)
    assert publish_all(built).slugs == (FIRST,)
    assert [one[0] for one in items(built)] == [one[0] for one in before]
    assert items(built) != before


def test_a_slot_that_changes_later_does_not_move_what_was_published(built, kit):
    publish_all(built)
    before = items(built)
    keep_slot(built, kit.STATION.slug, kit.SLOT.model_copy(update={"starts": time(6, 0)}))
    assert publish_all(built).result.written == ()
    assert items(built) == before


@pytest.mark.parametrize("word", ["ម៉ៅ សុខុម", "លឹម ចាន់ធូ"])
def test_a_real_name_is_in_no_file_that_the_station_makes(built, word):
    """The names in the reports' file are sealed; the workspace holds them nowhere in the open."""
    publish_all(built)
    found = [
        path for path in built.workspace.root.rglob("*") if path.is_file() and word.encode("utf-8") in path.read_bytes()
    ]
    assert found == []
