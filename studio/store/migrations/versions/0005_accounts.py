"""Accounts: people who come in, their sessions, links that end, forms that were sent"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

import studio.records.base


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
MOMENT = studio.records.base.Moment
ROLES = sa.Enum('REPORTER', 'PRODUCER', 'EDITOR', 'CUSTODIAN', 'ADMIN', name='role')


def upgrade() -> None:
    op.create_table('account',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('login', TEXT(length=40), nullable=False),
    sa.Column('name', TEXT(), nullable=False),
    sa.Column('role', ROLES, nullable=False),
    sa.Column('province', TEXT(length=2), nullable=False),
    sa.Column('language', TEXT(), nullable=False),
    sa.Column('password', TEXT(), nullable=False),
    sa.Column('password_until', MOMENT(timezone=True), nullable=True),
    sa.Column('code_secret', TEXT(), nullable=False),
    sa.Column('code_step', sa.Integer(), nullable=False),
    sa.Column('added_at', MOMENT(timezone=True), nullable=False),
    sa.Column('disabled_at', MOMENT(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_account'))
    )
    op.create_index(op.f('ix_account_login'), 'account', ['login'], unique=True)
    op.create_table('accountsession',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('account_id', sa.Integer(), nullable=False),
    sa.Column('token', TEXT(length=64), nullable=False),
    sa.Column('began_at', MOMENT(timezone=True), nullable=False),
    sa.Column('seen_at', MOMENT(timezone=True), nullable=False),
    sa.Column('second_factor', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['account_id'], ['account.id'], name=op.f('fk_accountsession_account_id_account')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_accountsession'))
    )
    op.create_index(op.f('ix_accountsession_account_id'), 'accountsession', ['account_id'], unique=False)
    op.create_index(op.f('ix_accountsession_token'), 'accountsession', ['token'], unique=True)
    op.create_table('sharelink',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('token', TEXT(length=64), nullable=False),
    sa.Column('kind', TEXT(), nullable=False),
    sa.Column('subject', TEXT(), nullable=False),
    sa.Column('made_by', TEXT(), nullable=False),
    sa.Column('made_at', MOMENT(timezone=True), nullable=False),
    sa.Column('ends_at', MOMENT(timezone=True), nullable=False),
    sa.Column('revoked_at', MOMENT(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sharelink'))
    )
    op.create_index(op.f('ix_sharelink_token'), 'sharelink', ['token'], unique=True)
    op.create_table('formsent',
    sa.Column('token', TEXT(length=64), nullable=False),
    sa.Column('sent_by', TEXT(), nullable=False),
    sa.Column('sent_at', MOMENT(timezone=True), nullable=False),
    sa.Column('answer', TEXT(), nullable=False),
    sa.PrimaryKeyConstraint('token', name=op.f('pk_formsent'))
    )


def downgrade() -> None:
    op.drop_table('formsent')
    op.drop_index(op.f('ix_sharelink_token'), table_name='sharelink')
    op.drop_table('sharelink')
    op.drop_index(op.f('ix_accountsession_token'), table_name='accountsession')
    op.drop_index(op.f('ix_accountsession_account_id'), table_name='accountsession')
    op.drop_table('accountsession')
    op.drop_index(op.f('ix_account_login'), table_name='account')
    op.drop_table('account')
    ROLES.drop(op.get_bind(), checkfirst=True)
