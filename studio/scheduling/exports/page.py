"""A rundown as a page to read and to print: one HTML file that needs nothing else."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from studio.khmer.digits import to_khmer
from studio.languages import Language
from studio.scheduling.exports.edition import Edition, in_order, title_of
from studio.scheduling.exports.figures import figure_columns, figures, totals
from studio.scheduling.exports.words import HEADINGS, KINDS, PAGE, TOTALS
from studio.scheduling.timing.times import over, wall
from studio.scheduling.values import Entry

KM, EN = Language.KM, Language.EN
POLICY = "default-src 'none'; style-src 'unsafe-inline'"
FONTS = f"{POLICY}; font-src data:"
STYLE = """
:root { color-scheme: light dark; }
body { font: 1rem/1.6 "Studio Khmer", "Noto Sans Khmer", "Khmer OS Siemreap", "Leelawadee UI", sans-serif;
  margin: 1.5rem auto; max-width: 60rem; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; }
h1 small, p small, .communities { font-weight: normal; opacity: .75; display: block; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem; }
th, td { border-bottom: 1px solid #8886; padding: .3rem .5rem; text-align: start; vertical-align: top; }
thead th { border-bottom: 2px solid; }
.figure { text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }
[lang=en] { font-size: .85em; opacity: .75; display: block; }
.music td, .sound td { opacity: .85; }
.floated td { text-decoration: line-through; }
.off { font-weight: bold; }
@page { size: A4; margin: 15mm; }
@media print {
  body { max-width: none; margin: 0; padding: 0; font-size: 10pt; }
  tr, h1, tbody[id] { break-inside: avoid; }
  thead { display: table-header-group; }
  section + section { break-before: page; }
}
"""


def rundown_page(editions: Sequence[Edition], font: bytes = b"") -> str:
    """The editions as one HTML page, earliest first, Khmer with English below it; A4 when printed, an edition a page.

    font: a Khmer font (WOFF2) to carry inside the page, for machines without one.
    Nobody can change anything on it: no script, no form, no address, and a policy that lets nothing in from
    elsewhere. The tree is built, not pasted together, so that no title can break out of its place.
    """
    listed = in_order(editions)
    root, body = blank_page(f"{PAGE[KM]['rundown']} {listed[0].rundown.slug if len(listed) == 1 else ''}".strip(), font)
    for one in listed:
        _section(SubElement(body, "section"), one)
    return page_text(root)


def blank_page(title: str, font: bytes) -> tuple[Element, Element]:
    """A page that lets nothing in from elsewhere, and its body."""
    root = Element("html", {"lang": KM.value})
    head = SubElement(root, "head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "meta", {"http-equiv": "Content-Security-Policy", "content": FONTS if font else POLICY})
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    SubElement(head, "meta", {"name": "robots", "content": "noindex"})
    SubElement(head, "title").text = title
    SubElement(head, "style").text = _face(font) + STYLE
    return root, SubElement(root, "body")


def page_text(root: Element) -> str:
    """The text of a page."""
    return f"<!DOCTYPE html>\n{tostring(root, encoding='unicode', method='html')}\n"


def _face(font: bytes) -> str:
    """The font as a rule of the page; empty without one. Base64 holds nothing that could end the style."""
    if not font:
        return ""
    source = f"url(data:font/woff2;base64,{base64.b64encode(font).decode()}) format('woff2')"
    return f'\n@font-face {{ font-family: "Studio Khmer"; src: {source}; }}'


def _section(section: Element, edition: Edition) -> None:
    rundown = edition.rundown
    head = SubElement(section, "h1")
    head.text = f"{PAGE[KM]['rundown']} · {edition.show(KM)}"
    english(head, f"{PAGE[EN]['rundown']} · {edition.show(EN)}")
    end = wall(rundown, rundown.length)
    when = f"{rundown.starts_at:%Y-%m-%d %H:%M}–{end:%H:%M}"
    about = SubElement(section, "p")
    version = f"{PAGE[KM]['version']} {to_khmer(str(edition.number))}"
    about.text = " · ".join(part for part in (edition.station_name(KM), to_khmer(when), version) if part)
    zone = f"{rundown.starts_at:%Z}"
    parts = (edition.station_name(EN), when, zone, rundown.slug, f"{PAGE[EN]['version']} {edition.number}")
    english(about, " · ".join(part for part in parts if part))
    table = SubElement(section, "table")
    row = SubElement(SubElement(table, "thead"), "tr")
    names = figure_columns(rundown)
    for name in (*names, "kind", "title"):
        cell = SubElement(row, "th", {"scope": "col", **({"class": "figure"} if name in names else {})})
        cell.text = HEADINGS[KM][name]
        if name != "index":
            english(cell, HEADINGS[EN][name])
    rows = SubElement(table, "tbody")
    for entry in rundown.entries:
        _row(SubElement(rows, "tr"), edition, entry, names)
    _totals(section, edition)


def _row(row: Element, edition: Edition, entry: Entry, columns: Sequence[str]) -> None:
    names = [name for name, true in ((entry.kind, True), ("floated", entry.floated)) if true and name.isidentifier()]
    row.set("class", " ".join(names))
    known = figures(edition.rundown, entry)
    for name in columns:
        SubElement(row, "td", {"class": "figure"}).text = known[name]
    kind = SubElement(row, "td")
    kind.text = KINDS[KM].get(entry.kind, entry.kind)
    english(kind, KINDS[EN].get(entry.kind, "") if entry.kind in KINDS[EN] else "")
    title = SubElement(row, "td")
    title.text = " · ".join([title_of(entry, KM), *_marks(entry, KM)])
    english(title, " · ".join([title_of(entry, EN), *_marks(entry, EN)]) if entry.title_en and entry.title_km else "")


def _marks(entry: Entry, language: Language) -> list[str]:
    marks = [(TOTALS[language]["short"], entry.version == "short"), (PAGE[language]["locked"], entry.locked)]
    return [word for word, true in [*marks, (PAGE[language]["floated"], entry.floated)] if true]


def _totals(section: Element, edition: Edition) -> None:
    off = over(edition.rundown, edition.clock)
    told = [totals(edition.rundown, edition.clock, language) for language in (KM, EN)]
    for number, (km, en) in enumerate(zip(*told, strict=True)):
        line = SubElement(section, "p", {"class": "off" if off and not number else "exact"})
        line.text = to_khmer(km)
        english(line, en)


def english(parent: Element, text: str) -> None:
    """The same in English, below it; nothing where there is nothing to say."""
    if text:
        SubElement(parent, "span", {"lang": EN.value}).text = text
