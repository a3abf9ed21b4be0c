"""`studio demo`."""

from __future__ import annotations

from pathlib import Path

import click

from studio.cli import shown
from studio.cli.amounts import moment
from studio.cli.options import examples
from studio.cli.words import LANGUAGE, _
from studio.demo.run import run_demo
from studio.languages import Language
from studio.pipeline.build import Built
from studio.pipeline.specs import PODCAST
from studio.sentences.say import say
from studio.units import clock_text


@click.command(
    help=_(
        "Walk the pilot's reports of spring 2012 through every stage, in DIRECTORY or where you stand: "
        "two editions are "
        "scripted, scheduled, spoken by a guide voice, mixed, mastered and published. Everybody in it is invented. "
        "Running it again makes only what is missing."
    ),
    epilog=examples("studio demo", "studio demo /tmp/example"),
)
@click.argument("directory", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.pass_context
def demo(ctx: click.Context, directory: Path | None) -> None:
    """Run the worked example and sum it up."""
    root = directory.resolve() if directory else ctx.find_root().obj["workspace"]
    with shown.progress() as tell:
        done = run_demo(root, tell)
    for built in done.editions:
        edition(built)
    shown.line("")
    shown.line(_("Not aired, because consent or clearance is missing:"))
    for name, error in done.refused.items():
        first, *others = error.faults
        more = _(" (and {count} more)").format(count=len(others)) if others else ""
        shown.line(f"  {name[:8]}  {say(first, LANGUAGE)[0]}{more}")
    shown.line("")
    shown.line(_("feed: {path}").format(path=done.publishing.result.feed))
    shown.line(_("page: {path}").format(path=done.publishing.result.page))
    shown.line(
        _("what could be heard next, and who: {path} (in the terminal: studio season show)").format(path=done.season)
    )
    shown.faults(done.publishing.faults)
    if done.changes:
        shown.line(_("Listen and look with: make serve"))
    else:
        shown.line(_("Nothing to do: everything was made already."))


def edition(built: Built) -> None:
    """One edition: what is aired and from whom, what was left out, what was measured, where it is."""
    rundown, airtime = built.score.rundown, built.score.planned.airtime
    shown.line("")
    shown.line(f"{rundown.slug}  {moment(airtime.local_start)}  {airtime.station.name_en}")
    for spoken, entry in zip(built.score.spoken, rundown.entries, strict=True):
        if spoken.story is None:
            continue
        material = spoken.story.material
        by = [one.name_km if LANGUAGE is Language.KM else one.name_en for one in material.organizations]
        title = entry.title_km if LANGUAGE is Language.KM else entry.title_en
        shown.line(f"  {clock_text(entry.start):>5}  {title} — {', '.join(by)}")
    shown.line(
        _("  left out for now: {count} (why: {path})").format(
            count=len(rundown.left_out), path=built.folder / f"left-out.{LANGUAGE.value}.txt"
        )
    )
    for one in built.masters:
        what = _("podcast") if one.spec.name == PODCAST else one.spec.name
        path = built.folder / "build" / f"{rundown.slug}-{one.spec.name}.{one.spec.codec}"
        figures = f"{clock_text(one.ms, millis=True)}  {one.lufs:.1f} LUFS  {one.dbtp:.1f} dBTP"
        shown.line(f"  {what}: {figures}  {path}")
    for name in ("script.km.txt", "rundown.km.txt", "cues.json"):
        shown.line(f"  {built.folder / name}")
