"""Sound: decode, meter, cue sheet, mix, encode, tag."""
