"""The change of an account's manager (CL-77)."""

from ..arithmetic import Failure


def change_manager(state, number, to, caller):
    raise Failure("Clearing_AccountInService")
