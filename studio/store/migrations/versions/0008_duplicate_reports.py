"""Reports: which one is kept where two tell the same"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('report', sa.Column('duplicate_of', sa.String(length=80), nullable=False, server_default=''))
    op.create_index(op.f('ix_report_duplicate_of'), 'report', ['duplicate_of'])


def downgrade() -> None:
    op.drop_index(op.f('ix_report_duplicate_of'), table_name='report')
    op.drop_column('report', 'duplicate_of')
