"""What ours is held against: the same work in other ways, each a whole program (python -m benchmarks.peers.NAME PLAN
TARGET) or a function, and the figure that says how both did."""
