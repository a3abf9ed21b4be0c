"""`studio report import | submit | template | export`: reports as files."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, MAP, PREVIEW, examples
from studio.cli.words import _
from studio.pipeline.exchange import (
    Submitted,
    export_reports,
    exported_csv,
    report_example,
    submit_report,
    write_report_example,
)
from studio.pipeline.file import Imported, import_reports

VERDICTS = {"new": _("new"), "changed": _("changed"), "unchanged": _("unchanged")}


@click.command(
    "import",
    help=_(
        "Keep the reports of FILE, CSV or XLSX, and attach their recordings, whose paths count from its folder.\n\n"
        "Every faulty row is named with its line, its column and its mend; all good rows are kept. The same file "
        "again changes nothing, and a report that comes again with the same root_uuid is updated. "
        "Exit code 1 when a row or a recording was refused."
    ),
    epilog=examples(
        "studio report import reports.csv --dry-run",
        'studio report import march.xlsx --map "Kbo=organizations" --map "ស្រុក=place_code"',
    ),
)
@click.argument("file", type=click.Path(path_type=Path))
@MAP
@PREVIEW
@AS_JSON
@click.pass_context
def import_file(ctx: click.Context, file: Path, mapping: dict[str, str], dry_run: bool, plain: bool) -> None:
    """Import reports."""
    with opened(ctx) as studio:
        done = import_reports(studio, file, mapping, preview=dry_run)
    if plain:
        shown.as_json(imported_row(done, dry_run))
    else:
        shown.faults(done.faults)
        shown.faults(done.warnings, style="yellow")
        counts = _("Rows: {rows}. Reports: {new} new, {changed} changed, {same} unchanged; rows refused: {bad}.")
        shown.line(
            counts.format(
                rows=done.rows,
                new=done.kept.new,
                changed=done.kept.changed,
                same=done.kept.unchanged,
                bad=done.bad_rows,
            )
        )
        beside(done.kept.consents, done.kept.withdrawn, done.recordings, dry_run)
    sys.exit(1 if done.faults else 0)


def imported_row(done: Imported, dry_run: bool) -> dict[str, object]:
    """An import as plain values."""
    return {
        "dry_run": dry_run,
        "rows": done.rows,
        "new": done.kept.new,
        "changed": done.kept.changed,
        "unchanged": done.kept.unchanged,
        "refused": done.bad_rows,
        "consents": done.kept.consents,
        "withdrawn": done.kept.withdrawn,
        "recordings": done.recordings,
        "faults": shown.fault_rows(done.faults),
        "warnings": shown.fault_rows(done.warnings),
    }


def beside(consents: int, withdrawn: int, recordings: int, dry_run: bool) -> None:
    """What came with the reports."""
    shown.line(
        _("Consents recorded: {consents}, withdrawn: {withdrawn}. Recordings attached: {recordings}.").format(
            consents=consents, withdrawn=withdrawn, recordings=recordings
        )
    )
    if dry_run:
        shown.line(_("This was a preview: nothing was kept, and recordings were not looked at."))


@click.command(
    help=_(
        "Keep one report from FILE, a JSON object whose keys are the columns of the template; - reads standard "
        "input. People may be a list under “sources”. Prints the receipt that its sender is told.\n\n"
        "The same report again is the same report: root_uuid tells. Exit code 1 when it or a recording was refused."
    ),
    epilog=examples("studio report submit report.json", "studio report submit - < report.json"),
)
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path, exists=True))
@PREVIEW
@AS_JSON
@click.pass_context
def submit(ctx: click.Context, file: Path, dry_run: bool, plain: bool) -> None:
    """Submit one report."""
    from_pipe = str(file) == "-"
    content = sys.stdin.buffer.read() if from_pipe else file.read_bytes()
    folder, where = (Path.cwd(), _("standard input")) if from_pipe else (file.parent, file.name)
    with opened(ctx) as studio:
        done = submit_report(studio, content, where, folder, preview=dry_run)
    if plain:
        shown.as_json(submitted_row(done, dry_run))
    else:
        shown.faults(done.faults)
        shown.faults(done.warnings, style="yellow")
        shown.line(_("Report {report}: {verdict}.").format(report=done.report, verdict=VERDICTS[done.verdict]))
        if done.receipt:
            shown.line(_("Receipt: {receipt}").format(receipt=done.receipt))
        beside(done.consents, done.withdrawn, done.recordings, dry_run)
    sys.exit(1 if done.faults else 0)


def submitted_row(done: Submitted, dry_run: bool) -> dict[str, object]:
    """A submission as plain values."""
    return {
        "dry_run": dry_run,
        "report": done.report,
        "receipt": done.receipt,
        "verdict": done.verdict,
        "consents": done.consents,
        "withdrawn": done.withdrawn,
        "recordings": done.recordings,
        "faults": shown.fault_rows(done.faults),
        "warnings": shown.fault_rows(done.warnings),
    }


@click.command(
    help=_(
        "Print an example file of reports as CSV, or write it with --xlsx as a workbook with drop-downs. "
        "Below the names of the columns it explains each one in Khmer and in English; rows that begin with # are "
        "skipped when it is imported. Put your reports in place of the two example rows."
    ),
    epilog=examples("studio report template > reports.csv", "studio report template --xlsx reports.xlsx"),
)
@click.option(
    "--xlsx", type=click.Path(dir_okay=False, path_type=Path), help=_("Write a workbook with drop-downs to this file.")
)
@click.pass_context
def template(ctx: click.Context, xlsx: Path | None) -> None:
    """Print or write the example file."""
    with opened(ctx) as studio:
        if xlsx is None:
            shown.as_bytes(report_example(studio))
            return
        path = xlsx if xlsx.suffix.casefold() == ".xlsx" else xlsx.with_name(f"{xlsx.name}.xlsx")
        write_report_example(studio, path)
    shown.line(str(path))


@click.command(
    help=_(
        "Write every report to FILE, .xlsx or .csv; - prints CSV. No name of a person is in it, no recording, and "
        "no cell that a spreadsheet would run as a formula. What is exported can be imported again."
    ),
    epilog=examples("studio report export reports.xlsx", "studio report export - > reports.csv"),
)
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
@click.pass_context
def export(ctx: click.Context, file: Path) -> None:
    """Export reports."""
    with opened(ctx) as studio:
        if str(file) == "-":
            shown.as_bytes(exported_csv(studio))
            return
        count = export_reports(studio, file)
    shown.line(_("Reports written to {where}: {count}.").format(count=count, where=file))
