"""The Network itself: its organizations, places and directory."""
