"""The archive index: what is published, kept beside it, so that one episode more costs the same at any size."""
