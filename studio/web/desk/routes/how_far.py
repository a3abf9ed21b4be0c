"""How far long work is, in the words of a page and as an open page is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from studio.khmer.digits import to_khmer
from studio.languages import Language, translator
from studio.pipeline.desk_work import Work
from studio.pipeline.seasons.search import Search
from studio.web.desk.live import Event, Look


@dataclass(frozen=True, slots=True)
class HowFar:
    """done: of total, which is 0 where nobody knows; stage: what is done now; count: how much of it, in words."""

    stage: str = ""
    count: str = ""
    done: int = 0
    total: int = 0


def of_work(work: Work, language: Language) -> HowFar:
    """How far a work is: the words of its stage, and how many of how many."""
    stage = translator(language)(work.stage) if work.stage else ""
    count = numeral(f"{work.done}/{work.total}", language) if work.total else ""
    return HowFar(stage, count, work.done, work.total)


def of_search(search: Search, language: Language) -> HowFar:
    """How far the search for a plan of a season is, and how good what it has."""
    _ = translator(language)
    step = search.step
    if step is None or not step.rounds:
        return HowFar(_("Reading the airtimes"))
    count = _("Search {done} of {all}").format(done=numeral(step.round, language), all=numeral(step.rounds, language))
    if step.bound:
        gap = numeral(percent(step.gap), language)
        count += f" · {_('at most {gap} % from the best').format(gap=gap)}"
    return HowFar("", count, step.round, step.rounds)


def percent(gap: float) -> str:
    """A gap to the proven best, in percent."""
    return f"{max(gap, 0) * 100:.1f}"


def numeral(value: object, language: Language) -> str:
    """A number in the digits of a language."""
    return to_khmer(str(value)) if language is Language.KM else str(value)


def steps(far: Callable[[], HowFar | None]) -> Look:
    """Each step as it is reached, and the end. far: how far it is; None once it goes on no more."""
    known: HowFar | None = None

    def look() -> Event | None:
        nonlocal known
        now = far()
        if now is None:
            return Event("ended", last=True)
        if now == known:
            return None
        known = now
        return Event("step", asdict(now))

    return look
