"""The demonstration: a small Bot API server of our own and a page with two phones.

The bot itself is not changed for it: it is started with the address of this server instead of Telegram's.
Everything here lives in memory and binds the loopback interface only.
"""
