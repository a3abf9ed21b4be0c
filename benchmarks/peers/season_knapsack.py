"""A season by one knapsack for each airtime, by dynamic programming; each takes what is best now.

It knows what is promised and who is due, and forgets that later airtimes want the same segments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from benchmarks.peers.season_room import Board, Piece, Room
from studio.scheduling.seasons.values import Choice, Season
from studio.scheduling.seasons.wishes import Due, dues, freshness, weights

LOOKED_AT = 60
STEP = 15_000
"""Of choices that spend as many steps on as many segments at each position, the best is kept; in ms."""


def planned(season: Season) -> tuple[tuple[Choice, ...], tuple[str, ...]]:
    """The choices, and the slugs of the airtimes that could not be filled."""
    board = Board(season)
    points = weights(season.policy.wanted)
    due: dict[str, set[Due]] = defaultdict(set)
    for owed in dues(season):
        due[owed.community].add(owed)
    heard = {key for (_, key), days in season.aired.items() if days}
    for slot in board.slots:
        room, day = board.room(slot), slot.day
        worth = [(_worth(one, day, points, due, heard), one) for one in board.possible(slot) if room.takes(one)]
        for one in _best(room, worth):
            room.take(one)
        board.close(slot, room)
        for one in room.taken if slot.slug not in board.empty else ():
            heard.add(one.story.key)
            for community in one.told.communities:
                due[community] -= {wanted for wanted in due[community] if wanted.since <= day <= wanted.until}
    return tuple(board.choices), tuple(board.empty)


def _worth(one: Piece, day: date, points: Mapping[str, int], due: dict[str, set[Due]], heard: set[str]) -> int:
    wanted = {w for community in one.told.communities for w in due[community] if w.since <= day <= w.until}
    return (
        sum(points[w.wish] for w in wanted)
        + points["unaired"] * (one.story.key not in heard)
        + points["fresh"] * freshness(one.told, day)
        + points["long"] * (one.version == "long")
        + points["dead"] * one.cost // 60_000
    )


State = tuple[int, int, tuple[Piece, ...], frozenset[str]]
"""Worth, what is spent in ms, what is taken, whose voices are in it."""


def _best(room: Room, worth: list[tuple[int, Piece]]) -> tuple[Piece, ...]:
    """The pieces worth most that fill what is left."""
    ranked = sorted(worth, key=lambda pair: (-pair[0] / pair[1].cost, pair[1].story.key, pair[1].version))[:LOOKED_AT]
    names = sorted({one.position.name for _, one in ranked})
    kept: dict[tuple[int, ...], State] = {
        (0, *(room.counts[name] for name in names)): (0, room.spent, (), frozenset(room.voices))
    }
    for points, one in ranked:
        place = 1 + names.index(one.position.name)
        for key, (value, spent, taken, voices) in list(kept.items()):
            now = spent + one.cost
            if now > room.most or key[place] >= one.position.count_max or voices & one.told.communities:
                continue
            if any(piece.story.key == one.story.key for piece in taken):
                continue
            new = (now // STEP, *(count + (number == place) for number, count in enumerate(key) if number))
            if new not in kept or kept[new][0] < value + points:
                kept[new] = value + points, now, (*taken, one), voices | one.told.communities
    full = [state for state in kept.values() if state[1] >= room.least]
    return max(full, key=lambda state: state[0], default=(0, 0, (), frozenset()))[2]
