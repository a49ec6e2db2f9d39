"""The contracts that check commitments on chain, and what holds them to the vectors."""
