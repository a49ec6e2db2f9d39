"""Files of kind solvency: custody, totals, the venue's own accounts (SV-1 to SV-7, attacks 17 and 18)."""

from ..commitment import EMPTIES
from ..custody import due, statement_digest
from .commitment_cases import flip
from .dice import W
from .sample_state import BTC, ETH, MOMENT, STAKED, State, two_markets, two_sources
from .tree_file_cases import retell, told
from .venues import VENUES, address, altered, sign_as

ROOT, TOTALS = "Commitment_SolvencyRootMismatch", "Commitment_TotalsMismatch"


def solvency_files(files, plain):
    def add(note, state=plain, expected=None, attack=None, change=None):
        body = altered(state.solvency(), change) if change else state.solvency()
        files.add(note, "solvency", state.venue.genesis.name, state.file("solvency", body), expected, attack)

    def made(**lie):
        return State("plain", two_markets(), two_sources(), **lie)

    add("solvent: a venue with lent cash, a deficit and two custodians of cash")
    venue_accounts(add, made)
    openings(add, made)
    custody(add, made, plain)
    totals(add, made, plain)


def venue_accounts(add, made):
    name = "Solvency_VenueAccount"
    add("an account in the security module's place", made(), name, 18,
        lambda b: setattr(b.securityModule, "index", 2))
    add("an account in the fee recipient's place", made(), name, 18, lambda b: setattr(b.feeRecipient, "index", 0))
    add("the venue's accounts exchanged", made(), name, 18, lambda b: b.__dict__.update(
        securityModule=b.feeRecipient, feeRecipient=b.securityModule))
    add("another account under the security module's index", made(), "Commitment_StateRootMismatch", 18,
        lambda b: setattr(b.securityModule, "owner", bytes(20)))
    add("a security module with more cash than it has", made(), "Commitment_StateRootMismatch", 18, lambda b: setattr(
        b.securityModule, "record", b.securityModule.record[:40] + b"\x7f" + b.securityModule.record[41:]))
    add("the fee recipient's path is too short", made(), "Commitment_StatePathLength", 6,
        lambda b: b.feeRecipient.path.pop())


def openings(add, made):
    add("the opening's sums changed", made(), ROOT, 1,
        lambda b: setattr(b.solvencyOpening.left, "positiveEquity", 0))
    add("left and right exchanged", made(), ROOT, 6, lambda b: b.solvencyOpening.__dict__.update(
        left=b.solvencyOpening.right, right=b.solvencyOpening.left))
    add("an opening with a deficit of 2^96", made(), "Commitment_SiblingDeficitOutOfRange", 3,
        lambda b: setattr(b.solvencyOpening.right, "deficit", 1 << 96))
    add("the empty node where accounts are", made(), "Commitment_SolvencySiblingEmpty", 10,
        lambda b: setattr(b.solvencyOpening.right, "hash", EMPTIES[2][1][0]))
    add("equity that wraps at the top", made(), "Commitment_EquityOverflow", 4,
        lambda b: setattr(b.solvencyOpening.left, "positiveEquity", (1 << 128) - 1))
    add("deficits that wrap at the top", made(), "Commitment_DeficitOverflow", 4,
        lambda b: setattr(b.solvencyOpening.left, "deficit", (1 << 96) - 1))
    add("counts that wrap at the top", made(), "Commitment_CountOverflow", 4,
        lambda b: setattr(b.solvencyOpening.left, "belowMaintenance", (1 << 32) - 1))
    add("a top whose sums are less than its children's", made(trees=retell(told((3, 0), lambda s: (s[0] - 1, 0, 0)))),
        TOTALS, 17)
    add("a deficit that was not signed", made(deficit=0), TOTALS, 17)
    few = State("plain", two_markets()[:4], two_sources(), statements=None)
    add("four accounts: the right half is empty", few)
    add("sums in the empty half", few, "Commitment_SolvencySiblingNotEmpty", 10,
        lambda b: setattr(b.solvencyOpening.right, "positiveEquity", 1))
    add("the asset opening's sums changed", made(), "Commitment_AssetRootMismatch", 17,
        lambda b: b.assetOpening.left.sums.__setitem__(2, 0))
    add("a column of the asset opening missing", made(), "Commitment_AssetColumns", 11,
        lambda b: b.assetOpening.right.sums.pop())
    add("units that wrap at the top", made(), "Commitment_AssetOverflow", 4,
        lambda b: b.assetOpening.left.sums.__setitem__(3, (1 << 128) - 1))
    add("units in the empty half", few, "Commitment_AssetSiblingNotEmpty", 10,
        lambda b: b.assetOpening.right.sums.__setitem__(1, 1))
    add("the empty half where accounts are", made(), "Commitment_AssetSiblingEmpty", 10,
        lambda b: setattr(b.assetOpening.right, "hash", made().asset_tree.empties[2][0]))


