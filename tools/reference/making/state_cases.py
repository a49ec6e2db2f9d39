"""vectors/commitment/states.jsonl and several.jsonl: whole states and proofs looked at together (SV-11 to SV-14)."""

import json
from types import SimpleNamespace

from ..canonical import canonical_text
from ..commitment import Refused
from ..log import log_consistency, log_path
from ..proof_files import write_proof
from ..several_proofs import audit_proofs
from ..state_audit import audit
from .commitment_cases import flip, numbered
from .dice import W
from .lines import compact
from .ledger_file_cases import ledger_states
from .margin_file_cases import earlier, edited, lapsed_accounts, lapsed_items, lapsed_source, softened
from .sample_state import (
    BTC, ETH, MOMENT, NOBODY, STAKED, State, account, market_bytes, one_market, one_source, option, parameter_bytes,
    source_of, two_markets, two_sources,
)
from .tree_file_cases import leave_out, retell, told, with_leaf_of
from .venues import VENUES, Chain, altered, bare_message, signed


def state_outcome(lines):
    try:
        audit([line.encode() for line in lines])
    except Refused as refusal:
        return {"refused": refusal.name}
    return {"accepted": True}


class States:
    def __init__(self):
        self.lines = []

    def lines_of(self, note, lines, expected=None, attack=None):
        got = state_outcome(lines)
        assert got.get("refused") == expected, (note, got)
        about = {"note": note, **({"attack": attack} if attack else {})}
        self.lines.append(compact({**about, "lines": lines, "expected": got}))

    def add(self, note, accounts, expected=None, attack=None, sources=None, name="plain", **lie):
        state = State(name, accounts, sources or two_sources(), before=lie.pop("before", 2), **lie)
        self.lines_of(note, state.lines(), expected, attack)


def bent(change):
    """The sample accounts after a change, margined as they then are."""
    accounts = two_markets()
    change(accounts)
    return accounts


def whole_states(made):
    made.add("seven accounts under two managers", two_markets())
    made.add("five salted accounts of a venue with one market, at depth 24", one_market(), sources=one_source(),
             name="deep")
    made.add("the first checkpoint of all", two_markets(), before=0)
    made.add("a witnessed venue", two_markets(), name="witnessed")
    made.add("one account alone", [account("v-security-module", NOBODY, cash=W)], sources=one_source(), name="single",
             assets=[])
    made.add("an account that was closed keeps its index", bent(lambda accounts: accounts.insert(
        3, account("closed", ETH))))
    made.add("an asset that nobody holds any more", two_markets(), assets=[BTC, ETH, STAKED])
    made.add("a market that no account names", [each for each in two_markets() if each.record["manager"] == BTC])
    many = two_markets() + [account(f"lender {n}", ETH, cash=(1000 + n) * W) for n in range(5)]
    made.add("twelve accounts", many, name="witnessed")


def forms(made):
    lines = State("plain", two_markets(), two_sources(), before=1).lines()

    def head(change, at=0):
        value = json.loads(lines[at])
        change(value)
        return [*lines[:at], canonical_text(value), *lines[at + 1 :]]

    made.lines_of("a line that is no JSON", [*lines[:3], "account 2", *lines[4:]], "JSON_Malformed", 11)
    made.lines_of("two values on a line", [*lines[:3], lines[3] + lines[4], *lines[5:]], "JSON_Malformed", 11)
    made.lines_of("a line with a space", [*lines[:3], lines[3] + " ", *lines[4:]], "JSON_WrongForm", 11)
    made.lines_of("version 2", head(lambda v: v.update(ballastState=2)), "JSON_OutOfRange", 11)
    made.lines_of("no attestation", head(lambda v: v.pop("attestation")), "JSON_MissingMember", 11)
    made.lines_of("a member more", head(lambda v: v.update(margin="0"), 4), "JSON_UnknownMember", 11)
    made.lines_of("a name of 65 bytes", head(lambda v: v.update(id="n" * 65), 4), "JSON_OutOfRange", 11)
    made.lines_of("an index in quotes", head(lambda v: v.update(index="3"), 4), "JSON_WrongType", 11)
    made.lines_of("an owner in capitals", head(lambda v: v.update(owner="0x" + "AB" * 20), 4), "JSON_WrongForm", 11)
    made.lines_of("managers that fall", head(lambda v: v["risk"].reverse()), "JSON_WrongForm", 11)
    made.lines_of("a manager twice", head(lambda v: v["risk"].insert(0, v["risk"][0])), "JSON_WrongForm", 11)


