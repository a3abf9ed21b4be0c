"""The door of the desk: who is let in, what is refused before it is read, and what every answer carries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyotp
import pytest
from desk import HOST, OWN, Desk, Person, desk_over

from studio.pipeline.accounts import add_account
from studio.pipeline.opening import awake, make_workspace
from studio.records.kinds import Role
from studio.web.desk.gate import COOKIE, FORM_BYTES


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = tmp_path_factory.mktemp("desk") / "station"
    make_workspace(root)
    opened = desk_over(root)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def admin(desk: Desk) -> Person:
    return desk.person("boss", Role.ADMIN)


def test_a_stranger_is_led_to_the_door_and_back_to_where_it_went(desk: Desk) -> None:
    one = desk.stranger()
    assert one.client.get("/desk/people").headers["location"] == "/desk/sign-in?to=/desk/people"
    page = one.get("/desk/sign-in?to=/desk/people").text
    assert 'name="to" value="/desk/people"' in page
    for elsewhere in ("https://evil.example/", "//evil.example/desk/", "/desk/\\evil", "/desk//evil.example"):
        assert 'name="to" value=""' in one.get(f"/desk/sign-in?to={elsewhere}").text


def test_the_cookie_can_be_read_and_sent_by_this_site_alone(desk: Desk) -> None:
    password = add_account(awake(desk.studio), "cookie", Role.PRODUCER).password
    one = desk.stranger()
    said = one.post("/desk/sign-in", login="cookie", password=password).headers["set-cookie"]
    assert re.fullmatch(COOKIE + r"=[\w-]{43}; HttpOnly; Path=/; SameSite=lax; Secure", said)


@pytest.mark.parametrize("path", ["/desk/sign-in", "/desk/password", "/desk", "/desk/nowhere", "/desk/people"])
def test_every_answer_is_kept_by_nobody_and_shown_nowhere_else(admin: Person, path: str) -> None:
    headers = admin.client.get(path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    rules = dict(one.strip().split(" ", 1) for one in headers["content-security-policy"].split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self'"
    assert rules["form-action"] in ("'self'", "'none'")
    assert "unsafe" not in str(rules)
    assert rules["frame-ancestors"] == "'none'"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
    ],
)
def test_a_form_from_elsewhere_is_refused_unread(desk: Desk, headers: dict[str, str]) -> None:
    sent = {"login": "boss", "password": OWN}
    reply = desk.stranger().client.post("/desk/sign-in", data=sent, headers=headers)
    assert (reply.status_code, reply.content) == (403, b"")


def test_a_form_without_its_token_changes_nothing(desk: Desk, admin: Person) -> None:
    for form in ("", "0" * 64, "ក"):
        sent = {"form": form, "login": "sneaked", "role": "admin"}
        reply = admin.client.post("/desk/people", data=sent, headers={"origin": HOST})
        assert reply.status_code == 403
    assert "sneaked" not in admin.get("/desk/people").text


def test_a_stranger_can_send_nothing_but_a_sign_in(desk: Desk) -> None:
    reply = desk.stranger().client.post("/desk/people", data={"login": "x"}, headers={"origin": HOST})
    assert (reply.status_code, reply.content) == (401, b"")


def test_too_much_is_refused_announced_or_not(desk: Desk, admin: Person) -> None:
    large = "x" * (FORM_BYTES + 1)
    reply = admin.client.post("/desk/people", data={"login": large}, headers={"origin": HOST})
    assert reply.status_code == 413

    def parts() -> Iterator[bytes]:
        yield b"login="
        for _ in range(10):
            yield b"x" * (FORM_BYTES // 8)

    reply = admin.client.post(
        "/desk/people",
        content=parts(),
        headers={"origin": HOST, "content-type": "application/x-www-form-urlencoded"},
    )
    assert reply.status_code == 413


def test_a_form_that_no_page_sends_is_refused_without_its_contents(admin: Person) -> None:
    admin.get("/desk/people")
    reply = admin.post("/desk/people", 422, login="x", role="<script>king")
    assert "king" not in reply.text


def test_guessing_ends_soon(desk: Desk) -> None:
    add_account(awake(desk.studio), "guessed", Role.PRODUCER)
    one = desk.stranger()
    said = [one.post("/desk/sign-in", 403, login="guessed", password=f"guess {n}").text for n in range(10)]
    assert sum("tried too often" in text or "សាកញឹកញាប់ពេក" in text for text in said) == 2


def test_a_session_that_waits_for_something_opens_nothing_else(desk: Desk) -> None:
    password = add_account(awake(desk.studio), "waits", Role.EDITOR).password
    one = desk.stranger()
    one.post("/desk/sign-in", login="waits", password=password)
    for path in ("/desk", "/desk/account", "/desk/people", "/desk/code", "/desk/authenticator"):
        assert one.client.get(path).headers["location"] == "/desk/password", path
    one.get("/desk/password")
    page = one.post("/desk/password", 422, old="wrong", new="short", again="other").text
    assert page.count("<strong>") == 1
    one.post("/desk/password", old=password, new=OWN, again=OWN)
    assert one.client.get("/desk/account").headers["location"] == "/desk/authenticator"
    one.get("/desk/authenticator")
    one.post("/desk/authenticator", 403, secret="A" * 32, code="000000")
    one.post("/desk/authenticator", 403, secret="mine", code="000000")
    one.post("/desk/code", 303)
    assert one.client.get("/desk/account").status_code == 303


def test_the_second_time_a_code_is_asked_for(desk: Desk, admin: Person) -> None:
    again = desk.stranger()
    again.post("/desk/sign-in", login="boss", password=OWN)
    again.get("/desk/code")
    again.post("/desk/code", 403, code="000000")
    later = datetime.now(UTC) + timedelta(seconds=30)
    again.post("/desk/code", code=pyotp.TOTP(admin.secret).at(later))
    assert again.get("/desk/people").status_code == 200


def test_sessions_are_shown_and_ended_and_leaving_is_leaving(desk: Desk) -> None:
    first = desk.person("two", Role.PRODUCER)
    second = desk.stranger()
    second.post("/desk/sign-in", login="two", password=OWN)
    page = first.get("/desk/account").text
    number = re.search(r"/desk/account/sessions/(\d+)/end", page)
    assert number and page.count("/end") == 1
    second.get("/desk/account")
    first.post(f"/desk/account/sessions/{number[1]}/end")
    assert second.client.get("/desk/account").status_code == 303
    first.post(f"/desk/account/sessions/{number[1]}/end", 404)
    first.post("/desk/sign-out")
    assert first.client.get("/desk/account").status_code == 303


def test_the_desk_speaks_khmer_and_english(desk: Desk) -> None:
    one = desk.person("speaks", Role.PRODUCER)
    assert '<html lang="km">' in one.get("/desk/account").text
    one.post("/desk/account/language", language="en", to="/desk/account")
    page = one.get("/desk/account").text
    assert '<html lang="en">' in page and "My account" in page
    assert '<html lang="en">' in desk.stranger().get("/desk/sign-in?lang=en").text


def test_people_are_let_in_changed_and_shut_out(desk: Desk, admin: Person) -> None:
    admin.get("/desk/people")
    page = admin.post("/desk/people", 200, login="Newcomer", role="reporter", name="ថ្មី", province="02").text
    password = re.search(r'class="address">([a-z0-9-]{23})<', page)
    assert password
    one = desk.come_in("newcomer", password[1])
    one.get("/desk/account")
    admin.post("/desk/people/newcomer/role", role="producer", province="")
    assert one.client.get("/desk/account").status_code == 303
    assert "សូមប្រើ" in admin.post("/desk/people", 403, login="ថ្មី", role="reporter").text
    admin.post("/desk/people/newcomer/disable")
    admin.post("/desk/people/boss/disable", 403)
    admin.post("/desk/people/nobody/reset", 404)


def test_the_site_stays_open_beside_the_desk(desk: Desk) -> None:
    one = desk.stranger()
    assert one.client.get("/").status_code == 200
    assert one.client.post("/").status_code == 405
    assert COOKIE not in one.client.get("/").headers.get("set-cookie", "")


def test_what_pages_load_is_there_and_kept_for_ever(desk: Desk) -> None:
    page = desk.stranger().get("/desk/sign-in").text
    found = sorted(set(re.findall(r'(?:href|src)="(/desk/assets/[^"]+)"', page)))
    assert len(found) >= 2
    for path in found:
        reply = desk.stranger().client.get(path)
        assert reply.status_code == 200
        assert "immutable" in reply.headers["cache-control"]
    assert desk.stranger().client.get("/desk/assets/desk-000000000000.css").status_code == 404


def test_nothing_that_was_typed_is_in_the_database_as_it_was(desk: Desk, admin: Person, tmp_path: Path) -> None:
    kept = b"".join(one.read_bytes() for one in desk.root.glob("*.db*"))
    assert kept
    token = admin.client.cookies[COOKIE]
    assert token.encode() not in kept
    assert OWN.encode() not in kept
