"""The worked examples of documents 11 to 13, as those documents print them."""

from .canonical import canonical_text
from .checkpoint import checkpoint_digest
from .custody import due, held, statement_digest
from .document import encode
from .log import log_consistency, log_root
from .making.dice import W
from .making.sample_state import BTC, NOBODY, State, account, source
from .making.venues import CASH, key
from .proof_files import Reader
from .proof_forms import CHECKPOINT, GENESIS
from .risk_items import array_key, array_prices, risk_array
from .typed_data import encode_type, hash_struct
from .venue import policy_hash

CALL = (1774598400, 80000 * W, 1)
WRAP = 96


def example():
    """A venue of one market at depth 2 with four accounts, at its first checkpoint."""
    accounts = [
        account("v-security-module", NOBODY, cash=1_000 * W), account("v-fees", NOBODY, cash=10 * W),
        account("seller", NOBODY, cash=-20_000 * W, collaterals=[(BTC, W)], options=[(*CALL, -W)]),
        account("buyer", NOBODY, cash=30_000 * W, options=[(*CALL, W)])]
    return State("example", accounts, {NOBODY: source("BTC")}, before=0)


def hexadecimal(data):
    return "0x" + data.hex()


def rows(pairs):
    return "\n".join(f"| {name} | `{value}` |" for name, value in pairs)


def wrapped(text):
    return "\n".join(text[at : at + WRAP] for at in range(0, len(text), WRAP))


def checkpoint_section():
    state = example()
    venue, message = state.venue, state.message
    entries = [number.to_bytes(32, "big") for number in range(5)]
    roots = [(f"log of {size}", hexadecimal(log_root(entries[:size]))) for size in range(6)]
    proof = "\n".join(hexadecimal(each) for each in log_consistency(entries, 3))
    facts = [
        ("type of the policy", encode_type("SignerPolicy")),
        ("policy hash", hexadecimal(policy_hash(venue.genesis.policy))),
        ("engine id", hexadecimal(venue.engine)),
        ("domain separator", hexadecimal(venue.separator)),
        ("type of the checkpoint", encode_type("Checkpoint")),
        ("its `hashStruct`", hexadecimal(hash_struct("Checkpoint", message))),
        ("digest", hexadecimal(checkpoint_digest(venue, message))),
        ("signature", hexadecimal(state.signed.signature))]
    return f"""A venue at depth 2, whose operator has the private key `{hexadecimal(key("operator").to_bytes(32, "big"))}`. Its genesis in canonical form:

```
{canonical_text(encode(GENESIS, venue.genesis))}
```

Its first checkpoint, over the four accounts of the examples of 12 and 13, in canonical form:

```
{canonical_text(encode(CHECKPOINT, message))}
```

| | value |
|---|---|
{rows(facts)}

Logs whose entry `i` is `i` in 32 bytes:

| | root |
|---|---|
{rows(roots)}

The proof that the log of 3 is the beginning of the log of 5:

```
{proof}
```
"""


def solvency_section():
    state = example()
    chosen, market = source("BTC").chosen, source("BTC").market
    array = risk_array(chosen, market, CALL)
    prices = array_prices(chosen, market, CALL)
    message = state.message
    statements = [(f"statement {at}", hexadecimal(statement_digest(state.venue, each)))
                  for at, each in enumerate(state.statements)]
    owed, lent = message.assetTotals[:2]
    sums = [
        ("cash owed", owed), ("`feesAccrued`", message.feesAccrued), ("cash lent", lent),
        ("`netSettledCash`", message.netSettledCash), ("`pendingWithdrawals`", message.pendingWithdrawals),
        ("`due`", due(message)), ("stable tokens held", held(state.statements, CASH)),
        ("`BTC` owed to accounts", message.assetTotals[2]), ("`BTC` held", held(state.statements, BTC)),
        ("`deficit`", message.deficit), ("the security module's cash", state.accounts[0].record["cash"])]
    said = "\n".join(
        f"| {at} | `{hexadecimal(each.asset)}` | `{hexadecimal(each.custodian)}` | {each.units} | {each.time} | "
        f"{each.source} |" for at, each in enumerate(state.statements))
    margins = "\n".join(
        f"| {index} | {each.id} | {result.initialMargin} | {result.maintenanceMargin} | {result.markToMarket} | "
        f"{result.worstScenarioMaintenance} |"
        for index, (each, result) in enumerate(zip(state.accounts, state.margins)))
    return f"""The venue of 11, section 8: account 0 is the security module with 1,000 in cash, account 1 the recipient of fees with 10; account 2, the seller, holds cash of −20,000, one `BTC` and −1 call of 80,000 at 1774598400; account 3, the buyer, cash of 30,000 and the call. The market is that of BTC at 1770240788 on `vectors/market/market-tape-2026.json` (MB-4), the set `derive-pmrm2-mainnet-btc` in version 1.

| statement | asset | custodian | units | time | source |
|---|---|---|---|---|---|
{said}

| | value |
|---|---|
{rows([*statements, ("attestation hash", hexadecimal(message.attestation))])}

| | units, wad |
|---|---|
{rows(sums)}

`due` is held to the unit, the coin too, and there is no deficit: the venue is solvent.

| account | | `initialMargin` | `maintenanceMargin` | `markToMarket` | worst scenario |
|---|---|---|---|---|---|
{margins}

The call's risk array has {len(prices) - 3} scenarios; its mark is {prices[0]}, basis up {prices[1]}, basis down {prices[2]}, scenario 0 {prices[3]}, the last scenario {prices[-1]}. Its key is

```
{wrapped(array_key(NOBODY, CALL).hex())}
```

and its {len(array)} bytes are

```
{wrapped(array.hex())}
```

The risk root over market, parameters and this array is `{hexadecimal(message.riskRoot)}`.
"""


def file_section():
    state = example()
    data = state.file("inclusion", state.inclusion(2))
    Reader(state.venue).verify(data)
    return f"""The inclusion of account 2, the seller, in the checkpoint of 11, section 8: {len(data)} bytes, of which the last is byte 10.

```
{data.decode()}```
"""


SECTIONS = {
    "11-checkpoints.md": checkpoint_section, "12-solvency.md": solvency_section, "13-proof-files.md": file_section}


def check(folder):
    """Every example stands in its document as it is computed."""
    for name, section in SECTIONS.items():
        assert section() in (folder / name).read_text(encoding="utf-8"), name
    return len(SECTIONS)
