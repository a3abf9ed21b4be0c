"""Rules: one checker each, independent of every solver."""
