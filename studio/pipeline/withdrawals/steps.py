"""The steps of a withdrawal, in order. Each can be killed and done again, and then ends as if it had been done once."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping

from sqlmodel import select

from studio.errors import Fault, PublishRefused, fault
from studio.languages import Language
from studio.pipeline.folder import folder_of, left_out_text
from studio.pipeline.opening import Studio
from studio.pipeline.planned import plan_of
from studio.pipeline.publish import publish_all
from studio.pipeline.withdrawals.editions import master_again, standing, take_out
from studio.pipeline.withdrawals.erase import compact, compact_published, erase_files, erase_records, erase_sounds
from studio.pipeline.withdrawals.receipt import write_notices
from studio.pipeline.withdrawals.targets import bring
from studio.pipeline.withdrawals.values import Touched
from studio.publishing.addresses import FEED
from studio.publishing.archive.gone import change_gone
from studio.publishing.archive.standing import episodes_in
from studio.records.episodes import Episode, Publication
from studio.records.withdrawals import Withdrawal
from studio.store.engine import reading, writing
from studio.store.files import write_text

Step = Callable[[Studio, Withdrawal, Touched], list[Fault]]
"""Carries a step out; gives what is to be told of it."""


def take_down(studio: Studio, row: Withdrawal, found: Touched) -> list[Fault]:
    """What is out goes first, before anything is made anew: addresses, pages, the feed, folders of editions, files."""
    feeds = studio.workspace.feeds
    if found.addresses:
        change_gone(feeds, goes=found.addresses)
        for one in found.addresses:
            (feeds / one).unlink(missing_ok=True)
    for edition in found.editions:
        if edition.planned or edition.built:
            shutil.rmtree(folder_of(studio, edition.slug), ignore_errors=True)
    erase_files(studio.workspace.root, found.files, found.bags)
    try:
        publish_rest(studio, found)
    except PublishRefused as error:
        return [fault("withdrawal.publish-refused", found.name, reason=error.faults[0].code)]
    return []


def publish_rest(studio: Studio, found: Touched) -> None:
    """Publish what stood published and may still, and what comes back without something; nothing that never was."""
    with reading(studio.engine) as session:
        rows = session.exec(select(Episode.slug, Publication.master).join(Publication)).all()
    standing = episodes_in(studio.workspace.feeds) | {slug for slug, master in rows if master}
    if rows or standing:
        publish_all(studio, only=standing | {one.slug for one in found.editions if one.published})


def notify(studio: Studio, row: Withdrawal, found: Touched) -> list[Fault]:
    """The stations' notices."""
    return [fault("withdrawal.notice-written", one) for one in write_notices(studio, row)]


def plan_again(studio: Studio, row: Withdrawal, found: Touched) -> list[Fault]:
    """Rundowns to come without it."""
    for one in found.editions:
        if one.coming and one.planned:
            take_out(studio, one, {*found.segments, *found.naming})
    return []


def make_again(studio: Studio, row: Withdrawal, found: Touched) -> list[Fault]:
    """Published editions mastered again."""
    return [told for one in found.editions if one.published for told in master_again(studio, one)]


def erase_kept(studio: Studio, row: Withdrawal, found: Touched) -> list[Fault]:
    """Vault and cache."""
    erase_sounds(studio, found)
    return []


def erase_words(studio: Studio, row: Withdrawal, found: Touched) -> list[Fault]:
    """The records, all at once, and no trace of them in free pages; then what was left out is told anew."""
    with writing(studio.engine) as session:
        erase_records(session, found)
    return []


def tidy_up(studio: Studio, row: Withdrawal, found: Touched) -> list[Fault]:
    """The database written anew; lists of what was left out without what may not be named in them any more."""
    compact(studio.engine)
    folders = {one.split("/")[1] for one in found.files if one.startswith("episodes/") and "/left-out." in one}
    for slug in sorted(folders):
        if (folder_of(studio, slug) / "rundown.json").is_file():
            plan = plan_of(studio, slug).plan
            for language in Language:
                write_text(
                    folder_of(studio, slug) / f"left-out.{language.value}.txt", left_out_text(studio, plan, language)
                )
    return [standing(studio, one.slug) for one in found.editions if one.coming and one.planned]


def publish_again(studio: Studio, row: Withdrawal, found: Touched) -> list[Fault]:
    """The feed with the editions as they are now, and nothing of before in the publication's own lists."""
    publish_rest(studio, found)
    compact_published(studio.workspace.feeds)
    return []


def bring_everywhere(studio: Studio, row: Withdrawal, found: Touched) -> list[Fault]:
    """The same at every target."""
    return bring(studio) if (studio.workspace.feeds / FEED).is_file() else []


STEPS: Mapping[str, Step] = {
    "taken-down": take_down,
    "stations-told": notify,
    "planned-again": plan_again,
    "made-again": make_again,
    "sounds-erased": erase_kept,
    "words-erased": erase_words,
    "tidied": tidy_up,
    "published-again": publish_again,
    "brought-everywhere": bring_everywhere,
}
"""What a withdrawal does, in order: what is out goes before anything else."""
