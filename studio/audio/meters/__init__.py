"""Meters: loudness and true peak."""
