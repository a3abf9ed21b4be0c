"""`studio report`: in from files, read, asked about, cleared, withdrawn, out again; never a name."""

from __future__ import annotations

import csv
import getpass
import json
import sqlite3
import wave
from pathlib import Path
from typing import Any

import pytest

from studio.khmer.digits import to_khmer

JOINT = "6b1f6a52-8c1d-4d2e-9a54-0d7f3a0c1e11"
ALONE = "2f0c9e0e-6f0b-4a3c-8a6d-3f5b1d7c9e42"
NEW = "11111111-2222-4333-8444-555555555555"
REAL_NAME = "Kong Sopheaktra"
ON_AIR = "Auntie Reaksmey"

Values = dict[str, Any]


@pytest.fixture
def report() -> Values:
    """A report as JSON, with a person who has a real name and a name on air."""
    return {
        "root_uuid": NEW,
        "channel": "phone",
        "submitted_at": "2012-04-02T10:00:00+07:00",
        "organizations": ["BTB-02", "BTB-01"],
        "individual_or_joint": "joint",
        "event_title_en": "Two communities share one pump",
        "event_description_en": "They bought it together and wrote down whose turn it is.",
        "initial_date": "2012-03-30",
        "place_code": "0206",
        "sectors": ["land"],
        "confidentiality": "public",
        "sources": [
            {
                "code": "S-0077",
                "sex": "f",
                "role_en": "a farmer",
                "name": REAL_NAME,
                "name_on_air_en": ON_AIR,
                "anonymous_from": "none",
                "quote_en": "We take turns, and nobody is forgotten.",
                "consent": "words:air words:online name:air name:online place:air place:online",
                "consent_method": "written",
                "consent_on": "2012-03-30",
                "consent_by": "ST-03",
            }
        ],
    }


def events(station: Path, subject: str) -> list[str]:
    """What the audit chain says of a subject."""
    with sqlite3.connect(station / "studio.db") as database:
        rows = database.execute("SELECT action FROM auditevent WHERE subject = ? ORDER BY seq", [subject]).fetchall()
    database.close()
    return [action for (action,) in rows]


def submitted(run: Any, report: Values, *words: str) -> Any:
    return run("report", "submit", "-", *words, stdin=json.dumps(report, ensure_ascii=False))


def test_the_list_names_reports_by_the_beginning_of_their_number(run: Any) -> None:
    rows = run("report", "list", "--json").json
    assert [one["report"] for one in rows] == [JOINT, ALONE]
    assert [one["short"] for one in rows] == [JOINT[:8], ALONE[:8]]
    assert rows[0]["organizations"] == ["BTB-01", "BTB-02"]
    assert rows[0]["state"] == "received"
    assert rows[0]["cleared"] is False


def test_the_list_can_be_narrowed(run: Any) -> None:
    assert run("report", "reject", ALONE, "--reason", "a double").code == 0
    assert [one["report"] for one in run("report", "list", "--json", "--state", "rejected").json] == [ALONE]
    assert [one["report"] for one in run("report", "list", "--json", "--org", "BTB-02").json] == [JOINT]
    assert run("report", "list", "--json", "--org", "NONE-1").json == []


def test_a_report_is_found_by_number_beginning_and_receipt(run: Any) -> None:
    receipt = run("report", "show", JOINT, "--json").json["receipt"]
    receipts = (receipt, receipt.replace(" ", ""), to_khmer(receipt))
    for name in (JOINT[:2], JOINT.upper()[:4].lower(), f" {JOINT} ", *receipts):
        assert run("report", "show", name, "--json").json["report"] == JOINT


def test_a_beginning_of_several_reports_names_them(run: Any, report: Values) -> None:
    assert submitted(run, report | {"root_uuid": JOINT[:-1] + "2"}).code == 0
    done = run("report", "show", JOINT[:8])
    assert done.code == 1
    assert JOINT in done.err
    assert JOINT[:-1] + "2" in done.err
    assert {one["short"] for one in run("report", "list", "--json").json} == {ALONE[:8], JOINT, JOINT[:-1] + "2"}
    assert run("report", "show", "%").code == 1
    assert run("report", "show", "").code == 1


