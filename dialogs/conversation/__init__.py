"""The engine of a conversation and what its steps work with: states, turn, navigation.

What one step asks and does belongs to `steps`, what is said to `texts`, what typed words mean to `typed`; how a text is
read to `answers`, what follows from the answers to `screening`.
"""
