"""Withdrawals: what was taken back, what it touches, and how far it was carried out"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op

import studio.records.base


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    op.create_table('withdrawal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('kind', TEXT(), nullable=False),
    sa.Column('name', TEXT(), nullable=False),
    sa.Column('reason', TEXT(), nullable=False),
    sa.Column('asked_at', studio.records.base.Moment(timezone=True), nullable=False),
    sa.Column('asked_by', TEXT(), nullable=False),
    sa.Column('touched', sa.JSON(), nullable=False),
    sa.Column('done', sa.JSON(), nullable=False),
    sa.Column('told', sa.JSON(), nullable=False),
    sa.Column('finished_at', studio.records.base.Moment(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_withdrawal'))
    )
    op.create_index(op.f('ix_withdrawal_name'), 'withdrawal', ['name'], unique=False)


def downgrade() -> None:
    op.drop_index(op.f('ix_withdrawal_name'), table_name='withdrawal')
    op.drop_table('withdrawal')
