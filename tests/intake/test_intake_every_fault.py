"""One file with every kind of fault: no good row is lost, each bad one is explained in Khmer and English."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import studio.intake
from studio.errors import Fault, IntakeRefused
from studio.intake.header import match
from studio.intake.parse import Known
from studio.intake.sheet import Bounds
from studio.languages import Language, translator
from studio.sentences import intake, network
from studio.sentences.say import say

Kit = Any
KHMER = re.compile("[\u1780-\u17b3]")
ROOM = Path(str(studio.intake.__file__)).parent

BAD: dict[int, tuple[dict[str, str], str]] = {
    1: ({"initial_date": "05/13/2012"}, "intake.date-month-first"),
    2: ({"initial_date": "soon"}, "intake.date-bad"),
    3: ({"final_date": "2012-03-01"}, "intake.date-order"),
    4: ({"initial_date": "11/03/12"}, "intake.date-short-year"),
    5: ({"initial_date": "11/03/2555", "final_date": ""}, "intake.date-buddhist"),
    6: ({"final_date": "2013-01-01"}, "intake.date-future"),
    7: ({"submitted_at": "2012-03-13 25:00"}, "intake.moment-bad"),
    8: ({"root_uuid": "7"}, "intake.uuid-bad"),
    9: ({"channel": "feild"}, "intake.value-unknown"),
    10: ({"organizations": ""}, "intake.value-missing"),
    11: ({"organizations": "BTB-77"}, "intake.organization-unknown"),
    12: ({"place_code": "9999"}, "intake.place-unknown"),
    13: ({"reached_men": "some"}, "intake.number-bad"),
    14: ({"individual_or_joint": "joint"}, "intake.joint-mismatch"),
    15: ({"event_title_en": "x" * 300}, "intake.text-long"),
    16: ({"impact_km": "ម៉ៅ សុខុមា"}, "intake.name-in-text"),
    17: ({"source1_name_on_air_en": "Aunt"}, "intake.name-without-consent"),
    18: ({"source1_code": ""}, "intake.person-without-code"),
    19: ({"source1_code": "mom"}, "intake.code-bad"),
    20: ({"source2_code": "S-0042"}, "intake.person-twice"),
    21: ({"source1_recording": "../../a.wav"}, "intake.recording-outside"),
    22: ({"source1_recording": "a.doc"}, "intake.recording-kind"),
    23: ({"source1_consent": "voice:tv"}, "intake.scope-unknown"),
    24: ({"source1_consent_subject": "leader"}, "intake.consent-by-other"),
    25: ({"source1_consent_expires": "2012-01-01"}, "intake.consent-order"),
    26: ({"source1_consent": "", "source1_consent_withdrawn_on": "2012-04-01"}, "intake.withdrawal-of-nothing"),
    27: ({"impact_en": "x" * 10_000_000}, "intake.cell-long"),
    28: ({"impact_en": "#NAME?"}, "intake.cell-error"),
    29: ({"impact_en": "BYTES"}, "intake.bytes-broken"),
    30: ({"impact_en": "SHORT"}, "intake.row-cells"),
    31: ({"impact_en": "QUOTE"}, "intake.row-quotes"),
    32: ({"root_uuid": "00000000-0000-4000-8000-000000000100"}, "intake.row-contradicts"),
}
GOOD: dict[int, dict[str, str]] = {
    100: {"impact_en": "the one that another contradicts"},
    101: {"initial_date": "08.03.2012", "final_date": "១១/០៣/២០១២"},
    102: {"initial_date": "២០១២-០៣-០៨", "reached_women": "២៧"},
    103: {"impact_en": "bell\x07 and nought\x00"},
    104: {"impact_en": "=1+1"},
    105: {"impact_en": "one\ntwo, \"three\""},
    106: {"place_code": "205", "channel": "ទូរស័ព្ទ"},
}  # fmt: skip


def written(kit: Kit, path: Path) -> Path:
    """A file in UTF-8 with a byte order mark: every bad row between good ones."""
    rows = []
    for number, cells in [*GOOD.items(), *((n, cells) for n, (cells, _) in BAD.items()), (107, {}), (107, {})]:
        rows.append({**kit.row_with(root_uuid=kit.uuid_of(number)), "source2_code": "", **cells})
    content = b"\xef\xbb\xbf" + kit.csv_text(rows).encode()
    content = content.replace(b"BYTES", b"caf\xe9").replace(b"QUOTE", b'"open').replace(b"SHORT,", b"")
    path.write_bytes(content)
    return path


def test_no_good_row_is_lost_and_each_bad_one_is_explained(kit: Kit, known: Known, tmp_path: Path) -> None:
    found = kit.parse_file(written(kit, tmp_path / "reports.csv"), known)
    taken = sorted(one.root_uuid for one in found if one.submission)
    assert taken == [kit.uuid_of(number) for number in (*GOOD, 107)]
    refused = [one for one in found if one.faults]
    assert sorted({fault.code for one in refused for fault in one.faults}) == sorted({code for _, code in BAD.values()})
    assert len(refused) == len(BAD)
    told = [fault for one in found for fault in (*one.faults, *one.warnings)]
    assert {"intake.control-characters", "intake.row-twice"} <= {one.code for one in told}
    for one in told:
        explained(one)
        assert "reports.csv:" in one.where and isinstance(one.values["line"], int)
        assert len(repr(one)) < 600


def explained(one: Fault) -> None:
    """A fault has its sentence and its mend in both languages, with every value in its place."""
    for language in Language:
        what, mend = say(one, language)
        assert mend and "{" not in what + mend, one
        assert bool(KHMER.search(what)) and bool(KHMER.search(mend)) or language is Language.EN, one
    assert say(one, Language.KM) != say(one, Language.EN)


def test_faults_of_a_whole_file_are_explained(kit: Kit, known: Known, tmp_path: Path) -> None:
    told: list[Fault] = []
    path = tmp_path / "reports.csv"
    broken = (
        b"",
        b"\xd0\xcf\x11\xe0",
        b"PK\x03\x04",
        b"caf\xe9,root_uuid\n",
        b"channel\nfield\n",
        b'"open\n',
        b"x" * 1_100_000,
    )
    for content in broken:
        path.write_bytes(content)
        try:
            kit.parse_file(path, known, bounds=Bounds(file_mb=1))
        except IntakeRefused as refused:
            told += refused.faults
    assert len({one.code for one in told}) == 7
    for one in told:
        explained(one)


def test_words_about_columns_are_explained() -> None:
    names = ["root_uuid", "_uuid", "submitted_at", "organizations", "initial_date", "place_code", "event_title_km",
             "event_description_km", "chanel", "zzzz", "deviceid"]  # fmt: skip
    warnings = match(names, "a.csv").warnings
    assert len({one.code for one in warnings}) == 4
    for one in warnings:
        explained(one)
    try:
        match(names, "a.csv", {"chanle": "channel", "zzzz": "chanel"})
    except IntakeRefused as refused:
        for one in refused.faults:
            explained(one)


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    used = {code for path in ROOM.glob("*.py") for code in re.findall(r'"(intake\.[a-z-]+)"', path.read_text("utf-8"))}
    assert used == set(intake.SENTENCES)
    network_room = ROOM.parent / "network"
    used = {
        code
        for path in network_room.glob("*.py")
        for code in re.findall(r'"(network\.[a-z-]+)"', path.read_text("utf-8"))
    }
    assert used == set(network.SENTENCES)


def test_every_sentence_is_in_khmer_with_the_same_places() -> None:
    km = translator(Language.KM)
    for room in (intake.SENTENCES, network.SENTENCES):
        for code, sentence in room.items():
            for text in (sentence.what, sentence.mend):
                translated = km(text)
                assert KHMER.search(translated), code
                assert sorted(re.findall(r"\{\w+\}", translated)) == sorted(re.findall(r"\{\w+\}", text)), code
