"""The shell: everything that touches the world."""

#: The same number as in the project's file; a test compares.
VERSION = "0.1.0"
