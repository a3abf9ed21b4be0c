"""One checker per rule of a season: the judge of every plan, whoever made it. It knows no solver."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from studio.errors import Fault, RundownImpossible, fault
from studio.scheduling.rules import judge
from studio.scheduling.seasons.plan import rundown_of
from studio.scheduling.seasons.values import Choice, Plan, Season, Slot, Story
from studio.scheduling.values import ZERO, Candidate, Entry, Rundown


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule looks at. slots, stories: by slug and key; held: what is chosen in each slot."""

    season: Season
    plan: Plan
    slots: Mapping[str, Slot]
    stories: Mapping[str, Story]
    held: Mapping[str, tuple[Choice, ...]]

    def moving(self) -> list[tuple[Slot, Story]]:
        """What is chosen in slots that are not frozen, where it is known."""
        return [
            (slot, self.stories[choice.key])
            for slug, many in self.held.items()
            for choice in many
            for slot in (self.slots[slug],)
            if not slot.frozen and choice.key in self.stories
        ]


Rule = Callable[[Case], list[Fault]]


def violations(season: Season, plan: Plan) -> tuple[Fault, ...]:
    """Every rule that a plan breaks, with its figures; empty: it can be published."""
    slots = {slot.slug: slot for slot in season.slots}
    held: dict[str, list[Choice]] = defaultdict(list)
    for choice in plan.choices:
        held[choice.slot].append(choice)
    lost = [fault("scheduling.season-rule-slot", slug) for slug in sorted(held) if slug not in slots]
    if lost:
        return tuple(lost)
    stories = {story.key: story for story in season.stories}
    case = Case(season, plan, slots, stories, {slug: tuple(many) for slug, many in held.items()})
    return tuple(found for rule in RULES for found in rule(case))


def known(case: Case) -> list[Fault]:
    """Every segment is one of the season's and told in the language of its slot."""
    faults = []
    for slug, many in case.held.items():
        slot = case.slots[slug]
        for choice in many if not slot.frozen else ():
            story = case.stories.get(choice.key)
            if story is None:
                faults.append(fault("scheduling.rule-unknown", choice.key))
            elif slot.language not in story.told:
                faults.append(fault("scheduling.season-why-language", choice.key, slot=slug, language=slot.language))
    return faults


def filled(case: Case) -> list[Fault]:
    """Every slot is filled by the rules of one slot, or is told as unfilled and holds nothing."""
    faults: list[Fault] = []
    for slug, slot in case.slots.items():
        if slot.frozen:
            continue
        if slug in case.plan.unfilled:
            if case.held.get(slug):
                faults.append(fault("scheduling.season-rule-unfilled", slug))
            continue
        pairs = [
            (choice, case.stories[choice.key].told[slot.language])
            for choice in case.held.get(slug, ())
            if choice.key in case.stories and slot.language in case.stories[choice.key].told
        ]
        told = [candidate for _, candidate in pairs]
        try:
            rundown = rundown_of(case.season, case.plan, slug)
        except RundownImpossible as refused:
            loose = unfilled(slot, pairs)
            faults += refused.faults
            faults += judge.unfilled_violations(loose, slot.clock, told, slot.fixed, slot.locks)
        else:
            faults += judge.violations(rundown, slot.clock, told, slot.fixed, slot.locks)
    return faults


def unfilled(slot: Slot, pairs: Sequence[tuple[Choice, Candidate]]) -> Rundown:
    """The segments of a slot that cannot be filled with them, so that they are judged all the same."""
    places = {position.name for position in slot.clock.positions}
    entries = tuple(
        Entry(number, choice.position, one.kind, one.key, one.title_km, one.title_en, ZERO, ms, version=choice.version)
        for number, (choice, one) in enumerate(pairs)
        for ms in (one.lasting(choice.version) if choice.version in one.versions else ZERO,)
        if choice.position in places
    )
    return Rundown(slot.slug, slot.clock.name, slot.starts_at, slot.clock.length, entries)


def expiry(case: Case) -> list[Fault]:
    """Nothing is aired after the last day on which it is worth it."""
    return [
        fault("scheduling.season-why-expired", story.key, slot=slot.slug, day=str(slot.day), ends_on=str(end))
        for slot, story in case.moving()
        for end in (story.expires_on,)
        if end is not None and end < slot.day
    ]


def presenters(case: Case) -> list[Fault]:
    """Who must read a segment is there."""
    return [
        fault("scheduling.season-why-presenter", story.key, slot=slot.slug, presenter=story.presenter)
        for slot, story in case.moving()
        if story.presenter and slot.presenters and story.presenter not in slot.presenters
    ]


def _days(case: Case) -> dict[tuple[str, str], list[tuple[date, str]]]:
    """The days on which each segment is on each station, with the slot where one of the season's airs it."""
    days: dict[tuple[str, str], dict[date, str]] = defaultdict(dict)
    for pair, many in case.season.aired.items():
        days[pair].update(dict.fromkeys(many, ""))
    doubled: dict[tuple[str, str], list[tuple[date, str]]] = defaultdict(list)
    for slug, held in case.held.items():
        slot = case.slots[slug]
        for choice in held:
            before = days[slot.station, choice.key].get(slot.day)
            if before is not None and not (slot.frozen and before == ""):
                doubled[slot.station, choice.key].append((slot.day, slug))
            days[slot.station, choice.key][slot.day] = slug
    return {pair: sorted([*many.items(), *doubled.get(pair, [])]) for pair, many in days.items()}


def airings(case: Case) -> list[Fault]:
    """No segment is aired more often on a station than it may be, where the season adds to it."""
    most = case.season.policy.most_airings
    return [
        fault("scheduling.season-why-airings", key, slot=many[-1][1], station=station, count=len(many), most=most)
        for (station, key), many in sorted(_days(case).items())
        if len(many) > most and any(slug and not case.slots[slug].frozen for _, slug in many)
    ]


def spacing(case: Case) -> list[Fault]:
    """Two airings of a segment on a station are far enough apart, where the season adds one of them."""
    apart, faults = case.season.policy.spacing_days, []
    for (station, key), many in sorted(_days(case).items()):
        for number, (day, slug) in enumerate(many):
            for other, next_slug in many[number + 1 :]:
                added = [one for one in (slug, next_slug) if one and not case.slots[one].frozen]
                if added and (other - day).days < apart:
                    faults.append(_too_near(key, added[-1], station, day, apart))
    return faults


def _too_near(key: str, slug: str, station: str, day: date, apart: int) -> Fault:
    return fault("scheduling.season-why-spacing", key, slot=slug, station=station, day=str(day), spacing=apart)


def together(case: Case) -> list[Fault]:
    """Of an activity, all segments are in an edition or none."""
    members = Counter(story.together for story in case.season.stories if story.together)
    faults = []
    for slug, many in case.held.items():
        here = Counter(case.stories[one.key].together for one in many if one.key in case.stories)
        faults += [
            fault("scheduling.season-rule-together", slug, activity=name, count=count, members=members[name])
            for name, count in sorted(here.items())
            if name and count < members[name] and not case.slots[slug].frozen
        ]
    return faults


def frozen(case: Case) -> list[Fault]:
    """What stands in a frozen slot is what stood there."""
    return [
        fault("scheduling.season-rule-frozen", slug)
        for slug, slot in case.slots.items()
        if slot.frozen and {one.key for one in case.held.get(slug, ())} != {lock.key for lock in slot.before}
    ]


RULES: tuple[Rule, ...] = (known, filled, expiry, presenters, airings, spacing, together, frozen)
