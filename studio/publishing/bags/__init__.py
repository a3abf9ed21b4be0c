"""Bags: what is kept of an edition for those who come later, as BagIt 1.0 has it."""
