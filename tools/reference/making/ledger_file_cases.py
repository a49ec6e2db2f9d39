"""Proof files and whole states of a ledger's block (CM-27, LG-22, SV-10 to SV-12)."""

from types import SimpleNamespace

from ..commitment import encode_record
from .commitment_cases import flip
from .dice import W
from .ledger_state import ETH_OPTION, FAR, LedgerState, ledger_accounts
from .venues import altered


def ledger_files(files, plain):
    state = LedgerState()

    def add(note, kind, body, expected=None, attack=None):
        files.add(f"of a ledger: {note}", kind, "plain", state.file(kind, body), expected, attack)

    add("a checkpoint", "checkpoint", SimpleNamespace())
    for index in range(len(state.accounts)):
        add(f"account {index}", "inclusion", state.inclusion(index))
        add(f"account {index} in the totals", "assets", state.assets_proof(index))
    add("no account after the last", "emptiness", state.emptiness(6))
    add("several accounts", "accounts", state.accounts_proof([0, 2, 4]))
    add("solvency", "solvency", state.solvency())

    def bent(note, expected, attack, change, index=3):
        add(note, "inclusion", altered(state.inclusion(index), change), expected, attack)

    def record(**members):
        return encode_record({**state.accounts[3].record, **members})

    perps = state.accounts[3].record["perps"]
    for note, data, name in (
            ("a record of version 3", b"\3" + record()[1:], "Record_UnknownVersion"),
            ("the record of a book", encode_record(plain.accounts[3].record), "Commitment_StateRootMismatch"),
            ("a byte after the record", record() + b"\0", "Record_TrailingBytes"),
            ("a record cut short", record()[:-1], "Record_Truncated"),
            ("perps that fall", record(perps=perps[::-1]), "Record_PerpsUnsorted"),
            ("a perp twice", record(perps=perps[:1] * 2), "Record_PerpsUnsorted"),
            ("a perp of nothing", record(perps=[(perps[0][0], 0, 0)]), "Record_ZeroPerp"),
            ("129 perps", record(perps=[(n.to_bytes(20, "big"), 1, 0) for n in range(129)]), "Record_TooManyPerps"),
            ("641 options", record(options=[(bytes(20), n, 0, 0, 1) for n in range(641)]), "Record_TooManyOptions"),
            ("an option left out", record(options=state.accounts[3].record["options"][:1]),
             "Commitment_StateRootMismatch"),
            ("a perp left out", record(perps=perps[:1]), "Commitment_StateRootMismatch")):
        bent(note, name, 11, lambda b, data=data: setattr(b, "record", data))
    bent("more unsettled cash", "Commitment_StateRootMismatch", 11, lambda b: setattr(
        b, "record", record(perps=[perps[0], (*perps[1][:2], 2 * W)])))
    bent("another owner", "Commitment_StateRootMismatch", 7, lambda b: setattr(b, "owner", flip(b.owner)))
    bent("not below maintenance", "Commitment_SolvencyRootMismatch", 26, lambda b: setattr(b, "belowMaintenance", 0))
    margin = plain.margin(3)
    margin.account = state.inclusion(3)
    add("a margin, which has no file", "margin", margin, "Margin_OfLedger")
    margin = altered(margin, lambda b: setattr(b.account, "belowMaintenance", 0))
    add("a margin of another leaf", "margin", margin, "Commitment_SolvencyRootMismatch", 19)


def ledger_states(made, book_rows, edited_line):
    def add(note, expected=None, attack=None, change=None, **lie):
        accounts = ledger_accounts()
        if change:
            change(accounts)
        made.lines_of(f"of a ledger: {note}", LedgerState(accounts, **lie).lines(), expected, attack)

    def put(index, **members):
        return lambda accounts: accounts[index].record.update(members)

    add("six accounts over two markets")
    add("the first checkpoint of all", before=0)
    add("an option whose positions do not sum to zero", "Audit_PositionsNotConserved", 23, put(
        3, options=ledger_accounts()[3].record["options"][:1]))
    add("an expired option that settlement has taken from one side", None, 23, put(
        5, options=[(ETH_OPTION, FAR - 31 * 86_400, W, 1, W)]))
    add("a perp that was closed and paid on one side", None, 23, put(4, perps=[]))
    add("a risk root that is not the empty one", "Audit_RiskRoot", 20, riskRoot=bytes(32))
    rows = LedgerState().lines()
    made.lines_of("of a ledger: other equity than signed", edited_line(
        rows, 3, lambda v: v.update(positiveEquity="1")), "Audit_Totals", 19)
    made.lines_of("of a ledger: equity moved from one account to another", edited_line(
        edited_line(rows, 1, lambda v: v.update(positiveEquity=str(50_001 * W))), 2,
        lambda v: v.update(positiveEquity=str(1_233 * W))), "Audit_SolvencyRoot", 19)
    made.lines_of("of a ledger: equity and a deficit", edited_line(
        rows, 3, lambda v: v.update(deficit="1")), "Commitment_LeafEquityAndDeficit", 2)
    made.lines_of("of a ledger: a count of 2", edited_line(
        rows, 3, lambda v: v.update(belowMaintenance="2")), "Commitment_LeafCountOutOfRange", 4)
    made.lines_of("of a ledger: without columns", edited_line(
        rows, 3, lambda v: v.pop("deficit")), "JSON_MissingMember", 11)
    made.lines_of("of a ledger: a column of 129 bits", edited_line(
        rows, 3, lambda v: v.update(deficit=str(1 << 128))), "JSON_OutOfRange", 11)
    made.lines_of("of a ledger: a market", edited_line(
        rows, 0, lambda v: v["risk"].append({"manager": "0x" + "00" * 20, "market": {}, "parameters": {}})),
        "JSON_WrongForm", 11)
    made.lines_of("of a ledger: a record of a book", edited_line(
        rows, 6, lambda v: v.update(record="0x01" + "00" * 120)), "Audit_RecordVersion", 11)
    made.lines_of("a record of a ledger", edited_line(
        book_rows, 3, lambda v: v.update(record="0x02" + "00" * 58)), "Audit_RecordVersion", 11)
