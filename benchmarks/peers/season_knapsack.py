"""A season by one knapsack for each airtime, by dynamic programming in whole seconds; each takes what is best now.

It knows what is promised and who is due, and forgets that later airtimes want the same segments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

from benchmarks.peers.season_room import Board, Piece, Room
from studio.scheduling.seasons.values import Choice, Season
from studio.scheduling.seasons.wishes import Due, dues, freshness, weights

LOOKED_AT = 80
SECOND = 1000


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


State = tuple[int, tuple[Piece, ...], frozenset[str]]
"""Worth, what is taken, whose voices are in it."""


def _best(room: Room, worth: list[tuple[int, Piece]]) -> tuple[Piece, ...]:
    """The pieces worth most that fill what is left, by seconds spent; for each second the best way is kept."""
    ranked = sorted(worth, key=lambda pair: (-pair[0] / pair[1].cost, pair[1].story.key, pair[1].version))[:LOOKED_AT]
    least = -(-(room.least - room.spent) // SECOND)
    most = (room.most - room.spent) // SECOND
    kept: dict[int, State] = {0: (0, (), frozenset(room.voices))}
    for points, one in ranked:
        step = -(-one.cost // SECOND)
        for spent, (value, taken, voices) in sorted(kept.items(), reverse=True):
            now = spent + step
            if now > most or voices & one.told.communities or one.story.key in {piece.story.key for piece in taken}:
                continue
            count = room.counts[one.position.name] + sum(piece.position is one.position for piece in taken)
            if count < one.position.count_max and (now not in kept or kept[now][0] < value + points):
                kept[now] = value + points, (*taken, one), voices | one.told.communities
    full = [state for spent, state in kept.items() if spent - len(state[1]) >= least]
    return max(full, key=lambda state: state[0], default=(0, (), frozenset()))[1]
