"""The panel: how everything stands, and the buttons that set it right."""
