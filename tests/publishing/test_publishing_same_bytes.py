"""Two builds of the same archive are byte-identical, whatever the machine: hash seed, zone, locale, order, mask."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from studio.publishing import addresses
from studio.publishing.archive.files import published
from studio.publishing.podcasts import HEAD
from studio.publishing.values import Channel, LowRate, PublishedEpisode

Make = Callable[[int], PublishedEpisode]
PROGRAM = """
import pickle, sys
from pathlib import Path
from studio.publishing.publish import publish
channel, *states = pickle.loads(Path(sys.argv[1]).read_bytes())
for state in states:
    publish(channel, state, Path(sys.argv[2]))
"""
MACHINES = [
    {"PYTHONHASHSEED": "1", "TZ": "Asia/Phnom_Penh", "LC_ALL": "C.UTF-8", "LANG": "km_KH.UTF-8"},
    {"PYTHONHASHSEED": "77", "TZ": "America/St_Johns", "LC_ALL": "POSIX", "LANGUAGE": "fr", "PYTHONUTF8": "0"},
    {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "SOURCE_DATE_EPOCH": "1", "STUDIO_LANG": "en"},
]


@pytest.fixture
def show(channel: Channel) -> Channel:
    return replace(channel, low_rates=(LowRate("small", "MP3", 32),), frequency="FREQ=WEEKLY")


def test_law_two_builds_of_the_same_archive_are_byte_identical(show: Channel, episode: Make, tmp_path: Path) -> None:
    """The first at once, the second in the other order, the third bit by bit through states that are gone."""

    def told(number: int) -> PublishedEpisode:
        one = episode(number)
        small = replace(episode(100 + number).enclosure, name="small")
        stories = tuple(
            replace(each, enclosure=episode(200 + 3 * number + rank).enclosure)
            for rank, each in enumerate(one.segments)
        )
        full = number in (1, HEAD + 2)
        return replace(
            one, alternates=(small,), segments=stories if full else (), chapters=one.chapters if full else ()
        )

    made = tuple(told(number) for number in range(1, HEAD + 4))
    histories = [(made,), (made[::-1],), (made[:2], (*made[3:], replace(made[0], segments=())), made)]
    built = []
    for number, (machine, states) in enumerate(zip(MACHINES, histories, strict=True)):
        given, root = tmp_path / f"given-{number}", tmp_path / f"feeds-{number}"
        given.write_bytes(pickle.dumps((show, *states)))
        environ = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)} | machine
        subprocess.run(
            [sys.executable, "-c", PROGRAM, str(given), str(root)], env=environ, check=True, umask=number * 9
        )
        built.append({path: (root / path).read_bytes() for path in published(root)})
        modes = {(root / path).stat().st_mode & 0o777 for path in built[-1]}
        assert modes == {0o644}
    first, *others = built
    assert addresses.FEED in first and len(first) > 150
    for other in others:
        assert sorted(other) == sorted(first)
        assert [path for path in first if other[path] != first[path]] == []
