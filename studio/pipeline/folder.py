"""An edition's folder in episodes/: what a visitor reads first, and under build/ what was measured."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from studio.audio.meters.loudness import loudness_report, reports_json
from studio.audio.pictures.curves import Played
from studio.audio.pictures.drawing import score_scene
from studio.audio.pictures.listen import energies_of, listen
from studio.audio.pictures.pictures import png, spectrogram
from studio.audio.scores.sheet import to_json
from studio.drawing.svg import svg
from studio.languages import Language
from studio.pipeline.cue import Score
from studio.pipeline.lengths import with_estimates
from studio.pipeline.master import Mastered
from studio.pipeline.opening import Studio
from studio.pipeline.planned import Planned
from studio.pipeline.reading_scripts import edition_page, edition_text, scripts_shown
from studio.publishing.font import FILES, font_bytes, font_path
from studio.scheduling.exports.rundown_json import rundown_json
from studio.scheduling.exports.sheet import rundown_csv
from studio.scheduling.exports.table import rundown_table
from studio.scheduling.values import Rundown
from studio.sentences.say import say
from studio.store.cache import Cache
from studio.store.files import copy_file, write_text
from studio.store.vault import digest_file
from studio.units import Digest, digest_of

LOUDNESS, CURVE, SPECTROGRAM = "loudness.json", "loudness.png", "spectrogram.png"
SCORE, SCORE_PICTURE = "score.svg", "score.png"
MEASURED = (LOUDNESS, CURVE, SPECTROGRAM, SCORE, SCORE_PICTURE)
LETTERS = FILES / "NotoSansKhmer[wdth,wght].ttf"


def folder_of(studio: Studio, slug: str) -> Path:
    """Where an edition's readable files are."""
    return studio.workspace.episodes / slug


def write_rundown(studio: Studio, planned: Planned, rundown: Rundown) -> None:
    """rundown.json, rundown.csv, a table and the reasons for what was left out, in both languages; the scripts."""
    rundown = with_estimates(studio, planned, rundown)
    folder = folder_of(studio, rundown.slug)
    write_text(folder / "rundown.json", rundown_json(rundown))
    write_text(folder / "rundown.csv", rundown_csv(rundown))
    for language in Language:
        write_text(folder / f"rundown.{language.value}.txt", rundown_table(rundown, planned.clock, language))
        write_text(folder / f"left-out.{language.value}.txt", left_out_text(studio, rundown, language))
        write_text(folder / f"script.{language.value}.txt", edition_text(studio, planned, rundown, language))
    spoken = Language(planned.airtime.slot.language)
    write_text(folder / f"script.{spoken.value}.html", edition_page(studio, planned, rundown, spoken))


def left_out_text(studio: Studio, rundown: Rundown, language: Language) -> str:
    """Every candidate that is not in, and why, in words and figures."""
    titles = {one.key: one.title for one in scripts_shown(studio) if one.language == language.value}
    lines = []
    for one in rundown.left_out:
        lines.append(f"{one.key}  {titles.get(one.key, '')}".rstrip())
        for reason in one.reasons:
            what, mend = say(reason, language)
            lines.append(f"  – {what} {mend}".rstrip())
    return "\n".join(lines) + "\n"


def write_cues(studio: Studio, score: Score) -> None:
    """cues.json, the score, and score.svg, the same as a picture: the same on every machine."""
    folder = folder_of(studio, score.rundown.slug)
    write_text(folder / "cues.json", to_json(score.sheet))
    write_text(folder / SCORE, svg(score_scene(score.sheet), score.planned.airtime.slot.language))


def write_build(studio: Studio, score: Score, masters: tuple[Mastered, ...]) -> None:
    """build/: the masters, the script with its font inside, the digest of each source, and what was measured."""
    slug = score.rundown.slug
    build = folder_of(studio, slug) / "build"
    for one in masters:
        place_master(build / f"{slug}-{one.spec.name}.{one.spec.codec}", one.path, one.digest)
    if measured_of(build) != {one.spec.name: one.digest for one in masters}:
        write_measured(score, masters, build, letters(studio))
    write_text(build / "cues.json", to_json(score.sheet, {**score.recorded, **digests_of(library_of(score))}))
    report = {
        "masters": {one.spec.name: dict(one.figures) for one in masters},
        "sources": {**score.recorded, **{name: str(path.name) for name, path in library_of(score).items()}},
    }
    spoken = Language(score.planned.airtime.slot.language)
    page = edition_page(studio, score.planned, score.rundown, spoken, letters(studio))
    write_text(build / f"script.{spoken.value}.html", page)
    write_text(build / "report.json", json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def measured_of(build: Path) -> dict[str, str]:
    """The masters of which the report and the pictures in a folder are, by name; none where one is missing."""
    report = build / "report.json"
    if not report.is_file() or not all((build / name).is_file() for name in MEASURED):
        return {}
    masters = json.loads(report.read_text("utf-8"))["masters"]
    return {name: figures["digest"] for name, figures in masters.items()}


def letters(studio: Studio) -> bytes:
    """The font inside pages and pictures, subset once: that takes as long as all that a build with nothing new does."""
    cache = Cache(studio.workspace.cache / "sound", studio.settings.limits.cache_mb << 20)
    key = digest_of(font_path().encode())
    known = cache.get(key)
    if known is None:
        known = font_bytes()
        cache.put(key, known)
    return known


def write_measured(score: Score, masters: tuple[Mastered, ...], build: Path, font: bytes) -> None:
    """loudness.json of every master, and the pictures of the station's: score, loudness, frequencies. font: in them."""
    air = masters[-1]
    heard = listen(air.path, score.sheet.length, air.energies or None)
    reports = {}
    for one in masters:
        own = heard.energies if one is air else one.energies or energies_of(one.path)
        reports[one.spec.name] = loudness_report(own, one.dbtp, score.sheet)
    write_text(build / LOUDNESS, reports_json(reports))
    played = Played(air.spec, heard.outline, heard.energies, reports[air.spec.name])
    scene = score_scene(score.sheet, played)
    write_text(build / SCORE, svg(scene, score.planned.airtime.slot.language, font))
    png(scene, build / SCORE_PICTURE, LETTERS)
    png(score_scene(replace(score.sheet, cues=()), played), build / CURVE, LETTERS)
    spectrogram(heard, build / SPECTROGRAM, score.sheet.marks)


def library_of(score: Score) -> dict[str, Path]:
    """The library's sounds among the sources."""
    return {name: path for name, path in score.sources.items() if name not in score.recorded}


def digests_of(paths: Mapping[str, Path]) -> dict[str, Digest]:
    """What the bytes of some files are."""
    return {name: digest_file(path) for name, path in paths.items()}


def place_master(target: Path, source: Path, digest: Digest) -> None:
    """A copy of a master where a person looks for it; left alone while it is the same."""
    stamp = target.with_name(f"{target.name}.sha256")
    if target.is_file() and stamp.is_file() and stamp.read_text("utf-8").startswith(digest):
        return
    copy_file(source, target)
    write_text(stamp, f"{digest}  {target.name}\n")
