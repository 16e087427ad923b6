"""The engine of a conversation and what its steps work with: states, turn, navigation, commands, screens of questions.

What one step asks and does belongs to `steps`; how a text is read to `answers`; what follows from the answers to
`screening`.
"""
