"""Sentences of audio: recordings, cue sheets, masters."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

AGAIN = N_("Ask for the file again, or record it again as WAV, MP3, M4A, OGG, FLAC or AMR.")
LISTEN = N_("Listen to it before it is aired.")
REPAIR = N_("Tell the people who maintain Studio, with this message.")
PLACES = N_("Build the rundown again.")

RECORDINGS: dict[str, Sentence] = {
    "audio.not-a-file": Sentence(N_("{where} is not there, or is not a file."), N_("Check the path.")),
    "audio.empty": Sentence(N_("{where} is empty."), AGAIN),
    "audio.too-large": Sentence(
        N_("{where} is larger than {megabytes} MB."), N_("Cut it, or convert it to a smaller format first.")
    ),
    "audio.too-long": Sentence(N_("{where} is longer than {limit}."), N_("Cut it into shorter recordings.")),
    "audio.too-short": Sentence(N_("{where} holds only {ms} ms of sound."), AGAIN),
    "audio.too-slow": Sentence(N_("{where} was not decoded within {seconds} seconds."), AGAIN),
    "audio.too-much-memory": Sentence(N_("{where} needs too much memory to decode."), AGAIN),
    "audio.format-unknown": Sentence(N_("{where} is no recording of a format that Studio takes."), AGAIN),
    "audio.coding-unknown": Sentence(N_("{where} is coded as {coding}, which Studio does not take."), AGAIN),
    "audio.unreadable": Sentence(N_("{where} cannot be opened: {reason}."), AGAIN),
    "audio.no-sound": Sentence(N_("{where} holds no sound."), AGAIN),
    "audio.nothing-decoded": Sentence(N_("Nothing in {where} can be decoded; {errors} pieces are damaged."), AGAIN),
    "audio.rate-unusable": Sentence(N_("{where} has {rate} samples a second, which is no sound."), AGAIN),
    "audio.decoder-failed": Sentence(N_("The decoder gave up on {where} (code {code})."), AGAIN),
}

WARNINGS: dict[str, Sentence] = {
    "audio.silent": Sentence(N_("{where} is silent."), N_("Check the microphone, or ask for the recording again.")),
    "audio.very-quiet": Sentence(
        N_("{where} is very quiet ({lufs} LUFS)."),
        N_("Listen for noise once it is made louder; record closer next time."),
    ),
    "audio.clipped": Sentence(
        N_("{where} is overdriven: {percent} % of it is at full scale."),
        N_("Record it again with less gain, if you can."),
    ),
    "audio.out-of-phase": Sentence(
        N_("The two sides of {where} cancel each other; only the left one is used."),
        N_("Check how the microphone or cable is wired."),
    ),
    "audio.off-centre": Sentence(
        N_("{where} has a constant offset of {percent} %; it was taken away."), N_("Have the recorder checked.")
    ),
    "audio.noisy": Sentence(
        N_("{where} has steady noise only {lu} LU below the voice."), N_("Record in a quieter place, or closer.")
    ),
    "audio.decode-errors": Sentence(
        N_("{errors} of {packets} pieces of {where} are damaged; there may be gaps."), LISTEN
    ),
    "audio.truncated": Sentence(N_("{where} ends {missing_s} s before it should."), AGAIN),
    "audio.end-missing": Sentence(N_("The end of {where} is missing."), LISTEN),
    "audio.mislabelled": Sentence(
        N_("{where} ends in {ending}, and its content is {container}."), N_("It is used by its content; rename it.")
    ),
}

SCORES: dict[str, Sentence] = {
    "audio.passages-overlap": Sentence(N_("{where} begins {over_ms} ms before {before} ends."), PLACES),
    "audio.passage-outside": Sentence(N_("{where} ends at {end}, outside the show."), PLACES),
    "audio.passage-empty": Sentence(
        N_("{where} is a passage of {kind} without any sound."), N_("Name a sound of the library, or add a part.")
    ),
    "audio.part-too-long": Sentence(
        N_("{label} does not fit into {where}: {over_ms} ms more than {length}."),
        N_("Trim the take, or give the passage more time."),
    ),
    "audio.sound-missing": Sentence(
        N_("{where} asks for the sound “{name}”, which the library does not have."),
        N_("Put {name}.wav or {name}.flac into audio/library, or name another sound."),
    ),
    "audio.dead-air": Sentence(
        N_("Nothing sounds for {seconds} s from {at}."), N_("Add a bed or music, or shorten the passage.")
    ),
    "audio.sheet-unreadable": Sentence(
        N_("The cue sheet cannot be read: {reason}."), N_("Delete it and build the episode again.")
    ),
    "audio.library-name-twice": Sentence(
        N_("Two sounds of the library are called {where}: {first} and {second}."), N_("Rename one of them.")
    ),
}

MASTERS: dict[str, Sentence] = {
    "audio.source-missing": Sentence(N_("The sound {where} is not there."), N_("Attach the recording again.")),
    "audio.source-unusable": Sentence(
        N_("{where} is not WAV or FLAC at 48 kHz in mono or stereo."), N_("Convert it to WAV at 48 kHz.")
    ),
    "audio.source-damaged": Sentence(
        N_("{where} is damaged and cannot be decoded to its end."), N_("Restore it from a backup, or attach it again.")
    ),
    "audio.mix-silent": Sentence(N_("The mix of “{where}” is silent."), N_("Check the takes and the library.")),
    "audio.target-missed": Sentence(
        N_("The master “{where}” measures {lufs} LUFS and {dbtp} dBTP, not {wanted} and at most {ceiling}."),
        N_("Ask for a lower loudness or a higher bitrate in studio.toml."),
    ),
    "audio.length-missed": Sentence(
        N_("The master “{where}” came out {found} samples long instead of {wanted}."), REPAIR
    ),
    "audio.bitrate-unknown": Sentence(
        N_("MP3 has no bitrate of {bitrate} kbit/s."), N_("Choose one of 32, 48, 64, 96, 128, 160, 192, 256, 320.")
    ),
    "audio.nothing-to-encode": Sentence(N_("There is nothing to encode."), REPAIR),
    "audio.encoder-failed": Sentence(N_("The encoder did not write what it should ({reason})."), REPAIR),
    "audio.tags-too-large": Sentence(N_("The tags of “{where}” are too large."), N_("Choose a smaller cover.")),
    "audio.cover-unusable": Sentence(N_("The cover is neither PNG nor JPEG."), N_("Choose another picture.")),
    "audio.cut-outside": Sentence(
        N_("The cut lies outside {where}, which is {length} long."),
        N_("Choose a start before the end, both inside it."),
    ),
}

SENTENCES: dict[str, Sentence] = {**RECORDINGS, **WARNINGS, **SCORES, **MASTERS}
