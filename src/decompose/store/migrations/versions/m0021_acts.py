"""Events of the trail that are one act, and are taken back together."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

_IS_ONE_OF_SEVERAL = sa.text("act IS NOT NULL")


def upgrade() -> None:
    op.add_column("audit_event", sa.Column("act", sa.Integer(), nullable=True))
    op.create_index(
        "events_of_act",
        "audit_event",
        ["act"],
        sqlite_where=_IS_ONE_OF_SEVERAL,
        postgresql_where=_IS_ONE_OF_SEVERAL,
    )


def downgrade() -> None:
    op.drop_index("events_of_act", table_name="audit_event")
    op.drop_column("audit_event", "act")
