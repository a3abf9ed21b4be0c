"""What is said to a person: one sentence and one mend per fault code, by room."""
