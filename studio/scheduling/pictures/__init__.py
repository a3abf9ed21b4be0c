"""Pictures: a season as a calendar, its equity, its over and under; as SVG and in a terminal."""
