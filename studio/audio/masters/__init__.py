"""Masters: aims, chunks, and their assembly."""
