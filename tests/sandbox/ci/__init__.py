"""The CI of this world: it reads the tree it is given, runs what stands there, and what comes of it follows from it."""
