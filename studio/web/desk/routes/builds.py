"""Editions built and published at the desk: what each lacks, how far the work is, what was measured, and the master to
listen to before anybody else does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form
from starlette.responses import FileResponse, Response

from studio.accounts.rights import Right
from studio.errors import Fault, StudioError, fault_of
from studio.pipeline.build_desk import build_shelf, foreseen, master_sound, open_build, picture_of
from studio.pipeline.desk_work import Work, begin_work, forget_work, stop_work, work_of
from studio.pipeline.titles import segment_titles
from studio.scheduling.pictures.board import STATE_WORDS
from studio.web.desk.live import live
from studio.web.desk.mark import mark_of, require_seen
from studio.web.desk.needs import Needs
from studio.web.desk.routes.build_words import CHANGES, KINDS, MASTERS, PICTURES
from studio.web.desk.routes.how_far import HowFar, of_work, steps
from studio.web.desk.routes.rundown import said
from studio.web.desk.visit import Visit, status_of

router = APIRouter()

LIST, ALL = "/desk/editions", "/desk/publish"
Reading = Annotated[Visit, Depends(Needs(Right.BUILD))]
Publishing = Annotated[Visit, Depends(Needs(Right.PUBLISH))]
Text = Annotated[str, Form(max_length=200)]
WATCHED: dict[str, tuple[str, Right]] = {
    "build": (f"{LIST}/work", Right.BUILD),
    "publish": (f"{ALL}/work", Right.PUBLISH),
    "withdraw": ("/desk/withdraw/work", Right.WITHDRAW),
}
"""Where each kind of work is watched, and by whom. Only these pages are shown anew by themselves once it is over:
nobody listens to a master or types there."""
TYPES = {".png": "image/png", ".svg": "image/svg+xml", ".json": "application/json"}


@router.get(LIST)
def listed(visit: Reading, past: bool = False, page: int = 1) -> Response:
    """The editions and how far each is."""
    return working(
        visit,
        "editions",
        found=build_shelf(visit.studio, page, past=past),
        past=past,
        words=STATE_WORDS,
        link=lambda number: f"{LIST}?{urlencode({**({'past': 1} if past else {}), 'page': number})}",
    )


@router.get(f"{LIST}/work")
def watch_build(visit: Reading) -> Response:
    """How far a build is."""
    return watched(visit, "build")


@router.get(f"{ALL}/work")
def watch_publish(visit: Publishing) -> Response:
    """How far publishing is."""
    return watched(visit, "publish")


@router.get(f"{LIST}/work-live")
def tell_build(visit: Reading) -> Response:
    """How far a build is, as it goes on."""
    return told_live(visit, "build")


@router.get(f"{ALL}/work-live")
def tell_publish(visit: Publishing) -> Response:
    """How far publishing is, as it goes on."""
    return told_live(visit, "publish")


@router.get(f"{LIST}/{{slug}}")
def show(visit: Reading, slug: str) -> Response:
    """One edition."""
    return opened(visit, slug)


@router.get(f"{LIST}/{{slug}}/masters/{{number}}")
def listen(visit: Reading, slug: str, number: int) -> Response:
    """A master, in the portions that a player asks for."""
    row, path = master_sound(visit.studio, slug, number)
    return FileResponse(path, media_type=row.mime, headers={"cache-control": "no-store"})


@router.get(f"{LIST}/{{slug}}/measured/{{name}}")
def measured(visit: Reading, slug: str, name: str) -> Response:
    """A picture of what was measured."""
    path = picture_of(visit.studio, slug, name)
    return FileResponse(path, media_type=TYPES[path.suffix], headers={"cache-control": "no-store"})


@router.post(f"{LIST}/{{slug}}/build")
def build(visit: Reading, slug: str, once: Text = "") -> Response:
    """Start to build an edition."""
    open_build(visit.studio, slug)
    return done(visit, once, f"{LIST}/{slug}", lambda: begin_work(visit.studio, "build", slug), WATCHED["build"][0])


@router.get(ALL)
def ask(visit: Publishing) -> Response:
    """What publishing would change."""
    return unpublished(visit)


@router.post(ALL)
def publish(visit: Publishing, seen: Text = "", once: Text = "") -> Response:
    """Start to publish all that is built; seen: just what was shown."""

    def act() -> None:
        require_seen(seen, foreseen(visit.studio), "publish")
        begin_work(visit.studio, "publish")

    return done(visit, once, ALL, act, WATCHED["publish"][0])


@router.post(f"{LIST}/work-stop")
def stop(visit: Reading, token: Text, once: Text = "") -> Response:
    """Stop the work that goes on; what it made stays."""
    return done(visit, once, way_of(visit), lambda: stop_work(visit.studio, token))


@router.post(f"{LIST}/work-forget")
def forget(visit: Reading, token: Text, once: Text = "") -> Response:
    """Put away what came of a work."""
    return done(visit, once, way_of(visit), lambda: forget_work(visit.studio, token))


def way_of(visit: Visit) -> str:
    """Where the work of this workspace is shown."""
    work = work_of(visit.studio)
    if work is None or not work.asked.about or work.asked.kind != "build":
        return ALL if work is not None and work.asked.kind == "publish" and visit.may(Right.PUBLISH) else LIST
    return f"{LIST}/{work.asked.about}"


def watched(visit: Visit, kind: str) -> Response:
    """The page of a work of that kind."""
    work = work_of(visit.studio)
    if work is None or work.asked.kind != kind:
        return visit.to("/desk/withdraw" if kind == "withdraw" else way_of(visit))
    return working(visit, "watched", way="/desk/withdraw" if kind == "withdraw" else way_of(visit))


def told_live(visit: Visit, kind: str) -> Response:
    """The steps of a work of that kind, and its end."""
    studio, language = visit.studio, visit.language

    def far() -> HowFar | None:
        work = work_of(studio)
        return of_work(work, language) if work and work.going and work.asked.kind == kind else None

    return live(visit, steps(far))


def done(visit: Visit, once: str, way: str, act: Callable[[], object], then: str = "") -> Response:
    """Do something once and lead to a page, or to another one; or show there why it was not done."""

    def deed() -> str:
        act()
        return then or way

    try:
        return visit.once(once, deed)
    except StudioError as error:
        if way == ALL:
            return unpublished(visit, error)
        return opened(visit, way.removeprefix(f"{LIST}/"), error) if way != LIST else visit.refused(error)


def opened(visit: Visit, slug: str, refusal: StudioError | None = None) -> Response:
    """The page of an edition."""
    made = open_build(visit.studio, slug)
    titles = segment_titles(visit.studio)
    return working(
        visit,
        "edition",
        refusal,
        made=made,
        slug=slug,
        words=STATE_WORDS,
        masters=MASTERS,
        pictures=[(name, PICTURES[name]) for name in made.pictures if name in PICTURES],
        lacks=said(visit, made.lacks, titles),
        broken=said(visit, made.broken, titles),
        stale=said(visit, made.stale, titles),
        changed=said(visit, made.changed, titles),
        publishes=visit.may(Right.PUBLISH),
        records=visit.may(Right.READ_TAKES),
        notes=visit.may(Right.NOTE_AIRINGS),
    )


def unpublished(visit: Visit, refusal: StudioError | None = None) -> Response:
    """The page of what publishing would change, and of what it changed."""
    titles = segment_titles(visit.studio)
    work = work_of(visit.studio)
    changes = () if work is not None and work.going else foreseen(visit.studio)
    counts = {what: sum(one.what == what for one in changes) for what in CHANGES}
    return working(
        visit,
        "publish",
        refusal,
        changes=[(one, said(visit, one.lacks, titles)) for one in changes if one.what != "same"],
        counts=counts,
        seen=mark_of(changes),
        words=CHANGES,
    )


def working(visit: Visit, template: str, refusal: StudioError | None = None, **values: Any) -> Response:
    """A page with the work that goes on or has ended, for whoever may ask for such a work."""
    work = work_of(visit.studio)
    place, right = WATCHED[work.asked.kind] if work else ("", Right.OWN)
    mine = visit.may(right)
    titles = segment_titles(visit.studio) if work and mine else {}
    return visit.page(
        template,
        status_of(refusal) if refusal else 200,
        refusal.faults if refusal else (),
        work=work,
        mine=mine,
        place=place,
        kinds=KINDS,
        far=of_work(work, visit.language) if work else None,
        failed=said(visit, work.faults, titles) if work and mine else (),
        outcome=outcome_of(visit, work, titles) if work and mine else (),
        **values,
    )


def outcome_of(visit: Visit, work: Work, titles: Any) -> list[tuple[str, str]]:
    """What a work has to say besides that it is done: what was held back or is wrong, what a withdrawal did."""
    told: list[Fault] = []
    for trees in (work.outcome or {}).get("held", {}).values():
        told += [fault_of(one) for one in trees]
    for name in ("faults", "told"):
        told += [fault_of(one) for one in (work.outcome or {}).get(name, ())]
    return said(visit, told, titles)
