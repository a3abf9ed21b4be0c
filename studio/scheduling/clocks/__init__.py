"""Clocks: the formats of shows, read from the editors' folder."""
