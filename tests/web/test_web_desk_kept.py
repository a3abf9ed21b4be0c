"""On a device where the site keeps its pages, nothing of the desk, the form or a shared link is kept."""

from __future__ import annotations

from pathlib import Path

from browsing import serving
from playwright.sync_api import Browser

from studio.pipeline.opening import make_workspace, open_studio
from studio.publishing.site.assets import script

GO = """
navigator.serviceWorker.register("/worker.js")
  .then(() => navigator.serviceWorker.ready)
  .then(() => document.title = "kept");
"""
LOOK = """async () => {
  const found = [];
  const names = (await caches.keys()).filter((name) => !name.startsWith("report-"));
  for (const name of names)
    for (const one of await (await caches.open(name)).keys()) found.push(new URL(one.url).pathname);
  return found;
}"""


def test_the_worker_of_the_site_keeps_nothing_of_the_desk(browser: Browser, tmp_path: Path) -> None:
    root = tmp_path / "station"
    make_workspace(root)
    for name, text in {
        "index.html": '<!doctype html><title>site</title><script src="/go.js"></script>',
        "other.html": "<!doctype html><title>other</title>",
        "go.js": GO,
        "worker.js": script("worker"),
    }.items():
        (root / "feeds" / name).write_text(text, "utf-8")
    studio = open_studio(root)
    with serving(root / "feeds", studio) as base:
        page = browser.new_page()
        page.goto(f"{base}/")
        page.wait_for_function('() => document.title === "kept"')
        page.wait_for_function("() => navigator.serviceWorker.controller !== null")
        for path in ("/other.html", "/desk/sign-in", "/report", "/shared/nothing", "/desk", "/other.html"):
            page.goto(f"{base}{path}")
        kept = page.evaluate(LOOK)
        page.close()
    studio.engine.dispose()
    assert "/other.html" in kept
    assert [one for one in kept if one.startswith(("/desk", "/report", "/shared"))] == []
