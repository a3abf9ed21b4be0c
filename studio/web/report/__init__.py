"""The report form: from a telephone on a bad network to a receipt."""
