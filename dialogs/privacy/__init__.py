"""What is kept about a person, what for and how long, and the notice that says so.

Erasing is done by the store; the rights of a person as steps of the conversation stand in `conversation.steps.rights`.
"""
