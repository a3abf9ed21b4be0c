"""`studio take`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from studio.audio.scores.treatment import plain as values_of
from studio.audio.takes.verdict import judged
from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.take_choice import choose, refuse
from studio.cli.take_steps import LENGTH, SHORT, cuts_given, hertz_given
from studio.cli.words import LANGUAGE, _
from studio.languages import Language
from studio.pipeline.takes import add_take, parts_of
from studio.pipeline.treat import Treated, preview, treat, treated
from studio.sentences.say import say
from studio.units import Ms, Samples, clock_text, whole_ms

LANGUAGES = click.Choice([one.value for one in Language])


@click.group(
    help=_("Presenters' recordings of approved scripts, one for each part that a presenter reads."),
    epilog=examples("studio take list btb-01-20120305-24e7"),
)
def take() -> None:
    """Takes."""


@take.command(
    help=_(
        "Keep FILE (wav, w64, mp3, m4a, ogg, opus, webm, flac, amr, gsm) as the newest take of PART of the script KEY. "
        "The original stays."
    ),
    epilog=examples("studio take add btb-01-20120305-24e7 1 story.wav"),
)
@click.argument("key")
@click.argument("part", type=click.IntRange(1))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--language", type=LANGUAGES, default="km", show_default=True)
@click.option("--synthetic", is_flag=True, help=_("The voice is synthetic; feed and page will say so."))
@AS_JSON
@click.pass_context
def add(ctx: click.Context, key: str, part: int, file: Path, language: str, synthetic: bool, plain: bool) -> None:
    """Add a take."""
    with opened(ctx) as studio:
        taken, report = add_take(studio, key, part, file, Language(language), synthetic=synthetic)
    verdict = judged(file.name, report) if report else None
    if plain:
        shown.as_json(
            {
                "take": taken.number,
                "new": report is not None,
                "ms": taken.milliseconds,
                "lufs": taken.lufs,
                "dbtp": taken.dbtp,
                "codec": taken.codec,
                "rate": report.rate if report else None,
                "channels": report.channels if report else None,
                "verdict": verdict.verdict.removeprefix("audio.") if verdict else None,
                "warnings": shown.fault_rows(verdict.faults if verdict else ()),
            }
        )
    elif report is None or verdict is None:
        shown.line(_("That recording is kept already, as take {number}.").format(number=taken.number))
    else:
        shown.faults(verdict.faults, style="yellow")
        shown.line(" ".join(say(verdict.said, LANGUAGE)) if verdict.faults else say(verdict.said, LANGUAGE)[0])
        shown.line(
            _(
                "Take {number} of part {part}: {length}, {lufs} LUFS, {dbtp} dBTP; "
                "{codec}, {rate} Hz, channels: {channels}."
            ).format(
                number=taken.number,
                part=part,
                length=clock_text(Ms(taken.milliseconds)),
                lufs=round(taken.lufs, 1),
                dbtp=round(taken.dbtp, 1),
                codec=taken.codec,
                rate=report.rate,
                channels=report.channels,
            )
        )


@take.command(
    "list",
    help=_("The parts of the script KEY: who is heard, and the newest take of each."),
    epilog=examples("studio take list btb-01-20120305-24e7 --json"),
)
@click.argument("key")
@click.option("--language", type=LANGUAGES, default="km", show_default=True)
@click.option("--json", "plain", is_flag=True, help=_("Print the result as JSON."))
@click.pass_context
def list_takes(ctx: click.Context, key: str, language: str, plain: bool) -> None:
    """List parts and takes."""
    with opened(ctx) as studio:
        found = parts_of(studio, key, Language(language))
    rows = [
        {
            "part": part.number,
            "clip": part.clip,
            "take": taken.number if taken else None,
            "ms": taken.milliseconds if taken else None,
            "text": " ".join(line.text for line in part.lines if line.text),
        }
        for part, taken in found
    ]
    if plain:
        shown.as_json(rows)
    else:
        columns = [_("part"), _("clip"), _("take"), _("length ms"), _("text")]
        shown.table(key, columns, [list(row.values()) for row in rows])


@take.command(
    "treat",
    help=_(
        "Show what is done to the newest take of PART of the script KEY, or to the clip that it is; with options, "
        "choose it. The recording stays as it is. Build an edition that plays it again afterwards."
    ),
    epilog=examples(
        "studio take treat btb-01-20120305-24e7 1",
        "studio take treat btb-01-20120305-24e7 1 --trim-in 0:01.2 --cut 1:02.5-1:04 --gain -1.5",
        "studio take treat btb-01-20120305-24e7 2 --denoise 9 --level --room-tone",
        "studio take treat btb-01-20120305-24e7 2 --reset",
    ),
)
@click.argument("key")
@click.argument("part", type=click.IntRange(1))
@click.option("--language", type=LANGUAGES, default="km", show_default=True)
@click.option("--trim-in", **LENGTH, help=_("Where in the recording it begins."))
@click.option("--trim-out", **LENGTH, help=_("Where in the recording it ends."))
@click.option("--auto-trim/--no-auto-trim", default=None, help=_("Leave out silence at both ends."))
@click.option(
    "--cut",
    "cuts",
    metavar="FROM-TO",
    callback=cuts_given,
    multiple=True,
    help=_("Leave this out; can be given again. Replaces all."),
)
@click.option("--uncut", is_flag=True, help=_("Leave nothing out."))
@click.option("--gain", "gain_db", type=float, metavar="DB", help=_("Louder or softer than its loudness asks for."))
@click.option("--fade-in", **SHORT, help=_("How long it rises out of silence."))
@click.option("--fade-out", **SHORT, help=_("How long it falls back."))
@click.option("--crossfade", **SHORT, help=_("How far it laps into what follows."))
@click.option("--silence", **SHORT, help=_("How much silence follows it, up to a minute."))
@click.option("--high-pass", metavar="HZ", callback=hertz_given, help=_("Take away rumble below this, 20 to 300."))
@click.option("--no-high-pass", is_flag=True, help=_("Leave rumble as it is."))
@click.option("--denoise", "denoise_db", type=float, metavar="DB", help=_("Lower steady noise by this; 0 for not."))
@click.option("--level/--no-level", "levelling", default=None, help=_("Bring uneven speakers together."))
@click.option("--room-tone/--no-room-tone", default=None, help=_("Lay its own quiet under cuts and pauses."))
@click.option("--reset", is_flag=True, help=_("Forget what was chosen before."))
@AS_JSON
@click.pass_context
def treat_take(ctx: click.Context, /, key: str, part: int, language: str, plain: bool, **options: Any) -> None:
    """Show or choose a treatment."""
    reset = options.pop("reset")
    chosen = steps_of(options)
    with opened(ctx) as studio:
        if chosen or reset:
            found = treat(studio, key, part, Language(language), chosen, reset=reset)
        else:
            found = treated(studio, key, part, Language(language))
    if plain:
        shown.as_json(as_values(found))
        return
    rows = [[name, value, _("chosen") if step in found.own else _("usual")] for step, name, value in steps_shown(found)]
    shown.table(f"{key} {part}", [_("step"), _("what"), _("by")], rows)
    whole, left = clock_text(found.heard.ms, millis=True), clock_text(found.lasting, millis=True)
    shown.line(_("{heard} of {whole} are heard.").format(heard=left, whole=whole))
    if chosen or reset:
        shown.line(_("Build the editions that play it again: studio episode build EPISODE"))


def steps_of(options: dict[str, Any]) -> dict[str, Any]:
    """The steps that were chosen, by name."""
    chosen = {name: value for name, value in options.items() if value is not None and value != ()}
    uncut, unfiltered = chosen.pop("uncut"), chosen.pop("no_high_pass")
    if (uncut and "cuts" in chosen) or (unfiltered and "high_pass" in chosen):
        raise click.UsageError(_("Choose one or the other, not both."))
    return {**chosen, **({"cuts": ()} if uncut else {}), **({"high_pass": 0} if unfiltered else {})}


def steps_shown(found: Treated) -> list[tuple[str, str, str]]:
    """Every step by its name, in words, and what is done."""
    one = found.treatment
    yes = {True: _("yes"), False: _("no")}
    usual = _("as usual")
    cuts = ", ".join(f"{clock_text(start, millis=True)}-{clock_text(end, millis=True)}" for start, end in one.cuts)
    return [
        ("trim_in", _("begins at"), moment(one.trim_in, found.quiet.spoken[0], one.auto_trim)),
        ("trim_out", _("ends at"), moment(one.trim_out, found.quiet.spoken[1], one.auto_trim)),
        ("auto_trim", _("silence at both ends left out"), yes[one.auto_trim]),
        ("cuts", _("cuts"), cuts or _("none")),
        ("gain_db", _("gain"), f"{one.gain_db:+g} dB"),
        ("fade_in", _("fade in"), f"{one.fade_in} ms"),
        ("fade_out", _("fade out"), f"{one.fade_out} ms"),
        ("crossfade", _("crossfade into what follows"), f"{one.crossfade} ms"),
        ("silence", _("silence after it"), usual if one.silence is None else f"{one.silence} ms"),
        ("high_pass", _("high-pass"), f"{one.high_pass} Hz" if one.high_pass else _("no")),
        ("denoise_db", _("noise lowered by"), f"{one.denoise_db:g} dB" if one.denoise_db else _("no")),
        ("levelling", _("uneven speakers brought together"), yes[one.levelling]),
        ("room_tone", _("room tone under cuts and pauses"), yes[one.room_tone]),
    ]


def moment(chosen: Ms | None, spoken: Samples, automatic: bool) -> str:
    """Where a recording is trimmed."""
    if chosen is None and not automatic:
        return _("as recorded")
    return clock_text(whole_ms(spoken) if chosen is None else chosen, millis=True)


def as_values(found: Treated) -> dict[str, Any]:
    """A treatment as plain values."""
    room = found.quiet.room
    return {
        "label": found.heard.label,
        "recording": found.heard.digest,
        "ms": found.heard.ms,
        "heard_ms": found.lasting,
        "spoken_ms": [whole_ms(one) for one in found.quiet.spoken],
        "room_tone_ms": None if room is None else [whole_ms(one) for one in room],
        "chosen": dict(found.own),
        "treatment": values_of(found.treatment),
    }


@take.command(
    "preview",
    help=_(
        "Write what will be heard of the newest take of PART of the script KEY, or of the clip that it is, to FILE "
        "(.wav or .flac)."
    ),
    epilog=examples("studio take preview btb-01-20120305-24e7 1 story.wav"),
)
@click.argument("key")
@click.argument("part", type=click.IntRange(1))
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--language", type=LANGUAGES, default="km", show_default=True)
@AS_JSON
@click.pass_context
def preview_take(ctx: click.Context, key: str, part: int, file: Path, language: str, plain: bool) -> None:
    """Write a preview."""
    with opened(ctx) as studio:
        found = preview(studio, key, part, Language(language), file)
    if plain:
        shown.as_json({**as_values(found), "file": str(file)})
        return
    shown.line(_("{file}: {heard}").format(file=file, heard=clock_text(found.lasting, millis=True)))


take.add_command(choose)
take.add_command(refuse)
