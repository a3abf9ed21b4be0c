"""What a withdrawal leaves to read: a receipt in Khmer and English, and for each station a notice to take down."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from studio.errors import Fault, fault, fault_of
from studio.languages import Language, translator
from studio.pipeline.opening import Studio
from studio.pipeline.withdrawals.values import Touched, touched_of
from studio.records.withdrawals import Withdrawal
from studio.sentences.say import say
from studio.sentences.withdrawal import HEADINGS
from studio.store.files import write_text

FOLDER = "withdrawals"


def folder_of(studio: Studio, row: Withdrawal) -> Path:
    """Where the receipt and the notices of a withdrawal are."""
    return studio.workspace.episodes / FOLDER / row.code


def write_notices(studio: Studio, row: Withdrawal) -> tuple[str, ...]:
    """A notice for each station that may hold something of it, in Khmer and English; their names."""
    found = touched_of(row.touched)
    names = []
    for station in dict.fromkeys(one.station for one in found.editions if one.file):
        told = notice_lines(found, station)
        for language in Language:
            name = f"notice-{station}.{language.value}.txt"
            write_text(folder_of(studio, row) / name, text("notice", row, [("", told)], language))
            names.append(name)
    return tuple(names)


def notice_lines(found: Touched, station: str) -> list[Fault]:
    """What a station has to do, and with which files."""
    lines = [fault("withdrawal.notice", station)]
    for one in found.editions:
        if one.station == station and one.file:
            lines.append(fault("withdrawal.notice-file", one.file, at=one.starts_at[:16].replace("T", " ")))
            lines += [fault("withdrawal.notice-digest", digest) for digest in one.masters]
            if one.coming:
                lines.append(fault("withdrawal.notice-next", one.slug))
    return lines


def receipt_path(studio: Studio, row: Withdrawal) -> Path:
    """The page of a receipt in Khmer."""
    return folder_of(studio, row) / f"receipt.{Language.KM.value}.html"


def write_receipt(studio: Studio, row: Withdrawal) -> None:
    """The receipt as text, as a page and as JSON, from what is kept of the withdrawal."""
    found, folder = touched_of(row.touched), folder_of(studio, row)
    told = [fault_of(one) for one in row.told]
    parts = [
        ("asked", [fault("withdrawal.asked", row.name, reason=row.reason, by=row.asked_by, at=moment(studio, row))]),
        ("changed", [*found.lines, *told]),
        ("unchangeable", list(found.unchangeable)),
        ("by_hand", [fault("withdrawal.by-hand", one) for one in found.by_hand]),
    ]
    for language in Language:
        write_text(folder / f"receipt.{language.value}.txt", text("receipt", row, parts, language))
        write_text(folder / f"receipt.{language.value}.html", page(row, parts, language))
    write_text(folder / "receipt.json", as_json(studio, row, parts))


def moment(studio: Studio, row: Withdrawal) -> str:
    """When it was asked for, where the show is made."""
    return row.asked_at.astimezone(studio.timezone).isoformat(sep=" ", timespec="minutes")[:16]


def text(kind: str, row: Withdrawal, parts: Sequence[tuple[str, Sequence[Fault]]], language: Language) -> str:
    """A title, and under each heading its lines."""
    said = translator(language)
    lines = [said(HEADINGS[kind]).format(code=row.code), ""]
    for heading, faults in parts:
        if faults:
            lines += [said(HEADINGS[heading]), ""] if heading else []
            lines += [f"- {one}" for one in sentences(faults, language)] + [""]
    return "\n".join(lines)


def page(row: Withdrawal, parts: Sequence[tuple[str, Sequence[Fault]]], language: Language) -> str:
    """The receipt as a page that can be printed."""
    said = translator(language)
    title = html.escape(said(HEADINGS["receipt"]).format(code=row.code))
    body = [f"<h1>{title}</h1>"]
    for heading, faults in parts:
        if faults:
            rows = "".join(f"<li>{html.escape(one)}</li>\n" for one in sentences(faults, language))
            body.append(f"<h2>{html.escape(said(HEADINGS[heading]))}</h2>\n<ul>\n{rows}</ul>")
    inside = "\n".join(body)
    return (
        f'<!doctype html>\n<html lang="{language.value}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{title}</title>\n'
        "<style>body{font:1em/1.7 'Noto Sans Khmer',sans-serif;max-width:44em;margin:2em auto;padding:0 1em}</style>\n"
        f"</head>\n<body>\n{inside}\n</body>\n</html>\n"
    )


def as_json(studio: Studio, row: Withdrawal, parts: Sequence[tuple[str, Sequence[Fault]]]) -> str:
    """The receipt for programs: every line with its code, its values and both languages."""
    tree = {
        "withdrawal": row.code,
        "kind": row.kind,
        "name": row.name,
        "reason": row.reason,
        "asked_at": row.asked_at.astimezone(studio.timezone).isoformat(),
        "asked_by": row.asked_by,
        **{heading: [line(one) for one in faults] for heading, faults in parts if heading != "asked"},
        "addresses": row.touched["addresses"],
    }
    return json.dumps(tree, ensure_ascii=False, indent=1) + "\n"


def line(one: Fault) -> dict[str, object]:
    """A line with its sentence in each language."""
    said = {language.value: sentences([one], language)[0] for language in Language}
    return {"code": one.code, "where": one.where, "values": dict(one.values), **said}


def sentences(faults: Iterable[Fault], language: Language) -> list[str]:
    """Each line in words, with what to do."""
    return [" ".join(filter(None, say(one, language))) for one in faults]
