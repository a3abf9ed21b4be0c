"""Places: communes, which the upgrade of a workspace brings in; without them a report goes back to its district"""

from __future__ import annotations

from alembic import op


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    op.execute('UPDATE report SET place_code = substr(place_code, 1, 4) WHERE length(place_code) > 4')
    op.execute('DELETE FROM place WHERE length(code) > 4')
