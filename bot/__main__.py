"""`python -m bot` is the same as `tamiz`."""

from bot.cli import main

main(prog_name="tamiz")
