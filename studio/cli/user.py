"""`studio user`."""

from __future__ import annotations

import click

from studio.cli import shown
from studio.cli.opened import opened
from studio.cli.options import AS_JSON, examples
from studio.cli.words import _
from studio.pipeline.accounts import ONE_TIME, Admitted, accounts, add_account, change_role, disable, reset
from studio.pipeline.opening import awake
from studio.records.accounts import Account
from studio.records.kinds import Role

ROLE = click.Choice([one.value for one in Role])
PROVINCE = click.option(
    "--province", default="", metavar="NN", help=_("Two digits, where somebody works in one province alone.")
)


@click.group(
    help=_(
        "People who come in at the desk, and what they may do. Reporters file; producers write, schedule, record and "
        "build; editors also clear, approve, publish and withdraw; custodians withdraw; admins keep the accounts and "
        "read nothing."
    ),
    epilog=examples("studio user add sokha --role editor", "studio user list"),
)
def user() -> None:
    """Accounts."""


@user.command(
    help=_(
        "Give somebody an account with the sign-in name LOGIN. Prints a password that is good once: tell it to nobody "
        "else, and not by the same way as the name."
    ),
    epilog=examples('studio user add sokha --role reporter --name "Sokha" --province 02'),
)
@click.argument("login")
@click.option("--role", type=ROLE, required=True, help=_("What the person does."))
@click.option("--name", default="", help=_("How the person is called among colleagues."))
@PROVINCE
@AS_JSON
@click.pass_context
def add(ctx: click.Context, login: str, role: str, name: str, province: str, plain: bool) -> None:
    """Add an account."""
    with opened(ctx) as studio:
        tell(add_account(awake(studio), login, Role(role), name, province), plain)


@user.command(
    "role",
    help=_("Let somebody do other things from now on. Sessions end; --province is left out for the whole country."),
    epilog=examples("studio user role sokha --role producer"),
)
@click.argument("login")
@click.option("--role", type=ROLE, required=True, help=_("What the person does."))
@PROVINCE
@AS_JSON
@click.pass_context
def change(ctx: click.Context, login: str, role: str, province: str, plain: bool) -> None:
    """Change a role."""
    with opened(ctx) as studio:
        one = change_role(awake(studio), login, Role(role), province)
    if plain:
        shown.as_json(row(one))
    else:
        shown.line(_("{login} is {role} now.").format(login=one.login, role=one.role.value))


@user.command(
    "disable",
    help=_("Let somebody in no more, from this moment. What the person did stays in the audit chain."),
    epilog=examples("studio user disable sokha"),
)
@click.argument("login")
@AS_JSON
@click.pass_context
def disable_one(ctx: click.Context, login: str, plain: bool) -> None:
    """Disable an account."""
    with opened(ctx) as studio:
        one = disable(awake(studio), login)
    if plain:
        shown.as_json(row(one))
    else:
        shown.line(_("{login} cannot come in any more; every session has ended.").format(login=one.login))


@user.command(
    "reset",
    help=_(
        "A new password that is good once, for somebody who lost the old one, the telephone with the authenticator, "
        "or the account. Every session ends."
    ),
    epilog=examples("studio user reset sokha"),
)
@click.argument("login")
@AS_JSON
@click.pass_context
def reset_one(ctx: click.Context, login: str, plain: bool) -> None:
    """Reset an account."""
    with opened(ctx) as studio:
        tell(reset(awake(studio), login), plain)


@user.command(
    "list",
    help=_("List everybody with an account."),
    epilog=examples("studio user list", "studio user list --json"),
)
@AS_JSON
@click.pass_context
def list_them(ctx: click.Context, plain: bool) -> None:
    """List accounts."""
    with opened(ctx) as studio:
        found = accounts(studio)
    if plain:
        shown.as_json([row(one) for one in found])
        return
    columns = [_("sign-in name"), _("name"), _("role"), _("province"), _("authenticator"), _("state")]
    cells = [
        (one.login, one.name, one.role.value, one.province, _("yes") if one.code_secret else _("no"), state(one))
        for one in found
    ]
    shown.table("", columns, cells)


def state(one: Account) -> str:
    """Whether somebody can come in."""
    if one.disabled_at is not None:
        return _("disabled")
    return _("has not come in yet") if one.password_until is not None else ""


def tell(admitted: Admitted, plain: bool) -> None:
    """Print an account with the password that is told once."""
    if plain:
        shown.as_json({**row(admitted.account), "password": admitted.password})
        return
    told = _("{login} ({role}) can sign in within {days} days with this password, once:")
    one = admitted.account
    shown.line(told.format(login=one.login, role=one.role.value, days=ONE_TIME.days))
    shown.line(f"  {admitted.password}")
    shown.line(_("It is kept nowhere, and replaced by one of the person's own."))


def row(one: Account) -> dict[str, object]:
    """An account as plain values, without what is secret."""
    return {
        "login": one.login,
        "name": one.name,
        "role": one.role.value,
        "province": one.province,
        "authenticator": bool(one.code_secret),
        "disabled_at": one.disabled_at,
        "password_until": one.password_until,
    }
