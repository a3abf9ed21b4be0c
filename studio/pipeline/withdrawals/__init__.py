"""Withdrawals: what somebody takes back leaves everything that is out, to come or kept."""
