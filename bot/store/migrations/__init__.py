"""The migrations: one file for each change of the tables, and what Alembic needs to run them."""
