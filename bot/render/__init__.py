"""From replies to Bot API calls: messages, paragraphs, texts in a language, callback data in both directions.

Nothing here decides what is said, and nothing here knows the database.
"""
