"""Reports that come in by the form, many at once, while a master is being built and while the server is killed."""
