"""`python -m bot` is the same as `tamiz`."""

from bot.cli.main import main

main(prog_name="tamiz")
