"""The Bot API as it stands: a client, updates by polling or webhook, and the bot's own profile.

Nothing here knows the study, a conversation or the database.
"""
