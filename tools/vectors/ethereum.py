"""Makes vectors/ethereum: python3 tools/vectors/ethereum.py

Needs packages from PyPI: eth-account==0.14.0 coincurve==21.0.0 (which bring eth-abi, eth-keys and
pycryptodome). The seed is fixed, so that a run reproduces the files byte for byte. Nothing here is
shared with the code under test: hashes are pycryptodome's, typed data eth-account's, encodings
eth-abi's, recovery that of eth-keys in pure Python.
"""

import json
import random
from pathlib import Path

from coincurve import PrivateKey as Coin
from Crypto.Hash import keccak as crypto_keccak
from eth_abi import encode as abi_encode
from eth_account import Account
from eth_account._utils.encode_typed_data.encoding_and_hashing import hash_domain, hash_struct
from eth_account.messages import SignableMessage, encode_typed_data
from eth_keys import KeyAPI
from eth_keys.backends import NativeECCBackend
from eth_utils import ValidationError, to_checksum_address
from hexbytes import HexBytes

OUT = Path(__file__).resolve().parents[2] / "vectors" / "ethereum"
P = 2**256 - 2**32 - 977
N = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
rng = random.Random(712)
keys = KeyAPI(NativeECCBackend())


def keccak(data):
    return crypto_keccak.new(digest_bits=256, data=data).digest()


def hx(data):
    return "0x" + bytes(data).hex()


def word(number):
    return number.to_bytes(32, "big")


def write(name, cases, **head):
    """One case a line: a diff shows what changed."""
    lines = ",\n".join("  " + json.dumps(c, ensure_ascii=False, separators=(", ", ": ")) for c in cases)
    head = "".join(f"{json.dumps(k)}: {json.dumps(v)},\n" for k, v in head.items())
    (OUT / name).write_text("{\n" + head + f'"count": {len(cases)},\n"cases": [\n{lines}\n]\n}}\n', encoding="utf-8")


# Keccak-256


def keccak_vectors():
    cases = [{"data": hx(rng.randbytes(n)), "digest": None} for n in range(301)]
    cases += [{"data": hx(bytes([b]) * n), "digest": None} for n in (135, 136, 137, 271, 272, 273) for b in (0, 1, 128, 255)]
    cases += [{"data": hx(rng.randbytes(n)), "digest": None} for n in (407, 408, 409, 543, 544, 545, 1000, 4096)]
    for c in cases:
        c["digest"] = hx(keccak(bytes.fromhex(c["data"][2:])))
    write("keccak.json", cases, about="Keccak-256 of every length from 0 to 300, and around multiples of the rate of 136")


# Addresses


def address_vectors():
    cases = []
    for i in range(64):
        secret = [1, 2, 3, N - 1, N - 2, 2**255, 2**128][i] if i < 7 else rng.randrange(1, N)
        key = keys.PrivateKey(word(secret))
        public = key.public_key
        cases.append({
            "privateKey": hx(word(secret)), "publicKey": hx(b"\4" + public.to_bytes()),
            "compressed": hx(public.to_compressed_bytes()), "address": public.to_checksum_address(),
        })
    a = cases[0]["address"]
    body = a[2:]
    swap = next(i for i, ch in enumerate(body) if ch.isalpha())
    wrong = body[:swap] + body[swap].swapcase() + body[swap + 1:]
    texts = [("checksum", a, None), ("lower case alone", a.lower(), None), ("upper case alone", "0x" + body.upper(), None),
             ("no letters", "0x" + "12" * 20, None), ("zero", "0x" + "0" * 40, None),
             ("one letter of the wrong case", "0x" + wrong, "AddressInvalidChecksum"),
             ("every letter of the wrong case", "0x" + body.swapcase(), "AddressInvalidChecksum"),
             ("empty", "", "AddressInvalidForm"), ("prefix alone", "0x", "AddressInvalidForm"),
             ("no prefix", body.lower(), "AddressInvalidForm"), ("upper prefix", "0X" + body.lower(), "AddressInvalidForm"),
             ("39 digits", a[:-1].lower(), "AddressInvalidForm"), ("41 digits", a.lower() + "0", "AddressInvalidForm"),
             ("38 digits", a[:-2].lower(), "AddressInvalidForm"), ("42 digits", a.lower() + "00", "AddressInvalidForm"),
             ("a letter that is no digit", a[:-1].lower() + "g", "AddressInvalidForm"),
             ("space before", " " + a[:-1].lower(), "AddressInvalidForm"), ("line end", a[:-1].lower() + "\n", "AddressInvalidForm"),
             ("full-width digit", a[:-3].lower() + "\uff11", "AddressInvalidForm"), ("sign", "0x-" + body[1:].lower(), "AddressInvalidForm")]
    cases += [{"name": n, "text": t, **({"error": e} if e else {"address": to_checksum_address(t)})} for n, t, e in texts]
    write("addresses.json", cases, about="private key to address, and text of addresses with the name of the refusal")