def lies(made):
    """What an operator signs, and a whole state gives away."""
    made.lines_of("signed by nobody", altered_signature(), "Checkpoint_OperatorMismatch", 14)
    made.add("another engine", two_markets(), "Checkpoint_WrongEngine", 13, engine=VENUES["deep"].engine)
    time = "Margin_MarketTime"
    made.add("a checkpoint a minute after its prices", two_markets(), time, 21, time=MOMENT + 60)
    old = source_of(market_bytes("ETH", earlier()), parameter_bytes("ETH"))
    made.add("one of two markets is of a day before", [each for each in two_markets() if each.record["manager"] == BTC],
             time, 21, sources={**two_sources(), ETH: old})
    made.add("a set of other numbers than its hash says", two_markets(), "Margin_ParametersForm", 20,
             sources={**two_sources(), BTC: unhashed()})
    made.add("a softer set: the auditor must say which sets it trusts", two_markets(), None, 20,
             sources={**two_sources(), BTC: softened()})
    rows = State("plain", two_markets(), two_sources()).lines()
    made.lines_of("an account left out of the file", rows[:-1], "Audit_Count", 22)
    made.lines_of("an account more", rows + [rows[-1]], "Audit_Count", 7)
    made.add("one account fewer counted than there are", two_markets(), "Audit_Count", 10, count=6)
    made.lines_of("two lines exchanged", [*rows[:3], rows[4], rows[3], *rows[5:]], "Audit_Index", 7)
    made.lines_of("an index twice", [*rows[:4], rows[3], *rows[5:]], "Audit_Index", 7)
    made.add("two accounts of one name", bent(lambda accounts: setattr(accounts[3], "id", "ether")), "Audit_IdTwice", 7)
    made.lines_of("a record with a byte more", edited_line(rows, 3, lambda v: v.update(record=v["record"] + "00")),
                  "Record_TrailingBytes", 11)
    made.lines_of("a manager without a market", without_market(rows), "Audit_UnknownManager", 22)
    form = "Margin_MarketForm"
    made.lines_of("a market without a time", edited_line(rows, 0, lambda v: v["risk"][0]["market"].pop("timestamp")),
                  form, 21)
    made.lines_of("a market with a member more", edited_line(
        rows, 0, lambda v: v["risk"][1]["market"].update(fundingRate="0")), form, 11)
    made.lines_of("a market that is a list", edited_line(rows, 0, lambda v: v["risk"][1].update(market=[])),
                  "JSON_WrongType", 11)
    failing(made)
    conservation(made)
    roots(made, rows)
    custody(made)


def altered_signature():
    state = State("plain", two_markets(), two_sources())
    state.signed = altered(state.signed, lambda v: setattr(v.message, "height", 7))
    return state.lines()


def edited_line(rows, at, change):
    value = json.loads(rows[at])
    change(value)
    return [*rows[:at], canonical_text(value), *rows[at + 1 :]]


def without_market(rows):
    value = json.loads(rows[0])
    del value["risk"][1]
    return [canonical_text(value), *rows[1:]]


