"""Seasons: many airtimes planned together, kept, shown, exchanged and searched for."""
