"""Use cases inside one transaction: what somebody did is handed to the core, and what follows is filed.

Nothing here waits, sends or knows aiogram or SQL.
"""
