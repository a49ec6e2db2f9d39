"""`verify` and `audit` of the reference's command line: a line a file, with the refusal's name (PF-12)."""

from pathlib import Path

from . import log_witness
from .checkpoint_vectors import octets
from .commitment import Refused
from .proof_files import Reader, outcome_of
from .proof_forms import LEVELS
from .state_audit import audit
from .venue import read_venue


def add_commands(commands):
    verify = commands.add_parser("verify", help="check proof files; prints accepted, or the refusal's name")
    verify.add_argument("genesis", metavar="GENESIS", help="the venue's genesis (CP-1), from a source of your own")
    verify.add_argument("files", nargs="+", metavar="FILE", help="proof files")
    verify.add_argument("--memory", metavar="FILE", help="the last checkpoint accepted; it is not replaced")
    verify.add_argument("--extending", metavar="FILE", help="a consistency file from the memory to these")
    verify.add_argument("--now", type=int, metavar="SECONDS", help="the reader's clock")
    verify.add_argument("--maximum-age", type=int, metavar="SECONDS", help="how old a checkpoint may be")
    verify.add_argument("--level", choices=sorted(set(LEVELS.values())), help="what the files must show")
    verify.add_argument("--index", type=int, help="the account's index that is expected")
    verify.add_argument("--owner", metavar="ADDRESS", help="its owner")
    verify.add_argument("--record", metavar="BYTES", help="its record, 0x and hexadecimal digits")
    verify.add_argument("--parameters", action="append", metavar="HASH", help="a parameter set that is trusted")
    witness = commands.add_parser(
        "witness", help="check form, header and proof of a block's witness, without executing it (LA-2 to LA-5)")
    witness.add_argument("files", nargs="+", metavar="FILE", help="witnesses or evidence")
    command = commands.add_parser("audit", help="audit a whole state (SV-12)")
    command.add_argument("file", metavar="STATE", help="a state file (SV-11)")
    command.add_argument("--genesis", metavar="FILE", help="the auditor's own; else that of the file")


def content(name):
    return None if name is None else Path(name).read_bytes()


def run_verify(arguments):
    """The greatest concern of all files: 1 before 2 before 0."""
    statuses = set()
    try:
        reader = Reader(
            read_venue(content(arguments.genesis)), content(arguments.memory), content(arguments.extending),
            arguments.now, arguments.maximum_age, arguments.index, arguments.owner and octets(arguments.owner),
            arguments.record and octets(arguments.record),
            arguments.parameters and list(map(octets, arguments.parameters)))
    except Refused as refusal:
        print(f"cannot begin: {refusal.name}")
        return 2
    for name in arguments.files:
        got = outcome_of(reader, content(name), arguments.level)
        print(f"{name}: {got.get('refused', 'accepted')}")
        statuses.add(got["status"])
    return 1 if 1 in statuses else max(statuses)


def run_audit(arguments):
    lines = content(arguments.file).removesuffix(b"\n").split(b"\n")
    try:
        audit(lines, arguments.genesis and read_venue(content(arguments.genesis)))
    except Refused as refusal:
        print(f"{arguments.file}: {refusal.name}")
        return 1
    print(f"{arguments.file}: accepted")
    return 0


def run_witness(arguments):
    status = 0
    for name in arguments.files:
        try:
            said = log_witness.check(content(name))
        except Refused as refusal:
            print(f"{name}: {refusal.name}")
            status = 1
        else:
            print(f"{name}: block {said['height']}, state root after it 0x{said['stateRoot'].hex()}, "
                  f"{said['transactions']} transactions, {said['entries']} entries proven")
    return status
