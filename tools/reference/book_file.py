"""A book's file read again (BK-10), and the published sets of parameters (PS-1)."""

from pathlib import Path
from types import SimpleNamespace

from .document import (
    TEXT, UINT, UINT64, Leaf, MapOf, Optional, Refused, decode, number, parse, refuse_repeated,
)
from .keccak import keccak256
from .portfolio import (
    ACCOUNT, MARKET, PARAMETERS, SCENARIOS, name_expiries, refuse_repeated_in_account,
    refuse_repeated_in_market,
)
from .standard_portfolio import STANDARD_PARAMETERS, refuse_repeated_base_assets
from .text import is_address

SETS = Path(__file__).resolve().parent.parent.parent / "Sources" / "Margin" / "ParameterSets"



def read_owner(value, path):
    """An address of EH-7, in small letters."""
    if not isinstance(value, str):
        raise Refused(path, "type", "an address is a string")
    plain = value.lower()
    if not is_address(value) or value[2:] not in (plain[2:], plain[2:].upper(), checksummed(plain[2:])):
        raise Refused(path, "form", f"{value!r} is no address, or its letters are not its checksum")
    return plain


def checksummed(digits):
    """EH-6."""
    digest = keccak256(digits.encode("ascii")).hex()
    return "".join(
        digit.upper() if int(nibble, 16) >= 8 else digit for digit, nibble in zip(digits, digest))


HEADER = {
    "ballastBook": number(1, 1),
    "seed": UINT64,
    "accounts": number(0, 2**63 - 1),
    "closed": Optional({"fund": UINT}),
    "tape": {"name": TEXT, "at": UINT64, "through": UINT64},
    "markets": MapOf(
        {"params": TEXT, "standard": TEXT, "market": MARKET}, is_name=str.isalnum, key=str, limit=64),
}
LINE = {
    "id": TEXT, "owner": Optional(Leaf(read_owner)), "underlying": TEXT, "strategy": TEXT, "account": ACCOUNT}

NO_OPTIONS = SimpleNamespace(options=[])
NO_EXPIRIES = SimpleNamespace(expiries=[])  # every option names its expiry by time (BK-10)


def read_book(text):
    """(header, accounts)."""
    first, *rest = text.removesuffix("\n").split("\n")
    header = decode(HEADER, parse(first))
    for listed in header.markets.values():
        name_expiries(listed.market, NO_OPTIONS)
        refuse_repeated_in_market(listed.market)
    lines = [decode(LINE, parse(line)) for line in rest]
    for line in lines:
        if line.underlying not in header.markets:
            raise Refused("underlying", "form", f"{line.underlying!r} is no market of the book")
        name_expiries(NO_EXPIRIES, line.account)
        refuse_repeated_in_account(line.account)
    refuse_repeated(lines, lambda line: line.id, "accounts", "the id")
    if len(lines) != header.accounts:
        raise Refused("accounts", "form", f"{header.accounts} were announced, {len(lines)} are there")
    return header, lines


def portfolio_set(name):
    """The newest version of a set of the portfolio model: (params, scenarios)."""
    members = members_of(name)
    return decode(PARAMETERS, members["params"]), decode(SCENARIOS, members["scenarios"])


def standard_set(name):
    params = decode(STANDARD_PARAMETERS, members_of(name)["params"])
    refuse_repeated_base_assets(params.markets)
    return params


def members_of(name):
    files = sorted(SETS.glob(f"{name}-v*.json"), key=lambda path: int(path.stem.rpartition("-v")[2]))
    return dict(parse(files[-1].read_text(encoding="utf-8")))
