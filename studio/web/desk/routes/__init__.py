"""The routes of the desk, one file for each of its places."""
