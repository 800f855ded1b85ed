"""What the world holds: plain objects, guarded by the world's lock, with no HTTP in them."""
