"""The guide voice: Khmer and English text as speech, for the demonstration and for timing; never broadcast."""