def unhashed():
    return SimpleNamespace(**{**vars(two_sources()[BTC]), "parameter_bytes": edited(
        parameter_bytes("BTC"), lambda v: v["params"]["margin"].update(mmFactor=str(7 * W // 10)))})


def failing(made):
    name = "Margin_Failed"
    rows = State("plain", two_markets(), two_sources()).lines()

    def without(listed):
        def change(value):
            market = value["risk"][0]["market"]
            market["expiries"] = [each for each in market["expiries"] if each["expiry"] != listed]
        return change

    expiry = str(option("BTC", 3, 80, 1)[0])
    made.lines_of("an option whose expiry is not listed", edited_line(rows, 0, without(expiry)), name, 22)
    made.add("an option that has expired, which the market lists", lapsed_accounts(), name, 22, items=lapsed_items,
             sources={**two_sources(), BTC: lapsed_source()})
    made.lines_of("a coin without a price", edited_line(rows, 0, lambda v: v["risk"][0]["market"].update(
        collaterals=[each for each in v["risk"][0]["market"]["collaterals"] if each["name"] != "BTC"])), name, 22)


def conservation(made):
    name = "Audit_PositionsNotConserved"

    def changed(note, change, attack=23):
        made.add(note, bent(change), name, attack)

    changed("a long perp without a short", lambda accounts: accounts[3].record.update(perpPosition=0))
    changed("a perp of one unit too much", lambda accounts: accounts[3].record.update(perpPosition=-W // 2 - 1))
    changed("an option bought of nobody", lambda accounts: accounts[2].record.update(options=[]))
    changed("an option of another strike", lambda accounts: accounts[2].record.update(
        options=[(*option("BTC", 3, 160, 1), -W)]))
    changed("a call against a put", lambda accounts: accounts[2].record.update(
        options=[(*option("BTC", 3, 80, 1)[:2], 0, -W)]))
    changed("perps of one market against another's", lambda accounts: (
        accounts[6].record.update(perpPosition=0), accounts[4].record.update(perpPosition=20 * W),
        accounts[3].record.update(perpPosition=-20 * W)))


def roots(made, rows):
    made.lines_of("another owner than in the tree", edited_line(rows, 3, lambda v: v.update(owner="0x" + "00" * 20)),
                  "Audit_StateRoot", 7)
    made.lines_of("another salt than in the tree", edited_line(rows, 3, lambda v: v.update(salt="0x" + "11" * 32)),
                  "Audit_StateRoot", 11)
    made.lines_of("more cash than in the tree", edited_line(rows, 5, lambda v: v.update(
        record=v["record"][:42 + 62] + "ff" + v["record"][42 + 64 :])), "Audit_StateRoot", 19)
    made.add("a leaf doubled in the tree", two_markets(), "Audit_StateRoot", 7,
             trees=lambda tree: with_leaf_of(3, tree.node(0, 2))(tree))
    totals = "Audit_Totals"
    made.add("an unhealthy account is not counted", two_markets(), totals, 26,
             columns={4: lambda sums: (*sums[:2], 0)})
    made.add("a deficit is a little less", two_markets(), totals, 19, columns={6: lambda sums: (0, sums[1] - 1, 1)})
    made.add("equity rounded for the account", two_markets(), totals, 25,
             columns={2: lambda sums: (sums[0] + 1, *sums[1:])})
    made.add("a debt set off against equity", two_markets(), totals, 24, columns={
        6: lambda sums: (0, 0, 1), 2: lambda sums: (sums[0] - 1000 * W - 7, *sums[1:])})
    made.add("totals that the tree does not have", two_markets(), totals, 17, deficit=0)
    made.add("a deficit that fits no column", bent(lambda accounts: setattr(accounts[6], "equity", -10**11 * W)), totals,
             4, columns={6: lambda sums: (0, (1 << 96) - 1, 1)}, netSettledCash=-(10**11) * W)
    made.add("a coin that is not on the list", two_markets(), "Commitment_AssetUnknown", 24, **unlisted_coin())
    made.add("a sum lied about at the top", two_markets(), totals, 1, trees=retell(
        told((3, 0), lambda sums: (sums[0], 0, sums[2]))))
    made.add("equity moved from one leaf to another", two_markets(), "Audit_SolvencyRoot", 19, columns={
        2: lambda sums: (sums[0] + W, *sums[1:]), 3: lambda sums: (sums[0] - W, *sums[1:])})
    less = State("plain", two_markets(), two_sources(), before=2).message.assetTotals
    made.add("fewer coins than the accounts hold", two_markets(), "Audit_AssetTotals", 17,
             assetTotals=[*less[:2], less[2] - W, *less[3:]])
    made.add("less cash owed", two_markets(), "Audit_AssetTotals", 17, assetTotals=[less[0] - W, *less[1:]])
    made.add("an account's coins left out of the asset tree", two_markets(), "Audit_AssetTotals", 17,
             asset_trees=leave_out(5, 3))
    made.add("another asset root", two_markets(), "Audit_AssetRoot", 17, assetRoot=bytes(32))
    risk = "Audit_RiskRoot"

    def items(note, change, attack=20):
        made.add(note, two_markets(), risk, attack, items=change)

    items("an array with another price", lambda some: [*some[:-1], (*some[-1][:2], flip(some[-1][2]))])
    items("an array missing", lambda some: some[:-1])
    items("an array of an option that nobody holds", lambda some: sorted(
        [*some, (3, some[-1][1][:-1] + bytes([1 - some[-1][1][-1]]), some[-1][2])]))
    items("another market than in the file", lambda some: [
        (*some[0][:2], edited(some[0][2], lambda v: v.update(spotPrice="1"))), *some[1:]], 21)
    items("other parameters than in the file", lambda some: [
        *some[:2], (*some[2][:2], parameter_bytes("ETH")), *some[3:]])


def unlisted_coin():
    """The asset tree is of a state without the coin, the list too."""
    poorer = State("plain", bent(lambda accounts: [each.record.update(collaterals=[
        part for part in each.record["collaterals"] if part[0] != ETH]) for each in accounts]), two_sources(), before=2)
    return {"after": {"assets": poorer.assets, "assetRoot": poorer.message.assetRoot,
                      "assetTotals": poorer.message.assetTotals}}


def custody(made):
    made.add("the attestation is another", two_markets(), "Custody_AttestationMismatch", 18, attestation=bytes(32))
    made.add("one custodian speaks twice", two_markets(), "Custody_Unsorted", 18,
             statements=lambda state, message, some: some[:3] + some[2:])
    made.add("a coin is missing", two_markets(), "Solvency_CollateralShort", 18, custody={"short": ETH})
    made.add("cash is missing", two_markets(), "Solvency_CashShort", 18, custody={"surplus": -W - 1})
    made.add("cash that the books do not know", two_markets(), "Solvency_CashSurplus", 18, custody={"surplus": W + 1})
    made.add("the security module cannot pay the deficit", bent(
        lambda accounts: accounts[0].record.update(cash=999 * W)), "Solvency_DeficitAboveSecurityModule", 18)


def state_lines():
    made = States()
    whole_states(made)
    forms(made)
    lies(made)
    ledger_states(made, State("plain", two_markets(), two_sources()).lines(), edited_line)
    return numbered(made.lines)


# Several proofs


class Several:
    def __init__(self):
        self.lines = []

    def add(self, note, files, expected=None, attack=None, venues=("plain",)):
        try:
            audit_proofs(files, [VENUES[name] for name in venues])
            got = {"accepted": True}
        except Refused as refusal:
            got = {"refused": refusal.name}
        assert got.get("refused") == expected, (note, got)
        about = {"note": note, **({"attack": attack} if attack else {})}
        self.lines.append(compact({
            **about, "genesis": list(venues), "files": [data.decode() for data in files], "expected": got}))


def several_lines():
    made = Several()
    plain = State("plain", two_markets(), two_sources())

    def inclusion(state, index):
        return state.file("inclusion", state.inclusion(index))

    made.add("no files", [])
    made.add("all accounts of a state, one by one", [inclusion(plain, index) for index in range(7)])
    made.add("every kind of one state", [
        plain.file("checkpoint", SimpleNamespace()), inclusion(plain, 2),
        plain.file("accounts", plain.accounts_proof([1, 2, 5])), plain.file("emptiness", plain.emptiness(7)),
        plain.file("assets", plain.assets_proof(2)), plain.file("solvency", plain.solvency()),
        plain.file("consistency", plain.consistency(2))])
    made.add("the same file twice", [inclusion(plain, 2)] * 2)
    made.add("a file that is refused by itself", [inclusion(plain, 2), inclusion(plain, 3)[:-1]], "Proof_NotCanonical",
             11)
    forged = altered(plain.inclusion(3), lambda body: setattr(body, "positiveEquity", 1))
    made.add("the first refusal is that of the first file that has one", [
        inclusion(plain, 2), plain.file("inclusion", forged), inclusion(plain, 3)[:-1]],
        "Commitment_SolvencyRootMismatch", 8)
    identities(made, plain, inclusion)
    heads(made, plain, inclusion)
    reused(made)
    return numbered(made.lines)


def identities(made, plain, inclusion):
    richer = State("plain", bent(lambda accounts: accounts[2].record.update(cash=0)), two_sources(), chain=plain.chain)
    made.add("one index and number, and two accounts", [inclusion(plain, 2), inclusion(richer, 2)], "Audit_IndexTwice",
             7)
    made.add("one of them in a proof of several accounts", [
        plain.file("accounts", plain.accounts_proof([1, 2])), inclusion(richer, 2)], "Audit_IndexTwice", 7)
    made.add("one of them in a proof of a margin", [
        plain.file("margin", plain.margin(2)), inclusion(richer, 2)], "Audit_IndexTwice", 7)
    made.add("one of them the security module of a solvency proof", [plain.file("solvency", plain.solvency()), inclusion(
        State("plain", bent(lambda accounts: accounts[0].record.update(cash=60_000 * W)), two_sources(),
              chain=plain.chain), 0)], "Audit_IndexTwice", 7)
    salted = State("deep", one_market(), one_source(), before=2)
    made.add("salted accounts", [inclusion(salted, index) for index in (2, 3, 4)], venues=("deep",))
    twins = one_market()
    twins.insert(4, altered(twins[3], lambda each: None))
    double = State("deep", twins, one_source(), before=2)
    made.add("one leaf at two indices, with its salt: it is shown to two users", [
        inclusion(double, 3), inclusion(double, 4)], "Audit_AccountTwice", 7, ("deep",))
    made.add("both in one proof", [double.file("accounts", double.accounts_proof([3, 4]))], "Audit_AccountTwice", 7,
             ("deep",))
    plain_twins = State("plain", bent(lambda accounts: accounts.append(
        account("v-fees", BTC, cash=1_234 * W + 5))), two_sources())
    made.add("two accounts alike on a venue without salts", [inclusion(plain_twins, 1), inclusion(plain_twins, 7)])


def heads(made, plain, inclusion):
    name = "Audit_CheckpointsContradict"
    other = State("plain", two_markets(), two_sources(), chain=plain.chain, height=5000)
    made.add("two checkpoints of one number", [inclusion(plain, 2), inclusion(other, 3)], name, 16)
    venue, first = plain.venue, plain.venue.genesis.policy
    follower = signed(venue, first, bare_message(venue, first, 6, other.chain.entries))
    made.add("a checkpoint that follows another", [inclusion(plain, 2), plain.file(
        "checkpoint", SimpleNamespace(), follower)], name, 16)
    made.add("a checkpoint that follows another, which comes first", [plain.file(
        "checkpoint", SimpleNamespace(), follower), inclusion(plain, 2)], name, 16)
    made.add("the older one of a consistency file contradicts", [
        inclusion(other, 2), Chained(plain).consistency()], name, 16)
    good = signed(venue, first, bare_message(venue, first, 6, plain.chain.entries))
    made.add("a checkpoint and the next", [inclusion(plain, 2), plain.file("checkpoint", SimpleNamespace(), good)])
    evidence = plain.proof("equivocation", SimpleNamespace(second=other.signed, entry=None))
    made.add("evidence is a contradiction by itself", [write_proof(evidence)], name, 16)
    later = Chain(venue, (), other.chain.entries)
    later.add()
    log = SimpleNamespace(digest=other.digest, path=log_path(later.entries, 5))
    far = later.add()
    evidence = plain.proof("equivocation", SimpleNamespace(second=far, entry=log))
    made.add("evidence by an entry of a later log", [write_proof(evidence)], name, 16)


class Chained:
    """A chain that goes on after a state."""

    def __init__(self, state):
        self.state = state

    def consistency(self):
        chain = Chain(self.state.venue, (), self.state.chain.entries)
        chain.signed = list(self.state.chain.signed)
        newest = chain.add()
        older = self.state.message.number
        size = newest.message.number
        return self.state.file("consistency", SimpleNamespace(**{
            "from": self.state.signed, "consistency": log_consistency(chain.entries[:size], older),
            "inclusion": log_path(chain.entries[:size], older)}), newest)


def reused(made):
    def named(state, message, some):
        return [state.statement(each.asset, each.custodian, each.units, f"{state.venue.genesis.name} {each.source}")
                for each in some]

    plain = State("plain", two_markets(), two_sources())
    other = State("witnessed", two_markets(), two_sources())
    apart = State("witnessed", two_markets(), two_sources(), statements=named)
    files = [state.file("solvency", state.solvency()) for state in (plain, other, apart)]
    made.add("two venues, each with coins of its own", [files[0], files[2]], venues=("plain", "witnessed"))
    made.add("two venues show the same wallets at the same time", files[:2], "Audit_CustodyReused", 18,
             ("plain", "witnessed"))
    made.add("one venue shows its wallets twice", [files[0], files[0]])
    made.add("a file of a venue that the auditor does not know", files[:2], "Checkpoint_WrongContract", 13)
