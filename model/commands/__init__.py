"""The subcommands of the program, one a file: its arguments and what it runs."""
