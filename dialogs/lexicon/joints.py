"""Words that join clauses or part them, of both languages: a text is cut before anybody knows in which one it is.

Each is the inside of a group of a regular expression.
"""

from __future__ import annotations

from typing import Final

AND: Final = "y|and"
BUT: Final = "pero|but"
#: Adds one more to a list.
ALSO: Final = "ademas|also|plus"
#: Where one clause does not carry on the other.
THOUGH: Final = "aunque|although|though|mientras"
#: Puts something in the place of what is denied, or follows from what was said.
RATHER: Final = "sino"
SO: Final = "so|entonces"
#: Says that what follows came later.
LATER: Final = "then|luego|despues"
