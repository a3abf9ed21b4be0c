"""The archive site: static pages in Khmer and in English, what they look like, what they say."""
