"""Taking over a podcast that was published elsewhere: what it is, its sounds, and nothing twice in any client."""
