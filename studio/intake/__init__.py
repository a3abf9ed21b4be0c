"""Reports and recordings come in: CSV, XLSX, forms, clean copies of media."""
