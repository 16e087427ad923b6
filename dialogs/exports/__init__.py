"""What leaves the program about cases that were sent: columns, rows, dictionaries, resources, counts; all as data.

Nothing here has a name, a phone or an address in it: a case goes by its code. Nothing here reads a row or writes a
file; that is `bot.admin`. A new form of export is a module here and a few lines there.
"""
