"""May this be aired: every rule by example, then the laws that hold for every report, consent and wish."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from studio.clearance.decide import Wish, clear
from studio.clearance.values import BROADCAST, Material, Statement, Terms
from studio.errors import ClearanceRefused, Fault
from studio.records.cleared import ClearedMaterial, ClearedOrganization, ClearedPlace
from studio.records.kinds import AnonymousFrom, Confidentiality, Medium, Purpose, ReviewState, Sector, Sex
from studio.units import Digest, digest_of

ON = date(2012, 5, 17)
WISH = Wish(ON)
PURPOSES = (Purpose.WORDS, Purpose.VOICE, Purpose.NAME, Purpose.PLACE)
DISTRICT = ClearedPlace("0205", "ឯកភ្នំ", "Aek Phnum", "02")
PROVINCE = ClearedPlace("02", "បាត់ដំបង", "Battambang", "02")


def person(code: str = "S-0042", **changed: object) -> Statement:
    """A woman who fishes, with a name for air and a recording."""
    kept: dict[str, object] = {
        "source": code,
        "sex": Sex.F,
        "role_km": "អ្នកនេសាទ",
        "role_en": "a fisher",
        "name_km": f"យាយ {code}",
        "name_en": f"Yeay {code}",
        "anonymous_from": AnonymousFrom.NONE,
        "minor": False,
        "quote_km": "យើងយាមបឹងរាល់យប់។",
        "quote_en": "We guard the lake every night.",
        "recording": digest_of(code.encode()),
    }
    return Statement(**{**kept, **changed})  # type: ignore[arg-type]


def report(*statements: Statement, **changed: object) -> Material:
    """A report from a district, approved."""
    kept: dict[str, object] = {
        "report": "uuid:1",
        "inputs": Digest("0" * 64),
        "review_state": ReviewState.APPROVED,
        "confidentiality": Confidentiality.PUBLIC,
        "organizations": (ClearedOrganization("BTB-01", "សហគមន៍នេសាទ", "Fishing community"),),
        "place": DISTRICT,
        "province": PROVINCE,
        "sectors": (Sector.FISHERIES,),
        "joint": False,
        "first_day": date(2012, 5, 1),
        "last_day": date(2012, 5, 4),
        "title_km": "អ្នកនេសាទល្បាតបឹង",
        "title_en": "Fishers patrol the lake",
        "happened_km": "យើងបានល្បាតបួនយប់។",
        "happened_en": "We patrolled four nights.",
        "impact_km": "ត្រីមានច្រើនជាងមុន។",
        "impact_en": "There are more fish.",
        "message_km": "កុំទៅម្នាក់ឯង។",
        "message_en": "Never go alone.",
        "reached_women": 4,
        "reached_men": 31,
        "statements": statements,
    }
    return Material(**{**kept, **changed})  # type: ignore[arg-type]


def everything(*statements: Statement, media: tuple[Medium, ...] = BROADCAST, first: int = 1) -> tuple[Terms, ...]:
    """One consent for each person, purpose and medium."""
    scopes = [(one, purpose, medium) for one in statements for purpose in PURPOSES for medium in media]
    return tuple(
        Terms(number, one.source, frozenset({(purpose, medium)}), None, None, one.minor)
        for number, (one, purpose, medium) in enumerate(scopes, start=first)
    )


CODES = ("S-0001", "S-0002", "S-0003")
HIDDEN = st.sampled_from(AnonymousFrom)


@st.composite
def people(draw: st.DrawFn) -> tuple[Statement, ...]:
    """One to three persons of every kind."""
    codes = CODES[: draw(st.integers(1, 3))]
    return tuple(
        person(
            code,
            anonymous_from=draw(HIDDEN),
            minor=draw(st.booleans()),
            recording=digest_of(code.encode()) if draw(st.booleans()) else None,
            name_km=draw(st.sampled_from(["", f"យាយ {code}"])),
            name_en=draw(st.sampled_from(["", f"Yeay {code}"])),
        )
        for code in codes
    )


@st.composite
def consents(draw: st.DrawFn) -> tuple[Terms, ...]:
    """A pile of consents: some hold, some ended, some were withdrawn."""
    scopes = st.sampled_from([(purpose, medium) for purpose in PURPOSES for medium in Medium])
    days = st.none() | st.integers(-3, 30).map(lambda day: ON + timedelta(days=day))
    piles = draw(
        st.lists(
            st.tuples(
                st.sampled_from(CODES),
                st.frozensets(scopes, min_size=1),
                days,
                st.none() | st.just(ON - timedelta(days=2)) if draw(st.booleans()) else st.none(),
                st.booleans(),
            ),
            max_size=8,
        )
    )
    return tuple(Terms(number, *one) for number, one in enumerate(piles, start=1))


@st.composite
def mostly_consents(draw: st.DrawFn, statements: tuple[Statement, ...]) -> tuple[Terms, ...]:
    """Everything that could be asked for, less a few, and a pile on top."""
    full = list(everything(*statements, media=tuple(Medium)))
    taken = draw(st.sets(st.integers(0, len(full) - 1), max_size=3)) if draw(st.booleans()) else set()
    rest = [one for number, one in enumerate(full) if number not in taken]
    pile = draw(consents())
    return (*rest, *(Terms(1000 + one.consent_id, *fields(one)) for one in pile))


def fields(terms: Terms) -> tuple[object, ...]:
    return (terms.source, terms.scopes, terms.expires_on, terms.withdrawn_on, terms.by_caregiver)


@st.composite
def wishes(draw: st.DrawFn, statements: tuple[Statement, ...]) -> Wish:
    """What an editor may ask for about these people."""
    possible = [f"{one.source}:{purpose.value}" for one in statements for purpose in PURPOSES]
    return Wish(
        on=ON,
        media=draw(st.sampled_from([BROADCAST, (Medium.AIR,), (Medium.ONLINE, Medium.PRINT)])),
        without=draw(st.frozensets(st.sampled_from(possible), max_size=4)),
        jigsaw_checked_by=draw(st.sampled_from(["ED-01", "ED-01", ""])),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Material, tuple[Terms, ...], Wish]:
    """A report, the consents of its people, and what the editor asks for."""
    statements = draw(people())
    return report(*statements), draw(mostly_consents(statements)), draw(wishes(statements))


def refused(material: Material, terms: tuple[Terms, ...], wish: Wish = WISH) -> tuple[Fault, ...]:
    with pytest.raises(ClearanceRefused) as error:
        clear(material, terms, wish)
    return error.value.faults


def codes(faults: tuple[Fault, ...]) -> list[str]:
    return sorted({fault.code.removeprefix("clearance.") for fault in faults})


def tried(material: Material, terms: tuple[Terms, ...], wish: Wish) -> ClearedMaterial | None:
    try:
        return clear(material, terms, wish)
    except ClearanceRefused:
        return None


def words(material: ClearedMaterial) -> str:
    """Everything readable in cleared material, in one text."""
    return repr(asdict(replace(material, clearance=replace(material.clearance, left_out=()))))


# By example


def test_with_every_consent_everything_is_there() -> None:
    one = person()
    cleared = clear(report(one), everything(one), WISH)
    assert [(use.purpose, use.medium) for use in cleared.clearance.covered] == [
        (purpose, medium) for purpose in PURPOSES for medium in BROADCAST
    ]
    voice = cleared.voices[0]
    assert (voice.name_km, voice.name_en) == (one.name_km, one.name_en)
    assert (voice.quote_km, voice.recording) == (one.quote_km, one.recording)
    assert cleared.place == DISTRICT
    assert cleared.clearance.usable_until is None
    assert cleared.clearance.inputs == report(one).inputs


def test_without_any_consent_everything_that_is_missing_is_told_at_once() -> None:
    faults = refused(report(person(), person("S-0043")), ())
    assert codes(faults) == ["missing"]
    assert {fault.where for fault in faults} == {
        f"{code}:{purpose}:{medium}" for code in ("S-0042", "S-0043") for purpose in PURPOSES for medium in BROADCAST
    }


def test_standing_faults_and_missing_consents_are_told_together() -> None:
    hidden = person(anonymous_from=AnonymousFrom.ACQUAINTANCES)
    material = report(
        hidden,
        review_state=ReviewState.HAS_ISSUES,
        confidentiality=Confidentiality.CONFIDENTIAL,
        happened_en=f"{hidden.name_en} of Aek Phnum spoke.",
    )
    faults = refused(material, (), Wish(ON, without=frozenset({"S-9:voice"})))
    wanted = ["confidential", "jigsaw-unsigned", "missing", "name-in-text", "place-in-text", "review-open"]
    assert codes(faults) == [*wanted, "without-unknown"]


@pytest.mark.parametrize("state", ReviewState)
def test_an_open_question_or_a_rejection_stands_in_the_way(state: ReviewState) -> None:
    one = person()
    material = report(one, review_state=state)
    if state in (ReviewState.REJECTED, ReviewState.HAS_ISSUES):
        assert codes(refused(material, everything(one))) == ["review-open"]
    else:
        assert clear(material, everything(one), WISH).voices


@pytest.mark.parametrize("confidentiality", Confidentiality)
def test_only_a_public_report_is_aired(confidentiality: Confidentiality) -> None:
    one = person()
    material = report(one, confidentiality=confidentiality)
    if confidentiality is not Confidentiality.PUBLIC:
        assert codes(refused(material, everything(one))) == [confidentiality.value]
    else:
        assert clear(material, everything(one), WISH).voices


@pytest.mark.parametrize("wished", ["S-0099:voice", "S-0042:picture", "S-0042", "voice", "", "S-0042:voice:air"])
def test_leaving_out_what_is_not_there_is_a_mistake(wished: str) -> None:
    one = person()
    faults = refused(report(one), everything(one), Wish(ON, without=frozenset({wished})))
    assert [(fault.code, fault.where) for fault in faults] == [("clearance.without-unknown", wished)]


def test_unknown_to_the_public_is_heard_by_role_in_the_own_voice_from_the_district() -> None:
    one = person(anonymous_from=AnonymousFrom.PUBLIC)
    cleared = clear(report(one), everything(one), WISH)
    voice = cleared.voices[0]
    assert (voice.role_km, voice.role_en, voice.name_km, voice.name_en) == ("អ្នកនេសាទ", "a fisher", "", "")
    assert voice.recording == one.recording
    assert cleared.place == DISTRICT
    assert Purpose.NAME not in {use.purpose for use in cleared.clearance.covered}


def test_unknown_to_acquaintances_needs_somebody_who_answers_for_the_jigsaw() -> None:
    one = person(anonymous_from=AnonymousFrom.ACQUAINTANCES)
    assert codes(refused(report(one), everything(one))) == ["jigsaw-unsigned"]
    cleared = clear(report(one), everything(one), Wish(ON, jigsaw_checked_by="ED-01"))
    assert cleared.clearance.jigsaw_checked_by == "ED-01"
    assert cleared.place == PROVINCE
    assert (cleared.voices[0].name_km, cleared.voices[0].name_en, cleared.voices[0].recording) == ("", "", None)
    assert {use.purpose for use in cleared.clearance.covered} == {Purpose.WORDS}


def test_the_place_is_as_coarse_as_the_most_careful_person_needs_it() -> None:
    open_, hidden = person(), person("S-0043", anonymous_from=AnonymousFrom.ACQUAINTANCES)
    terms = everything(open_, hidden)
    signed = Wish(ON, jigsaw_checked_by="ED-01")
    assert clear(report(open_, hidden), terms, signed).place == PROVINCE
    without = replace(signed, without=frozenset({"S-0043:words"}))
    assert clear(report(open_, hidden), terms, without).place == DISTRICT
    assert clear(report(open_), terms, replace(WISH, without=frozenset({"S-0042:place"}))).place == PROVINCE


def test_a_person_without_recording_or_name_is_not_asked_for_them() -> None:
    one = person(recording=None, name_km="", name_en="")
    cleared = clear(report(one), everything(one), WISH)
    assert {use.purpose for use in cleared.clearance.covered} == {Purpose.WORDS, Purpose.PLACE}
    assert cleared.voices[0].role_en == "a fisher"


def test_a_name_in_one_language_is_used_in_both() -> None:
    one = person(name_km="")
    voice = clear(report(one), everything(one), WISH).voices[0]
    assert (voice.name_km, voice.name_en) == (one.name_en, one.name_en)


def test_leaving_out_the_words_leaves_out_the_person() -> None:
    one, other = person(), person("S-0043")
    cleared = clear(report(one, other), everything(other), replace(WISH, without=frozenset({"S-0042:words"})))
    assert [voice.source for voice in cleared.voices] == ["S-0043"]
    assert cleared.clearance.left_out == ("S-0042:words",)


def test_a_report_nobody_speaks_in_needs_nobodys_consent() -> None:
    assert clear(report(), (), WISH).place == DISTRICT


@pytest.mark.parametrize("text", ["title_km", "happened_en", "impact_km", "message_en", "quote_km"])
def test_a_name_that_is_not_cleared_may_stand_nowhere(text: str) -> None:
    one = person(anonymous_from=AnonymousFrom.PUBLIC)
    named = f"…{one.name_km}… {one.name_en.upper()}"
    material = (
        report(replace(one, quote_km=named)) if text == "quote_km" else replace(report(one), **{text: named})  # type: ignore[arg-type]
    )
    assert codes(refused(material, everything(one))) == ["name-in-text"]


@pytest.mark.parametrize("written", ["Yeay  S-0042", "yeay s-0042", "YEAY\u00a0S-0042", "យាយS-0042", "យាយ\u200bS-0042"])
def test_a_name_is_found_however_it_is_spaced_or_cased(written: str) -> None:
    one = person()
    without = replace(WISH, without=frozenset({"S-0042:name"}))
    assert codes(refused(report(one, title_en=f"What {written}, a fisher, said"), everything(one), without)) == [
        "name-in-text"
    ]


def test_a_cleared_name_may_stand_in_the_text() -> None:
    one = person()
    assert clear(report(one, happened_en=f"{one.name_en} spoke."), everything(one), WISH).voices[0].name_en


def test_the_name_of_a_person_who_is_left_out_may_not_stay_in_the_text() -> None:
    one, other = person(), person("S-0043")
    without = replace(WISH, without=frozenset({"S-0042:words"}))
    material = report(one, other, impact_km=f"អរគុណ{one.name_km}។")
    assert [fault.values["source"] for fault in refused(material, everything(one, other), without)] == ["S-0042"]


def test_the_words_of_a_person_who_is_left_out_are_not_read_for_names() -> None:
    one, other = person(quote_en="Yeay S-0043 told me."), person("S-0043", anonymous_from=AnonymousFrom.PUBLIC)
    without = replace(WISH, without=frozenset({"S-0042:words"}))
    assert clear(report(one, other), everything(one, other), without).voices


@pytest.mark.parametrize("text", ["In Aek Phnum district", "in AEK  PHNUM", "ក្នុងស្រុកឯកភ្នំ", "ក្នុងស្រុកឯក\u200bភ្នំ"])
def test_a_district_that_is_withheld_may_not_stand_in_the_text(text: str) -> None:
    one = person(anonymous_from=AnonymousFrom.ACQUAINTANCES)
    signed = Wish(ON, jigsaw_checked_by="ED-01")
    for material in (report(one, happened_en=text), report(replace(one, quote_km=text))):
        assert codes(refused(material, everything(one), signed)) == ["place-in-text"]
    assert clear(report(person(), happened_en=text), everything(person()), WISH).place == DISTRICT


def test_a_district_called_like_its_province_gives_nothing_away() -> None:
    one = person(anonymous_from=AnonymousFrom.ACQUAINTANCES)
    city = ClearedPlace("0203", "បាត់ដំបង", "Battambang", "02")
    material = report(one, place=city, happened_en="In Battambang we met.")
    assert clear(material, everything(one), Wish(ON, jigsaw_checked_by="ED-01")).place == PROVINCE


@pytest.mark.parametrize(
    "text", ["in the commune of Preaek Norint", "in PREAEK  norint", "នៅព្រែកនរិន្ទ", "ព្រែក\u200bនរិន្ទ"]
)
def test_a_commune_may_not_stand_in_the_text_even_where_all_agree_to_their_district(text: str) -> None:
    one = person()
    commune = ClearedPlace("020501", "ព្រែកនរិន្ទ", "Preaek Norint", "02")
    for material in (report(one, happened_en=text), report(replace(one, quote_km=text))):
        told = replace(material, commune=commune)
        assert codes(refused(told, everything(one), WISH)) == ["commune-in-text"]
        assert clear(material, everything(one), WISH).place == DISTRICT
    assert clear(report(one, commune=commune), everything(one), WISH).place == DISTRICT
    assert clear(report(happened_en=text, commune=commune), (), WISH).place == DISTRICT


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("យើងបានទូកថ្មី។", False),
        ("នៅឃុំថ្មី", True),
        ("នៅសង្កាត់ ថ្មី", True),
        ("Thmei is new.", True),
        ("the new boat", False),
    ],
)
def test_a_short_name_of_a_commune_is_a_word_of_every_day_but_beside_the_word_commune(text: str, found: bool) -> None:
    one = person()
    commune = ClearedPlace("020599", "ថ្មី", "Thmei", "02")
    material = report(one, happened_km=text, commune=commune)
    if found:
        assert codes(refused(material, everything(one), WISH)) == ["commune-in-text"]
    else:
        assert clear(material, everything(one), WISH).place == DISTRICT


def test_a_commune_called_like_its_district_gives_nothing_away() -> None:
    one = person()
    commune = ClearedPlace("020502", "ឯកភ្នំ", "Aek Phnum", "02")
    assert clear(report(one, happened_en="In Aek Phnum we met.", commune=commune), everything(one), WISH).voices


def test_material_is_usable_as_long_as_its_shortest_consent() -> None:
    one = person()
    terms = [replace(terms, expires_on=ON + timedelta(days=terms.consent_id)) for terms in everything(one)]
    assert clear(report(one), tuple(terms), WISH).clearance.usable_until == ON + timedelta(days=1)


def test_nothing_can_be_cleared_for_no_medium() -> None:
    with pytest.raises(ValueError, match="medium"):
        Wish(ON, media=())


# The laws


@given(case=cases(), taken=st.data())
def test_law_taking_a_consent_away_never_clears_more(
    case: tuple[Material, tuple[Terms, ...], Wish], taken: st.DataObject
) -> None:
    material, terms, wish = case
    assume(terms)
    gone = taken.draw(st.integers(0, len(terms) - 1))
    fewer = tried(material, terms[:gone] + terms[gone + 1 :], wish)
    if fewer is None:
        return
    more = tried(material, terms, wish)
    assert more is not None
    assert more.voices == fewer.voices
    assert more.place == fewer.place
    assert (fewer.clearance.usable_until or date.max) <= (more.clearance.usable_until or date.max)


@given(case=cases())
def test_law_withdrawing_everything_leaves_nobody_to_be_heard(
    case: tuple[Material, tuple[Terms, ...], Wish],
) -> None:
    material, terms, wish = case
    cleared = tried(material, tuple(replace(one, withdrawn_on=ON) for one in terms), wish)
    assert cleared is None or cleared.voices == ()


@given(case=cases())
def test_law_whatever_is_in_the_material_is_covered_in_every_medium(
    case: tuple[Material, tuple[Terms, ...], Wish],
) -> None:
    material, terms, wish = case
    cleared = tried(material, terms, wish)
    if cleared is None:
        return
    by_id = {one.consent_id: one for one in terms}
    covered = {(use.source, use.purpose, use.medium) for use in cleared.clearance.covered}
    for use in cleared.clearance.covered:
        consent = by_id[use.consent_id]
        assert consent.source == use.source
        assert (use.purpose, use.medium) in consent.scopes
        assert consent.withdrawn_on is None
        assert consent.expires_on is None or consent.expires_on >= wish.on
    for voice in cleared.voices:
        used = {
            Purpose.WORDS: True,
            Purpose.NAME: bool(voice.name_km or voice.name_en),
            Purpose.VOICE: voice.recording is not None,
        }
        used[Purpose.PLACE] = cleared.place == DISTRICT
        for purpose in [purpose for purpose, there in used.items() if there]:
            assert all((voice.source, purpose, medium) in covered for medium in wish.media)


@given(case=cases())
def test_law_what_is_not_covered_is_absent_from_the_value(case: tuple[Material, tuple[Terms, ...], Wish]) -> None:
    material, terms, wish = case
    cleared = tried(material, terms, wish)
    if cleared is None:
        return
    covered = {(use.source, use.purpose) for use in cleared.clearance.covered}
    for one in material.statements:
        text = words(cleared)
        if (one.source, Purpose.NAME) not in covered:
            assert not any(name and name in text for name in (one.name_km, one.name_en))
        if (one.source, Purpose.VOICE) not in covered and one.recording:
            assert one.recording not in text
        if (one.source, Purpose.WORDS) not in covered:
            assert one.source not in text


@given(case=cases())
def test_law_acquaintances_never_meet_the_voice_the_name_or_the_district(
    case: tuple[Material, tuple[Terms, ...], Wish],
) -> None:
    material, terms, wish = case
    cleared = tried(material, terms, wish)
    if cleared is None:
        return
    hidden = {one.source for one in material.statements if one.anonymous_from is AnonymousFrom.ACQUAINTANCES}
    for voice in cleared.voices:
        if voice.source in hidden:
            assert voice.recording is None
            assert not (voice.name_km or voice.name_en)
            assert cleared.place == PROVINCE
            assert cleared.clearance.jigsaw_checked_by


@given(case=cases())
def test_law_leaving_out_what_was_missing_clears(case: tuple[Material, tuple[Terms, ...], Wish]) -> None:
    material, terms, wish = case
    try:
        clear(material, terms, wish)
    except ClearanceRefused as error:
        missing = {
            f"{fault.values['source']}:{fault.values['purpose']}" for fault in error.faults if "purpose" in fault.values
        }
        again = replace(wish, without=wish.without | missing, jigsaw_checked_by="ED-01")
        cleared = clear(material, terms, again)
        assert set(cleared.clearance.left_out) == again.without


@given(case=cases(), order=st.randoms(use_true_random=False))
def test_law_the_order_of_consents_does_not_matter(
    case: tuple[Material, tuple[Terms, ...], Wish], order: st.DrawFn
) -> None:
    material, terms, wish = case
    shuffled = list(terms)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    assert tried(material, tuple(shuffled), wish) == tried(material, terms, wish)


@given(case=cases())
def test_law_the_order_of_people_does_not_matter(case: tuple[Material, tuple[Terms, ...], Wish]) -> None:
    material, terms, wish = case
    first = tried(material, terms, wish)
    for statements in permutations(material.statements):
        other = tried(replace(material, statements=statements), terms, wish)
        assert (first is None) == (other is None)
        if first and other:
            assert set(other.voices) == set(first.voices)
            assert other.place == first.place


@given(case=cases())
def test_law_a_wider_wish_never_clears_more(case: tuple[Material, tuple[Terms, ...], Wish]) -> None:
    material, terms, wish = case
    if tried(material, terms, replace(wish, media=tuple(Medium))) is not None:
        assert tried(material, terms, wish) is not None


@given(case=cases(), days=st.integers(0, 40))
def test_law_until_is_true(case: tuple[Material, tuple[Terms, ...], Wish], days: int) -> None:
    material, terms, wish = case
    cleared = tried(material, terms, wish)
    if cleared is None:
        return
    later = tried(material, terms, replace(wish, on=ON + timedelta(days=days)))
    until = cleared.clearance.usable_until
    assert (later is not None) == (until is None or ON + timedelta(days=days) <= until)
