"""Reports by the form under load: python -m benchmarks.load [--json] [--workspace DIR] [--seconds 60] [--kills 20].

Thirty-two senders while a master is being built, and the same thirty-two on a server that does nothing else: first each
sends a report every eight seconds, which is the most that a server takes from everybody together as it comes, then all
as fast as they can, with that limit lifted. Then thirty-two once more, while the server is killed and opened anew. The
ratios are of one run; one sender alone is shown beside them.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import signal
import sys
import tempfile
import threading
import time
from dataclasses import asdict
from pathlib import Path

from benchmarks.load.door import Builder, Door, free_port, reports, studio
from benchmarks.load.senders import Sent, crowd, over_after, percentile
from benchmarks.peers.figure import Figure

PEOPLE = 32
PACE_S = 8.5
IDLE = 60
"""Posts to a server that does nothing else, one after the other."""
SLOWER = 3.0
"""What the 95th of a hundred posts under load may take over the same on an idle server."""


def main() -> int:
    """Measure, print, and exit with 0 where every goal holds."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    asked.add_argument("--json", action="store_true", help="a list of {what, ours, peer, ratio, goal, holds}")
    asked.add_argument("--workspace", type=Path, help="a copy of this workspace of the demo instead of a new one")
    asked.add_argument("--seconds", type=float, default=60.0, help="how long each crowd sends")
    asked.add_argument("--kills", type=int, default=20, help="how often the server is killed")
    chosen = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "workspace"
        if chosen.workspace:
            shutil.copytree(chosen.workspace, root, ignore=shutil.ignore_patterns(".venv", ".git", "*cache"))
        else:
            root.mkdir()
            studio("demo", str(root), root=root)
        figures = measured(root, chosen.seconds, chosen.kills)
    if chosen.json:
        print(json.dumps([asdict(one) for one in figures], indent=1))
    else:
        for one in figures:
            print(one)
    return 0 if all(one.holds for one in figures) else 1


def measured(root: Path, seconds: float, kills: int) -> list[Figure]:
    """Every figure."""
    slug = sorted(path.name for path in (root / "episodes").iterdir() if (path / "rundown.json").is_file())[0]
    lift(root)
    before = len(reports(root))
    door = Door(root, free_port())
    figures: list[Figure] = []
    all_sent: list[Sent] = []
    door.open()
    try:
        alone = first(door, all_sent)
        say(f"one sender alone: {len(alone.seconds)} posts, p95 {percentile(alone.seconds, 0.95) * 1000:.0f} ms")
        for name, every in (("a report every 8.5 s each", PACE_S), ("as fast as they can", 0.0)):
            idle = crowd(door.port, PEOPLE, every, over_after(seconds), len(all_sent))
            all_sent.append(idle)
            builder = Builder(root, slug)
            builder.begin()
            sent = crowd(door.port, PEOPLE, every, over_after(seconds), len(all_sent))
            building = builder.end()
            all_sent.append(sent)
            figures += under_load(name, sent, idle, building)
        all_sent.append(killed(door, kills))
    finally:
        door.end()
    return [*figures, *kept(root, before, all_sent, kills)]


def lift(root: Path) -> None:
    """Let everybody together send as much as they can."""
    path = root / "studio.toml"
    path.write_text(path.read_text("utf-8") + "\n[desk]\nreports_per_minute = 100000\n", "utf-8")


def first(door: Door, all_sent: list[Sent]) -> Sent:
    """One sender alone, after a few posts that nobody counts."""
    for count in (5, IDLE):
        left = iter(range(count))
        sent = crowd(door.port, 1, 0.0, lambda left=left: next(left, None) is None, 100 + count)  # type: ignore[misc]
        all_sent.append(sent)
    return all_sent[-1]


def under_load(name: str, sent: Sent, idle: Sent, building: bool) -> list[Figure]:
    """How much slower, and what went wrong."""
    loaded, free = percentile(sent.seconds, 0.95), percentile(idle.seconds, 0.95)
    ratio = round(loaded / free, 2)
    wrong = len(sent.refused) + sent.again + sent.lost
    what = f"{PEOPLE} senders, {name}"
    say(f"{what}: {len(idle.receipts)} taken idle, {len(sent.receipts)} while building; refused {sent.refused[:5]}")
    return [
        Figure(f"{what}: p95 in ms, building beside idle", ms(loaded), ms(free), ratio, SLOWER, ratio <= SLOWER),
        Figure(f"{what}: errors of {len(sent.receipts)}", wrong, 0, wrong, 0, wrong == 0 and building),
    ]


def ms(seconds: float) -> float:
    """Seconds as whole milliseconds."""
    return round(seconds * 1000)


def killed(door: Door, kills: int) -> Sent:
    """A crowd that sends while the server is killed and opened anew."""
    draw = random.Random(kills)
    over = threading.Event()
    found: list[Sent] = []
    thread = threading.Thread(target=lambda: found.append(crowd(door.port, PEOPLE, 0.0, over.is_set, 9)))
    thread.start()
    for _ in range(kills):
        time.sleep(draw.uniform(0.2, 1.5))
        door.end(signal.SIGKILL)
        door.open()
    over.set()
    thread.join()
    return found[0]


def kept(root: Path, before: int, all_sent: list[Sent], kills: int) -> list[Figure]:
    """Whether every report with a receipt is there, once."""
    rows = reports(root)
    there = {str(row["report"]): str(row["receipt"]) for row in rows}
    told = {number: receipt for sent in all_sent for number, receipt in sent.receipts.items()}
    lost = sum(there.get(number) != receipt for number, receipt in told.items())
    twice = len(rows) - len(there) + len(there) - before - len(told)
    last = all_sent[-1]
    say(f"{kills} kills: {len(last.receipts)} acknowledged, {last.again} sent again, {last.lost} never answered")
    return [
        Figure(f"lost of {len(told)} acknowledged, {kills} kills", lost, 0, lost, 0, lost == 0),
        Figure(f"reports that nobody has a receipt of, {kills} kills", twice, 0, twice, 0, twice == 0),
    ]


def say(text: str) -> None:
    """Tell how far it is."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
