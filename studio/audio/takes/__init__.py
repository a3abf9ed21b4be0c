"""Recordings from outside: judged, cleaned copies, trims, treatments."""
