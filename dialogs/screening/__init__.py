"""From answers to facts, and from facts to findings, outcome and earliest date.

Nothing here asks, reads a text or says anything to a person.
"""
