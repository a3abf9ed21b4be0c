"""The score: what is heard, when, and how loud."""
