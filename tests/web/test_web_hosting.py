"""docs/hosting.md promises what the server does."""

from __future__ import annotations

import re
from pathlib import Path

from studio.publishing.kinds import MINUTES, YEAR
from studio.web.guard import HEADERS, policy
from studio.web.serve import FAREWELL_S, LOOPBACK, MOST_AT_ONCE, PORT

PAGE = (Path(__file__).parents[2] / "docs" / "hosting.md").read_text("utf-8")


def test_the_headers_of_nginx_and_caddy_are_ours() -> None:
    for own in (policy(), policy(frame_ancestors="*")):
        assert PAGE.count(f'"{own}"') == 2
    for name in ("Referrer-Policy", "X-Content-Type-Options"):
        assert PAGE.count(f"{name} {HEADERS[name.lower()]}") == 2
    for kept in (YEAR, MINUTES):
        assert PAGE.count(f'"{kept}"') >= 2


def test_the_unit_and_the_proxies_fit_the_server() -> None:
    assert f"serve --port {PORT}" in PAGE
    assert PAGE.count(f"{LOOPBACK}:{PORT}") >= 3
    stop, files = (int(re.search(rf"{key}=(\d+)", PAGE)[1]) for key in ("TimeoutStopSec", "LimitNOFILE"))  # type: ignore[index]
    assert stop > FAREWELL_S
    assert files > 2 * MOST_AT_ONCE
