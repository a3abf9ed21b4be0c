"""One slot: what it demands, its exact model, its proposal, changes by hand, and why not."""
