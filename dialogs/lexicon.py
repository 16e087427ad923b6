"""Placeholder so that the rooms can be seen; see the reading task."""
