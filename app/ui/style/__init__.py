"""How it looks: colours, letters, icons and the one style sheet."""
