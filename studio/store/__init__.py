"""Where things are kept: database, vault, seal, audit chain, files."""
