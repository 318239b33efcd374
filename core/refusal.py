"""The one exception that a person reads."""

from django.utils.functional import Promise


class Refused(Exception):
    """The house says no to a move, in a sentence the person at the desk can act on.

    Nothing has changed when it is raised: the transaction around it is rolled back.
    """

    def __init__(self, message: str | Promise, *, code: str = "refused") -> None:
        super().__init__(message)
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return str(self.message)
