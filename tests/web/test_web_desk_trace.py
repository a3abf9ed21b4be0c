"""The whole chain, from every point of it, for those who may see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from desk import Desk
from sqlmodel import select
from stories import HEARD, MAP, SECRET, WORKERS, Stories, filled

from studio.errors import NotFound
from studio.languages import Language
from studio.pipeline.airings import Word, note_airing
from studio.pipeline.clear import clear_report
from studio.pipeline.inbox import Reader
from studio.pipeline.publish import publish_all
from studio.pipeline.trace import trace
from studio.pipeline.trace_values import Stage
from studio.pipeline.write import approve, write_stories
from studio.records.episodes import Airing, Take
from studio.records.kinds import AiringOutcome, Role
from studio.records.reports import Report
from studio.records.scripts import Script
from studio.store.engine import reading, writing

ALL = Reader(reviews=True)


@pytest.fixture(scope="module")
def stories(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    """The filled workspace with an edition of two stories, built, published and aired."""
    made = filled(tmp_path_factory.mktemp("trace") / "station")
    box = made.kit.Kit(made.root.parent)
    box.airtime(made.studio)
    for name in (WORKERS, MAP):
        clear_report(made.studio, made.uuid(name), frozenset(), "")
    for script in write_stories(made.studio).new:
        approve(made.studio, script.key, Language(script.language))
    box.produced(made.studio)
    later = replace(made.studio, clock=lambda: made.kit.NOW + timedelta(days=3))
    publish_all(later)
    note_airing(later, made.kit.FIRST, Word(AiringOutcome.AIRED))
    yield made
    made.studio.engine.dispose()


@pytest.fixture(scope="module")
def starts(stories: Stories) -> dict[str, str]:
    """A point of each kind from which the chain of one report can be followed."""
    (key,) = stories.keys(MAP)
    with reading(stories.studio.engine) as session:
        take = session.exec(select(Take.id).join(Script).where(Script.key == key)).first()
        airing = session.exec(select(Airing.id)).one()
    names = {"report": stories.uuid(MAP), "script": key, "take": take, "airing": airing, "episode": stories.kit.FIRST}
    return {kind: f"{kind}:{name}" for kind, name in names.items()}


@pytest.mark.parametrize("kind", ["report", "script", "take", "airing", "episode"])
def test_from_every_point_the_whole_way_is_seen(stories: Stories, starts: dict[str, str], kind: str) -> None:
    chain = trace(stories.studio, ALL, starts[kind])
    full = [stage for stage in Stage if chain.of(stage)]
    assert full == [stage for stage in Stage if stage is not Stage.WITHDRAWAL]
    assert any(one.trace == starts["report"] for one in chain.of(Stage.REPORT))
    actions = {one.action for one in chain.events}
    assert {"clearance.decided", "script.approved", "episode.published"} <= actions
    assert {one.state for one in chain.of(Stage.AIRING)} == {"aired"}


def test_a_chain_from_one_report_tells_of_no_other(stories: Stories, starts: dict[str, str]) -> None:
    (other,) = stories.keys(WORKERS)
    narrow = trace(stories.studio, ALL, starts["report"])
    wide = trace(stories.studio, ALL, starts["episode"])
    assert other not in {one.name for one in narrow.links} | {one.title_km for one in narrow.links}
    assert len(wide.of(Stage.REPORT)) == 2
    assert len(wide.of(Stage.SCRIPT)) > len(narrow.of(Stage.SCRIPT))


def test_every_link_of_a_chain_leads_on(desk: Desk, starts: dict[str, str]) -> None:
    editor = desk.person("editor", Role.EDITOR)
    page = editor.get(f"/desk/trace/{starts['episode']}").text
    found = sorted(set(re.findall(r'href="(/desk/trace/[^"]+)"', page)))
    assert len(found) > 5
    for path in found:
        assert 'class="chain"' in editor.get(path).text


def test_the_faces_lead_to_the_chain(stories: Stories, desk: Desk, starts: dict[str, str]) -> None:
    person = desk.person("producer", Role.PRODUCER)
    assert f"/desk/trace/{starts['report']}" in person.get(f"/desk/reports/{stories.uuid(MAP)}").text
    assert f"/desk/trace/{starts['script']}" in person.get(f"/desk/scripts/{stories.keys(MAP)[0]}").text


def test_what_is_not_there_or_not_for_somebody_is_not_found(
    stories: Stories, desk: Desk, starts: dict[str, str]
) -> None:
    far = desk.person("far", Role.PRODUCER, province="05")
    for kind in ("report", "script", "take"):
        far.get(f"/desk/trace/{starts[kind]}", 404)
    secret = f"report:{stories.uuid(SECRET)}"
    desk.person("near", Role.PRODUCER).get(f"/desk/trace/{secret}", 404)
    assert trace(stories.studio, ALL, secret).of(Stage.REPORT)
    for nothing in ("report:", "take:x", "take:٣", "airing:999999", "episode:%", "person:S-006", "", secret[:20]):
        with pytest.raises(NotFound):
            trace(stories.studio, ALL, nothing)


def test_an_edition_shows_only_the_reports_that_are_for_its_reader(stories: Stories, starts: dict[str, str]) -> None:
    with writing(stories.studio.engine) as session:
        report = session.exec(select(Report).where(Report.root_uuid == stories.uuid(WORKERS))).one()
        before, report.place_code = report.place_code, "0501"
        session.add(report)
    chain = trace(stories.studio, Reader("02"), starts["episode"])
    with writing(stories.studio.engine) as session:
        report = session.exec(select(Report).where(Report.root_uuid == stories.uuid(WORKERS))).one()
        report.place_code = before
        session.add(report)
    assert chain.hidden == 1
    (hidden,) = stories.keys(WORKERS)
    told = " ".join(f"{one.name} {one.trace} {one.title_km} {one.of}" for one in chain.links)
    assert hidden not in told
    assert stories.uuid(WORKERS) not in told
    assert not {one.subject for one in chain.events} & {hidden, stories.uuid(WORKERS)}


def test_a_report_without_anything_after_it_has_a_chain(stories: Stories) -> None:
    chain = trace(stories.studio, ALL, f"report:{stories.uuid(HEARD)}")
    assert [stage for stage in Stage if chain.of(stage)] == [Stage.REPORT, Stage.CONSENT]
