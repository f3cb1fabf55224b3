"""The pure core: data and decisions, without I/O, clock, Qt or sentences."""
