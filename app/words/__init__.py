"""Turns findings, plans, questions, money and times into sentences, for the window and the command line alike."""
