"""What a person can ask for, without Qt: the window and the command line call the same flows."""
