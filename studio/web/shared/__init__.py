"""What a link shows to somebody without an account: one reading script or one rundown, for a while."""
