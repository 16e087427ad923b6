"""What an operator does to an installation: set it up, look at it, repair it.

Commands stand in `cli`; what the running bot does stands in `app`.
"""
