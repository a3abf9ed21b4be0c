"""Words: templates, languages, reading time, the community as speaker of record, print."""
