"""The switches of corrected mode (CL-56), by their names in files, from bit 0."""

from ..commitment import refuse_if

NAMES = (
    "capsOfMovedAssets", "closureWithoutJudgement", "closureTracked", "donationsWhileSolvent", "sizeBeforeTrade",
    "feesAcrossManagers", "flatPerpsPassedOver", "interestWithoutLenders", "interestOfShortTimes",
    "deltasWithoutInterest", "marginsWithInterest", "exactCash", "feesReadWhenDue", "fundingByReadings",
    "wholeBorrowingBan", "auctionsWhilePaused", "conversionAfterEnd", "securityModuleInDebt",
)
LASTING = {"exactCash", "fundingByReadings"}  # in all versions of a venue's rules or in none (LG-19)


def read_rules(names):
    """A set of switches of which each name is known and comes once."""
    names = list(names)
    refuse_if(any(name not in NAMES for name in names) or len(set(names)) != len(names), "Reference_UnknownCorrection")
    return frozenset(names)


def bits(rules):
    """As one integer (LG-6)."""
    return sum(1 << NAMES.index(name) for name in rules)


def rules_of_bits(value):
    refuse_if(value >> len(NAMES), "Ledger_UnsoundState")
    return frozenset(name for place, name in enumerate(NAMES) if value >> place & 1)