# ABI encoding


def abi_vectors():
    r = rng.randbytes
    address = lambda: hx(r(20))
    rows = [
        (["uint256"], [0]), (["uint256"], [2**256 - 1]), (["int256"], [-1]), (["int256"], [-2**255]), (["int256"], [2**255 - 1]),
        (["int96", "uint64"], [-5, 10**18]), (["bool", "bool"], [True, False]), (["address"], [address()]),
        (["bytes32"], [hx(r(32))]), (["bytes4"], [hx(r(4))]), (["bytes"], ["0x"]), (["bytes"], [hx(r(1))]), (["bytes"], [hx(r(32))]),
        (["bytes"], [hx(r(33))]), (["string"], [""]), (["string"], ["Grüße, 世界 🚀"]), (["uint256[]"], [[]]), (["uint256[]"], [[1, 2, 3]]),
        (["uint256[2]"], [[7, 8]]), (["string[]"], [["a", "", "b" * 40]]), (["string[2]"], [["x", "y"]]), (["bytes[]"], [["0x", hx(r(65))]]),
        (["uint256[2][]"], [[[1, 2], [3, 4]]]), (["uint256[][2]"], [[[1], []]]), (["(uint256,string)"], [[1, "one"]]),
        (["(uint256,(bool,int8))"], [[1, [True, -8]]]), (["(address,bytes)[]"], [[[address(), hx(r(5))], [address(), "0x"]]]),
        (["uint256", "string", "bool", "bytes"], [1, "two", True, hx(r(4))]),
        (["(bytes,uint256,uint64,address[],bytes[])"], [[hx(r(64)), 1700000600, 1700000000, [address(), address()], [hx(r(65)), hx(r(65))]]]),
        (["(bytes,uint256,uint64,address[],bytes[])"], [["0x", 0, 0, [], []]]),
        (["address", "uint256", "int256", "int256", "uint256", "uint256", "bool"], [address(), 39614081257132168796771975168, 10**20, -(10**18), 0, 3, True]),
    ]

    def plain(t, v):
        if t.endswith("]"):
            return [plain(t[: t.rindex("[")], e) for e in v]
        if t.startswith("("):
            return tuple(plain(p, e) for p, e in zip(parts(t[1:-1]), v))
        return bytes.fromhex(v[2:]) if t.startswith("bytes") else v

    def parts(text):
        out, depth, start = [], 0, 0
        for i, ch in enumerate(text):
            depth += (ch == "(") - (ch == ")")
            if ch == "," and depth == 0:
                out.append(text[start:i])
                start = i + 1
        return out + [text[start:]]

    def shown(v):
        return [shown(e) for e in v] if isinstance(v, list) else str(v) if isinstance(v, int) and not isinstance(v, bool) else v

    cases = [{"types": t, "values": shown(v), "encoding": hx(abi_encode(t, [plain(a, b) for a, b in zip(t, v)]))} for t, v in rows]
    write("abi.json", cases, about="abi.encode; integers are decimal text")


# Typed data

TEXTS = ["", "a", "Hello, Bob!", "Grüße", "価格は上がる", "🚀🌕", "line\nbreak\ttab", "quote \" and \\", "e\u0301 is not \u00e9", "x" * 137,
         "\u0000", "العربية", "\U0001f468\u200d\U0001f469\u200d\U0001f467"]
ATOMS = (["string", "bytes", "bool", "address"] + [f"uint{b}" for b in range(8, 257, 8)] + [f"int{b}" for b in range(8, 257, 8)]
         + [f"bytes{n}" for n in range(1, 33)])


def atom(t):
    if t == "string":
        return rng.choice(TEXTS)
    if t == "bytes":
        return hx(rng.randbytes(rng.choice([0, 1, 31, 32, 33, 64, 100])))
    if t == "bool":
        return rng.random() < 0.5
    if t == "address":
        return to_checksum_address(rng.randbytes(20))
    if t.startswith("bytes"):
        return hx(rng.randbytes(int(t[5:])))
    if t.startswith("uint"):
        b = int(t[4:])
        return rng.choice([0, 1, 2**b - 1, rng.randrange(2**b), rng.randrange(2**b)])
    b = int(t[3:])
    return rng.choice([0, -1, -(2 ** (b - 1)), 2 ** (b - 1) - 1, rng.randrange(-(2 ** (b - 1)), 2 ** (b - 1))])


