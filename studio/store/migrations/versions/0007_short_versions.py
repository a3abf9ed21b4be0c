"""Scripts: how long their short version takes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('script', sa.Column('short_milliseconds', sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column('script', 'short_milliseconds')