def test_the_example_file_comes_in_without_a_fault(run: Any, station: Path) -> None:
    content = run("report", "template").out.encode()
    assert content.startswith("\ufeffroot_uuid,".encode())
    (station / "example.csv").write_bytes(content)
    assert run("report", "template", "--xlsx", "example").out == "example.xlsx\n"
    for name in ("example.csv", "example.xlsx"):
        done = run("report", "import", name, "--json")
        assert (done.code, done.err) == (0, "")
        assert (done.json["rows"], done.json["unchanged"], done.json["faults"]) == (2, 2, [])


def changed_example(run: Any, station: Path, **cells: str) -> list[list[str]]:
    """The example's rows with a third one that differs from the second in some cells."""
    rows = list(csv.reader(run("report", "template").out.lstrip("\ufeff").splitlines()))
    third = [*rows[-1]]
    for name, text in cells.items():
        third[rows[0].index(name)] = text
    with (station / "reports.csv").open("w", encoding="utf-8", newline="") as target:
        csv.writer(target).writerows([*rows, third])
    return rows


def test_good_rows_are_kept_and_each_faulty_one_is_named(run: Any, station: Path) -> None:
    changed_example(run, station, root_uuid=NEW, initial_date="31/02/2012", place_code="9999")
    done = run("report", "import", "reports.csv")
    assert done.code == 1
    assert "rows refused: 1" in done.out
    assert "reports.csv:6 initial_date" in done.err
    assert "reports.csv:6 place_code" in done.err
    again = run("report", "import", "reports.csv", "--json")
    assert again.code == 1
    assert (again.json["rows"], again.json["refused"], again.json["unchanged"]) == (3, 1, 2)
    assert all(one["what"] and one["mend"] for one in again.json["faults"])


def test_a_preview_keeps_nothing(run: Any, station: Path) -> None:
    changed_example(run, station, root_uuid=NEW)
    done = run("report", "import", "reports.csv", "--dry-run", "--json").json
    assert (done["dry_run"], done["new"]) == (True, 1)
    assert len(run("report", "list", "--json").json) == 2
    assert run("report", "import", "reports.csv", "--json").json["new"] == 1


def test_a_column_of_another_name_is_mapped(run: Any, station: Path) -> None:
    changed_example(run, station, root_uuid=NEW)
    path = station / "reports.csv"
    path.write_text(path.read_text("utf-8").replace("place_code", "Kanlaeng = khsach", 1), encoding="utf-8")
    done = run("report", "import", "reports.csv")
    assert done.code == 1
    assert "place_code" in done.err
    done = run("report", "import", "reports.csv", "--map", "Kanlaeng = khsach=place_code", "--json")
    assert (done.code, done.json["new"]) == (0, 1)


def test_one_report_comes_in_once_and_its_sender_gets_a_receipt(run: Any, station: Path, report: Values) -> None:
    first = submitted(run, report, "--json")
    assert (first.code, first.json["verdict"], first.json["consents"]) == (0, "new", 1)
    (station / "report.json").write_text(json.dumps(report), encoding="utf-8")
    again = run("report", "submit", "report.json", "--json")
    assert again.json["verdict"] == "unchanged"
    assert again.json["receipt"] == first.json["receipt"]
    assert len(first.json["receipt"].replace(" ", "")) == 10
    spoken = submitted(run, report)
    assert f"Receipt: {first.json['receipt']}" in spoken.out


def test_a_preview_of_one_report_keeps_nothing_and_gives_no_receipt(run: Any, report: Values) -> None:
    done = submitted(run, report, "--dry-run", "--json").json
    assert (done["verdict"], done["receipt"]) == ("new", "")
    assert len(run("report", "list", "--json").json) == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"{}",
        b'"a report"',
        b"\xff\xfe{}",
        b'{"event_title_en": "\\ud800"}',
        b"[" * 100_000,
        b'{"unknown": 1}',
        b'{"reached_men": ' + b"9" * 5000 + b"}",
    ],
    ids=lambda content: repr(content[:24]),
)
def test_what_is_no_report_is_refused_with_a_sentence(run: Any, content: bytes) -> None:
    done = run("report", "submit", "-", stdin=content)
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("✗ ")
    assert "\n  → " in done.err
    assert "fault in Studio itself" not in done.err


def test_one_report_is_refused_with_everything_that_is_wrong(run: Any, report: Values) -> None:
    done = submitted(run, report | {"initial_date": "soon", "organizations": "NONE-1", "sectors": "weather"})
    assert done.code == 1
    for field in ("initial_date", "organizations", "sectors"):
        assert field in done.err


