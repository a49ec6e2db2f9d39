"""Many proof files looked at together (SV-13)."""

from .checkpoint import check_checkpoint, contradict
from .commitment import refuse_if
from .proof_files import Reader, account_of, read_proof
from .proof_forms import LEVELS


def audit_proofs(files, venues):
    """The first refusal of a file by itself, then what they say of one another. A file is of the venue that its
    checkpoint names, or of the first."""
    results = []
    for data in files:
        proof = read_proof(data)
        engine = proof.checkpoint.message.engine
        venue = next((each for each in venues if each.engine == engine), venues[0])
        Reader(venue).verify(data)
        results.append((venue, proof))
    check_accounts(results)
    check_checkpoints(results)
    check_custody(results)
    return [LEVELS[proof.kind] for _, proof in results]


def shown_accounts(proof):
    """(index, account) of inclusion proofs that the file has."""
    body = proof.body
    shown = {
        "inclusion": lambda: [body], "accounts": lambda: body.accounts, "margin": lambda: [body.account],
        "solvency": lambda: [body.securityModule, body.feeRecipient]}.get(proof.kind, list)()
    return [(each.index, account_of(each)) for each in shown]


def check_accounts(results):
    shown = [(venue.engine, proof.checkpoint.message.number, index, account)
             for venue, proof in results for index, account in shown_accounts(proof)]
    pairs = [(a, b) for at, a in enumerate(shown) for b in shown[:at] if a[:2] == b[:2]]
    refuse_if(any(a[2] == b[2] and a[3] != b[3] for a, b in pairs), "Audit_IndexTwice")
    refuse_if(any(a[2] != b[2] and same_leaf(a[3], b[3]) for a, b in pairs), "Audit_AccountTwice")


def same_leaf(a, b):
    """One owner, record and salt, the salt being one."""
    return a["salt"] != bytes(32) and all(a[name] == b[name] for name in ("owner", "record", "salt"))


def check_checkpoints(results):
    shown = []
    for venue, proof in results:
        for name in ("from", "second"):
            if hasattr(proof.body, name):
                shown.append((venue, proof, getattr(proof.body, name)))
        shown.append((venue, proof, proof.checkpoint))
    checked = [check_checkpoint(venue, proof.chainId, proof.contract, proof.policyChanges, signed, witnessed=False)
               for venue, proof, signed in shown]
    evidence = any(proof.kind == "equivocation" for _, proof in results)
    refuse_if(evidence or any(a.venue is b.venue and contradict(a, b) for a in checked for b in checked),
              "Audit_CheckpointsContradict")


def check_custody(results):
    engines = {}
    for venue, proof in results:
        for each in proof.body.attestation if proof.kind == "solvency" else []:
            engines.setdefault((each.asset, each.source, each.time), set()).add(venue.engine)
    refuse_if(any(len(each) > 1 for each in engines.values()), "Audit_CustodyReused")
