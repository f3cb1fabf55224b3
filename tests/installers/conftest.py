"""What the tests of installers share."""

from tests.installers.wine.fixtures import busy_helper, new, old, picture, prefix, screen, windows

__all__ = ["busy_helper", "new", "old", "picture", "prefix", "screen", "windows"]
