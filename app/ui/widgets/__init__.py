"""The building blocks of every page; each looks right and speaks to a screen reader by itself."""
