"""Speed, measured as ratios of two things in one run. `make bench` prints the table."""
