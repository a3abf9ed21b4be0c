"""`studio user`: an account begins with a password that is told once."""

from __future__ import annotations

from typing import Any


def test_an_account_from_its_first_password_to_its_end(run: Any) -> None:
    added = run("user", "add", "sokha", "--role", "editor", "--name", "សុខា", "--province", "02", "--json").json
    assert (added["role"], added["province"], added["authenticator"]) == ("editor", "02", False)
    told = run("user", "add", "dara", "--role", "admin").out.splitlines()
    assert len(told) == 3 and len(told[1].strip()) == 23
    listed = run("user", "list", "--json").json
    assert [(one["login"], one["role"]) for one in listed] == [("dara", "admin"), ("sokha", "editor")]
    assert not any("password" in one or "secret" in str(one) for one in listed)
    assert run("user", "role", "sokha", "--role", "producer").out.strip() == "sokha is producer now."
    again = run("user", "reset", "sokha", "--json").json
    assert again["password"] != added["password"]
    assert run("user", "disable", "sokha", "--json").json["disabled_at"]
    lines = run("user", "list").out.splitlines()
    assert [line.split("\t")[5] for line in lines] == ["state", "has not come in yet", "disabled"]


def test_what_cannot_be_is_a_sentence_and_exit_code_one(run: Any) -> None:
    run("user", "add", "dara", "--role", "admin")
    for words in (
        ["disable", "dara"],
        ["reset", "nobody"],
        ["add", "ដារ៉ា", "--role", "editor"],
        ["add", "dara", "--role", "editor"],
    ):
        done = run("user", *words)
        assert (done.code, done.out) == (1, ""), words
        assert "→" in done.err
    assert run("user", "add", "x", "--role", "king").code == 2
