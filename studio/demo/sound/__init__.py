"""The demonstration's sound: presenters' takes, field recordings, and a small library of music."""
