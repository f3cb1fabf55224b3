"""Small windows above the one window: questions, how a change goes and ends, and settings."""
