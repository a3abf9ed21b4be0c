"""What lasts: SQLModel tables, one file per family, and the values that cross rooms."""
