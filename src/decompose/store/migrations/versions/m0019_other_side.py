"""The second artifact of a call about a pair, so that its removal finds the answer."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_IS_OF_PAIR = sa.text("other IS NOT NULL")


def upgrade() -> None:
    op.add_column("attempt", sa.Column("other", sa.String(), nullable=True))
    op.create_index("attempt_other", "attempt", ["other"], sqlite_where=_IS_OF_PAIR, postgresql_where=_IS_OF_PAIR)


def downgrade() -> None:
    op.drop_index("attempt_other", table_name="attempt")
    op.drop_column("attempt", "other")
