"""Sentences of audio: recordings, cue sheets, masters."""

from __future__ import annotations

from studio.languages import N_
from studio.sentences.sentence import Sentence

AGAIN = N_("Ask for the file again, or record it again as WAV, MP3, M4A, OGG, FLAC or AMR.")
LISTEN = N_("Listen to it before it is aired.")
CABLE = N_("Check the cable and the recorder if both sides should hold sound.")
KEPT = N_("Save the recording in a file of its own first.")
REPAIR = N_("Tell the people who maintain Studio, with this message.")
PLACES = N_("Build the rundown again.")

RECORDINGS: dict[str, Sentence] = {
    "audio.not-a-file": Sentence(N_("{where} is not there, or is not a file."), N_("Check the path.")),
    "audio.folder": Sentence(N_("{where} is a folder, not a recording."), N_("Name a recording in it.")),
    "audio.pipe": Sentence(N_("{where} is a pipe, not a recording."), KEPT),
    "audio.device": Sentence(N_("{where} is a device or a socket, not a recording."), KEPT),
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
    "audio.unreadable": Sentence(N_("The beginning of {where} is damaged, so that it cannot be opened."), AGAIN),
    "audio.no-sound": Sentence(N_("{where} holds no sound."), AGAIN),
    "audio.nothing-decoded": Sentence(N_("Nothing in {where} can be decoded; {errors} pieces are damaged."), AGAIN),
    "audio.rate-unusable": Sentence(N_("{where} has {rate} samples a second, which is no sound."), AGAIN),
    "audio.too-many-channels": Sentence(
        N_("{where} says that it has {channels} channels, more than the {most} of any recorder; it is damaged."), AGAIN
    ),
    "audio.decoder-failed": Sentence(N_("The decoder gave up on {where} (code {code})."), AGAIN),
    "audio.decoder-crashed": Sentence(
        N_("{where} brought the decoder down (signal {signal}); nothing else was harmed."),
        N_(
            "Do not open it with other programs before somebody has looked at it; ask for the recording in another way."
        ),
    ),
    "audio.index-missing": Sentence(
        N_("{where} was never finished: the index at its end is missing, and without it nothing can be decoded."),
        N_("Stop the recording before you send it, and send the whole file again."),
    ),
    "audio.still-written": Sentence(
        N_("{where} changed while it was read."), N_("Wait until it is recorded or copied to its end, then add it.")
    ),
    "audio.closed": Sentence(
        N_("{where} may not be read by you."), N_("Change its permissions, or copy it into a folder of yours.")
    ),
    "audio.copy-failed": Sentence(
        N_("The working copy of {where} could not be written (error {number})."),
        N_("Free some space on the disk, and check that the folder can be written to."),
    ),
}

WARNINGS: dict[str, Sentence] = {
    "audio.silent": Sentence(N_("{where} is silent."), N_("Check the microphone, or ask for the recording again.")),
    "audio.take-silent": Sentence(
        N_("Nothing is to be heard in {where}, or for {heard} ms only: it was not kept."),
        N_("Check the microphone and its level, and record it again."),
    ),
    "audio.take-truncated": Sentence(
        N_("Of the {promised} of {where} only {found} are there: it was not kept."),
        N_("Copy it again from the device, and let the copy end."),
    ),
    "audio.take-too-short": Sentence(
        N_("{where} lasts {found}, and its text takes about {estimate} to read: it was not kept."),
        N_("Is it the right file? Record the whole part."),
    ),
    "audio.take-length": Sentence(
        N_("{where} lasts {found}, and its text takes about {estimate} to read."),
        N_("Listen to it: is it the whole part, and this part?"),
    ),
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
    "audio.truncated": Sentence(N_("{missing_s} s of {where} are missing."), AGAIN),
    "audio.end-missing": Sentence(N_("The end of {where} is missing."), LISTEN),
    "audio.mislabelled": Sentence(
        N_("{where} ends in {ending}, and its content is {container}."), N_("It is used by its content; rename it.")
    ),
    "audio.left-only": Sentence(N_("Only the left side of {where} holds sound; it is used alone."), CABLE),
    "audio.right-only": Sentence(N_("Only the right side of {where} holds sound; it is used alone."), CABLE),
    "audio.surround": Sentence(
        N_("{where} has {channels} channels; {used} of them were brought into one."),
        N_("Listen whether the voice is clear; ask for a mono or stereo recording if not."),
    ),
    "audio.eight-bits": Sentence(
        N_("{where} was recorded with 8 bits; it hisses."), N_("Set the recorder to 16 bits or more.")
    ),
    "audio.not-numbers": Sentence(N_("{samples} samples of {where} are no sound; they were made silent."), LISTEN),
    "audio.changes": Sentence(
        N_("The sample rate or the number of channels of {where} changes on the way ({times} times); it was followed."),
        LISTEN,
    ),
    "audio.length-wrong": Sentence(
        N_("{where} says that it is {said_s} s long, and is {found_s} s; all of it is used."), LISTEN
    ),
    "audio.header-wrong": Sentence(
        N_(
            "{where} says that it has {said_rate} samples a second in {said_channels} channels; "
            "it has {rate} in {channels}, which is what is used."
        ),
        LISTEN,
    ),
    "audio.header-contradicts": Sentence(
        N_("What {where} says of its sample rate, channels and bits cannot all be true."),
        N_("Listen whether it is too fast, too slow or only noise; ask for the file again if so."),
    ),
    "audio.tag-damaged": Sentence(N_("The tag at the beginning of {where} is damaged; it was passed over."), LISTEN),
}

