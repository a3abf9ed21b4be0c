"""From bytes that anybody may have sent to a feed: bounded, nothing fetched, no entity expanded, every refusal told."""

from __future__ import annotations

import codecs
import re
import zlib
from collections import defaultdict
from xml.parsers import expat

from studio.errors import Fault
from studio.publishing.rules.names import PREFIXES, near
from studio.publishing.rules.values import MUST, Element, Feed, ruled, shown

MOST_BYTES = 50_000_000
"""Bytes that a feed may have, unpacked. Ten thousand episodes with every tag need about 25,000,000."""

MOST_ELEMENTS, DEEPEST = 1_000_000, 100

GZIP = b"\x1f\x8b"
XML = "XML 1.0 (fifth edition)"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_TEXT_CODECS = re.compile(
    r"ascii|utf-8|utf-16(-[lb]e)?|utf-32(-[lb]e)?|iso8859-\d+|cp125\d|cp874|tis-620|koi8-[ru]|gb2312|gbk|gb18030|big5"
    r"|shift_jis|euc_jp|euc_kr"
)
_HEADS = (
    (b"%PDF", "PDF"),
    (b"ID3", "MP3"),
    (b"\x89PNG", "PNG"),
    (b"PK\x03\x04", "ZIP"),
    (b"{", "JSON"),
    (b"[", "JSON"),
)
_ROOTS = {"atom:feed": "Atom", "rdf:RDF": "RSS 1.0", "opml": "OPML", "html": "HTML", "html:html": "HTML"}
_UNBOUND = expat.errors.codes[expat.errors.XML_ERROR_UNBOUND_PREFIX]


class _Refused(Exception):
    """What stops the reading: the code of a fault, and its values."""

    def __init__(self, code: str, rule: str, line: int = 0, source: str = XML, **values: str | int) -> None:
        super().__init__(code)
        self.code, self.rule, self.line, self.source, self.values = code, rule, line, source, values

    def fault(self, where: str) -> Fault:
        """The fault that it is."""
        return ruled(self.code, where, self.line, rule=self.rule, severity=MUST, source=self.source, values=self.values)


def read_feed(document: bytes, where: str, address: str = "") -> tuple[Feed | None, tuple[Fault, ...]]:
    """The feed in a document, and what is wrong with its bytes; no feed where it cannot be read as one.

    document: XML in any encoding, gzip or not. address: where it was fetched from. Nothing is fetched, no entity is
    expanded, and more than MOST_BYTES, MOST_ELEMENTS or DEEPEST floors are refused.
    """
    try:
        plain = unpacked(document)
        _recognized(plain)
        text, found = _decoded(plain, where)
        tree = _Tree()
        _parse(tree, text)
        return tree.feed(address), found
    except _Refused as refused:
        return None, (refused.fault(where),)


