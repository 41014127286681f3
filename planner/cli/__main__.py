"""`python -m planner.cli`: the command, where the console script is not on the path."""

from planner.cli import main

main()
