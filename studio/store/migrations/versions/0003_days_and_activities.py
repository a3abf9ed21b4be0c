"""Reports: the first and the last day on which one may be aired, and the activity it belongs together with"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('report', sa.Column('not_before', sa.Date(), nullable=True))
    op.add_column('report', sa.Column('expires_on', sa.Date(), nullable=True))
    together = sa.Column('together', sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False, server_default='')
    op.add_column('report', together)


def downgrade() -> None:
    for name in ('together', 'expires_on', 'not_before'):
        op.drop_column('report', name)
