"""A venue's contracts, with its history of policies entered."""

from types import SimpleNamespace

from .chain import Chain


def deploy(venue, chain=None):
    """The verifier of a genesis, and what its deployment gave."""
    chain, genesis = chain or Chain(), venue.genesis
    return chain.deploy(
        "BallastVerifier", venue.engine, genesis.chainId, genesis.contract, genesis.depth, genesis.securityModule,
        genesis.feeRecipient, genesis.cashTolerance, genesis.attestationWindow, genesis.policy)


def proofs(venue):
    """The contract of proofs of a venue."""
    chain = Chain()
    verifier, _ = deploy(venue, chain)
    contract, outcome = chain.deploy("BallastProofs", verifier.word)
    assert contract, outcome.refused
    return contract


def enter(verifier, venue, changes):
    """Enters changes of the policy; the outcome of each, until one is refused."""
    before = venue.genesis.policy
    for change in changes:
        outcome = verifier.call("rotate", before, change.policy, change.effective, change.signatures)
        yield outcome
        if outcome.refused:
            return
        before = change.policy


def policy_in_force(venue, changes, number):
    """The policy that a caller brings with a checkpoint."""
    policies = [SimpleNamespace(policy=venue.genesis.policy, effective=0), *changes]
    return [each.policy for each in policies if each.effective <= number][-1]
