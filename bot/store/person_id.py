"""What tells the persons of the store apart."""

from __future__ import annotations

from typing import NewType

#: A row of `persons`.
PersonId = NewType("PersonId", int)
