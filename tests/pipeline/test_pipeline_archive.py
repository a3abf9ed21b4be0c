"""Bags of editions: what is in them, what is never in them, and that one bit that flips is found."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import bagit
import pytest
from sqlmodel import select

from studio.errors import EditionNotReady, NotFound
from studio.pipeline.archive_bag import bag_edition
from studio.pipeline.archive_verify import verify
from studio.pipeline.clear import withdraw_consent
from studio.pipeline.opening import Studio
from studio.pipeline.publish import publish_all
from studio.records.episodes import ClipTreatment, Take
from studio.records.reports import Attachment, Source
from studio.store import seal
from studio.store.engine import reading, writing

FIRST, SECOND = "2012-05-17-voices", "2012-05-24-voices"
PLANTED = "សុខ ភារម្យ"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_bag_is_what_the_standard_s_own_library_takes(built: Studio) -> None:
    done = bag_edition(built, FIRST)
    assert done.new
    assert done.folder == built.workspace.root / "archive" / FIRST
    bag = bagit.Bag(str(done.folder))
    assert bag.validate(processes=1)
    assert sorted(bag.algorithms) == ["sha256", "sha512"]
    assert bag.info["Bagging-Date"] == "2012-05-17"
    assert bag.has_oxum()
    assert len(contents(done.folder)) == done.files


def test_a_bag_holds_how_an_edition_was_made(built: Studio) -> None:
    files = contents(bag_edition(built, FIRST).folder)
    names = {name.removeprefix("data/") for name in files if name.startswith("data/")}
    wanted = {"episode.json", "rundown.json", "cues.json", "consents.json", "transcript.km.vtt", "chapters.json"}
    assert wanted <= names
    assert "masters/podcast.mp3" in names
    takes = {name for name in names if name.startswith("takes/")}
    assert len([name for name in takes if "clip-" in name]) == 2
    assert len([name for name in names if name.startswith("script/")]) >= 4
    consents = json.loads(files["data/consents.json"])
    assert len(consents) == 2
    assert all(one["consent_id"] for story in consents for one in story["covered"])
    assert json.loads(files["data/rundown.json"])["left_out"] == []


def test_law_a_bag_made_again_is_the_same_to_the_last_byte(built: Studio, tmp_path: Path) -> None:
    first = bag_edition(built, FIRST)
    later = replace(built, clock=lambda: built.clock() + timedelta(days=3), actor="ED-02")
    again = bag_edition(later, FIRST, tmp_path / "stick")
    assert contents(first.folder) == contents(again.folder)
    assert not bag_edition(later, FIRST).new


def test_nothing_that_is_sealed_is_in_a_bag(built: Studio, kit: Any) -> None:
    secret, public = seal.new_key()
    with writing(built.engine) as session:
        for source in session.exec(select(Source)).all():
            source.sealed_identity = seal.seal(PLANTED, (public,), source.code)
        originals = [one.original for one in session.exec(select(Attachment)).all()]
        originals += [one.original for one in session.exec(select(Take)).all()]
        sealed = [bytes(one.sealed_identity or b"") for one in session.exec(select(Source)).all()]
        for take in session.exec(select(Take)).all():
            take.presenter = PLANTED
    assert seal.unseal(sealed[0], secret, "S") == PLANTED
    working = {one for one in originals if one}
    vault = built.workspace.vault
    files = contents(bag_edition(built, FIRST).folder)
    needles = [PLANTED.encode(), json.dumps(PLANTED)[1:-1].encode(), public.encode(), secret.encode(), *sealed]
    with reading(built.engine) as session:
        copies = {one.working for one in session.exec(select(Attachment)).all()}
        copies |= {one.working for one in session.exec(select(Take)).all()}
    needles += [vault.open(one).read_bytes() for one in working - copies]  # type: ignore[arg-type]
    assert len(needles) > 6
    for name, content in files.items():
        assert [needle[:40] for needle in needles if needle in content] == [], name


def test_a_voice_that_lost_its_consent_is_in_no_bag(built: Studio) -> None:
    bag_edition(built, FIRST)
    with reading(built.engine) as session:
        codes = session.exec(select(Source.code)).all()
    for code in codes:
        withdraw_consent(built, code, "a wish")
    with pytest.raises(EditionNotReady):
        bag_edition(built, FIRST)


def test_a_clip_whose_consent_ended_and_a_take_that_was_cut_stay_out(built: Studio) -> None:
    with reading(built.engine) as session:
        clips = [one.working for one in session.exec(select(Attachment)).all()]
        take = session.exec(select(Take)).first()
    assert take is not None
    with writing(built.engine) as session:
        session.add(ClipTreatment(recording=clips[0], treatment={"cuts": [[100, 200]]}))
        session.get_one(Take, take.id).treatment = {"trim_in": 200}
    done = bag_edition(built, FIRST)
    assert {one.code for one in done.left_out} == {"archive.take-cut"}
    lost = {built.workspace.vault.open(one).read_bytes() for one in (clips[0], take.working)}  # type: ignore[arg-type]
    assert lost.isdisjoint(contents(done.folder).values())
    assert bagit.Bag(str(done.folder)).is_valid()
    far = replace(built, clock=lambda: built.clock() + timedelta(days=40_000))
    ended = bag_edition(far, FIRST)
    assert {one.code for one in ended.left_out} <= {"archive.take-cut", "archive.clip-unconsented"}


def test_an_edition_that_was_never_built_has_no_bag(built: Studio) -> None:
    with pytest.raises(EditionNotReady):
        bag_edition(built, SECOND)
    with pytest.raises(NotFound):
        bag_edition(built, "2031-01-01-voices")
    assert not (built.workspace.root / "archive").exists()


def test_everything_that_is_kept_is_read_and_every_fault_is_told_at_once(built: Studio) -> None:
    publish_all(built)
    folder = bag_edition(built, FIRST).folder
    assert {one.kind: one.faults for one in verify(built)} == {"bag": (), "vault": (), "published": ()}
    with reading(built.engine) as session:
        take = session.exec(select(Take)).first()
    assert take is not None
    page = next(path for path in sorted(built.workspace.feeds.rglob("*.vtt")))
    for path in (folder / "data" / "cues.json", page, built.workspace.vault.place(take.working)):  # type: ignore[arg-type]
        flip(path, path.stat().st_size // 2)
    found = {one.kind: [each.code for each in one.faults] for one in verify(built)}
    assert found == {
        "bag": ["archive.bag-changed"],
        "vault": ["store.vault-damaged"],
        "published": ["publishing.file-changed"],
    }
    assert [one.kind for one in verify(built, [FIRST, str(built.workspace.feeds)])] == ["bag", "published"]
    assert [one.kind for one in verify(built, [str(folder.parent)])] == ["bag"]
    with pytest.raises(NotFound) as refused:
        verify(built, ["nowhere", FIRST, "nothing"])
    assert [one.where for one in refused.value.faults] == ["nowhere", "nothing"]


def flip(path: Path, at: int, bit: int = 3) -> None:
    content = bytearray(path.read_bytes())
    content[at] ^= 1 << bit
    path.chmod(0o644)
    path.write_bytes(content)


def test_a_changed_edition_replaces_its_bag_as_a_whole(built: Studio) -> None:
    done = bag_edition(built, FIRST)
    (done.folder / "data" / "planted.txt").write_text("x")
    assert bag_edition(built, FIRST).new
    assert not (done.folder / "data" / "planted.txt").exists()
    assert [path.name for path in done.folder.parent.iterdir()] == [FIRST]
    shutil.rmtree(done.folder)
    assert bag_edition(built, FIRST).new