def unpacked(document: bytes) -> bytes:
    """The document without gzip around it, never more than one byte above MOST_BYTES."""
    if not document.startswith(GZIP):
        plain = document
    else:
        try:
            plain = zlib.decompressobj(31).decompress(document, MOST_BYTES + 1)
        except zlib.error as error:
            raise _Refused("publishing.feed-unreadable", "xml.gzip", source="RFC 1952", reason="gzip") from error
    if len(plain) > MOST_BYTES:
        raise _Refused("publishing.feed-too-large", "xml.size", source="Studio", limit=MOST_BYTES // 1_000_000)
    return plain


def _recognized(document: bytes) -> None:
    """Stop at what is no XML at all, and say what it looks like."""
    head = document[:1000].removeprefix(codecs.BOM_UTF8).lstrip()
    if not head:
        raise _Refused("publishing.feed-empty", "xml.empty", source="XML 1.0, 2.1")
    for start, found in _HEADS:
        if head.startswith(start):
            raise _Refused("publishing.feed-other-format", "rss.root", source="RSS 2.0, <rss>", found=found)
    if head[:14].lower().startswith((b"<!doctype html", b"<html")):
        raise _Refused("publishing.feed-other-format", "rss.root", line=1, source="RSS 2.0, <rss>", found="HTML")


def _decoded(document: bytes, where: str) -> tuple[str, tuple[Fault, ...]]:
    """The text of a document; what does not belong to its encoding is replaced and told."""
    declared = _DECLARED.match(document[:300].removeprefix(codecs.BOM_UTF8))
    named = declared[1].decode("ascii") if declared else "utf-8"
    marked = next((codec for mark, codec in _MARKS if document.startswith(mark)), "")
    codec = marked or _codec(named)
    if not codec:
        raise _Refused("publishing.feed-encoding", "xml.encoding", 1, "XML 1.0, 4.3.3", found=shown(named))
    found = []
    if codec not in ("utf-8", "ascii"):
        source, values = "PSP-1, namespace declarations (plain text UTF-8)", {"found": shown(marked or named)}
        found.append(
            ruled(
                "publishing.feed-encoding", where, 1, rule="psp.encoding", severity=MUST, source=source, values=values
            )
        )
    try:
        return document.decode(codec).removeprefix("\ufeff"), tuple(found)
    except UnicodeDecodeError as error:
        line = document.count(b"\n", 0, error.start) + 1
        source, values = "XML 1.0, 4.3.3", {"found": shown(named)}
        found.append(
            ruled(
                "publishing.feed-bytes-bad", where, line, rule="xml.bytes", severity=MUST, source=source, values=values
            )
        )
        return document.decode(codec, "replace").removeprefix("\ufeff"), tuple(found)


def _codec(named: str) -> str:
    try:
        codec = codecs.lookup(named).name
    except LookupError:
        return ""
    return codec if _TEXT_CODECS.fullmatch(codec) else ""


def _parse(tree: _Tree, text: str) -> None:
    parser = expat.ParserCreate("utf-8", " ")
    parser.buffer_text = True
    parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
    parser.StartElementHandler = lambda name, attributes: tree.start(name, attributes, parser.CurrentLineNumber)
    parser.EndElementHandler = tree.end
    parser.CharacterDataHandler = tree.text
    parser.StartNamespaceDeclHandler = lambda _prefix, address: tree.space(address, parser.CurrentLineNumber)
    parser.EntityDeclHandler = lambda *_entity: _no_entities(parser.CurrentLineNumber)
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        if error.code == _UNBOUND:
            raise _Refused("publishing.prefix-unknown", "xml.prefix", error.lineno, "XML namespaces 1.0, 5") from error
        reason = f"{expat.errors.messages.get(error.code, 'XML')}, {error.lineno}:{error.offset + 1}"
        raise _Refused("publishing.feed-unreadable", "xml.well-formed", error.lineno, reason=reason) from error


def _no_entities(line: int) -> None:
    raise _Refused("publishing.feed-entities", "xml.entities", line, "XML 1.0, 4.2")


class _Tree:
    """The elements as the parser meets them."""

    def __init__(self) -> None:
        self._open: list[Element] = []
        self._texts: list[list[str]] = []
        self._root: Element | None = None
        self._count = 0
        self._known: dict[str, str] = {}
        self._spaces: list[tuple[str, int]] = []
        self._paths: defaultdict[str, list[Element]] = defaultdict(list)
        self._names: defaultdict[str, list[Element]] = defaultdict(list)

    def start(self, name: str, attributes: dict[str, str], line: int) -> None:
        """A tag begins."""
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) >= DEEPEST:
            raise _Refused(
                "publishing.feed-too-many", "xml.size", line, "Studio", elements=MOST_ELEMENTS, floors=DEEPEST
            )
        parent = self._open[-1] if self._open else None
        named = {self._named(key): value for key, value in attributes.items()}
        element = Element(self._named(name), line, named, parent)
        if parent is None:
            self._root = element
            if element.name != "rss":
                found = _ROOTS.get(element.name, f"<{shown(element.name)}>")
                raise _Refused("publishing.feed-other-format", "rss.root", line, "RSS 2.0, <rss>", found=found)
        else:
            if not parent.children:
                parent.children = []
            if isinstance(parent.children, list):
                parent.children.append(element)
            self._paths[f"{parent.name}/{element.name}"].append(element)
        self._names[element.name].append(element)
        self._open.append(element)
        self._texts.append([])

    def end(self, _name: str) -> None:
        """A tag ends."""
        self._open.pop().text = "".join(self._texts.pop()).strip()

    def text(self, piece: str) -> None:
        """Letters inside the innermost tag."""
        if self._texts:
            self._texts[-1].append(piece)

    def space(self, address: str | None, line: int) -> None:
        """A namespace is declared; one that is nearly a known one counts as that."""
        if address and len(self._spaces) < 100:
            self._spaces.append((address, line))

    def feed(self, address: str) -> Feed:
        """What was read."""
        channels = self._paths.get("rss/channel", [])
        if self._root is None or not channels:
            line = self._root.line if self._root is not None else 0
            raise _Refused(
                "publishing.feed-unreadable", "rss.channel", line, "RSS 2.0, <channel>", reason="<rss><channel>"
            )
        return Feed(self._root, channels[0], self._paths, self._names, tuple(self._spaces), address)

    def _named(self, name: str) -> str:
        """ "address local" as the parser gives it, with the prefix of the house."""
        known = self._known.get(name)
        if known is None:
            address, _, local = name.rpartition(" ")
            prefix = PREFIXES.get(address) or near(address)
            known = (f"{prefix}:{local}" if prefix else f"{{{address}}}{local}") if address else local
            if len(self._known) < 10_000:
                self._known[name] = known
        return known
