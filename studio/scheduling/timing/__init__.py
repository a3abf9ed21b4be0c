"""Timing: starts, ends and lengths; recurrence; what is stretched."""
