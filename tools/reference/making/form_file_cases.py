"""Files that cannot be checked, because they are not proof files in their one spelling (PF-1 to PF-8)."""

import json

from ..canonical import canonical


def spelled(data, change):
    """The file after a change of its plain value, in canonical form."""
    value = json.loads(data)
    change(value)
    return canonical(value) + b"\n"


def form_files(files, plain):
    inclusion = plain.file("inclusion", plain.inclusion(2))
    whole = {kind: plain.file(kind, body) for kind, body in (
        ("inclusion", plain.inclusion(2)), ("accounts", plain.accounts_proof([1, 2])),
        ("emptiness", plain.emptiness(7)), ("assets", plain.assets_proof(2)), ("solvency", plain.solvency()),
        ("margin", plain.margin(3)), ("consistency", plain.consistency(2)))}

    def add(note, data, expected, attack=11, kind="inclusion", **options):
        files.add(note, kind, "plain", data, expected, attack, status=2, **options)

    text(add, inclusion)
    members(add, whole)
    values(add, whole)
    spelling(add, inclusion, whole)


def text(add, inclusion):
    name = "Proof_Malformed"
    add("a byte above 8 MiB", inclusion, "Proof_TooLarge", fill=((8 << 20) + 1 - len(inclusion), " "))
    add("8 MiB, most of it spaces", inclusion, "Proof_NotCanonical", fill=((8 << 20) - len(inclusion), " "))
    add("above 8 MiB and no JSON", b"", "Proof_TooLarge", fill=((8 << 20) + 1, "x"))
    add("nothing", b"", name)
    add("a line end", b"\n", name)
    add("no JSON", b"proof", name)
    add("cut short", inclusion[:-2], name)
    add("a file after the file", inclusion + inclusion, name)
    add("a byte order mark", "\ufeff".encode() + inclusion, name)
    add("a comment", b"// proof\n" + inclusion, name)
    add("a comma more", inclusion[:-2] + b",}\n", name)
    add("quotes of the other kind", inclusion.replace(b'"', b"'"), name)
    add("a number with a leading zero", inclusion.replace(b'"ballastProof":1', b'"ballastProof":01'), name)
    add("not a number", inclusion.replace(b'"ballastProof":1', b'"ballastProof":NaN'), name)
    add("a member twice", inclusion.replace(b'"ballastProof":1', b'"ballastProof":1,"ballastProof":1'), name)
    add("a line end inside a string", inclusion.replace(b'"inclusion"', b'"inclu\nsion"'), name)
    add("lists forty deep", b"[" * 40 + b"]" * 40 + b"\n", name)
    add("a list", b"[]\n", "Proof_WrongForm")
    add("a text", b'"proof"\n', "Proof_WrongForm")
    add("null", b"null\n", "Proof_WrongForm")
    add("an empty object", b"{}\n", "Proof_WrongForm")


def members(add, whole):
    inclusion, form = whole["inclusion"], "Proof_WrongForm"
    version, kind = "Proof_UnknownVersion", "Proof_UnknownKind"
    for number in (0, 2, -1, 1 << 70):
        add(f"version {number}", spelled(inclusion, lambda v: v.update(ballastProof=number)), version)
    add("version 2 of a kind that is unknown, with other members", b'{"ballastProof":2,"kind":"other"}\n', version)
    add("version 1.5", inclusion.replace(b'"ballastProof":1', b'"ballastProof":1.5'), version)
    add("a version in quotes", spelled(inclusion, lambda v: v.update(ballastProof="1")), form)
    add("no version", spelled(inclusion, lambda v: v.pop("ballastProof")), form)
    add("version true", spelled(inclusion, lambda v: v.update(ballastProof=True)), form)
    add("an unknown kind", spelled(inclusion, lambda v: v.update(kind="exclusion")), kind)
    add("a kind in capitals", spelled(inclusion, lambda v: v.update(kind="Inclusion")), kind)
    add("an unknown kind and no version", spelled(inclusion, lambda v: (v.pop("ballastProof"), v.update(kind=""))),
        kind)
    add("a kind that is no text", spelled(inclusion, lambda v: v.update(kind=1)), form)
    add("no kind", spelled(inclusion, lambda v: v.pop("kind")), form)
    add("a body of another kind", spelled(inclusion, lambda v: v.update(kind="emptiness")), form)
    for name in ("chainId", "contract", "checkpoint", "policyChanges", "body"):
        add(f"no {name}", spelled(inclusion, lambda v: v.pop(name)), form)
    add("a member more", spelled(inclusion, lambda v: v.update(comment="")), form)
    add("a leaf's hash supplied", spelled(inclusion, lambda v: v["body"].update(stateLeaf="0x" + "00" * 32)), form, 8)
    add("a path beside accounts", spelled(whole["accounts"], lambda v: v["body"].update(
        path=[])), form, kind="accounts")
    for kind_name, data in whole.items():
        for name in sorted(json.loads(data)["body"]):
            add(f"{kind_name} without {name}", spelled(data, lambda v: v["body"].pop(name)), form, kind=kind_name)
        add(f"{kind_name} with a member more", spelled(data, lambda v: v["body"].update(verdict="accepted")), form,
            kind=kind_name)
    for name in sorted(json.loads(inclusion)["checkpoint"]["message"]):
        add(f"a checkpoint without {name}", spelled(inclusion, lambda v: v["checkpoint"]["message"].pop(name)), form)


