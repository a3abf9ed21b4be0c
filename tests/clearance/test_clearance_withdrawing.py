"""What a withdrawal covers: everything of who asks, and nothing of who did not."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from studio.clearance.withdrawing import Asked, Given, Standing, covered, searched, telling

CODES = st.sampled_from(["S-1", "S-2", "S-3"])
REPORTS = st.sampled_from(["r1", "r2", "r3"])
STANDINGS = st.builds(
    Standing,
    organizations=st.dictionaries(REPORTS, st.lists(st.sampled_from(["A", "B"]), unique=True).map(tuple)),
    people=st.dictionaries(REPORTS, st.lists(CODES, unique=True).map(tuple)),
    consents=st.lists(st.builds(Given, st.integers(1, 99), CODES, st.one_of(st.just(""), REPORTS)), unique=True).map(
        tuple
    ),
)


def test_a_person_takes_back_every_word_and_nobody_elses() -> None:
    standing = Standing(
        {"r1": ("A",)}, {"r1": ("S-1", "S-2"), "r2": ("S-2",)}, (Given(1, "S-1"), Given(2, "S-2", "r1"))
    )
    found = covered(Asked("source", "S-2"), standing)
    assert found.reports == ("r1", "r2") and found.whole == ()
    assert found.said == (("r1", "S-2"), ("r2", "S-2"))
    assert (found.consents, found.unnamed, found.staying) == ((2,), ("S-2",), ())


def test_a_report_takes_everybody_along_but_not_what_they_say_elsewhere() -> None:
    general, own, other = Given(1, "S-1"), Given(2, "S-1", "r1"), Given(3, "S-1", "r2")
    standing = Standing({"r1": ("A", "B")}, {"r1": ("S-1", "S-2"), "r2": ("S-1",)}, (general, own, other))
    found = covered(Asked("report", "r1", ("r1",)), standing)
    assert found.whole == ("r1",) and found.said == (("r1", "S-1"), ("r1", "S-2"))
    assert found.unnamed == ("S-2",), "S-1 is still called by name in the other report"
    assert found.consents == (2,) and found.staying == (general,)


def test_an_organization_takes_joint_reports_back_and_leaves_the_directory() -> None:
    standing = Standing({"r1": ("A", "B"), "r2": ("B",)}, {"r1": ("S-1",), "r2": ("S-2",)}, (Given(1, "S-1"),))
    found = covered(Asked("organization", "A"), standing)
    assert (found.reports, found.delisted, found.unnamed, found.consents) == (("r1",), ("A",), ("S-1",), (1,))


@given(STANDINGS, CODES)
def test_law_no_consent_of_somebody_else_ends_with_a_persons(standing: Standing, code: str) -> None:
    found = covered(Asked("source", code), standing)
    own = {one.consent_id for one in standing.consents if one.source == code}
    assert set(found.consents) == own
    assert {name for name, _ in found.said} == set(found.reports)


@given(STANDINGS, REPORTS)
def test_law_of_a_whole_report_each_consent_about_it_ends_or_stays_and_none_for_another_ends(
    standing: Standing, report: str
) -> None:
    found = covered(Asked("report", report, (report,)), standing)
    speaking = standing.people.get(report, ())
    about = [one for one in standing.consents if one.source in speaking and one.report in ("", report)]
    assert sorted([*found.consents, *(one.consent_id for one in found.staying)]) == sorted(
        one.consent_id for one in about
    )
    assert all(one.report == "" for one in found.staying)


def test_names_are_found_however_they_are_spaced_and_short_or_shared_ones_are_not_looked_for() -> None:
    assert searched(["អ៊ំសុខុម", "Ann", "Aunt Sokhom", "Sok Chea"], ["sok  chea"]) == ("អ៊ំសុខុម", "Aunt Sokhom")
    texts = {"one": "we met AUNT\u200b  sokhom there", "two": "we met nobody", "three": "ជួប អ៊ំ សុខុម"}
    assert telling(texts, ["Aunt Sokhom", "អ៊ំសុខុម"]) == ("one", "three")
