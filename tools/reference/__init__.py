"""Ballast's reference: the specification in plain Python, made from specs/ alone.

It is slow and obvious on purpose. It decides nothing by itself: every number and
every failure has a rule of specs/ behind it, cited where it is computed.
"""