def values(add, whole):
    inclusion, form = whole["inclusion"], "Proof_WrongForm"

    def body(note, kind="inclusion", attack=11, **given):
        add(note, spelled(whole[kind], lambda v: v["body"].update(given)), form, attack, kind)

    def message(note, **given):
        add(note, spelled(inclusion, lambda v: v["checkpoint"]["message"].update(given)), form)

    body("an index as a number", index=2)
    body("an index of 2^32", attack=6, index=str(1 << 32))
    body("an index below zero", attack=6, index="-1")
    body("an index with a leading zero", index="02")
    body("an index in hexadecimal", index="0x2")
    body("an index with a plus", index="+2")
    body("an empty index", index="")
    body("equity of 2^128", attack=3, positiveEquity=str(1 << 128))
    body("equity below zero", attack=3, positiveEquity="-1")
    body("a deficit of 2^128", attack=3, deficit=str(1 << 128))
    body("a count of 2^32", attack=4, belowMaintenance=str(1 << 32))
    body("an owner in capitals", owner="0x" + "AB" * 20)
    body("an owner of 19 bytes", owner="0x" + "00" * 19)
    body("a salt of 31 bytes", salt="0x" + "00" * 31)
    body("a record with an odd digit", record="0x010")
    body("a record without 0x", record="01")
    body("a record of 88,186 bytes", record="0x" + "00" * 88186)
    body("33 siblings", path=json.loads(inclusion)["body"]["path"] * 11)
    body("null for the path", path=None)
    body("a sibling's hash of 8 bytes", attack=11, path=[
        {**each, "state": each["state"][:18]} for each in json.loads(inclusion)["body"]["path"]])
    body("worst scenario in quotes", "margin", claimed={**json.loads(whole["margin"])["body"]["claimed"],
                                                        "worstScenario": "6"})
    body("a margin of 2^255", "margin", 19, claimed={**json.loads(whole["margin"])["body"]["claimed"],
                                                     "initialMargin": str(1 << 255)})
    market = json.loads(whole["margin"])["body"]["market"]
    body("a risk item of kind 4", "margin", 20, market={**market, "kind": 4})
    body("a risk item of kind 0", "margin", 20, market={**market, "kind": 0})
    body("a path of 21 nodes under the risk root", "margin", 20, market={**market, "path": market["path"][:1] * 21})
    body("an index of a risk item in quotes", "margin", 20, market={**market, "index": "0"})
    message("a depth in quotes", depth="3")
    message("a depth of 256", depth=256)
    message("a number of 2^64", number=str(1 << 64))
    message("a deficit of 2^96", deficit=str(1 << 96))
    message("cash settled of 2^127", netSettledCash=str(1 << 127))
    message("a total below zero", assetTotals=["-1", "0", "0", "0"])
    message("an asset of 32 bytes", assets=["0x" + "00" * 32])
    add("a signature of 64 bytes", spelled(inclusion, lambda v: v["checkpoint"].update(
        signature=v["checkpoint"]["signature"][:-2])), form, 14)
    add("a signature of 66 bytes", spelled(inclusion, lambda v: v["checkpoint"].update(
        signature=v["checkpoint"]["signature"] + "00")), form, 14)
    lone = {"witness": "0x" + "00" * 20, "time": "0", "role": 1, "signature": "0x" + "00" * 65}
    add("65 cosignatures", spelled(inclusion, lambda v: v["checkpoint"].update(cosignatures=[lone] * 65)), form, 14)
    empty = {"policy": {"version": "0", "operator": "0x" + "00" * 20, "witnesses": [], "threshold": 0,
                        "rotationThreshold": 0, "custodians": []}, "effective": "0", "signatures": []}
    add("1,001 changes of policy", spelled(inclusion, lambda v: v.update(policyChanges=[empty] * 1001)), form, 14)
    entry = {"signer": "0x" + "00" * 20, "signature": "0x" + "00" * 65}
    add("66 signatures of a change", spelled(inclusion, lambda v: v.update(
        policyChanges=[{**empty, "signatures": [entry] * 66}])), form, 14)
    add("a chain of 257 bits", spelled(inclusion, lambda v: v.update(chainId=str(1 << 256))), form, 13)
    add("minus zero", inclusion.replace(b'"depth":3', b'"depth":-0'), form)
    add("a depth of 3.0", inclusion.replace(b'"depth":3', b'"depth":3.0'), form)
    add("a depth of 3e0", inclusion.replace(b'"depth":3', b'"depth":3e0'), form)


def spelling(add, inclusion, whole):
    name = "Proof_NotCanonical"
    value = json.loads(inclusion)
    add("no line end", inclusion[:-1], name)
    add("two line ends", inclusion + b"\n", name)
    add("a line end of two bytes", inclusion[:-1] + b"\r\n", name)
    add("a space in front", b" " + inclusion, name)
    add("a space after a comma", inclusion.replace(b",", b", ", 1), name)
    add("spread over lines", (json.dumps(value, indent=1) + "\n").encode(), name)
    reverse = dict(sorted(value.items(), reverse=True))
    add("members in another order", json.dumps(reverse, separators=(",", ":")).encode() + b"\n", name)
    add("a letter escaped", inclusion.replace(b'"inclusion"', b'"\\u0069nclusion"'), name)
    add("a slash escaped", whole["solvency"].replace(b"wallet 0", b"wallet\\/0"), name, kind="solvency")
    add("an escape in capitals", whole["solvency"].replace(b"wallet 0", b"\\u001F0"), name, kind="solvency")
    add("the short escape of a line end", whole["solvency"].replace(b"wallet 0", b"wallet\\n0"), name, kind="solvency")
