"""K-weighting: what the ear makes of a sound before its loudness is added up. Pure.

The two biquads of the standard run as one filter in state space, BLOCK samples at a time as products of small matrices:
what a block is from its own samples, and what the four states that lead into it add. Every product has the same shape
wherever it stands in the stream, so that its result does not depend on how the stream was cut; each is so small that
the matrix library does not start threads for it.

Source: ITU-R BS.1770-5 annex 1, tables 1 and 2 (the coefficients at 48 kHz).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from studio.units import RATE

Sound = npt.NDArray[np.float32]
"""float32 (n, channels), 48 kHz, full scale ±1.0."""

Matrix = npt.NDArray[np.float64]
Biquad = tuple[tuple[float, float, float], tuple[float, float, float]]

SHELF: Biquad = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
HIGH_PASS: Biquad = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))

STEP = RATE // 10
"""Sample frames of one energy: 100 ms."""
TOGETHER = 12
"""Steps that are weighted in one call."""
BLOCK = 80
"""Samples that one product of matrices makes."""
ROWS = STEP // BLOCK
STATES = 4
HALF_ROWS, FEW = 40, 4
"""How many rows the left side of a product has: 40 × 80 × 80 and 4 × 240 × 240 stay below what is done in threads."""


@dataclass(frozen=True, slots=True)
class StateSpace:
    """A filter as matrices: state' = a · state + b · x, y = c · state + d · x."""

    a: Matrix
    b: Matrix
    c: Matrix
    d: float

    def then(self, after: StateSpace) -> StateSpace:
        """This filter followed by another."""
        own = len(self.a)
        a = np.zeros((own + len(after.a),) * 2)
        a[:own, :own], a[own:, own:], a[own:, :own] = self.a, after.a, np.outer(after.b, self.c)
        return StateSpace(
            a,
            np.concatenate([self.b, after.b * self.d]),
            np.concatenate([self.c * after.d, after.c]),
            self.d * after.d,
        )

    def powers(self, count: int) -> list[Matrix]:
        """a to the power of 0, 1, … count."""
        found = [np.eye(len(self.a))]
        for _ in range(count):
            found.append(found[-1] @ self.a)
        return found


def state_space(biquad: Biquad) -> StateSpace:
    """A biquad in the transposed direct form II."""
    (b0, b1, b2), (_, a1, a2) = biquad
    a = np.array([[-a1, 1.0], [-a2, 0.0]])
    return StateSpace(a, np.array([b1 - a1 * b0, b2 - a2 * b0]), np.array([1.0, 0.0]), b0)


K = state_space(SHELF).then(state_space(HIGH_PASS))


def impulse_response(length: int) -> Matrix:
    """The first samples of what K-weighting makes of a single 1.0."""
    return np.array([K.d, *(K.c @ power @ K.b for power in K.powers(length)[: length - 1])])


def _own() -> Sound:
    """(BLOCK, BLOCK): what a row of samples makes of itself."""
    response = impulse_response(BLOCK)
    made = [np.concatenate([np.zeros(at), response[: BLOCK - at]]) for at in range(BLOCK)]
    return np.array(made, np.float32)


def _led_in(power: list[Matrix]) -> Sound:
    """(STATES, BLOCK): what the states before a row add to it."""
    return np.array([K.c @ power[at] for at in range(BLOCK)], np.float32).T.copy()


def _left(power: list[Matrix]) -> Sound:
    """(BLOCK, STATES): what a row of samples leaves in the states after it."""
    return np.array([power[BLOCK - 1 - at] @ K.b for at in range(BLOCK)], np.float32)


def _between_rows(row: list[Matrix]) -> Sound:
    """(ROWS · STATES, ROWS · STATES): from what each row of a step leaves to the states before each row."""
    made = np.zeros((ROWS, STATES, ROWS, STATES), np.float32)
    for later in range(ROWS):
        for before in range(later):
            made[before, :, later] = row[later - 1 - before].T
    return made.reshape(ROWS * STATES, -1)


_POWER = K.powers(BLOCK)
_ROW = StateSpace(_POWER[BLOCK], K.b, K.c, K.d).powers(ROWS)
OWN, LED_IN, LEFT, BETWEEN = _own(), _led_in(_POWER), _left(_POWER), _between_rows(_ROW)
STEP_LEAVES = np.concatenate([_ROW[ROWS - 1 - at].T for at in range(ROWS)])
"""(ROWS · STATES, STATES): from what each row leaves to the states after the step."""
STEP_LED_IN = np.concatenate([power.T for power in _ROW[:ROWS]], axis=1).astype(np.float32)
"""(STATES, ROWS · STATES): from the states before a step to those before each of its rows."""
STEP_ON = np.ascontiguousarray(_ROW[ROWS].T)


class KWeighting:
    """K-weights a stream in pieces of any size; the result does not depend on how the stream was cut."""

    def __init__(self, channels: int) -> None:
        self._channels = channels
        self._waiting: list[Sound] = []
        self._count = 0
        self._states = np.zeros((channels, STATES))

    def add(self, block: Sound) -> list[Sound]:
        """Take more of the stream; the weighted pieces that are complete, each float32 (channels, TOGETHER · STEP)."""
        self._waiting.append(block)
        self._count += len(block)
        piece = TOGETHER * STEP
        if self._count < piece:
            return []
        joined = np.concatenate(self._waiting)
        whole = self._count // piece * piece
        self._waiting, self._count = [joined[whole:]], self._count - whole
        done = []
        for at in range(0, whole, piece):
            weighted, self._states = weigh(joined[at : at + piece], self._states)
            done.append(weighted)
        return done

    def rest(self) -> Sound:
        """The weighted samples that are not a complete piece, (channels, n); the stream can go on after it."""
        silence = np.zeros((TOGETHER * STEP - self._count, self._channels), np.float32)
        weighted, _ = weigh(np.concatenate([*self._waiting, silence]), self._states)
        return weighted[:, : self._count]


def weigh(piece: Sound, states: Matrix) -> tuple[Sound, Matrix]:
    """One piece K-weighted, float32 (channels, TOGETHER · STEP), and the states after it.

    piece: float32 (TOGETHER · STEP, channels). states: float64 (channels, STATES).
    """
    channels = piece.shape[1]
    samples = np.ascontiguousarray(piece.T).reshape(-1, HALF_ROWS, BLOCK)
    leaves = (samples @ LEFT).reshape(-1, FEW, ROWS * STATES)
    after = (leaves.astype(np.float64) @ STEP_LEAVES).reshape(channels, TOGETHER, STATES)
    before = np.empty_like(after)
    for step in range(TOGETHER):
        before[:, step] = states
        states = states @ STEP_ON + after[:, step]
    led = leaves @ BETWEEN + before.reshape(-1, FEW, STATES).astype(np.float32) @ STEP_LED_IN
    weighted = samples @ OWN
    weighted += led.reshape(-1, HALF_ROWS, STATES) @ LED_IN
    return weighted.reshape(channels, -1), states
