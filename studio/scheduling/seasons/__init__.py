"""Seasons: many airtimes planned together, fairly and exactly, and why not."""
