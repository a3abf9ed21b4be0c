"""The player: sources made ready, cleaned, mixed and limited."""
