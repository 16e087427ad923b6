"""What typed words mean beside an answer: a command, a button that stands on the screen, a greeting or a question."""
