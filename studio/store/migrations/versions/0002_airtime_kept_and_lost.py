"""Airtime kept and lost: exceptions, deadlines, what was heard; plans of seasons and promises"""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
import sqlmodel
from alembic import op

import studio.records.base


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None

TEXT = sqlmodel.sql.sqltypes.AutoString
KIND = sa.Enum('OFF', 'PRE_EMPTED', 'MOVED', name='exceptionkind')
TO_SLOTS = ('deliver_hours', 'presenters', 'makes_good')
TO_EPISODES = (
    'airs_on', 'clock', 'price_cents', 'currency', 'makes_good', 'cancelled', 'changes', 'changed_at',
)
TO_AIRINGS = ('evidence_file', 'length_ms', 'from_ms', 'to_ms', 'entries', 'noted_at', 'noted_by')


def upgrade() -> None:
    op.create_table('seasonplan',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('since', sa.Date(), nullable=False),
    sa.Column('until', sa.Date(), nullable=False),
    sa.Column('seed', sa.Integer(), nullable=False),
    sa.Column('inputs', TEXT(length=64), nullable=False),
    sa.Column('text', TEXT(), nullable=False),
    sa.Column('made_at', studio.records.base.Moment(timezone=True), nullable=False),
    sa.Column('made_by', TEXT(), nullable=False),
    sa.Column('published_at', studio.records.base.Moment(timezone=True), nullable=True),
    sa.Column('published_by', TEXT(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_seasonplan')),
    sa.UniqueConstraint('number', name=op.f('uq_seasonplan_number'))
    )
    op.create_table('airtimeexception',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('kind', KIND, nullable=False),
    sa.Column('starts_at', studio.records.base.Moment(timezone=True), nullable=True),
    sa.Column('length_ms', sa.Integer(), nullable=True),
    sa.Column('clock', TEXT(), nullable=False),
    sa.Column('reason', TEXT(length=200), nullable=False),
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slot_id', sa.Integer(), nullable=False),
    sa.Column('made_at', studio.records.base.Moment(timezone=True), nullable=False),
    sa.Column('made_by', TEXT(), nullable=False),
    sa.ForeignKeyConstraint(['slot_id'], ['airtimeslot.id'], name=op.f('fk_airtimeexception_slot_id_airtimeslot')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_airtimeexception')),
    sa.UniqueConstraint('slot_id', 'day', name=op.f('uq_airtimeexception_slot_id'))
    )
    op.create_index(op.f('ix_airtimeexception_slot_id'), 'airtimeexception', ['slot_id'], unique=False)
    op.create_table('communitypromise',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('organization_id', sa.Integer(), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=False),
    sa.Column('note', TEXT(), nullable=False),
    sa.Column('made_at', studio.records.base.Moment(timezone=True), nullable=False),
    sa.Column('made_by', TEXT(), nullable=False),
    sa.Column('removed_at', studio.records.base.Moment(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['organization_id'], ['organization.id'], name=op.f('fk_communitypromise_organization_id_organization')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_communitypromise'))
    )
    op.create_index(op.f('ix_communitypromise_organization_id'), 'communitypromise', ['organization_id'], unique=False)
    add_to_slots()
    add_to_episodes()
    add_to_airings()


# Other tables point at slots and episodes. SQLite would have to make these anew to take a default away again, which
# its foreign keys forbid: their columns are added in place, and what stands in the rows is filled in below.


def add_to_slots() -> None:
    op.add_column('airtimeslot', sa.Column('deliver_hours', sa.Integer(), nullable=False, server_default='24'))
    op.add_column('airtimeslot', sa.Column('presenters', sa.JSON(), nullable=False, server_default='[]'))
    op.add_column('airtimeslot', sa.Column('makes_good', TEXT(), nullable=False, server_default=''))


def add_to_episodes() -> None:
    op.add_column('episode', sa.Column('airs_on', sa.Date(), nullable=False, server_default='2000-01-01'))
    op.add_column('episode', sa.Column('clock', TEXT(), nullable=False, server_default=''))
    op.add_column('episode', sa.Column('price_cents', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('episode', sa.Column('currency', TEXT(), nullable=False, server_default='USD'))
    op.add_column('episode', sa.Column('makes_good', TEXT(), nullable=False, server_default=''))
    op.add_column('episode', sa.Column('cancelled', KIND, nullable=True))
    op.add_column('episode', sa.Column('changes', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('episode', sa.Column('changed_at', studio.records.base.Moment(timezone=True), nullable=True))
    episode = sa.table('episode', *map(sa.column, ('id', 'slug', 'slot_id', 'clock', 'price_cents', 'currency')),
                       sa.column('airs_on', sa.Date()))
    slot = sa.table('airtimeslot', *map(sa.column, ('id', 'clock', 'price_cents', 'currency')))
    rows = op.get_bind().execute(
        sa.select(episode.c.id, episode.c.slug, slot.c.clock, slot.c.price_cents, slot.c.currency)
        .join(slot, episode.c.slot_id == slot.c.id)
    ).all()
    for number, slug, clock, price, currency in rows:
        op.execute(
            sa.update(episode)
            .where(episode.c.id == number)
            .values(airs_on=date.fromisoformat(slug[:10]), clock=clock, price_cents=price, currency=currency)
        )


def add_to_airings() -> None:
    moment = studio.records.base.Moment(timezone=True)
    op.add_column('airing', sa.Column('evidence_file', TEXT(length=64), nullable=True))
    op.add_column('airing', sa.Column('length_ms', sa.Integer(), nullable=True))
    op.add_column('airing', sa.Column('from_ms', sa.Integer(), nullable=True))
    op.add_column('airing', sa.Column('to_ms', sa.Integer(), nullable=True))
    op.add_column('airing', sa.Column('entries', sa.JSON(), nullable=True))
    op.add_column('airing', sa.Column('noted_at', moment, nullable=True))
    op.add_column('airing', sa.Column('noted_by', TEXT(), nullable=True))
    op.execute(
        "UPDATE airing SET evidence_file = '', entries = '[]', noted_at = planned_at, noted_by = '', "
        "length_ms = (SELECT length_ms FROM episode WHERE episode.id = airing.episode_id)"
    )
    with op.batch_alter_table('airing', schema=None) as batch_op:
        batch_op.alter_column('evidence_file', existing_type=TEXT(length=64), nullable=False)
        batch_op.alter_column('length_ms', existing_type=sa.Integer(), nullable=False)
        batch_op.alter_column('entries', existing_type=sa.JSON(), nullable=False)
        batch_op.alter_column('noted_at', existing_type=moment, nullable=False)
        batch_op.alter_column('noted_by', existing_type=TEXT(), nullable=False)


def downgrade() -> None:
    for table, columns in (('airing', TO_AIRINGS), ('episode', TO_EPISODES), ('airtimeslot', TO_SLOTS)):
        for column in reversed(columns):
            op.drop_column(table, column)
    op.drop_index(op.f('ix_communitypromise_organization_id'), table_name='communitypromise')
    op.drop_table('communitypromise')
    op.drop_index(op.f('ix_airtimeexception_slot_id'), table_name='airtimeexception')
    op.drop_table('airtimeexception')
    op.drop_table('seasonplan')
    KIND.drop(op.get_bind(), checkfirst=True)  # PostgreSQL keeps the types of dropped columns
