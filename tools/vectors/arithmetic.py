#!/usr/bin/env python3
"""Makes vectors/arithmetic/*.json: exact integer arithmetic by Python's unbounded integers.

    tools/vectors/arithmetic.py           writes the files and the manifest
    tools/vectors/arithmetic.py --check   writes nothing; fails where a file differs by a byte, and holds
                                          the reference to the vectors that an EVM computed (vectors/evm)

The seed is fixed, so that the files are the same byte for byte on every machine.
"""

import json
import random
import sys
from functools import partial
from pathlib import Path

import reference as R
from reference import INT_MAX, INT_MIN, UINT_MAX, WAD, Revert

ROOT = Path(__file__).resolve().parents[2]
OUTPUT = ROOT / "vectors" / "arithmetic"
SEED = 20261121

EDGES = sorted(
    {0, 1, 2, 3, 9, 10, 11, WAD - 1, WAD, WAD + 1, R.PRECISE}
    | {2**n + d for n in (63, 64, 65, 127, 128, 129, 191, 192, 254, 255, 256) for d in (-1, 0, 1)}
    | {UINT_MAX // WAD + d for d in (-1, 0, 1)}
    | {INT_MAX // WAD + d for d in (-1, 0, 1)}
)
UNSIGNED_EDGES = [n for n in EDGES if n <= UINT_MAX]
SIGNED_EDGES = sorted({s * n for n in EDGES for s in (1, -1) if INT_MIN <= s * n <= INT_MAX})


class Source:
    """Random values of mixed widths from a seed of its own for each function."""

    def __init__(self, name):
        self.random = random.Random(SEED + sum(ord(letter) * 257**i for i, letter in enumerate(name)))

    def below(self, bound):
        return self.random.getrandbits(bound.bit_length() + 64) % bound

    def unsigned(self, bits=256):
        """A value of a random width, sometimes a run of ones so that carries travel far."""
        width = 1 + self.below(bits)
        value = self.random.getrandbits(width)
        shape = self.below(8)
        if shape == 0:
            value = 2**width - 1 - (value >> (width * 3 // 4))
        elif shape == 1:
            value = value >> (width // 2) << (width // 2)
        return value | 1 << (width - 1)

    def signed(self, bits=255):
        value = self.unsigned(bits)
        return -value if self.below(2) else value


def pairs(name, edges, draw, count=400, step=1):
    """Every pair of edges (or every step-th), and random pairs."""
    source = Source(name)
    everything = [(a, b) for a in edges for b in edges]
    return everything[::step] + [(draw(source), draw(source)) for _ in range(count)]


def unsigned_pairs(name):
    """Boundaries, independent widths, and pairs near the limits of a sum and of a product."""
    source = Source(name + "/limits")
    cases = pairs(name, UNSIGNED_EDGES, Source.unsigned, step=7)
    for _ in range(150):
        a = source.unsigned()
        near = source.below(3) - 1
        for b in (UINT_MAX - a + near, UINT_MAX // a + near, UINT_MAX // (a * WAD) + near, a + near):
            if 0 <= b <= UINT_MAX:
                cases.append((a, b))
    return cases


def signed_pairs(name):
    source = Source(name + "/limits")
    cases = pairs(name, SIGNED_EDGES, Source.signed, step=23)
    for _ in range(150):
        a, sign = source.signed(), 1 - 2 * source.below(2)
        near = source.below(3) - 1
        for b in ((INT_MAX if sign > 0 else INT_MIN) - a + near, sign * (2**255 // abs(a)) + near,
                  sign * (2**255 // (abs(a) * WAD)) + near, sign * a + near):
            if INT_MIN <= b <= INT_MAX:
                cases.append((a, b))
    return cases


def wad_pairs(pick, scale):
    """The pairs of `pick`, and products and quotients whose last digit decides the rounding."""
    def cases(name):
        source = Source(name + "/digits")
        result = pick(name)
        for _ in range(200):
            a = source.unsigned(120) if pick is unsigned_pairs else source.signed(120)
            b = source.unsigned(60)
            result += [(a, b), (a * scale // b if b else a, b), (5 * scale // 10 + source.below(21) - 10, a or 1)]
        return [pair for pair in result if fits(pick, pair)]
    return cases


def fits(pick, pair):
    low, high = (0, UINT_MAX) if pick is unsigned_pairs else (INT_MIN, INT_MAX)
    return all(low <= value <= high for value in pair)


def unsigned_singles(name, count=400):
    source = Source(name)
    return [(a,) for a in UNSIGNED_EDGES] + [(source.unsigned(),) for _ in range(count)]


def signed_singles(name, count=400):
    source = Source(name)
    return [(a,) for a in SIGNED_EDGES] + [(source.signed(),) for _ in range(count)]


def digit_singles(pick):
    """The singles of `pick`, and every last two digits before a cut at 10^9, with both signs."""
    def cases(name):
        extra = [(n * 10**7 + d,) for n in range(200) for d in (0, 10**7 - 1)]
        if pick is signed_singles:
            extra += [(-n,) for (n,) in extra]
        return pick(name) + extra
    return cases


def shift_cases(edges, draw, low, high):
    def cases(name):
        source = Source(name)
        counts = list(range(301)) + [511, 512, 1000, 65535]
        result = [(draw(source), n) for n in counts]
        result += [(value, n) for value in (low, high, 1) for n in (0, 1, 127, 128, 129, 254, 255, 256, 257)]
        return result + [(source.unsigned(200), n) for n in (63, 64, 65, 191, 192, 193)]
    return cases


def narrow_cases(is_signed):
    def cases(name):
        source, result = Source(name), []
        for bits in (0, 1, 2, 8, 16, 32, 63, 64, 65, 96, 127, 128, 129, 192, 255, 256, 257, 300, 65535):
            limit = 2 ** (bits - 1 if is_signed and bits else bits) if bits < 257 else 0
            near = {limit + d for d in (-2, -1, 0, 1)} | {0, 1, source.unsigned(max(1, min(bits, 255)))}
            if is_signed:
                near |= {-n for n in near}
            low, high = (INT_MIN, INT_MAX) if is_signed else (0, UINT_MAX)
            result += [(n, bits) for n in sorted(near | {low, high}) if low <= n <= high]
        return result
    return cases


def decimal_cases(name):
    source, result = Source(name), []
    for n in list(range(20)) + [36, 59, 60, 77, 78, 79, 237]:
        for source_decimals, target in ((18, 18 + n), (18 + n, 18), (max(0, 18 - n), 18), (18, max(0, 18 - n))):
            unit = 10 ** min(n, 76)
            for amount in {0, 1, unit - 1, unit, unit + 1, source.unsigned(), source.unsigned(90)}:
                result.append((amount, source_decimals, target))
    result += [(0, 0, 255), (0, 255, 0), (1, 0, 255), (UINT_MAX, 255, 0), (UINT_MAX, 6, 6), (UINT_MAX, 1, 0)]
    return sorted(set(result), key=lambda case: (case[1], case[2], case[0]))


def root_cases(name):
    source, result = Source(name), []
    for bits in range(257):
        result += [(2**bits + d,) for d in (-1, 0, 1) if 0 <= 2**bits + d <= UINT_MAX]
    for bits in range(1, 129):
        root = source.random.getrandbits(bits) | 1 << (bits - 1)
        result += [(root**2 + d,) for d in (-1, 0, 1)] + [(min(root**2 + 2 * root, UINT_MAX),)]
    return result


def exponent_boundaries():
    """Arguments on both sides of every (n + 1/2) ln 2, where k changes, and of the two bounds."""
    ln_two_60 = 693147180559945309417232121458176568075500134360255254120680
    result = []
    for n in range(-62, 197):
        boundary = (2 * n + 1) * ln_two_60 // (2 * 10**42)
        result += [boundary + d for d in (-1, 0, 1, 2)]
    bounds = [R.EXP_UNDERFLOW, R.EXP_OVERFLOW, -41446531673892822313]
    return result + [b + d for b in bounds for d in (-1, 0, 1)]


def exp_cases(name):
    source = Source(name)
    singles = list(range(-20, 21)) + SIGNED_EDGES + exponent_boundaries()
    # Large results show every digit of the approximation, so that a coefficient one off is seen.
    large = [100 * WAD + source.below(R.EXP_OVERFLOW - 100 * WAD) for _ in range(2000)]
    return [(x,) for x in singles + [source.signed(67) for _ in range(600)] + large]


def exp_precise_cases(name):
    near = [x * 10**9 + d for (x,) in exp_cases(name)[::4] for d in (-1, 0, 1, 10**9 - 1, 1 - 10**9)]
    return [(x,) for x in near if INT_MIN <= x <= INT_MAX]


def ln_cases(name):
    source = Source(name)
    powers = [2**n + d for n in range(256) for d in (-1, 0, 1)]
    singles = powers + [WAD + d for d in range(-50, 51)] + [-1, INT_MIN] + [source.unsigned(255) for _ in range(600)]
    return [(x,) for x in singles if x <= INT_MAX]


def ln_precise_cases(name):
    near = [x * 10**9 + d for (x,) in ln_cases(name)[::5] for d in (-1, 0, 1, 10**9 - 1)]
    return [(x,) for x in near + [-(10**9), 1 - 10**9, INT_MIN] if INT_MIN <= x <= INT_MAX]


def cdf_cases(name):
    source = Source(name)
    switch = 130438178253327725388 * 5**18 // 2**46
    centres = [0, WAD, switch, 37 * WAD, 7 * WAD, 9178708641 * 10**9]
    near = [s * (c + d) for c in centres for d in range(-6, 7) for s in (1, -1)]
    tail = [s * (7 * WAD + source.below(3 * WAD)) for s in (1, -1) for _ in range(150)]
    wide = [source.signed(70) for _ in range(400)] + SIGNED_EDGES
    return [(x,) for x in near + tail + wide]


def density_cases(name):
    root = R.integer_root(2 * INT_MAX)
    near = [(s * (root + d),) for s in (1, -1) for d in range(-3, 4)]
    return cdf_cases(name) + near


def power_cases(name):
    source = Source(name)
    result = [(a, b) for a in (0, -1, 1, WAD - 1, WAD, WAD + 1, INT_MAX, INT_MIN) for b in SIGNED_EDGES[::6]]
    return result + [(source.unsigned(100), source.signed(62)) for _ in range(400)]


UINT_TEXTS = [str(n) for n in EDGES if n >= 0] + [str(UINT_MAX + d) for d in (0, 1, 10)]
BAD_DECIMALS = [
    "", " ", " 1", "1 ", "+1", "00", "01", "007", "0x1", "1e3", "1.0", "1_000", "1,000", "--1", "-", "-0", "-00",
    "-01", "- 1", "1-", "a", "1a", "\u0661", "\uff11", "1\u0000", "\u00a01", "1\n", "\t1", "/", ":", "1/", "1:",
    "0" * 78, "0" * 79, "9" * 77, "9" * 78, "9" * 79, "1" + "0" * 77, "1" + "0" * 78, "-" + "9" * 77,
]


def decimal_text_cases(is_signed):
    def cases(name):
        source = Source(name)
        texts = UINT_TEXTS + BAD_DECIMALS + ["1" + "0" * n for n in range(80)] + ["9" * n for n in range(1, 80)]
        texts += ["-" + text for text in texts]
        texts += [str(source.signed()) for _ in range(200)] + [str(source.unsigned()) for _ in range(200)]
        texts += [str(INT_MIN + d) for d in (-1, 0, 1)] if is_signed else []
        return [(text,) for text in dict.fromkeys(texts)]
    return cases


def hex_text_cases(name):
    source = Source(name)
    values = EDGES + [source.unsigned() for _ in range(150)]
    texts = ["%#x" % n for n in values] + ["0x%064x" % n for n in values] + ["0x%X" % n for n in values]
    texts += ["", "0", "x", "0x", "0X1", "1x0", "0x0", "0x00", "0x" + "0" * 64, "0x" + "0" * 65, "0x" + "f" * 64]
    texts += ["0x" + "f" * 65, "f" * 64, "0xg", "0x/", "0x:", "0x@", "0xG", "0x`", "0x-1", "-0x1", " 0x1", "0x1 ",
              "0x 1", "0x_1", "0x1\u0000", "0x\u0661", "00x1", "0x0x1", "0x1.", "0xDeadBeef"]
    return [(text,) for text in dict.fromkeys(texts)]


def both(name, function_unsigned, function_signed, unsigned_cases, signed_cases, arity):
    """The unsigned and the signed form of a function under one name."""
    for kind, function, cases in (("uint256", function_unsigned, unsigned_cases),
                                  ("int256", function_signed, signed_cases)):
        parameters = ", ".join([kind] * arity)
        yield f"{name}({parameters}) -> {kind}", function, cases


def functions():
    u, s = R.unsigned, R.signed
    two = (unsigned_pairs, signed_pairs, 2)
    yield from both("add", lambda a, b: u(a + b), lambda a, b: s(a + b), *two)
    yield from both("sub", lambda a, b: u(a - b), lambda a, b: s(a - b), *two)
    yield from both("mul", lambda a, b: u(a * b), lambda a, b: s(a * b), *two)
    yield from both("div", lambda a, b: u(R.toward_zero(a, b)), lambda a, b: s(R.toward_zero(a, b)), *two)
    yield from both("rem", R.remainder, R.remainder, *two)
    yield "neg(int256) -> int256", lambda a: s(-a), signed_singles
    wu, ws = R.wrap_unsigned, R.wrap_signed
    yield from both("wrappingAdd", lambda a, b: wu(a + b), lambda a, b: ws(a + b), *two)
    yield from both("wrappingSub", lambda a, b: wu(a - b), lambda a, b: ws(a - b), *two)
    yield from both("wrappingMul", lambda a, b: wu(a * b), lambda a, b: ws(a * b), *two)
    unsigned_shifts = shift_cases(UNSIGNED_EDGES, Source.unsigned, 2**255, UINT_MAX)
    signed_shifts = shift_cases(SIGNED_EDGES, Source.signed, INT_MIN, INT_MAX)
    yield "shiftLeft(uint256, uint16) -> uint256", lambda a, n: wu(a << n), unsigned_shifts
    yield "shiftLeft(int256, uint16) -> int256", lambda a, n: ws(a << n), signed_shifts
    yield "shiftRight(uint256, uint16) -> uint256", lambda a, n: a >> n, unsigned_shifts
    yield "shiftRight(int256, uint16) -> int256", lambda a, n: a >> n, signed_shifts
    yield "toUint256(int256) -> uint256", R.to_uint256, signed_singles
    yield "toInt256(uint256) -> int256", R.to_int256, unsigned_singles
    yield "toUint128(uint256) -> uint128", lambda a: R.narrow_unsigned(a, 128), unsigned_singles
    yield "toUint64(uint256) -> uint64", lambda a: R.narrow_unsigned(a, 64), unsigned_singles
    yield "narrow(uint256, uint16 bits) -> uint256", R.narrow_unsigned, narrow_cases(False)
    yield "narrow(int256, uint16 bits) -> int256", R.narrow_signed, narrow_cases(True)
    for suffix, multiply, divide, unit in (
            ("Decimal", R.multiply_decimal, R.divide_decimal, WAD),
            ("DecimalRound", R.multiply_round, R.divide_round, WAD),
            ("DecimalRoundPrecise", R.multiply_round, R.divide_round, R.PRECISE)):
        wads = (wad_pairs(unsigned_pairs, unit), wad_pairs(signed_pairs, unit), 2)
        yield from both("multiply" + suffix, partial(multiply, u, unit=unit), partial(multiply, s, unit=unit), *wads)
        yield from both("divide" + suffix, partial(divide, u, unit=unit), partial(divide, s, unit=unit), *wads)
    one = (digit_singles(unsigned_singles), digit_singles(signed_singles), 1)
    yield from both("decimalToPrecise", partial(R.decimal_to_precise, u), partial(R.decimal_to_precise, s), *one)
    yield from both("preciseToDecimal", partial(R.precise_to_decimal, u), partial(R.precise_to_decimal, s), *one)
    yield "powerOfTen(uint8) -> uint256", R.power_of_ten, lambda name: [(n,) for n in range(256)]
    parameters = "(uint256 amount, uint8 from, uint8 to) -> uint256"
    yield "convertDecimals" + parameters, R.convert_decimals, decimal_cases
    yield "convertDecimalsRoundUp" + parameters, R.convert_decimals_round_up, decimal_cases
    yield "isqrt(uint256) -> uint256", R.integer_root, root_cases
    yield "sqrt(uint256 wad) -> uint256 wad", R.root_wad, root_cases
    yield "exp(int256 wad) -> uint256 wad", R.exp, exp_cases
    yield "ln(int256 wad) -> int256 wad", R.ln, ln_cases
    yield "expPrecise(int256 precise) -> uint256 precise", R.exp_precise, exp_precise_cases
    yield "lnPrecise(int256 precise) -> int256 precise", R.ln_precise, ln_precise_cases
    yield "decPow(int256 base wad, int256 exponent wad) -> uint256 wad", R.dec_pow, power_cases
    yield "cdf(int256 wad) -> uint256 wad", R.cdf, cdf_cases
    yield "stdNormal(int256 wad) -> uint256 wad", R.std_normal, density_cases
    yield "parseDecimalUnsigned(string) -> uint256", R.parse_decimal_unsigned, decimal_text_cases(False)
    yield "parseDecimalSigned(string) -> int256", R.parse_decimal_signed, decimal_text_cases(True)
    yield "parseHexUnsigned(string) -> uint256", R.parse_hex_unsigned, hex_text_cases
    yield "parseHexSigned(string) -> int256", R.parse_hex_signed, hex_text_cases
    yield "toHex(uint256) -> string", R.to_hex, unsigned_singles
    yield "toHex(int256) -> string", R.to_hex, signed_singles


def file_name(function):
    """`multiplyDecimal(int256, int256) -> int256` is kept in `multiply-decimal-signed.json`."""
    name, rest = function.split("(", 1)
    words = "".join("-" + letter.lower() if letter.isupper() else letter for letter in name)
    forms = [f for f, _, _ in functions() if f.startswith(name + "(")]
    if len(forms) > 1:
        words += "-unsigned" if rest.startswith("uint") else "-signed"
    return words + ".json"


def run(function, arguments):
    try:
        return {"in": [str(a) for a in arguments], "out": [str(function(*arguments))]}
    except Revert as refusal:
        return {"in": [str(a) for a in arguments], "revert": refusal.args[0]}


def document(signature, cases):
    lines = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    return '{\n"function": %s,\n"cases": [\n%s\n]\n}\n' % (json.dumps(signature), lines)


def make():
    files, counts = {}, {}
    for signature, function, cases in functions():
        results = [run(function, arguments) for arguments in dict.fromkeys(cases(signature))]
        name = file_name(signature)
        assert name not in files, name
        files[name] = document(signature, results)
        counts[name] = {"function": signature, "cases": len(results), "reverts": sum("revert" in r for r in results)}
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(counts[name])}" for name in sorted(counts))
    total = sum(entry["cases"] for entry in counts.values())
    files["manifest.json"] = '{\n"seed": %d,\n"total": %d,\n"files": {\n%s\n}\n}\n' % (SEED, total, lines)
    return files, total


def check_reference():
    """Holds the reference to what an EVM computed; returns the number of cases."""
    count = 0
    for path, function in (
            ("exp", R.exp), ("ln", R.ln), ("sqrt", R.root_wad), ("std-normal-cdf", R.cdf), ("dec-pow", R.dec_pow),
            ("multiply-decimal-signed", partial(R.multiply_decimal, R.signed)),
            ("divide-decimal-signed", partial(R.divide_decimal, R.signed))):
        for case in json.loads((ROOT / "vectors/evm" / (path + ".json")).read_text())["cases"]:
            found = run(function, [int(text) for text in case["in"]])
            if found != case:
                sys.exit(f"{path}: an EVM says {case}, the reference says {found}")
            count += 1
    return count


def main():
    files, total = make()
    if sys.argv[1:] == ["--check"]:
        print(f"the reference agrees with an EVM on {check_reference()} cases")
        present = {path.name for path in OUTPUT.glob("*.json")}
        wrong = [name for name in sorted(files) if name not in present
                 or (OUTPUT / name).read_text() != files[name]] + sorted(present - set(files))
        if wrong:
            sys.exit("differ from what this script makes: " + " ".join(wrong))
        print(f"{len(files) - 1} files, {total} cases: as made")
    elif len(sys.argv) > 1:
        sys.exit(__doc__)
    else:
        OUTPUT.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (OUTPUT / name).write_text(text)
        print(f"{len(files) - 1} files, {total} cases written to {OUTPUT}")


if __name__ == "__main__":
    main()
