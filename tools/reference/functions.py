"""The functions that function files name, by the name before the parenthesis."""

from . import elementary, pricing
from .arithmetic import sdiv, smul
from .document import Refused
from .text import is_canonical_integer, parse_integer

INT256 = (-(2**255), 2**255 - 1)


def unsigned(bits):
    return (0, 2**bits - 1)


UINT256 = unsigned(256)
UINT128 = unsigned(128)
UINT64 = unsigned(64)
BOOL = unsigned(1)

FUNCTIONS = {
    "multiplyDecimal": (smul, (INT256, INT256)),
    "divideDecimal": (sdiv, (INT256, INT256)),
    "ln": (elementary.ln, (INT256,)),
    "exp": (elementary.exp, (INT256,)),
    "sqrt": (elementary.sqrt_wad, (UINT256,)),
    "decPow": (elementary.dec_pow, (INT256, INT256)),
    "cdf": (elementary.cdf, (INT256,)),
    "annualise": (pricing.annualise, (UINT64,)),
    "black76": (pricing.black76, (UINT64, UINT64, UINT128, UINT128, UINT128)),
    "sviVol": (
        pricing.svi_vol,
        (UINT256, INT256, UINT256, INT256, INT256, UINT256, UINT256, UINT64)),
    "optionIdEncode": (pricing.option_id_encode, (UINT256, UINT256, BOOL)),
    "optionIdDecode": (pricing.option_id_decode, (unsigned(96),)),
}


def find_function(signature):
    """The function and its parameters' bounds; the signature is that of the file."""
    name = signature.split("(")[0]
    if name not in FUNCTIONS:
        raise Refused("function", "form", f"no function is named {name!r}")
    return FUNCTIONS[name]


def call(function, bounds, arguments):
    """The outputs as canonical texts. Raises Failure, or Refused outside the domain (PR-2)."""
    if len(arguments) != len(bounds):
        raise Refused("in", "missing", f"{len(bounds)} arguments are expected")
    values = [read(text, bound, i) for i, (text, bound) in enumerate(zip(arguments, bounds))]
    result = function(*values)
    outputs = result if isinstance(result, tuple) else (result,)
    return [str(int(output)) for output in outputs]


def read(text, bound, index):
    if not isinstance(text, str):
        raise Refused(f"in[{index}]", "type", "an integer is a string of decimal digits")
    if not is_canonical_integer(text):
        raise Refused(f"in[{index}]", "form", "not the canonical text of an integer")
    value = parse_integer(text, *bound)
    if value is None:
        raise Refused(f"in[{index}]", "range", "outside the parameter's type")
    return value
