"""The setup: five steps at the left, a page at the right."""
