"""Who is speaking? Refuses lines in which the Network speaks for a community."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from studio.errors import Fault, fault
from studio.khmer.normal import search_key
from studio.khmer.words import segment
from studio.languages import Language
from studio.scripting.labels import READER
from studio.scripting.values import Line
from studio.scripting.wordlist import WordList

_QUOTED = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"]*\"|‘[^‘’]*’|\[[^\[\]]*\]")
_SENTENCE_END = re.compile(r"(?<=[។៕?!])\s*|(?<=[.…])\s+")
_CLAUSE_END = re.compile(r"[,;:៖—–()]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|[,;:៖—–()]", re.UNICODE)

_WINDOW = {Language.EN: 14, Language.KM: 24}
"""Words within which a verb can still belong to a name before it."""

_JOINED_WITHIN = 3

_SCENE = frozenset(
    map(search_key, ("today", "for", "in", "on", "at", "with", "ថ្ងៃនេះ", "សម្រាប់", "នៅ", "ក្នុងនាម", "តំណាង", "តំណាងឱ្យ"))
)
"""Words that open a phrase which only sets the scene: "for the communities, the Network …"."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    words: tuple[str, ...]
    shown: str

    def at(self, tokens: Sequence[str], start: int) -> int:
        """Where the pattern that begins at `start` ends, or 0 where it does not stand there."""
        end = start + len(self.words)
        if not self.words or end > len(tokens):
            return 0
        fits = all(
            token.startswith(word[:-1]) if word.endswith("*") else token == word
            for word, token in zip(self.words, tokens[start:end], strict=True)
        )
        return end if fits else 0


@dataclass(frozen=True, slots=True)
class _Words:
    """A word list made ready for one language."""

    names: tuple[_Pattern, ...]
    verbs: tuple[_Pattern, ...]
    communities: frozenset[str]
    openers: frozenset[str]
    together: frozenset[str]
    negations: frozenset[str]
    nouns_after: frozenset[str]
    objects_after: frozenset[str]
    together_patterns: tuple[_Pattern, ...]
    glued: frozenset[str]


def speaker_faults(
    lines: Iterable[Line], language: Language, words: WordList, network_names: Collection[str] = ()
) -> tuple[Fault, ...]:
    """Every sentence outside quotation marks in which the Network demands, condemns or claims.

    Only what people at the microphone say is looked at: clips, cues and what the reader reads for somebody are not.
    network_names: the Network's own names from the settings, besides those of the word list.
    Faults: scripting.network-speaks with line (from 1), name, verb and sentence.
    """
    ready = _ready(words, tuple(sorted(network_names)), language)
    found: list[Fault] = []
    for number, line in enumerate(lines, 1):
        if line.kind != "say" or line.speaker == READER:
            continue
        for sentence in sentences_outside_quotes(line.text):
            hit = _hit(_tokens(sentence, language, ready.glued), ready, _WINDOW[language])
            if hit:
                name, verb = hit
                found.append(
                    fault(
                        "scripting.network-speaks",
                        f"line {number}",
                        line=number,
                        name=name,
                        verb=verb,
                        sentence=sentence.strip()[:160],
                    )
                )
    return tuple(found)


def sentences_outside_quotes(text: str) -> Iterator[str]:
    """The sentences of a text with every closed quotation taken out; an unclosed one is not a quotation."""
    before, plain = "", text
    while before != plain:
        before, plain = plain, _QUOTED.sub(" … ", plain)
    yield from (sentence for sentence in _SENTENCE_END.split(plain) if sentence and sentence.strip(" …"))


def _hit(tokens: Sequence[str], words: _Words, window: int) -> tuple[str, str] | None:
    """The first name and verb of one sentence by which the Network speaks for others."""
    position = 0
    while position < len(tokens):
        name = _longest(words.names, tokens, position)
        if name is None:
            position += 1
            continue
        end = position + len(name.words)
        verb = _verb_after(tokens, end, words, window) if _acts(tokens, position, words) else None
        verb = verb or _passive_before(tokens, position, words)
        if verb:
            return name.shown, verb
        position = end
    return None


def _acts(tokens: Sequence[str], name_at: int, words: _Words) -> bool:
    """Whether the name can be the subject: it is not told, asked or met."""
    if name_at == 0:
        return True
    before = tokens[name_at - 1]
    if _CLAUSE_END.fullmatch(before):
        return True
    if before in words.objects_after:
        return False
    clause = _clause_before(tokens, name_at, words)
    return not any(token in words.communities for token in clause) or before in words.together


def _clause_before(tokens: Sequence[str], name_at: int, words: _Words) -> Sequence[str]:
    """The words from the start of the clause to the name, less a phrase that only sets the scene."""
    start = name_at
    while start and not _CLAUSE_END.fullmatch(tokens[start - 1]) and tokens[start - 1] not in words.openers:
        start -= 1
    clause = tokens[start:name_at]
    opening = "".join(clause)
    scenic = clause and (clause[0] in _SCENE or any(opening.startswith(word) for word in _SCENE if not word.isascii()))
    return () if scenic else clause


