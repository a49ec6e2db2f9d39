"""Calls of the contracts in an EVM, compared with the vectors."""
