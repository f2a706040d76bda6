"""What is set aside says for which call, so that the ledger can tell of it where its process ends before the call."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("reservation", sa.Column("call", sa.JSON(), nullable=True))
    op.add_column("reservation", sa.Column("at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("reservation", "at")
    op.drop_column("reservation", "call")
