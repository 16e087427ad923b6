"""What an installation says of itself: settings, the site's file, the bundled study; read once and refused loudly.

Nothing here opens the database or speaks to Telegram.
"""