def custody(add, made, plain):
    """What the operator puts into the attestation that it signs."""
    def attested(note, expected, change, attack=18, **lie):
        add(note, made(statements=change, **lie), expected, attack)

    def resign(each, venue=plain.venue, by=None):
        each.signature = sign_as(by or each.custodian, statement_digest(venue, each))
        return each

    def changed(at, **members):
        """A statement with other members, signed by its custodian."""
        def change(state, message, statements):
            made = altered(statements, lambda some: some[at].__dict__.update(members))
            resign(made[at])
            return made
        return change

    def many(state, message, statements):
        short = altered(statements[0], lambda each: setattr(each, "source", "w"))
        return [short] * 1025

    attested("1,025 statements", "Custody_TooMany", many)
    attested("a statement without a source", "Custody_Source", changed(1, source=""))
    attested("a source of 257 bytes", "Custody_Source", changed(1, source="é" * 128 + "x"))
    attested("a source of 256 bytes, of all kinds", None, changed(1, source='"\\\u0007\u007f€' + "é" * 124), None)
    mismatch = "Custody_AttestationMismatch"
    add("a statement left out", plain, mismatch, 18, lambda b: b.attestation.pop())
    add("a statement more", plain, mismatch, 18, lambda b: b.attestation.append(b.attestation[0]))
    add("other units than were attested", plain, mismatch, 18,
        lambda b: setattr(b.attestation[2], "units", b.attestation[2].units + 1))
    add("no attestation", plain, mismatch, 18, lambda b: b.attestation.clear())
    add("another hash signed", made(attestation=flip(plain.message.attestation)), mismatch, 18)
    attested("statements that fall", "Custody_Unsorted", lambda state, message, some: some[::-1])
    attested("a statement twice: an asset counted twice", "Custody_Unsorted",
             lambda state, message, some: some[:3] + some[2:])
    other = VENUES["witnessed"]
    attested("made for another venue", "Custody_WrongEngine", changed(2, engine=other.engine), 13)
    attested("made for another venue, and said to be for this one", "Custody_SignatureMismatch",
             lambda state, message, some: altered(some, lambda made: setattr(
                 made[2], "signature", sign_as(made[2].custodian, other.digest("Custody", vars(made[2]))))), 13)
    attested("an asset that is on no list", "Custody_UnknownAsset", lambda state, message, some: some + [
        state.statement(STAKED, address("custodian 2"), W, "wallet")])
    attested("a custodian of another asset", "Custody_UnknownCustodian", lambda state, message, some: some[:2] + [
        state.statement(BTC, address("custodian 2"), some[2].units, "wallet")] + some[3:])
    attested("a stranger", "Custody_UnknownCustodian", lambda state, message, some: sorted(
        [*some, state.statement(ETH, address("stranger"), W, "my wallet")],
        key=lambda each: (each.asset, each.custodian)))
    window = "Custody_TimeOutOfWindow"
    attested("just not too old", None, changed(2, time=MOMENT - 3600), None)
    attested("a second too old", window, changed(2, time=MOMENT - 3601))
    attested("a second after the checkpoint", window, changed(2, time=MOMENT + 1))
    attested("of the beginning of time", window, changed(2, time=0))
    attested("signed by a stranger", "Custody_SignatureMismatch", lambda state, message, some: some[:2] + [
        state.statement(BTC, some[2].custodian, some[2].units, "wallet", key=address("stranger"))] + some[3:])
    attested("signed by the operator", "Custody_SignatureMismatch", lambda state, message, some: some[:2] + [
        state.statement(BTC, some[2].custodian, some[2].units, "wallet", key=address("operator"))] + some[3:])
    attested("units raised after the signature", "Custody_SignatureMismatch", lambda state, message, some: altered(
        some, lambda made: setattr(made[2], "units", made[2].units + W)))
    attested("v of 0", "SignatureInvalidV", lambda state, message, some: altered(some, lambda made: setattr(
        made[0], "signature", made[0].signature[:64] + b"\0")), 14)
    attested("one wallet, attested by two custodians", "Custody_SourceTwice", lambda state, message, some: [
        some[0], resign(altered(some[1], lambda each: setattr(each, "source", some[0].source))), *some[2:]])
    attested("one source of two assets", None, lambda state, message, some: [
        *some[:2], *(resign(altered(each, lambda e: setattr(e, "source", some[0].source))) for each in some[2:4]),
        *some[4:]], None)


