"""The words of both languages: phrases, spelling, medicines, and the files that hold them.

How a text is read as an answer belongs to `answers`; the words themselves are data in `lexicons/`.
"""
