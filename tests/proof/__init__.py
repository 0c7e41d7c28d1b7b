"""Proof that the tests of money would notice: each mutant breaks the code in one place, and its test must fail."""
