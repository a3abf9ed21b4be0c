"""Khmer ground: words, digits, numbers, spoken forms, syllables, sorting, normal forms."""
