"""Takes: why one is not to be heard"""

from __future__ import annotations

import sqlalchemy as sa
import sqlmodel
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    refused = sa.Column(
        'refused', sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False, server_default=''
    )
    op.add_column('take', refused)


def downgrade() -> None:
    op.drop_column('take', 'refused')
