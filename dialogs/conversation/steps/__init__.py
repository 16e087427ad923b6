"""One module for each part of the conversation, side by side: what it shows, and what an answer to it does."""
