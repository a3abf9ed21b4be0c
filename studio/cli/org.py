"""`studio org`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, MAP, PREVIEW, examples
from studio.cli.words import LANGUAGE, _
from studio.languages import Language
from studio.pipeline.community import import_organizations, listings, organizations
from studio.pipeline.exchange import organization_example, organization_of, write_organization_example
from studio.records.kinds import Medium
from studio.records.network import Organization


@click.group(
    help=_("Organizations of the Network: communities and community-based organisations, and their directory."),
    epilog=examples("studio org template > organizations.csv", "studio org import organizations.csv"),
)
def org() -> None:
    """Organizations."""


@org.command(
    "import",
    help=_(
        "Keep the organizations of FILE, CSV or XLSX, by their code: new ones are added, others get the fields that "
        "a row fills. Every faulty row is named with its mend; all good rows are kept. "
        "Exit code 1 when a row was refused."
    ),
    epilog=examples("studio org import organizations.csv --dry-run", 'studio org import list.xlsx --map "Kod=code"'),
)
@click.argument("file", type=click.Path(path_type=Path))
@MAP
@PREVIEW
@AS_JSON
@click.pass_context
def import_file(ctx: click.Context, file: Path, mapping: dict[str, str], dry_run: bool, plain: bool) -> None:
    """Import organizations."""
    with opened(ctx) as studio:
        done = import_organizations(studio, file, mapping, preview=dry_run)
    if plain:
        shown.as_json(
            {
                "dry_run": dry_run,
                "new": done.new,
                "changed": done.changed,
                "unchanged": done.unchanged,
                "faults": shown.fault_rows(done.faults),
                "warnings": shown.fault_rows(done.warnings),
            }
        )
    else:
        shown.faults(done.faults)
        shown.faults(done.warnings, style="yellow")
        counts = _("Organizations: {new} new, {changed} changed, {same} unchanged.")
        shown.line(counts.format(new=done.new, changed=done.changed, same=done.unchanged))
        if dry_run:
            shown.line(_("This was a preview: nothing was kept."))
    sys.exit(1 if done.faults else 0)


@org.command(
    help=_(
        "Print an example file of organizations as CSV, or write it with --xlsx as a workbook. Each column is "
        "explained in Khmer and in English; put your organizations in place of the example row."
    ),
    epilog=examples("studio org template > organizations.csv", "studio org template --xlsx organizations.xlsx"),
)
@click.option("--xlsx", type=click.Path(dir_okay=False, path_type=Path), help=_("Write a workbook to this file."))
def template(xlsx: Path | None) -> None:
    """Print or write the example file."""
    if xlsx is None:
        shown.as_bytes(organization_example())
        return
    path = xlsx if xlsx.suffix.casefold() == ".xlsx" else xlsx.with_name(f"{xlsx.name}.xlsx")
    write_organization_example(path)
    shown.line(str(path))


@org.command(
    "list",
    help=_("List every organization by its code."),
    epilog=examples("studio org list", "studio org list --json"),
)
@AS_JSON
@click.pass_context
def list_them(ctx: click.Context, plain: bool) -> None:
    """List organizations."""
    with opened(ctx) as studio:
        found = organizations(studio)
    if plain:
        shown.as_json([row(one) for one in found])
        return
    columns = [_("code"), _("name"), _("place"), _("sectors"), _("status"), _("members")]
    cells = [
        (one.code, name(one), one.place_code, " ".join(one.sectors), one.participant_status.value, one.members_total)
        for one in found
    ]
    shown.table("", columns, cells)


@org.command(
    help=_("Show one organization, CODE, with everything it told about itself."),
    epilog=examples("studio org show BTB-01"),
)
@click.argument("code")
@AS_JSON
@click.pass_context
def show(ctx: click.Context, code: str, plain: bool) -> None:
    """Show an organization."""
    with opened(ctx) as studio:
        found = organization_of(studio, code)
    if plain:
        shown.as_json(row(found))
        return
    for field, value in row(found).items():
        text = ", ".join(value) if isinstance(value, list) else YES_NO[value] if isinstance(value, bool) else value
        if text not in (None, ""):
            shown.line(f"{field}: {text}")


YES_NO = {True: _("yes"), False: _("no")}


@org.command(
    help=_(
        "Show the directory as the public may see it: only organizations that asked to be in it, with what they say "
        "of themselves, and never their members, dates or legal status. --online is the one on the web."
    ),
    epilog=examples("studio org directory --print", "studio org directory --online --json"),
)
@click.option("--online", "medium", flag_value="online", default=True, help=_("The directory on the web (the usual)."))
@click.option("--print", "medium", flag_value="print", help=_("The printed directory."))
@AS_JSON
@click.pass_context
def directory(ctx: click.Context, medium: str, plain: bool) -> None:
    """Show the directory."""
    with opened(ctx) as studio:
        found = listings(studio, Medium(medium))
    if plain:
        shown.as_json(
            [
                {
                    "code": one.code,
                    "name_km": one.name_km,
                    "name_en": one.name_en,
                    "description_km": one.description_km,
                    "description_en": one.description_en,
                    "province_km": one.province_km,
                    "province_en": one.province_en,
                    "district_km": one.district_km,
                    "district_en": one.district_en,
                    "sectors": [sector.value for sector in one.sectors],
                }
                for one in found
            ]
        )
        return
    khmer = LANGUAGE is Language.KM
    for one in found:
        place = (one.district_km, one.province_km) if khmer else (one.district_en, one.province_en)
        shown.line(f"{one.name_km if khmer else one.name_en or one.name_km}  ({', '.join(filter(None, place))})")
        about = one.description_km if khmer else one.description_en or one.description_km
        if about:
            shown.line(f"  {about}")
    if not found:
        shown.line(_("Nobody is in this directory yet."))


def name(one: Organization) -> str:
    """An organization's name in the reader's language."""
    return one.name_km if LANGUAGE is Language.KM else one.name_en or one.name_km


def row(one: Organization) -> dict[str, object]:
    """An organization as plain values."""
    return {
        "code": one.code,
        "name_km": one.name_km,
        "name_en": one.name_en,
        "description_km": one.description_km,
        "description_en": one.description_en,
        "place": one.place_code,
        "sectors": [str(sector) for sector in one.sectors],
        "members_total": one.members_total,
        "members_women": one.members_women,
        "members_youth": one.members_youth,
        "status": one.participant_status.value,
        "joined_on": one.joined_on.isoformat() if one.joined_on else None,
        "directory_online": one.directory_online,
        "directory_print": one.directory_print,
    }