def value(t, types):
    if t.endswith("]"):
        inner, count = t[: t.rindex("[")], t[t.rindex("[") + 1 : -1]
        return [value(inner, types) for _ in range(int(count) if count else rng.choice([0, 1, 2, 3]))]
    if t in types:
        return {m["name"]: value(m["type"], types) for m in types[t]}
    return atom(t)


def member(name, t):
    return {"name": name, "type": t}


def domain():
    full = {"name": rng.choice(["Ballast", "Grüße 🚀", "", "Feed"]), "version": rng.choice(["1", "1.0", "2"]),
            "chainId": rng.choice([1, 957, 2**64, 2**256 - 1]), "verifyingContract": to_checksum_address(rng.randbytes(20)),
            "salt": hx(rng.randbytes(32))}
    return {k: v for k, v in full.items() if rng.random() < 0.7} or {"name": "Ballast"}


FEED = {"FeedData": [member("data", "bytes"), member("deadline", "uint256"), member("timestamp", "uint64")]}
ACTION = {"Action": [member("subaccountId", "uint256"), member("nonce", "uint256"), member("module", "address"), member("data", "bytes"),
                     member("expiry", "uint256"), member("owner", "address"), member("signer", "address")]}
PERMIT = {
    "PermitAllowance": [member("delegate", "address"), member("nonce", "uint256"), member("accountId", "uint256"), member("deadline", "uint256"),
                        member("assetAllowances", "AssetAllowance[]"), member("subIdAllowances", "SubIdAllowance[]")],
    "AssetAllowance": [member("asset", "address"), member("positive", "uint256"), member("negative", "uint256")],
    "SubIdAllowance": [member("asset", "address"), member("subId", "uint256"), member("positive", "uint256"), member("negative", "uint256")],
}
MAIL = {"Person": [member("name", "string"), member("wallets", "address[]")],
        "Group": [member("name", "string"), member("members", "Person[]")],
        "Mail": [member("from", "Person"), member("to", "Person[]"), member("cc", "Group"), member("contents", "string")]}
TREE = {"Tree": [member("label", "string"), member("children", "Tree[]")]}
CYCLE = {"A": [member("b", "B[]"), member("n", "uint256")], "B": [member("a", "A[2][]"), member("z", "C")], "C": [member("ok", "bool")]}
ORDER = {"Zebra": [member("a", "alpha"), member("b", "Beta"), member("c", "_under"), member("d", "$cash"), member("e", "Beta2")],
         "alpha": [member("x", "int8")], "Beta": [member("x", "int16")], "_under": [member("x", "int24")], "$cash": [member("x", "int32")],
         "Beta2": [member("x", "Beta")]}


def contract(name, version="1"):
    return {"name": name, "version": version, "chainId": 957, "verifyingContract": to_checksum_address(rng.randbytes(20))}


