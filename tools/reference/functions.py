"""The functions that function files name, by the name and the types in their signature."""

import re
from math import isqrt

from . import arithmetic as a
from . import elementary, pricing
from .arithmetic import Failure
from .document import Refused
from .text import is_canonical_integer, parse_hexadecimal, parse_integer

SIGNATURE = re.compile(r"(\w+)\(([^)]*)\)")


def parse_decimal(lowest, highest):
    """A reader of canonical text (AR-19); files call its refusal InvalidText."""
    def read(text):
        value = parse_integer(text, lowest, highest) if is_canonical_integer(text) else None
        if value is None:
            raise Failure("InvalidText")
        return value

    return read


def parse_hex(from_bits):
    """A reader of the hexadecimal form (AR-20)."""
    def read(text):
        bits = parse_hexadecimal(text)
        if bits is None:
            raise Failure("InvalidText")
        return from_bits(bits)

    return read


def narrow_signed(i, bits):
    if bits == 0 and i != 0:
        raise Failure("SafeCastOverflowedIntDowncast")
    return i if bits == 0 else a.to_int_width(i, bits)


U, I, U2, I2 = "uint256", "int256", "uint256,uint256", "int256,int256"
PRECISE = a.PRECISE

FUNCTIONS = {
    f"add({U2})": lambda x, y: a.uint(x + y),
    f"add({I2})": lambda x, y: a.sint(x + y),
    f"sub({U2})": lambda x, y: a.uint(x - y),
    f"sub({I2})": lambda x, y: a.sint(x - y),
    f"mul({U2})": lambda x, y: a.uint(x * y),
    f"mul({I2})": lambda x, y: a.sint(x * y),
    f"div({U2})": a.floor_div,
    f"div({I2})": a.tz,
    f"rem({U2})": lambda x, y: x - a.floor_div(x, y) * y,
    f"rem({I2})": a.remainder,
    f"neg({I})": lambda x: a.sint(-x),
    f"wrappingAdd({U2})": lambda x, y: a.wrap_uint(x + y),
    f"wrappingAdd({I2})": lambda x, y: a.wrap_int(x + y),
    f"wrappingSub({U2})": lambda x, y: a.wrap_uint(x - y),
    f"wrappingSub({I2})": lambda x, y: a.wrap_int(x - y),
    f"wrappingMul({U2})": lambda x, y: a.wrap_uint(x * y),
    f"wrappingMul({I2})": lambda x, y: a.wrap_int(x * y),
    f"shiftLeft({U},uint16)": lambda x, n: a.wrap_uint(x << n),
    f"shiftLeft({I},uint16)": lambda x, n: a.wrap_int(x << n),
    f"shiftRight({U},uint16)": lambda x, n: x >> n,
    f"shiftRight({I},uint16)": lambda x, n: x >> n,
    f"toInt256({U})": a.to_int,
    f"toUint256({I})": a.to_uint,
    f"toUint128({U})": lambda x: a.to_uint_width(x, 128),
    f"toUint64({U})": lambda x: a.to_uint_width(x, 64),
    f"narrow({U},uint16)": a.to_uint_width,
    f"narrow({I},uint16)": narrow_signed,
    f"multiplyDecimal({U2})": a.umul,
    f"multiplyDecimal({I2})": a.smul,
    f"divideDecimal({U2})": a.udiv,
    f"divideDecimal({I2})": a.sdiv,
    f"multiplyDecimalRound({U2})": a.umul_round,
    f"multiplyDecimalRound({I2})": a.smul_round,
    f"divideDecimalRound({U2})": a.udiv_round,
    f"divideDecimalRound({I2})": a.sdiv_round,
    f"multiplyDecimalRoundPrecise({U2})": lambda x, y: a.umul_round(x, y, PRECISE),
    f"multiplyDecimalRoundPrecise({I2})": lambda x, y: a.smul_round(x, y, PRECISE),
    f"divideDecimalRoundPrecise({U2})": lambda x, y: a.udiv_round(x, y, PRECISE),
    f"divideDecimalRoundPrecise({I2})": lambda x, y: a.sdiv_round(x, y, PRECISE),
    f"decimalToPrecise({U})": a.udecimal_to_precise,
    f"decimalToPrecise({I})": a.sdecimal_to_precise,
    f"preciseToDecimal({U})": a.uprecise_to_decimal,
    f"preciseToDecimal({I})": a.sprecise_to_decimal,
    "powerOfTen(uint8)": lambda n: a.uint(10**n),
    f"convertDecimals({U},uint8,uint8)": a.convert_decimals,
    f"convertDecimalsRoundUp({U},uint8,uint8)":
        lambda x, source, target: a.convert_decimals(x, source, target, round_up=True),
    "parseDecimalUnsigned(string)": parse_decimal(0, a.MAX_UINT256),
    "parseDecimalSigned(string)": parse_decimal(a.MIN_INT256, a.MAX_INT256),
    "parseHexUnsigned(string)": parse_hex(lambda bits: bits),
    "parseHexSigned(string)": parse_hex(a.wrap_int),
    f"toHex({U})": hex,
    f"toHex({I})": lambda x: hex(a.wrap_uint(x)),
    f"ln({I})": elementary.ln,
    f"exp({I})": elementary.exp,
    f"lnPrecise({I})": elementary.ln_precise,
    f"expPrecise({I})": elementary.exp_precise,
    f"isqrt({U})": isqrt,
    f"sqrt({U})": elementary.sqrt_wad,
    f"decPow({I2})": elementary.dec_pow,
    f"stdNormal({I})": elementary.std_normal,
    f"cdf({I})": elementary.cdf,
    "annualise(uint64)": pricing.annualise,
    "black76(uint64,uint64,uint128,uint128,uint128)": pricing.black76,
    f"sviVol({U},{I},{U},{I},{I},{U},{U},uint64)": pricing.svi_vol,
    f"optionIdEncode({U2},bool)": pricing.option_id_encode,
    "optionIdDecode(uint96)": pricing.option_id_decode,
}


