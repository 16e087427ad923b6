"""What a step says, as pure texts and screens: no module here moves, asks the shell for anything or knows a step."""