def messages():
    w = 10**18
    feeds = [("LyraSpotFeed", ["uint96", "uint64"], [3000 * w, w]), ("LyraSpotDiffFeed", ["int96", "uint64"], [-5 * w, w]),
             ("LyraForwardFeed", ["uint64", "uint256", "uint256", "int96", "uint64"], [1735286400, 0, 0, -(10**16), w]),
             ("LyraVolFeed", ["uint64", "int256", "uint256", "int256", "int256", "uint256", "uint256", "uint64", "uint64"],
              [1735286400, w // 10, w // 5, -(w // 3), w // 50, w // 20, 3000 * w, w // 12, w]),
             ("LyraRateFeed", ["uint64", "int96", "uint64"], [1735286400, 5 * w // 100, w])]
    for name, types, values in feeds:
        for stamp in (1700000000, 1, 2**64 - 1):
            yield f"signed feed of {name}", contract(name), FEED, "FeedData", {
                "data": hx(abi_encode(types, values)), "deadline": min(stamp + 600, 2**256 - 1), "timestamp": stamp}
    for i in range(12):
        yield "signed action", contract("Matching", "1.0"), ACTION, "Action", value("Action", ACTION)
    for i in range(8):
        yield "permit with arrays of structs", {"name": "Lyra", "version": "1", "chainId": 957, "verifyingContract": to_checksum_address(rng.randbytes(20))}, \
            PERMIT, "PermitAllowance", value("PermitAllowance", PERMIT)
    for t in ATOMS:
        types = {"Atom": [member("value", t), member("list", t + "[]"), member("pair", t + "[2]")]}
        yield f"every place of {t}", domain(), types, "Atom", value("Atom", types)
    for i in range(12):
        yield "structs in structs", domain(), MAIL, "Mail", value("Mail", MAIL)
    leaf = {"label": "leaf", "children": []}
    tree = leaf
    for depth in range(9):
        yield f"recursive type, {depth} deep", domain(), TREE, "Tree", tree
        tree = {"label": f"🌲{depth}", "children": [tree, leaf][: 1 + depth % 2]}
    inner = {"b": [], "n": 7}
    yield "types that reach each other", domain(), CYCLE, "A", {"b": [{"a": [[inner, inner], [inner, inner]], "z": {"ok": True}}], "n": 1}
    yield "types that reach each other, from the other side", domain(), CYCLE, "B", {"a": [], "z": {"ok": False}}
    yield "names sorted by their bytes", domain(), ORDER, "Zebra", value("Zebra", ORDER)
    empty = {"Nothing": []}
    yield "a struct without members", domain(), empty, "Nothing", {}
    for fields in range(1, 32):
        full = {"name": "All", "version": "3", "chainId": 5, "verifyingContract": to_checksum_address(b"\x11" * 20), "salt": hx(b"\x22" * 32)}
        yield "each set of domain members", {k: v for i, (k, v) in enumerate(full.items()) if fields >> i & 1}, FEED, "FeedData", \
            {"data": "0x", "deadline": 0, "timestamp": 0}
    for text in TEXTS:
        types = {"Text": [member("text", "string"), member("texts", "string[3]")]}
        yield "Unicode text", domain(), types, "Text", {"text": text, "texts": [text, "", text]}
    for i in range(70):
        types = {}
        for level in range(rng.randrange(1, 5)):
            earlier = list(types)
            members = []
            for k in range(rng.randrange(1, 6)):
                t = rng.choice(earlier) if earlier and rng.random() < 0.35 else rng.choice(ATOMS)
                for _ in range(rng.choice([0, 0, 0, 1, 1, 2])):
                    t += rng.choice(["[]", "[1]", "[2]", "[3]"])
                members.append(member(f"m{k}", t))
            types[f"{rng.choice('QAZ')}S{level}"] = members
        primary = list(types)[-1]
        yield "random types and values", domain(), types, primary, value(primary, types)


def shown(v):
    if isinstance(v, dict):
        return {k: shown(e) for k, e in v.items()}
    if isinstance(v, list):
        return [shown(e) for e in v]
    return v if isinstance(v, (bool, str)) else str(v)


def typed_data_vectors():
    lines = []
    for i, (note, dom, types, primary, message) in enumerate(messages()):
        used = types
        listed = [member(n, t) for n, t in (("name", "string"), ("version", "string"), ("chainId", "uint256"),
                                            ("verifyingContract", "address"), ("salt", "bytes32")) if n in dom]
        full = {"types": {"EIP712Domain": listed, **used}, "primaryType": primary, "domain": dom, "message": message}
        try:
            signable = encode_typed_data(full_message=full)
        except (ValueError, ValidationError):  # its front door wants one type that no other refers to; the hashing below it does not
            signable = SignableMessage(HexBytes(b"\x01"), hash_domain(dom), hash_struct(primary, used, message))
        secret = word(rng.randrange(1, N))
        signed = Account.sign_message(signable, secret)
        digest = keccak(b"\x19" + signable.version + signable.header + signable.body)
        assert digest == signed.message_hash
        lines.append(json.dumps({
            "name": f"{i:03d} {note}", "types": types, "primaryType": primary, "domain": shown(dom), "message": shown(message),
            "domainSeparator": hx(signable.header), "structHash": hx(signable.body), "digest": hx(digest), "privateKey": hx(secret),
            "address": Account.from_key(secret).address, "signature": hx(signed.signature)}, ensure_ascii=False, separators=(",", ":")))
    (OUT / "typed-data.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return len(lines)


def type_hash_vectors():
    def text(primary, types):
        reached, todo = set(), [primary]
        while todo:
            t = todo.pop()
            if t in types and t not in reached:
                reached.add(t)
                todo += [m["type"].split("[")[0] for m in types[t]]
        return "".join(t + "(" + ",".join(m["type"] + " " + m["name"] for m in types[t]) + ")" for t in [primary] + sorted(reached - {primary}))

    full = [member("name", "string"), member("version", "string"), member("chainId", "uint256"), member("verifyingContract", "address")]
    rows = [("EIP712Domain", {"EIP712Domain": full}), ("FeedData", FEED), ("Action", ACTION), ("AssetAllowance", PERMIT),
            ("SubIdAllowance", PERMIT), ("PermitAllowance", PERMIT), ("Mail", MAIL), ("Tree", TREE), ("A", CYCLE), ("B", CYCLE), ("Zebra", ORDER)]
    cases = [{"primaryType": p, "types": t, "text": text(p, t), "typeHash": hx(keccak(text(p, t).encode()))} for p, t in rows]
    write("type-hashes.json", cases, about="encodeType and its hash; for EIP712Domain the type is built in")


def typed_data_refusals():
    ok = {"types": FEED, "primaryType": "FeedData", "domain": {"name": "Ballast"}, "message": {"data": "0x", "deadline": "0", "timestamp": "0"}}
    cases = []

    def case(name, error, **changes):
        cases.append({"name": name, "error": error, **ok, **changes})

    def one(t, v, types=None):
        return {"types": {"T": [member("v", t)], **(types or {})}, "primaryType": "T", "message": {"v": v}}

    for name in ("", "1T", "T T", "T,", "T)", "Té", "\u212a", "uint256", "uint7", "int", "bytes", "bytes33", "address", "string", "bool", "T[]", "x" * 129):
        case(f"struct type named {name[:20]!r}", "TypedDataInvalidTypeName", types={**FEED, name: []})
    for name in ("", "1m", "m m", "m,uint256 n", "m)", "é", "\u212a", "x" * 129):
        case(f"member named {name[:20]!r}", "TypedDataInvalidMemberName", types={"T": [member(name, "bool")]}, primaryType="T", message={})
    case("member twice", "TypedDataDuplicateMember", types={"T": [member("a", "bool"), member("a", "bool")]}, primaryType="T", message={"a": True})
    for t in ("", "uint", "int", "uint0", "uint7", "uint08", "uint264", "int264", "bytes0", "bytes33", "bytes032", "fixed128x18", "Unknown",
              "Unknown[]", "bool[0]", "bool[01]", "bool[-1]", "bool[9999999999]", "bool[", "bool]", "bool[]x", "[]", " bool", "bool ", "bool[ ]", "EIP712Domain"):
        case(f"type {t!r}", "TypedDataUnknownType", **one(t, True))
    case("primary type unknown", "TypedDataUnknownType", primaryType="Other")
    case("primary type is the domain", "TypedDataUnknownType", primaryType="EIP712Domain")
    case("nine dimensions", "TypedDataTooMany", **one("bool" + "[]" * 9, []))
    case("65 types", "TypedDataTooMany", types={**FEED, **{f"T{i}": [] for i in range(64)}})
    case("513 members", "TypedDataTooMany", types={"T": [member(f"m{i}", "bool") for i in range(513)]}, primaryType="T", message={})
    case("listed domain has more", "TypedDataDomainMismatch", types={**FEED, "EIP712Domain": [member("name", "string"), member("version", "string")]})
    case("listed domain in another order", "TypedDataDomainMismatch", domain={"name": "B", "version": "1"},
         types={**FEED, "EIP712Domain": [member("version", "string"), member("name", "string")]})
    case("member without value", "TypedDataMissingMember", message={"data": "0x", "deadline": "0"})
    case("value without member", "TypedDataUnexpectedMember", message={**ok["message"], "extra": "1"})
    case("primary type of equivalent text", "TypedDataUnknownType", types={"K": []}, primaryType="\u212a", message={})
    case("value of an equivalent name", "TypedDataMissingMember", types={"T": [member("K", "bool")]}, primaryType="T", message={"\u212a": True})
    case("message is no struct", "TypedDataWrongKind", message=[])
    for t, v in (("bool", "true"), ("bool", []), ("string", True), ("bytes", True), ("bytes4", []), ("address", True), ("uint8", True), ("int8", []),
                 ("uint8[]", "1"), ("uint8[]", {}), ("FeedData", []), ("FeedData", "x")):
        case(f"{json.dumps(v)} for {t}", "TypedDataWrongKind", **one(t, v, FEED))
    for t in ("FeedData", "string", "bytes", "uint8[]"):
        case(f"null for {t}", "TypedDataWrongKind", **one(t, None, FEED))
    for v in (1.5, 1e3, -0.0):
        case(f"the number {v} for int8", "TypedDataInvalidText", **one("int8", v))
    case("the number 256 for uint8", "TypedDataIntegerOutOfRange", **one("uint8", 256))
    for name, value, error in (("chainId", "-1", "TypedDataIntegerOutOfRange"), ("chainId", "one", "TypedDataInvalidText"), ("chainId", True, "TypedDataWrongKind"),
                               ("verifyingContract", "0x00", "TypedDataInvalidText"), ("salt", "0x00", "TypedDataWrongCount"), ("salt", None, "TypedDataWrongKind")):
        case(f"domain with {name} of {value!r}", error, domain={"name": "Ballast", name: value})
    for t, v in (("bytes", "00"), ("bytes", "0x0"), ("bytes", "0xzz"), ("bytes4", ""), ("address", "0x00"), ("address", "0x" + "aA" * 20),
                 ("uint8", ""), ("uint8", "+1"), ("uint8", "-0"), ("uint8", "01"), ("uint8", "1.0"), ("uint8", "1e3"), ("uint8", " 1"), ("uint8", "0x"),
                 ("int8", "--1"), ("int8", "-0x1"), ("uint256", str(2**256)), ("int256", str(-(2**255) - 1)), ("uint256", "0x1" + "0" * 64), ("uint8", "١")):
        case(f"{v[:24]!r} for {t}", "TypedDataInvalidText", **one(t, v))
    for b in (8, 16, 64, 96, 128, 136, 248):
        case(f"uint{b} one above", "TypedDataIntegerOutOfRange", **one(f"uint{b}", str(2**b)))
        case(f"int{b} one above", "TypedDataIntegerOutOfRange", **one(f"int{b}", str(2 ** (b - 1))))
        case(f"int{b} one below", "TypedDataIntegerOutOfRange", **one(f"int{b}", str(-(2 ** (b - 1)) - 1)))
    case("uint256 negative", "TypedDataIntegerOutOfRange", **one("uint256", "-1"))
    case("int256 one above", "TypedDataIntegerOutOfRange", **one("int256", str(2**255)))
    for t, v in (("bytes4", "0x000000"), ("bytes4", "0x0000000000"), ("bytes32", "0x"), ("bytes32", "0x" + "00" * 33), ("bool[2]", [True]),
                 ("bool[2]", [True] * 3), ("bool[1]", [])):
        case(f"{t} of another count: {json.dumps(v)[:30]}", "TypedDataWrongCount", **one(t, v))
    deep = {"label": "", "children": []}
    for _ in range(16):
        deep = {"label": "", "children": [deep]}
    case("33 structs and arrays deep", "TypedDataTooDeep", types=TREE, primaryType="Tree", message=deep)
    write("typed-data-refused.json", cases, about="typed data that must be refused, with the name of the refusal")


# Signatures


def on_curve(x):
    return pow(x**3 + 7, (P - 1) // 2, P) == 1


def recover(digest, r, s, v):
    try:
        return keys.Signature(vrs=(v - 27, r, s)).recover_public_key_from_msg_hash(digest)
    except Exception:
        return None


def compact(r, s, v):
    return word(r) + word(s) + bytes([v])


def signature_vectors():
    digest = keccak(b"Ballast")
    secret = word(0xB0A7)
    key = Coin(secret)
    made = key.sign_recoverable(digest, hasher=None)
    r, s, v = int.from_bytes(made[:32], "big"), int.from_bytes(made[32:64], "big"), made[64] + 27
    cases = []

    def case(name, signature, error=None, digest=digest):
        row = {"name": name, "digest": hx(digest), "signature": hx(signature)}
        if error:
            row["error"] = error
        else:
            n = int.from_bytes
            public = recover(digest, n(signature[:32], "big"), n(signature[32:64], "big"), signature[64])
            row |= {"publicKey": hx(b"\4" + public.to_bytes()), "address": public.to_checksum_address()}
        cases.append(row)

    case("valid", compact(r, s, v))
    for n in (0, 1, 32, 63, 64, 66, 96, 128, 130, 1000):
        case(f"{n} bytes", (compact(r, s, v) * 16)[:n], "ECDSAInvalidSignatureLength")
    case("64 bytes of EIP-2098", word(r) + word(s | (v - 27) << 255), "ECDSAInvalidSignatureLength")
    half = N // 2
    for name, high in (("the other s of the same signature", N - s), ("half the order and one", half + 1), ("order less one", N - 1),
                       ("order", N), ("order and one", N + 1), ("greatest", 2**256 - 1)):
        case(f"s: {name}", compact(r, high, 55 - v), "ECDSAInvalidSignatureS")
    case("s: half the order", compact(r, half, v))
    case("s: one", compact(r, 1, v))
    for other in [*range(0, 27), *range(29, 36), 127, 128, 154, 155, 255]:
        case(f"v: {other}", compact(r, s, other), "SignatureInvalidV")
    case("v: the other one recovers another key", compact(r, s, 55 - v))
    for name, bad in (("zero", 0), ("order", N), ("order and one", N + 1), ("the field's prime", P), ("greatest", 2**256 - 1)):
        case(f"r: {name}", compact(bad, s, v), "SignatureInvalidR")
    case("s: zero", compact(r, 0, v), "SignatureZeroS")
    case("first the length: everything wrong", bytes(63) + b"\xff", "ECDSAInvalidSignatureLength")
    case("then s: v and r wrong too", compact(0, N, 0), "ECDSAInvalidSignatureS")
    case("then v: r and s zero", compact(0, 0, 0), "SignatureInvalidV")
    case("then r: s zero", compact(0, 0, 27), "SignatureInvalidR")
    case("all zero", bytes(65), "SignatureInvalidV")
    for x in [x for x in range(1, 60) if not on_curve(x)][:6] + [N - 1 - i for i in range(12) if not on_curve(N - 1 - i)][:2]:
        for b in (27, 28):
            case(f"r: {'small' if x < 60 else 'great'} and no point's x", compact(x, s, b), "ECDSAInvalidSignature")
    for x in [x for x in range(1, 20) if on_curve(x)][:4]:
        for b in (27, 28):
            case("r: small and a point's x", compact(x, s, b))
    for k, s2 in ((1, 1), (2, 3), (0xABCDEF, 77)):
        point = keys.PrivateKey(word(k)).public_key.to_bytes()
        case("recovers the point at infinity", compact(int.from_bytes(point[:32], "big") % N, s2, 27 + (point[63] & 1)), "ECDSAInvalidSignature",
             word(s2 * k % N))
    for name, d in (("zero", 0), ("one", 1), ("order less one", N - 1), ("order", N), ("greatest", 2**256 - 1)):
        m = key.sign_recoverable(word(d), hasher=None)
        case(f"digest: {name}", m[:64] + bytes([m[64] + 27]), None, word(d))
    for i in range(64):
        d, k = rng.randbytes(32), Coin(word(rng.randrange(1, N)))
        m = k.sign_recoverable(d, hasher=None)
        case("random", m[:64] + bytes([m[64] + 27]), None, d)
        cases[-1]["privateKey"] = hx(k.secret)
    write("signatures.json", cases, about="65-byte signatures: what they recover, or the name of the refusal", order=hx(word(N)))


def number(n):
    body = n.to_bytes(n.bit_length() // 8 + 1, "big")
    return bytes([2, len(body)]) + body


def der(r, s):
    body = number(r) + number(s)
    return bytes([0x30, len(body)]) + body


def der_vectors():
    digest = keccak(b"Ballast, strictly")
    key = Coin(word(0xDE2))
    public = hx(key.public_key.format(compressed=False))
    other = hx(Coin(word(0xDE3)).public_key.format(compressed=False))
    good = key.sign(digest, hasher=None)
    made = key.sign_recoverable(digest, hasher=None)
    r, s = int.from_bytes(made[:32], "big"), int.from_bytes(made[32:64], "big")
    assert good == der(r, s)
    R, S = number(r), number(s)
    cases = []

    def case(name, data, error=None, public=public, digest=digest):
        cases.append({"name": name, "publicKey": public, "digest": hx(digest), "signature": hx(data), **({"error": error} if error else {})})

    def sequence(body):
        return bytes([0x30, len(body)]) + body

    E = "SignatureInvalidEncoding"
    case("valid", good)
    case("empty", b"", E)
    for n in (1, 2, 3, len(good) // 2, len(good) - 1):
        case(f"first {n} bytes", good[:n], E)
    case("one byte more", good + b"\0", E)
    case("one byte more inside", sequence(R + S + b"\0"), E)
    case("65-byte form", made, E)
    case("sequence's tag is a set's", b"\x31" + good[1:], E)
    case("length in the long form", bytes([0x30, 0x81, len(R + S)]) + R + S, E)
    case("length in the long form with a zero", bytes([0x30, 0x82, 0, len(R + S)]) + R + S, E)
    case("indefinite length", b"\x30\x80" + R + S + b"\0\0", E)
    case("length one more", bytes([0x30, len(R + S) + 1]) + R + S, E)
    case("length one less", bytes([0x30, len(R + S) - 1]) + R + S, E)
    case("r is no integer", sequence(b"\x04" + R[1:] + S), E)
    case("s is no integer", sequence(R + b"\x03" + S[1:]), E)
    case("r alone", sequence(R), E)
    case("r without bytes", sequence(b"\2\0" + S), E)
    case("r with a needless zero", sequence(bytes([2, len(R) - 1]) + b"\0" + R[2:] + S), E)
    case("s with a needless zero", sequence(R + bytes([2, len(S) - 1]) + b"\0" + S[2:]), E)
    case("s with a needless 255", sequence(R + b"\2\2\xff\xff"), E)
    case("third integer", sequence(R + S + b"\2\1\1"), E)
    case("r: zero", der(0, s), "SignatureInvalidR")
    case("r: order", der(N, s), "SignatureInvalidR")
    case("r: 33 bytes", der(2**256 + r, s), "SignatureInvalidR")
    case("r: negative", sequence(bytes([2, 1, 0x81]) + S), "SignatureInvalidR")
    case("s: the other one", der(r, N - s), "ECDSAInvalidSignatureS")
    case("s: half the order and one", der(r, N // 2 + 1), "ECDSAInvalidSignatureS")
    case("s: zero", der(r, 0), "SignatureZeroS")
    case("s: order", der(r, N), "SignatureZeroS")
    case("s: negative", sequence(R + bytes([2, 1, 0x81])), "SignatureZeroS")
    case("another digest", good, "SignatureMismatch", digest=keccak(b"other"))
    case("another key", good, "SignatureMismatch", public=other)
    case("r and s exchanged" if r <= N // 2 else "r one more", der(s, r) if r <= N // 2 else der(r + 1, s), "SignatureMismatch")
    for i in range(32):
        d, k = rng.randbytes(32), Coin(word(rng.randrange(1, N)))
        case("random", k.sign(d, hasher=None), None, hx(k.public_key.format(compressed=False)), d)
    write("signatures-der.json", cases, about="signatures in strict DER, or the name of the refusal; no error: the key made it")


def key_vectors():
    x, y = (int.from_bytes(b, "big") for b in (lambda p: (p[:32], p[32:]))(keys.PrivateKey(word(5)).public_key.to_bytes()))
    off = next(i for i in range(1, 100) if not on_curve(i))
    cases = [{"kind": "private", "name": n, "bytes": hx(b), "error": e} for n, b, e in (
        ("empty", b"", "PrivateKeyInvalidLength"), ("31 bytes", word(1)[1:], "PrivateKeyInvalidLength"), ("33 bytes", b"\0" + word(1), "PrivateKeyInvalidLength"),
        ("zero", word(0), "PrivateKeyOutOfRange"), ("order", word(N), "PrivateKeyOutOfRange"), ("greatest", b"\xff" * 32, "PrivateKeyOutOfRange"))]
    cases += [{"kind": "public", "name": n, "bytes": hx(b), **({"error": e} if e else {})} for n, b, e in (
        ("uncompressed", b"\4" + word(x) + word(y), None), ("compressed", bytes([2 + y % 2]) + word(x), None),
        ("empty", b"", "PublicKeyInvalidLength"), ("infinity", b"\0", "PublicKeyInvalidLength"), ("64 bytes", word(x) + word(y), "PublicKeyInvalidLength"),
        ("66 bytes", b"\4" + word(x) + word(y) + b"\0", "PublicKeyInvalidLength"), ("hybrid, even", b"\6" + word(x) + word(y), "PublicKeyInvalidPrefix"),
        ("hybrid, odd", b"\7" + word(x) + word(y), "PublicKeyInvalidPrefix"), ("33 bytes with 4", b"\4" + word(x), "PublicKeyInvalidPrefix"),
        ("65 bytes with 2", b"\2" + word(x) + word(y), "PublicKeyInvalidPrefix"), ("33 zero bytes", bytes(33), "PublicKeyInvalidPrefix"),
        ("y one more", b"\4" + word(x) + word(y + 1), "PublicKeyNotOnCurve"), ("x of no point", b"\2" + word(off), "PublicKeyNotOnCurve"),
        ("x of the field's prime", b"\2" + word(P), "PublicKeyNotOnCurve"), ("x one above the prime", b"\3" + word(P + 1), "PublicKeyNotOnCurve"),
        ("all 255", b"\4" + b"\xff" * 64, "PublicKeyNotOnCurve"), ("zero and zero", b"\4" + bytes(64), "PublicKeyNotOnCurve"))]
    write("keys.json", cases, about="keys that are refused, with the name of the refusal, and two that are not")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    keccak_vectors()
    address_vectors()
    abi_vectors()
    count = typed_data_vectors()
    type_hash_vectors()
    typed_data_refusals()
    signature_vectors()
    der_vectors()
    key_vectors()
    print(count, "typed-data messages;", sum(f.stat().st_size for f in OUT.iterdir()), "bytes")