def key_of(signature):
    """`add(int256 wad, int256) -> int256` as `add(int256,int256)`."""
    match = SIGNATURE.match(signature) if isinstance(signature, str) else None
    if not match:
        return None
    types = [parameter.split()[0] for parameter in match[2].split(",")]
    return f"{match[1]}({','.join(types)})"


def find_function(signature):
    """The function of a file's signature, and the types of its parameters."""
    key = key_of(signature)
    if key not in FUNCTIONS:
        raise Refused("function", "form", f"there is no function {key}")
    return FUNCTIONS[key], key[key.index("(") + 1:-1].split(",")


def bounds(kind):
    """Least and greatest value of `uint96`, `int256`, `bool`."""
    if kind == "bool":
        return 0, 1
    bits = int(kind.removeprefix("u").removeprefix("int"))
    return (0, 2**bits - 1) if kind[0] == "u" else (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1)


def call(function, types, arguments):
    """The outputs as canonical texts. Raises Failure, or Refused outside the domain (PR-2)."""
    if len(arguments) != len(types):
        raise Refused("in", "missing", f"{len(types)} arguments are expected")
    values = [read(text, kind, i) for i, (text, kind) in enumerate(zip(arguments, types))]
    result = function(*values)
    outputs = result if isinstance(result, tuple) else (result,)
    return [output if isinstance(output, str) else str(int(output)) for output in outputs]


def read(text, kind, index):
    if not isinstance(text, str):
        raise Refused(f"in[{index}]", "type", "a string is expected")
    if kind == "string":
        return text
    if not is_canonical_integer(text):
        raise Refused(f"in[{index}]", "form", "not the canonical text of an integer")
    value = parse_integer(text, *bounds(kind))
    if value is None:
        raise Refused(f"in[{index}]", "range", f"outside {kind}")
    return value
