"""Files of sound: read from any sample on, and written."""
