"""`studio script`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import examples
from studio.cli.words import _
from studio.languages import Language
from studio.pipeline.paces import Presented, paces
from studio.pipeline.reading_scripts import reading_page, reading_text, scripts_shown
from studio.pipeline.write import approve, write_stories
from studio.records.scripts import Script
from studio.scripting.learning import Error
from studio.store.files import write_text
from studio.units import Ms, clock_text

LANGUAGES = click.Choice([one.value for one in Language])


@click.group(
    help=_("Broadcast scripts: rendered from scripts/<show>/, timed, approved by a person, then frozen."),
    epilog=examples("studio script write", "studio script list"),
)
def script() -> None:
    """Scripts."""


@script.command(
    help=_("Write the scripts of REPORT…, or of every cleared report, in Khmer and English. What is fresh stays."),
    epilog=examples("studio script write", "studio script write 24e720e1"),
)
@click.argument("reports", nargs=-1, metavar="[REPORT]...")
@click.option("--json", "plain", is_flag=True, help=_("Print the result as JSON."))
@click.pass_context
def write(ctx: click.Context, reports: tuple[str, ...], plain: bool) -> None:
    """Write scripts."""
    with opened(ctx) as studio:
        done = write_stories(studio, reports)
    refused = [fault for error in done.refused.values() for fault in error.faults]
    if plain:
        new = [
            {"key": one.key, "language": one.language, "number": one.number, "ms": one.milliseconds} for one in done.new
        ]
        shown.as_json({"new": new, "unchanged": done.unchanged, "refused": shown.fault_rows(refused)})
    else:
        for one in done.new:
            shown.line(f"{one.key}  {one.language}  v{one.number}  {clock_text(Ms(one.milliseconds))}  {one.title}")
        shown.faults(refused)
        shown.line(_("{new} written, {same} unchanged.").format(new=len(done.new), same=done.unchanged))
    sys.exit(1 if refused else 0)


@script.command(
    "list",
    help=_("The newest version of every script: its length, and whether it is approved."),
    epilog=examples("studio script list --json"),
)
@click.option("--json", "plain", is_flag=True, help=_("Print the result as JSON."))
@click.pass_context
def list_scripts(ctx: click.Context, plain: bool) -> None:
    """List scripts."""
    with opened(ctx) as studio:
        found = scripts_shown(studio)
    if plain:
        shown.as_json(
            [
                {
                    "key": one.key,
                    "language": one.language,
                    "kind": one.kind.value,
                    "number": one.number,
                    "ms": one.milliseconds,
                    "low_ms": one.low,
                    "high_ms": one.high,
                    "approved_by": one.approved_by,
                    "title": one.title,
                }
                for one in found
            ]
        )
        return
    rows = [(one.key, one.language, one.number, ranged(one), one.approved_by or "–", one.title) for one in found]
    shown.table("", [_("script"), _("language"), _("version"), _("length"), _("approved by"), _("title")], rows)


def ranged(script: Script) -> str:
    """An estimate with how far it may be off: 1:32 ±0:09."""
    return f"{clock_text(Ms(script.milliseconds))} ±{clock_text(Ms(round((script.high - script.low) / 2)))}"


@script.command(
    help=_("Print the script KEY as text, or write its printable page with --html FILE."),
    epilog=examples("studio script show btb-01-20120305-24e7 --html story.html"),
)
@click.argument("key")
@click.option("--language", type=LANGUAGES, default="km", show_default=True)
@click.option("--html", type=click.Path(dir_okay=False, path_type=Path), help=_("Write the printable page to FILE."))
@click.pass_context
def show(ctx: click.Context, key: str, language: str, html: Path | None) -> None:
    """Show a script."""
    with opened(ctx) as studio:
        if html is None:
            click.echo(reading_text(studio, key, Language(language)), nl=False)
        else:
            write_text(html, reading_page(studio, key, Language(language)))
            shown.line(str(html))


@script.command(
    "approve",
    help=_("Answer for the newest version of KEY…: it is frozen and may be recorded."),
    epilog=examples("studio --actor ED-01 script approve btb-01-20120305-24e7 --language km"),
)
@click.argument("keys", nargs=-1, required=True, metavar="KEY...")
@click.option("--language", type=LANGUAGES, default="km", show_default=True)
@click.pass_context
def approve_scripts(ctx: click.Context, keys: tuple[str, ...], language: str) -> None:
    """Approve scripts."""
    with opened(ctx) as studio:
        for key in keys:
            one = approve(studio, key, Language(language))
            shown.line(
                _("{key} v{number} is approved by {who}.").format(key=key, number=one.number, who=one.approved_by)
            )


@script.command(
    "pace",
    help=_(
        "How fast each presenter reads each language, learnt from the takes of approved scripts: rate, pauses, and how "
        "far an estimate is off. Guide voices are shown apart; no script is timed by them."
    ),
    epilog=examples("studio script pace", "studio script pace --json"),
)
@click.option("--json", "plain", is_flag=True, help=_("Print the result as JSON."))
@click.pass_context
def show_paces(ctx: click.Context, plain: bool) -> None:
    """Show how presenters read."""
    with opened(ctx) as studio:
        found = paces(studio)
    if plain:
        shown.as_json([pace_row(one) for one in found])
        return
    columns = [_("presenter"), _("language"), _("rate"), _("phrase"), _("sentence"), _("range")]
    columns += [_("error"), _("bias"), _("takes"), _("heard"), _("learnt")]
    shown.table("", columns, [pace_cells(one) for one in found])
    lost = [fault for one in found for error in one.lost for fault in error.faults]
    shown.faults(lost, style="yellow")


def pace_row(one: Presented) -> dict[str, object]:
    """How somebody reads, as plain values: units a second, milliseconds, parts of one."""
    learnt, pace = one.learnt, one.learnt.pace
    return {
        "presenter": pace.presenter,
        "language": pace.language.value,
        "synthetic": one.synthetic,
        "default": learnt.default,
        "unit": "syllable" if pace.language is Language.KM else "word",
        "units_per_second": round(pace.rate, 4),
        "phrase_ms": pace.phrase,
        "sentence_ms": pace.sentence,
        "spread": round(pace.spread, 4),
        "takes": learnt.takes,
        "heard_ms": learnt.heard,
        "error": None if learnt.default else error_row(learnt.error),
        "error_of_default": None if learnt.default else error_row(learnt.usual),
        "lost": shown.fault_rows(fault for error in one.lost for fault in error.faults),
    }


def error_row(error: Error) -> dict[str, float]:
    """How far estimates are off, as parts of one."""
    return {"mean": round(error.mean, 4), "worst": round(error.worst, 4), "bias": round(error.bias, 4)}


def pace_cells(one: Presented) -> list[str]:
    """How somebody reads, for a table."""
    learnt, pace = one.learnt, one.learnt.pace
    khmer = pace.language is Language.KM
    rate = _("{rate} syllables/s") if khmer else _("{rate} words/min")
    own = _("guide voice") if one.synthetic else _("learnt")
    return [
        pace.presenter,
        pace.language.value,
        rate.format(rate=f"{pace.rate:.2f}" if khmer else f"{pace.rate * 60:.0f}"),
        f"{pace.phrase / 1000:.2f} s",
        f"{pace.sentence / 1000:.2f} s",
        f"±{pace.spread:.1%}",
        "–" if learnt.default else f"{learnt.error.mean:.1%}",
        "–" if learnt.default else f"{learnt.error.bias:+.1%}",
        str(learnt.takes),
        clock_text(learnt.heard),
        _("default") if learnt.default else own,
    ]
