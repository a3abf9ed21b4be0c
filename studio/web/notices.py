"""Pages for when there is nothing to show: in Khmer and in English, on one page, without a file of their own."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.responses import HTMLResponse

from studio.languages import N_, Language, translator
from studio.web.guard import HEADERS, policy

PAGES = Path(__file__).parent / "pages"


@dataclass(frozen=True, slots=True)
class Notice:
    """What is said, and what the reader can do: two texts for the catalogues."""

    title: str
    text: str
    leads_home: bool = True


NOTHING_YET = Notice(
    N_("Nothing has been published yet"),
    N_("When there is a programme, you can read it and listen to it here."),
    leads_home=False,
)
NOT_HERE = Notice(N_("This page is not here"), N_("The address may have a mistake, or the page has moved."))
GONE = Notice(
    N_("This has been withdrawn"),
    N_("It is no longer published. If you have a copy, please delete it and do not pass it on."),
)
READ_ONLY = Notice(N_("This address can only be read"), N_("Nothing can be sent here."))
LATER = Notice(
    N_("Please come back in a few minutes"), N_("The programmes cannot be shown just now."), leads_home=False
)
BROKEN = Notice(
    N_("Something broke on our side"), N_("It is not your fault. Please try again in a few minutes."), leads_home=False
)

NOTICES = {404: NOT_HERE, 405: READ_ONLY, 410: GONE, 500: BROKEN, 503: LATER}
"""What is said with a status."""


def notice(
    status: int, said: Notice, *, home: str = "/", font: str = "", headers: dict[str, str] | None = None
) -> HTMLResponse:
    """The page; home: the address of the first page. font: the address of a Khmer webfont, where the site has one."""
    style = _environment().get_template("notice.css.j2").render(font=font)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    texts = [(language.value, translator(language)) for language in Language]
    page = _environment().get_template("notice.html.j2").render(said=said, texts=texts, home=home, style=style)
    own = {
        "cache-control": "no-store",
        "content-security-policy": policy(style_src=f"'sha256-{digest}'", img_src="data:"),
    }
    return HTMLResponse(page, status, HEADERS | own | (headers or {}))


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(PAGES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
