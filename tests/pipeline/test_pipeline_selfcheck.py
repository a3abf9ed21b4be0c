"""The self-check finds what is broken, names it with its mend, and one broken part hides no other."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from studio.pipeline.clear import clear_report
from studio.pipeline.publish import publish_all
from studio.pipeline.selfcheck import self_check
from studio.sentences.say import say
from studio.store.engine import writing

SCALE = "8a4b115c"


def found(studio):
    """The faults of each check that has any; every one of them can be said with its mend."""
    checks = {one.name: one.faults for one in self_check(studio)}
    assert list(checks) == ["database", "audit", "vault", "templates", "clocks", "feed"]
    for one in (fault for faults in checks.values() for fault in faults):
        what, mend = say(one)
        assert one.code not in what and mend
    return {name: faults for name, faults in checks.items() if faults}


def codes(faults):
    return [one.code for one in faults]


def test_a_whole_station_has_nothing_to_mend(station, kit):
    kit.cleared(station, SCALE)
    assert found(station) == {}


def test_a_published_station_has_nothing_to_mend(built):
    publish_all(built)
    assert found(built) == {}


@pytest.mark.parametrize(
    ("name", "broken", "code"),
    [
        ("story.km.j2", "អ្នកអាន៖ {% if %}", "scripting.template-syntax"),
        ("closing.en.j2", "Presenter: {{ hotlin }}", "scripting.template-undefined"),
        ("opening.km.j2", "", "scripting.script-empty"),
    ],
)
def test_a_broken_template_is_named(desk, kit, name, broken, code):
    kit.template(desk, name, broken)
    faults = found(desk)
    assert list(faults) == ["templates"]
    assert [(one.code, name in one.where) for one in faults["templates"]] == [(code, True)]


def test_a_missing_template_and_an_unreadable_clock_are_both_named(desk):
    (desk.workspace.scripts / "voices" / "closing.km.j2").unlink()
    (desk.workspace.scripts / "clocks" / "short.toml").write_text("name = ", encoding="utf-8")
    faults = found(desk)
    assert codes(faults["templates"]) == ["scripting.template-missing"]
    assert "closing.km.j2" in faults["templates"][0].where
    assert codes(faults["clocks"]) == ["scheduling.clock-not-toml"]


def test_a_damaged_vault_file_is_named(desk):
    digest = desk.workspace.vault.put(b"a sound")
    path = desk.workspace.vault.place(digest)
    path.chmod(0o644)
    path.write_bytes(b"a noise")
    faults = found(desk)
    assert [(one.code, one.where) for one in faults["vault"]] == [("store.vault-damaged", digest)]


@pytest.mark.parametrize(
    ("broken", "events"),
    [("UPDATE auditevent SET actor = 'nobody' WHERE seq = 2", [2]), ("DELETE FROM auditevent WHERE seq = 2", [3, 3])],
)
def test_a_broken_audit_chain_names_the_event(station, kit, broken, events):
    kit.cleared(station, SCALE)
    with writing(station.engine) as session:
        session.connection().execute(text(broken))
    faults = found(station)
    assert list(faults) == ["audit"]
    assert [(one.code, one.values["event"]) for one in faults["audit"]] == [
        ("store.audit-broken", one) for one in events
    ]


def test_a_database_that_is_behind_is_named(desk):
    with writing(desk.engine) as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert codes(found(desk)["database"]) == ["store.database-behind"]


def test_a_broken_feed_is_named(built):
    publish_all(built)
    feed = built.workspace.feeds / "feed.xml"
    whole = feed.read_text("utf-8")
    feed.write_text(whole.replace("</rss>", ""), encoding="utf-8")
    assert codes(found(built)["feed"]) == ["publishing.feed-unreadable"]
    feed.write_text(whole, encoding="utf-8")
    sound = next(built.workspace.feeds.rglob("*.mp3"))
    sound.unlink()
    assert "publishing.file-missing" in codes(found(built)["feed"])


def test_every_broken_part_is_named_in_one_run(desk, kit):
    clear = kit.imported(desk, SCALE)
    assert clear.kept.new == 1
    clear_report(desk, SCALE, frozenset(), "")
    kit.template(desk, "story.km.j2", "{% if %}")
    digest = desk.workspace.vault.put(b"a sound")
    desk.workspace.vault.place(digest).unlink()
    desk.workspace.vault.place(digest).write_bytes(b"a noise")
    with writing(desk.engine) as session:
        session.connection().execute(text("UPDATE auditevent SET subject = 'x' WHERE seq = 1"))
    (desk.workspace.scripts / "clocks" / "short.toml").write_text("name = 1", encoding="utf-8")
    assert list(found(desk)) == ["audit", "vault", "templates", "clocks"]
