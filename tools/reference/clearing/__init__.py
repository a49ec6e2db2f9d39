"""The state machine of 15: what a venue knows, and every operation on it.

Written from the specification alone, with plain integers, to check the product by.
"""