def test_a_recording_that_cannot_be_used_leaves_the_report(run: Any, station: Path, report: Values) -> None:
    report["sources"][0] |= {"recording": "voice.wav"}
    (station / "voice.wav").write_bytes(b"no sound")
    done = submitted(run, report, "--json")
    assert done.code == 1
    assert [one["code"] for one in done.json["faults"]] == ["pipeline.recording-unusable"]
    assert done.json["verdict"] == "new"
    with wave.open(str(station / "voice.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(bytes(range(256)) * 2 * 64 * 4)
    assert submitted(run, report, "--json").json["recordings"] == 1
    person = run("report", "show", NEW, "--json").json["people"][0]
    assert person["recording_ms"] == pytest.approx(4096, abs=30)


def test_no_name_is_ever_shown(run: Any, report: Values) -> None:
    assert submitted(run, report).code == 0
    asked = (
        ("report", "show", NEW),
        ("report", "show", NEW, "--json"),
        ("report", "list"),
        ("report", "list", "--json"),
        ("report", "export", "-"),
        ("report", "clear", NEW),
        ("report", "clear", NEW, "--json"),
        ("report", "withdraw", "S-0077", "--reason", "tel"),
    )
    for words in asked:
        done = run(*words)
        assert done.code == 0, done.err
        for name in (*REAL_NAME.split(), *ON_AIR.split()):
            assert name not in done.out + done.err, words
    assert run("report", "show", NEW, "--json").json["people"][0]["wants_name"] is True


def test_a_comment_speaks_of_people_by_code_only(run: Any, report: Values) -> None:
    assert submitted(run, report).code == 0
    done = run("report", "ask", NEW, f"Was auntie  reaksmey asked? {ON_AIR.lower()}")
    assert done.code == 1
    assert "S-0077" in done.err
    assert ON_AIR.split()[1] not in done.err
    assert run("report", "show", NEW, "--json").json["comments"] == []
    for words in (("ask", NEW, " \u200b "), ("answer", NEW, "x" * 4001), ("reject", NEW, "--reason", "")):
        assert run("report", *words).code == 1
    assert run("report", "show", NEW, "--json").json["state"] == "received"


def test_a_question_takes_a_report_off_the_air_until_it_is_cleared_again(run: Any, station: Path) -> None:
    assert run("--actor", "ED-01", "report", "clear", JOINT).code == 0
    assert run("report", "list", "--json").json[0]["cleared"] is True
    asked = run("--actor", "ED-01", "report", "ask", JOINT, "When was it?", "--json").json
    assert (asked["before"], asked["after"]) == ("approved", "hasIssues")
    assert run("report", "clear", JOINT).code == 1
    answered = run("report", "answer", JOINT, "In March.", "--json").json
    assert (answered["before"], answered["after"]) == ("hasIssues", "edited")
    shown = run("report", "show", JOINT, "--json").json
    assert [one["code"] for one in shown["lacks"]] == ["pipeline.never-cleared"]
    assert [(one["author"], one["text"]) for one in shown["comments"]] == [
        ("ED-01", "When was it?"),
        (getpass.getuser(), "In March."),
    ]
    assert run("report", "list", "--json").json[0]["cleared"] is False
    assert run("report", "clear", JOINT).code == 0
    assert run("report", "show", JOINT, "--json").json["lacks"] == []
    assert events(station, JOINT) == [
        "report.approved",
        "clearance.decided",
        "report.asked",
        "report.answered",
        "report.approved",
        "clearance.decided",
    ]


def test_who_may_hear_of_a_report_is_noted_and_a_clearance_ends_with_it(run: Any, station: Path) -> None:
    assert run("report", "clear", JOINT).code == 0
    closed = run("report", "audience", JOINT, "restricted", "--told", "They changed their mind.", "--json").json
    assert (closed["before"], closed["after"]) == ("approved", "edited")
    refused = run("report", "clear", JOINT)
    assert refused.code == 1 and "restricted" in refused.err
    assert run("report", "audience", JOINT, "restricted", "--told", "Again.").code == 1
    assert run("report", "audience", JOINT, "public", "--told", " ").code == 1
    assert run("report", "audience", JOINT, "everybody", "--told", "x").code == 2
    assert run("report", "audience", JOINT, "public", "--told", "Asked on the hotline.").code == 0
    assert run("report", "clear", JOINT).code == 0
    assert [one["text"] for one in run("report", "show", JOINT, "--json").json["comments"]][
        -1
    ] == "Asked on the hotline."
    assert events(station, JOINT).count("report.audience-noted") == 2
    assert run("check", "--json").json["audit"] == []


def test_a_rejected_report_cannot_be_cleared_until_it_is_taken_up_again(run: Any, station: Path) -> None:
    assert run("report", "clear", JOINT).code == 0
    assert (
        run("report", "reject", JOINT, "--reason", "the community took it back", "--json").json["after"] == "rejected"
    )
    assert run("report", "clear", JOINT).code == 1
    assert run("report", "answer", JOINT, "we know", "--json").json["after"] == "rejected"
    assert run("report", "ask", JOINT, "Is it yours again?", "--json").json["after"] == "hasIssues"
    assert run("report", "answer", JOINT, "Yes.", "--json").json["after"] == "edited"
    assert run("report", "clear", JOINT).code == 0
    assert "report.rejected" in events(station, JOINT)
    assert run("check", "--json").json["audit"] == []


def test_clearance_lists_all_that_is_missing_and_can_do_without(run: Any, report: Values) -> None:
    report["sources"][0] |= {"consent": "words:air words:online name:air place:air"}
    assert submitted(run, report).code == 0
    done = run("report", "clear", NEW)
    assert done.code == 1
    assert done.err.count("✗") == 2
    assert "--without S-0077:name" in done.err
    lacks = run("report", "show", NEW, "--json").json["lacks"]
    assert [one["code"] for one in lacks] == ["pipeline.never-cleared", *["clearance.missing"] * 2]
    cleared = run("report", "clear", NEW, "--without", "S-0077:name", "--without", "S-0077:place", "--json").json
    assert cleared["left_out"] == ["S-0077:name", "S-0077:place"]
    assert {one["purpose"] for one in cleared["covered"]} == {"words"}
    wrong = run("report", "clear", NEW, "--without", "S-9:voice")
    assert wrong.code == 1
    assert "S-9:voice" in wrong.err


def test_whoever_must_stay_unknown_needs_a_jigsaw_check(run: Any, report: Values) -> None:
    report["sources"][0] |= {"anonymous_from": "acquaintances", "name_on_air_en": "", "name": ""}
    assert submitted(run, report).code == 0
    done = run("report", "clear", NEW)
    assert done.code == 1
    assert "--jigsaw-checked-by" in done.err
    assert run("report", "clear", NEW, "--jigsaw-checked-by", "ED-02", "--json").json["jigsaw_checked_by"] == "ED-02"
    assert "unknown even to acquaintances" in run("report", "show", NEW).out


def test_a_withdrawal_is_refused_to_nobody_and_says_what_it_touches(run: Any, station: Path) -> None:
    assert run("report", "clear", JOINT).code == 0
    done = run("report", "withdraw", "S-0042", "--reason", "by telephone", "--json").json
    assert done == {"source": "S-0042", "consents": 1, "reports": [JOINT], "editions": []}
    lacks = run("report", "show", JOINT, "--json").json["lacks"]
    assert {one["code"] for one in lacks} == {"clearance.withdrawn"}
    assert run("report", "clear", JOINT).code == 1
    assert events(station, "S-0042")[-1] == "consent.withdrawn"
    again = run("report", "withdraw", "S-0042", "--reason", "again")
    assert again.code == 0
    assert "nothing changed" in again.out


def test_an_export_runs_nothing_and_comes_back_unchanged(run: Any, station: Path, report: Values) -> None:
    report["event_title_en"] = "=cmd|' /C calc'!A0"
    assert submitted(run, report).code == 0
    assert run("report", "export", "out/reports.xlsx").out == "Reports written to out/reports.xlsx: 3.\n"
    content = run("report", "export", "-").out
    assert "'=cmd|" in content
    (station / "out" / "reports.csv").write_text(content, encoding="utf-8")
    for name in ("out/reports.xlsx", "out/reports.csv"):
        done = run("report", "import", name, "--json")
        assert (done.code, done.json["unchanged"], done.json["consents"]) == (0, 3, 0), done.out


def test_show_says_in_words_what_json_says_in_codes(run: Any) -> None:
    done = run("report", "show", JOINT)
    assert done.code == 0
    for text in ("Review: received", "Phka Snao Community Fishery (BTB-01)", "S-0042", "agreed on", "thumbprint"):
        assert text in done.out
    assert "studio report clear" in done.out