def totals(add, made, plain):
    owed = due(plain.message)
    add("a unit of the first coin is missing", made(custody={"short": BTC}), "Solvency_CollateralShort", 18)
    add("a unit of the last coin is missing", made(custody={"short": ETH}), "Solvency_CollateralShort", 18)
    add("nobody attests a coin", made(statements=lambda state, message, some: some[:3]), "Solvency_CollateralShort",
        18)
    add("more coins than are owed", made(statements=lambda state, message, some: some[:2] + [
        state.statement(BTC, some[2].custodian, some[2].units * 2, "vault")] + some[3:]))
    add("cash short by the tolerance", made(custody={"surplus": -W}))
    add("cash short by one more", made(custody={"surplus": -W - 1}), "Solvency_CashShort", 18)
    add("no cash at all", made(statements=lambda state, message, some: some[2:]), "Solvency_CashShort", 18)
    add("a surplus of the tolerance", made(custody={"surplus": W}))
    add("a surplus of one more: the books do not describe custody", made(custody={"surplus": W + 1}),
        "Solvency_CashSurplus", 18)
    add("coins cover no cash", made(custody={"surplus": -owed}, statements=lambda state, message, some: [
        *some[:2], state.statement(BTC, some[2].custodian, some[2].units + owed, "vault"), *some[3:]]),
        "Solvency_CashShort", 18)

    def poor(cash):
        accounts = two_markets()
        accounts[0].record["cash"] = cash
        return accounts

    deficit = plain.message.deficit
    sources = two_sources()
    add("the security module has just the deficit", State("plain", poor(deficit), sources))
    add("the security module has less than the deficit", State("plain", poor(deficit - 1), sources),
        "Solvency_DeficitAboveSecurityModule", 18)
    in_debt = poor(-W)
    in_debt[0].record["collaterals"] = [(ETH, W)]
    add("a security module in debt, that is rich in coins", State("plain", in_debt, sources),
        "Solvency_DeficitAboveSecurityModule", 18)
    add("settlements have burned more than is owed: nothing is due", State(
        "plain", two_markets(), sources, netSettledCash=owed + 10**30, statements=lambda state, message, some: some[2:]),
        "Solvency_CashSurplus", 18)


def owed_cash_files(files, plain):
    """The security module's cash, as far as it is its own."""
    def add(note, unsettled, expected=None, attack=None):
        accounts = two_markets()
        accounts[0].record["unsettledPerpCash"] = unsettled
        state = State("plain", accounts, two_sources())
        files.add(note, "solvency", "plain", state.file("solvency", state.solvency()), expected, attack)

    deficit, cash = plain.message.deficit, 50_000 * W
    add("the security module's cash is owed to others, but for the deficit", deficit - cash)
    add("the security module's cash is owed to others, but for less than the deficit", deficit - 1 - cash,
        "Solvency_DeficitAboveSecurityModule", 18)
    add("a deficit of the security module's own, below its cash", -70_000 * W, "Solvency_DeficitAboveSecurityModule", 18)
