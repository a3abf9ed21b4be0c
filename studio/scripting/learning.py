"""How a presenter reads, learnt from takes: the rate and both pauses; and how far the learnt pace is off. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import NamedTuple

from studio.scripting.timing import LEAST_SPREAD, NONE, PRIOR_UNITS, UNLEARNT_SPREAD, Pace
from studio.units import Ms

RATE_DOUBT = 0.12
PHRASE_DOUBT = 0.1
SENTENCE_DOUBT = 0.2
"""How far a presenter may be from the usual: the rate as a part of one, the pauses in seconds; one deviation each."""

TAKE_DOUBT = 0.08
LONG = 20.0
"""A take of 20 seconds differs by 8 % from how its presenter reads, until the takes themselves say how much."""

TAKES_BELIEVED = 4
"""As many takes as TAKE_DOUBT weighs against what the takes say."""

TAILS = 4.0
"""Degrees of freedom of Student's t: a take far from all others counts for little."""

SHORT = 0.5
"""Seconds: no take is taken to be shorter than this."""

FURTHEST = 3.0
"""Nobody reads more than so many times faster or slower than is usual."""

LIKELY = 1.5
"""Half width of a range, in deviations of the errors: seven takes of eight lie within."""

WIDEST = 0.5
"""A range never gets wider than this."""

ROUNDS = 25
"""Weights hardly change any more after so many."""

Held = tuple[float, float, float]
Square = tuple[tuple[float, ...], ...]


class Reading(NamedTuple):
    """One take: the units, phrases and sentences its lines hold, their marked pauses, and how long it is heard.

    took: without the silence at both ends, in milliseconds.
    """

    units: float
    phrases: int
    sentences: int
    pauses: Ms
    took: Ms

    @property
    def held(self) -> Held:
        """What is read, as a row of the regression."""
        return self.units, float(self.phrases), float(self.sentences)

    @property
    def seconds(self) -> float:
        """How long it is heard, marked pauses aside."""
        return (self.took - self.pauses) / 1000


@dataclass(frozen=True, slots=True)
class Error:
    """How far estimates are from takes: mean and worst without sign, bias with it, as parts of one.

    bias: above zero where estimates are too long.
    """

    mean: float = 0.0
    worst: float = 0.0
    bias: float = 0.0


@dataclass(frozen=True, slots=True)
class Learnt:
    """A pace with how it was learnt: from how many takes, how long together, and its error.

    error: each take estimated from all the others. usual: the error of the pace nothing was learnt for.
    """

    pace: Pace
    takes: int = 0
    heard: Ms = NONE
    error: Error = Error()
    usual: Error = Error()

    @property
    def default(self) -> bool:
        """Whether nothing was learnt yet."""
        return not self.takes


@dataclass(frozen=True, slots=True)
class _Fit:
    """A weighted regression: its normal equations, what they give, the share of each take in them and its weight."""

    normal: Square
    right: Held
    found: Held
    shares: tuple[float, ...]
    weights: tuple[float, ...]


def learn(pace: Pace, readings: Sequence[Reading]) -> Pace:
    """The pace after hearing takes: rate, pauses and range together, drawn towards the usual where takes are few.

    Least squares on seconds = units/rate + phrase × phrases + sentence × sentences, with a prior around the usual pace
    and weights of Student's t, so that a take which is far off hardly counts. Takes without words or shorter than their
    marked pauses are passed over. The order of takes is irrelevant, and learning again from the same takes changes
    nothing: what was learnt before is no prior.
    """
    return learnt(pace, readings).pace


def learnt(pace: Pace, readings: Sequence[Reading]) -> Learnt:
    """The pace after hearing takes, and its error over them."""
    start = pace.usual or pace
    known = sorted(one for one in readings if one.units > 0 and one.seconds > 0)
    if not known:
        return Learnt(start)
    fit = _fit(start, known)
    errors = [_left_out(fit, index, one) for index, one in enumerate(known)]
    spoken = sum(one.units for one in known)
    weighed = [one.units * weight for one, weight in zip(known, fit.weights, strict=True)]
    squares = sum(weight * (LIKELY * error) ** 2 for weight, error in zip(weighed, errors, strict=True))
    spread = sqrt((PRIOR_UNITS * UNLEARNT_SPREAD**2 + squares) / (PRIOR_UNITS + sum(weighed)))
    unit, phrase, sentence = fit.found
    rate = 1 / max(unit, 1 / (start.rate * FURTHEST))
    own = replace(
        start,
        rate=max(rate, start.rate / FURTHEST),
        phrase=Ms(round(phrase * 1000)),
        sentence=Ms(round(sentence * 1000)),
        spread=min(max(LEAST_SPREAD, spread), WIDEST),
        units=spoken,
        usual=start,
    )
    heard = Ms(sum(one.took for one in known))
    before = [_relative(one, _mean(start)) for one in known]
    return Learnt(own, len(known), heard, _error(known, errors), _error(known, before))


