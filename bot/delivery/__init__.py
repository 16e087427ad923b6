"""What leaves the program: the courier, its pace, the calls it makes and how their results are read.

Nothing here decides what is sent; that is filed in the outbox by the desk.
"""
