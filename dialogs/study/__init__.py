"""What a study is, and how its files are read: questions, rules, laboratory values, checks of what was written.

Nothing here knows an answer of a person or a conversation, and no study in particular.
"""
