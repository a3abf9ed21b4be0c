"""A page of the report form: Khmer and English, with what was typed and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from studio.errors import Fault
from studio.khmer.digits import to_khmer
from studio.khmer.spoken import written_date
from studio.languages import Language, translator
from studio.pipeline.opening import Studio
from studio.sentences.on_page import say_on_page
from studio.web.report.assets import address
from studio.web.report.typed import field_of, told
from studio.web.report.words import FIELDS, PERSON_FIELDS, WORDS

PAGES = Path(__file__).parents[1] / "pages" / "report"
_PERSON = re.compile(r"source(\d)_(\w+)")


def page(studio: Studio, language: Language, template: str, faults: Sequence[Fault] = (), **values: Any) -> str:
    """A page; values: what its template needs besides what all need."""
    show = studio.settings.show
    said = [(field_of(one), *say_on_page(told(one, label(one, language)), language)) for one in faults]
    return (
        _environment(language)
        .get_template(f"{template}.html.j2")
        .render(
            language=language.value,
            tail="" if language is Language.KM else "/en",
            title_of_show=show.title_km if language is Language.KM else show.title_en,
            hotline=studio.settings.network.hotline,
            asset=address,
            faults=list(dict.fromkeys(said)),
            wrong={name: f"{what} {mend}".strip() for name, what, mend in reversed(said) if name},
            number=lambda value: to_khmer(str(value)) if language is Language.KM else str(value),
            moment=lambda at: _moment(studio, at, language),
            words=WORDS,
            **values,
        )
    )


def label(found: Fault, language: Language) -> str:
    """What the field of a fault is called on the page."""
    name = field_of(found)
    translate = translator(language)
    person = _PERSON.fullmatch(name)
    if person:
        number = to_khmer(person[1]) if language is Language.KM else person[1]
        return f"{translate('Person')} {number} – {translate(PERSON_FIELDS.get(person[2], person[2]))}"
    return translate(FIELDS[name]) if name in FIELDS else found.where


def _moment(studio: Studio, at: Any, language: Language) -> str:
    local = at.astimezone(studio.timezone)
    clock = f"{local:%H:%M}"
    return f"{written_date(local.date(), language)} {to_khmer(clock) if language is Language.KM else clock}"


@cache
def _environment(language: Language) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["_"] = translator(language)
    return environment
