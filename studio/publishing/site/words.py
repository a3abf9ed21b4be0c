"""Dates, durations, sizes and names as a page of a language writes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from studio.languages import Language, translator
from studio.publishing import wording
from studio.publishing.breaks import broken
from studio.publishing.cards import Card, Speaker, StoryCard
from studio.publishing.foreign import marked
from studio.publishing.themes import theme_name
from studio.publishing.values import Both, Community
from studio.units import Ms

NO_BREAK = "\u00a0"
"""The space between a number and its unit."""

SUMMARY = 300
"""Characters of a page's description."""

Voice = Community | Speaker
"""A community, whole or on a card."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a page says in its language."""

    language: Language

    def digits(self, number: object) -> str:
        """A number."""
        return wording.digits(str(number), self.language)

    def period(self, name: str) -> str:
        """A year or a month."""
        return wording.period_text(name, self.language)

    def date(self, moment: datetime) -> Markup:
        """A day, machine-readable too."""
        day = moment.astimezone(wording.ZONE).date().isoformat()
        shown = broken(wording.date_text(moment, self.language))
        return Markup('<time datetime="{}">{}</time>').format(day, shown)

    def minutes(self, ms: Ms) -> str:
        """A duration, on one line."""
        number = wording.minutes_text(ms, self.language)
        return translator(self.language)("{number} min").format(number=number).replace(" ", NO_BREAK)

    def megabytes(self, count: int) -> str:
        """A size, on one line."""
        number = wording.megabytes_text(count, self.language)
        return translator(self.language)("{number} MB").format(number=number).replace(" ", NO_BREAK)

    def told(self, text: Both) -> Markup:
        """A text with line breaks; marked where it is not in the page's language."""
        written = text.language(self.language)
        shown = marked(text.told(self.language), written, broken)
        return shown if written is self.language else Markup('<span lang="{}">{}</span>').format(written.value, shown)

    def theme(self, theme: str) -> Markup:
        """A theme."""
        return self.told(theme_name(theme))


def voices(stories: Iterable[StoryCard]) -> tuple[Voice, ...]:
    """Everybody who speaks in some stories, once each."""
    return tuple(dict.fromkeys(one for story in stories for one in story.communities))


def card_voices(card: Card) -> tuple[Voice, ...]:
    """Everybody who speaks in an episode, once each."""
    return voices(card.stories)


def short(text: str) -> str:
    """A text on one line, cut where it is too long for the description of a page."""
    line = " ".join(text.split())
    return line if len(line) <= SUMMARY else line[: SUMMARY - 1].rstrip() + "…"
