"""Tools for whoever works on the code: catalogues and diagrams brought up to date.

Nothing here runs in an installation.
"""
