"""Time: clocks, timing, the solver, what was left out and why, exports to stations."""
