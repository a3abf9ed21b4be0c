"""A season by first fit: airtime after airtime, whatever comes next and fits; the rest is music."""

from __future__ import annotations

from benchmarks.peers.season_room import Board
from studio.scheduling.seasons.values import Choice, Season


def planned(season: Season) -> tuple[tuple[Choice, ...], tuple[str, ...]]:
    """The choices, and the slugs of the airtimes that could not be filled."""
    board = Board(season)
    for slot in board.slots:
        room = board.room(slot)
        for one in board.possible(slot):
            if room.takes(one) and room.spent + one.cost <= room.most:
                room.take(one)
        board.close(slot, room)
    return tuple(board.choices), tuple(board.empty)
