"""Who comes in, how they show that it is them, and what they may do."""
