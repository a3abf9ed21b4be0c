"""The rules of a podcast feed, one file for each source, and what finds out whether they are kept."""
