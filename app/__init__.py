"""Gateway Companion: connects Claude Desktop to OpenRouter, proves it, and can undo it."""

__version__ = "0.1.0"
