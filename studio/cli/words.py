"""The language of the command line: STUDIO_LANG, else the terminal's."""

from __future__ import annotations

import os
from collections.abc import Mapping

from studio.languages import Language, translator


def language_of(environ: Mapping[str, str]) -> Language:
    """Khmer where STUDIO_LANG or the locale begins with km, else English."""
    wanted = (
        environ.get("STUDIO_LANG") or environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG", "")
    )
    return Language.KM if wanted.lower().startswith("km") else Language.EN


LANGUAGE = language_of(os.environ)
_ = translator(LANGUAGE)
