"""Exports: rundowns and airtimes for others."""
