"""Search in the browser: words of titles, descriptions and transcripts in small static files."""