def _verb_after(tokens: Sequence[str], start: int, words: _Words, window: int) -> str | None:
    """The verb that belongs to a name that ends at `start`."""
    negated = False
    for position in _main_clause(tokens, start, min(len(tokens), start + window), words):
        token = tokens[position]
        verb = _longest(words.verbs, tokens, position)
        if verb is not None and not negated and tokens[position - 1] not in words.nouns_after:
            return verb.shown
        if token in words.openers and not _comes_back(tokens, position + 1, words):
            return None
        if token in words.communities and not _joined(tokens, start, position, words):
            return None
        negated = token in words.negations or (negated and token not in words.together and not _CLAUSE_END.match(token))
        if verb is not None and tokens[position - 1] not in words.nouns_after:
            negated = False
    return None


def _main_clause(tokens: Sequence[str], start: int, stop: int, words: _Words) -> Iterator[int]:
    """Places after a name without the clause that only describes it: "the Network, which …, urges"."""
    position = start
    if start + 1 < stop and tokens[start] == "," and tokens[start + 1] in words.openers:
        rest = [place for place in range(start + 2, stop) if tokens[place] == ","]
        position = rest[0] if rest else stop
    yield from range(position, stop)


def _comes_back(tokens: Sequence[str], position: int, words: _Words) -> bool:
    """Whether a clause has the Network as its subject again."""
    if position >= len(tokens):
        return False
    return tokens[position] in ("it", "we", "ខ្លួន") or _longest(words.names, tokens, position) is not None


def _joined(tokens: Sequence[str], start: int, position: int, words: _Words) -> bool:
    """Whether the word at `position` shares the verb with the Network: "and the communities"."""
    first = max(start, position - _JOINED_WITHIN)
    return any(_longest(words.together_patterns, tokens, place) is not None for place in range(first, position))


def _passive_before(tokens: Sequence[str], name_at: int, words: _Words) -> str | None:
    """The verb of "was condemned by the Network"."""
    if name_at < 2 or tokens[name_at - 1] not in ("by", "ដោយ"):
        return None
    for position in range(max(0, name_at - 4), name_at - 1):
        verb = _longest(words.verbs, tokens, position)
        if verb is not None and (position == 0 or tokens[position - 1] not in words.nouns_after):
            return verb.shown
    return None


def _longest(patterns: tuple[_Pattern, ...], tokens: Sequence[str], start: int) -> _Pattern | None:
    return next((pattern for pattern in patterns if pattern.at(tokens, start)), None)


def _tokens(text: str, language: Language, glued: Collection[str] = ()) -> list[str]:
    """The words and clause marks of a text in the form in which they are compared."""
    key = search_key(text.replace("’", "'")).removesuffix("'s")
    if language is Language.EN:
        return [token.removesuffix("'s") for token in _WORD.findall(key)]
    pieces = _cut_out(tuple(sorted(glued, key=len, reverse=True))).split(key)
    tokens = (token for piece in pieces for token in ([piece] if piece in glued else segment(piece)))
    return [token for token in tokens if token.strip() and (token[0].isalnum() or _CLAUSE_END.match(token))]


@lru_cache(maxsize=16)
def _cut_out(words: tuple[str, ...]) -> re.Pattern[str]:
    """Names and verbs are words of their own wherever they stand; the segmenter decides about the rest."""
    return re.compile(f"({'|'.join(map(re.escape, words)) or '(?!)'})")


@lru_cache(maxsize=16)
def _ready(words: WordList, extra: tuple[str, ...], language: Language) -> _Words:
    names = (*words.names, *extra)
    glued = frozenset(map(search_key, (*names, *words.verbs))) if language is Language.KM else frozenset()

    def patterns(texts: Iterable[str]) -> tuple[_Pattern, ...]:
        made = [_Pattern(_pattern_words(text, language, glued), text.rstrip("*")) for text in texts]
        return tuple(sorted(made, key=lambda pattern: -sum(map(len, pattern.words))))

    def keys(texts: Iterable[str]) -> frozenset[str]:
        return frozenset(search_key(text) for text in texts)

    return _Words(
        names=patterns(names),
        verbs=patterns(words.verbs),
        communities=keys(words.communities),
        openers=keys(words.openers),
        together=keys(words.together),
        negations=keys(words.negations),
        nouns_after=keys(words.nouns_after),
        objects_after=keys(words.objects_after),
        together_patterns=patterns(words.together),
        glued=glued,
    )


def _pattern_words(text: str, language: Language, glued: frozenset[str]) -> tuple[str, ...]:
    if language is Language.KM:
        return tuple(_tokens(text, language, glued))
    return tuple(search_key(word) for word in text.split())
