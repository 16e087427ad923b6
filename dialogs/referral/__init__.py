"""What a person sent to the team: its machine, what staff can do with it, its card, its ledger and the call script.

Nothing here decides whether somebody fits; that is `screening`. Nothing here knows a chat or a database.
"""
