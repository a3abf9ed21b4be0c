"""The language of the command line: STUDIO_LANG, else the terminal's."""

from __future__ import annotations

import os
from collections.abc import Mapping

import click

from studio.languages import Language, catalogue, translator


def language_of(environ: Mapping[str, str]) -> Language:
    """Khmer where STUDIO_LANG or the locale begins with km, else English."""
    wanted = (
        environ.get("STUDIO_LANG") or environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG", "")
    )
    return Language.KM if wanted.lower().startswith("km") else Language.EN


LANGUAGE = language_of(os.environ)
_ = translator(LANGUAGE)

for part in (click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.types):
    for name, own in (("_", _), ("ngettext", catalogue(LANGUAGE).ngettext)):
        if name in vars(part):
            vars(part)[name] = own
""" What click itself says is in our catalogues, too: it looks for its words where gettext keeps a system's. """
