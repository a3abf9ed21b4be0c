"""The corridor: the stages in order and the ledger of what is already made."""
