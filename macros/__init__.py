"""Tokki: the handbook that is computed from the contract."""