def _error(readings: Sequence[Reading], errors: Sequence[float]) -> Error:
    sizes = [abs(error) for error in errors]
    total = sum(one.took for one in readings)
    bias = sum(error * one.took for one, error in zip(readings, errors, strict=True)) / total
    return Error(sum(sizes) / len(sizes), max(sizes), bias)


def _mean(pace: Pace) -> Held:
    return 1 / pace.rate, pace.phrase / 1000, pace.sentence / 1000


def _times(one: Held, other: Held) -> float:
    return one[0] * other[0] + one[1] * other[1] + one[2] * other[2]


def _relative(one: Reading, found: Held) -> float:
    """How far an estimate of a take is off, as a part of the take."""
    return (_times(one.held, found) - one.seconds) / (one.took / 1000)


def _prior(start: Pace) -> tuple[Square, Held]:
    """The usual pace as equations: how sure it is of each of the three."""
    mean = _mean(start)
    sure = (1 / (RATE_DOUBT * mean[0]) ** 2, 1 / PHRASE_DOUBT**2, 1 / SENTENCE_DOUBT**2)
    normal = tuple(tuple(sure[row] if row == column else 0.0 for column in range(3)) for row in range(3))
    return normal, (sure[0] * mean[0], sure[1] * mean[1], sure[2] * mean[2])


def _fit(start: Pace, readings: Sequence[Reading]) -> _Fit:
    """Weights and equations in turns, until neither changes."""
    lengths = [max(_times(one.held, _mean(start)), SHORT) for one in readings]
    usual = TAKE_DOUBT**2 * LONG
    doubt, weights = usual, [1.0] * len(readings)
    for _ in range(ROUNDS):
        shares = [weight / (doubt * length) for weight, length in zip(weights, lengths, strict=True)]
        normal, right = _equations(start, readings, shares)
        found = _solved(normal, right)
        off = [
            (one.seconds - _times(one.held, found)) ** 2 / length for one, length in zip(readings, lengths, strict=True)
        ]
        weights = [min(1.0, (TAILS + 1) / (TAILS + square / doubt)) for square in off]
        seen = sum(weight * square for weight, square in zip(weights, off, strict=True))
        doubt = (TAKES_BELIEVED * usual + seen) / (TAKES_BELIEVED + sum(weights))
    return _Fit(normal, right, found, tuple(shares), tuple(weights))


def _equations(start: Pace, readings: Sequence[Reading], shares: Sequence[float]) -> tuple[Square, Held]:
    """The normal equations of the usual pace and all takes, each with its share."""
    normal, right = _prior(start)
    for one, share in zip(readings, shares, strict=True):
        normal, right = _with(normal, right, one, share)
    return normal, right


def _with(normal: Square, right: Held, one: Reading, share: float) -> tuple[Square, Held]:
    """The equations with one take more, or less where its share is below zero."""
    held = one.held
    more = tuple(
        tuple(cell + share * held[row] * held[column] for column, cell in enumerate(cells))
        for row, cells in enumerate(normal)
    )
    first, second, third = (right[row] + share * held[row] * one.seconds for row in range(3))
    return more, (first, second, third)


def _left_out(fit: _Fit, index: int, one: Reading) -> float:
    """How far a take is from what all others say of it."""
    return _relative(one, _solved(*_with(fit.normal, fit.right, one, -fit.shares[index])))


def _solved(normal: Square, right: Held) -> Held:
    """What the equations give; a pause that would be less than none is none."""
    found = _gauss(normal, right, ())
    for without in ((1,), (2,), (1, 2)):
        if min(found[1:]) >= 0:
            break
        found = _gauss(normal, right, without)
    return found


def _gauss(normal: Square, right: Held, without: tuple[int, ...]) -> Held:
    """The equations solved by elimination; those of the places left out give nothing."""
    rows = [[*cells, right[row]] for row, cells in enumerate(normal)]
    for place in without:
        rows[place] = [float(column == place) for column in range(3)] + [0.0]
    for place in range(3):
        pivot = rows[place][place]
        rows[place] = [cell / pivot for cell in rows[place]]
        for other in range(3):
            if other != place:
                by = rows[other][place]
                rows[other] = [cell - by * above for cell, above in zip(rows[other], rows[place], strict=True)]
    return rows[0][3], rows[1][3], rows[2][3]
