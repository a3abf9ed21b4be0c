"""Out: feed, transcripts, chapters, archive site."""