VERDICTS: dict[str, Sentence] = {
    "audio.usable": Sentence(N_("{where} can be used."), N_("Nothing needs to be done.")),
    "audio.usable-with-warnings": Sentence(
        N_("{where} can be used; warnings: {count}."), N_("Read them, and listen to it before it is aired.")
    ),
    "audio.refused": Sentence(
        N_("{where} cannot be used."), N_("Do what is said with the reason, and add the recording again.")
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

TREATMENTS: dict[str, Sentence] = {
    "audio.nothing-left": Sentence(
        N_("Only {ms} ms are left of {where} once it is trimmed and cut."), N_("Trim and cut less of it.")
    ),
    "audio.trim-outside": Sentence(
        N_("{where} is {length} long and cannot be trimmed at {at}."), N_("Choose a moment inside it.")
    ),
    "audio.trim-backwards": Sentence(
        N_("{where} would begin at {start} and end at {end}."), N_("Choose an end after the beginning.")
    ),
    "audio.take-cut-outside": Sentence(
        N_("The cut {cut} does not lie inside {where}, which is {length} long."),
        N_("Choose a start before the end, both inside it."),
    ),
    "audio.cuts-overlap": Sentence(
        N_("The cuts {first} and {second} of {where} overlap."), N_("Make one cut of them.")
    ),
    "audio.gain-absurd": Sentence(
        N_("{gain} dB is no gain for {where}."), N_("Choose a gain from {least} to {most} dB.")
    ),
    "audio.fades-too-long": Sentence(
        N_("The fades of {where} last {fades} ms, and only {heard} of it are heard."), N_("Choose shorter fades.")
    ),
    "audio.crossfade-too-long": Sentence(
        N_("A crossfade of {ms} ms is more than half of what is heard of {where} ({heard})."),
        N_("Choose a shorter crossfade."),
    ),
    "audio.crossfade-with-silence": Sentence(
        N_("{where} cannot lap into what follows and be followed by silence."),
        N_("Choose either a crossfade or a silence."),
    ),
    "audio.high-pass-absurd": Sentence(
        N_("A high-pass at {hertz} Hz would harm the voice in {where}, or do nothing."),
        N_("Choose {least} to {most} Hz, or turn it off."),
    ),
    "audio.denoise-absurd": Sentence(
        N_("The noise of {where} cannot be lowered by {db} dB."), N_("Choose 0 to {most} dB.")
    ),
    "audio.preview-ending": Sentence(
        N_("{where} ends neither in .wav nor in .flac."), N_("Choose a name that ends in one of them.")
    ),
    "audio.length-absurd": Sentence(N_("The {step} of {where} cannot last {ms} ms."), N_("Choose 0 to {most} ms.")),
}

SENTENCES: dict[str, Sentence] = {**RECORDINGS, **WARNINGS, **VERDICTS, **SCORES, **TREATMENTS, **MASTERS}
