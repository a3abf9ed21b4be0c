"""`studio check feed`."""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence

import click

from studio.cli import shown
from studio.cli.options import AS_JSON, examples, feed_file
from studio.cli.words import LANGUAGE, _
from studio.errors import Fault
from studio.pipeline.feed_check import Allowance, Document, Verdict, check_feed, from_address, from_bytes, from_file
from studio.pipeline.opening import present
from studio.sentences.say import say
from studio.settings import find_workspace

MARKS = {"error": "✗", "warning": "!", "hint": "·"}
SHOWN = 3
"""Lines of one rule that are shown in full; the others are counted."""


@click.command(
    help=_(
        "Check a feed by the rules of RSS 2.0, the podcast namespace, Apple, PSP-1 and RFC 5005: an address, a file, "
        "- for what comes in, or the feed of this workspace. Exit code 1 when something demanded is missing or wrong."
    ),
    epilog=examples(
        "studio check feed",
        "studio check feed https://example.org/feed.xml --fetch",
        "studio check feed feed.xml --strict --json",
    ),
)
@click.argument("feed", required=False, metavar="[URL|FILE]")
@click.option("--fetch", is_flag=True, help=_("Look also at what the feed points at: sounds, pictures, transcripts."))
@click.option("--strict", is_flag=True, help=_("Exit code 1 for what is only recommended, too."))
@click.option(
    "--seconds", default=120, show_default=True, type=click.IntRange(1, 86_400), help=_("How long fetching may take.")
)
@click.option(
    "--megabytes", default=200, show_default=True, type=click.IntRange(1, 100_000), help=_("How much may be fetched.")
)
@AS_JSON
@click.pass_context
def feed(
    ctx: click.Context, feed: str | None, fetch: bool, strict: bool, seconds: int, megabytes: int, plain: bool
) -> None:
    """Check one feed and say what was found."""
    allowance = Allowance(seconds, megabytes * 1_000_000)
    document = _document(ctx, feed, allowance)
    with shown.progress() as tell:
        verdict = check_feed(document, tell, allowance if fetch else None, present())
    if plain:
        shown.as_json([row(one) for one in verdict.faults])
    else:
        _print(document, verdict, fetch)
    sys.exit(1 if verdict.refuses(strict) else 0)


def _document(ctx: click.Context, named: str | None, allowance: Allowance) -> Document:
    if named is None:
        return from_file(find_workspace(ctx.find_root().obj["workspace"]) / "feeds" / "feed.xml", private=True)
    if named == "-":
        return from_bytes(sys.stdin.buffer)
    if named.lower().startswith(("http://", "https://")):
        return from_address(named, allowance)
    if "://" in named:
        raise click.BadParameter(_("“{value}” is no address with http or https.").format(value=named))
    return from_file(feed_file(named))


def row(found: Fault) -> Mapping[str, object]:
    """A fault for --json: {severity, code, rule, source, line, tag, what, mend}."""
    what, mend = say(found, LANGUAGE)
    values = found.values
    kept = {name: values.get(name) for name in ("rule", "source", "line", "tag")}
    return {"severity": values.get("severity"), "code": found.code, **kept, "what": what, "mend": mend}


def _print(document: Document, verdict: Verdict, fetched: bool) -> None:
    """Errors first, then warnings, then hints; what one rule finds often, once with the other lines."""
    for severity, mark in MARKS.items():
        rules: defaultdict[str, list[Fault]] = defaultdict(list)
        for one in verdict.faults:
            if one.values.get("severity") == severity:
                rules[str(one.values.get("rule"))].append(one)
        for rule, found in rules.items():
            for one in found[:SHOWN]:
                what, mend = say(one, LANGUAGE)
                shown.line(f"{mark} {what} [{rule}]")
                shown.line(f"  → {mend}")
            if len(found) > SHOWN:
                shown.line("  " + _more(found[SHOWN:]))
    counts = {name: sum(one.values.get("severity") == name for one in verdict.faults) for name in MARKS}
    shown.line(
        _("{where}: {errors} errors, {warnings} warnings, {hints} hints.").format(
            where=document.where, errors=counts["error"], warnings=counts["warning"], hints=counts["hint"]
        )
    )
    if fetched:
        shown.line(_("{count} addresses were looked at.").format(count=verdict.looked_at))


def _more(found: Sequence[Fault]) -> str:
    lines = ", ".join(str(one.values.get("line")) for one in found[:20]) + (" …" if len(found) > 20 else "")
    return _("… and {count} more, in lines {lines}").format(count=len(found), lines=lines)
