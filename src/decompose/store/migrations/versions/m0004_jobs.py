"""Jobs are written down before they are carried out: states, held documents, workers, reservations, shared paces."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "worker",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("takes_any", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fenced_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name", name="uq_worker_name"),
    )
    for column in (
        sa.Column("order", sa.JSON(), nullable=False, server_default="{}"),
        sa.Column("state", sa.String(), nullable=False, server_default="finished"),
        sa.Column("stopped", sa.Text(), nullable=True),
        sa.Column("budget_usd", sa.String(), nullable=True),
        sa.Column("spent_usd", sa.String(), nullable=True),
        sa.Column("owner", sa.Integer(), nullable=True),
    ):
        op.add_column("batch", column)
    op.create_index("ix_batch_state", "batch", ["state"])
    _upgrade_jobs()
    op.create_table(
        "held_document",
        sa.Column("job_id", sa.Integer(), nullable=False),
        sa.Column("artifact", sa.JSON(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("is_masked", sa.Boolean(), nullable=False),
        sa.Column("has_given_slug", sa.Boolean(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"]),
        sa.PrimaryKeyConstraint("job_id"),
    )
    op.create_table(
        "reservation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.String(), nullable=False),
        sa.Column("owner", sa.Integer(), nullable=True),
        sa.Column("amount_usd", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["batch_id"], ["batch.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_reservation_batch_id", "reservation", ["batch_id"])
    op.create_table(
        "pace",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("requests_from", sa.Float(), nullable=False),
        sa.Column("tokens_from", sa.Float(), nullable=False),
        sa.Column("blocked_until", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def _upgrade_jobs() -> None:
    """Jobs of finished orders keep the order in which they were written."""
    op.drop_index("job_of_batch", table_name="job")
    # Not by a table made anew: others refer to this one.
    op.execute("ALTER TABLE job RENAME COLUMN outcome TO state")
    for column in (
        sa.Column("number", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("capabilities", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("masked", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("owner", sa.Integer(), nullable=True),
    ):
        op.add_column("job", column)
    op.execute("UPDATE job SET number = id")
    op.create_index("job_of_batch", "job", ["batch_id", "state"])


def downgrade() -> None:
    op.drop_table("pace")
    op.drop_index("ix_reservation_batch_id", table_name="reservation")
    op.drop_table("reservation")
    op.drop_table("held_document")
    op.drop_table("worker")
    op.drop_index("job_of_batch", table_name="job")
    for name in ("owner", "masked", "capabilities", "number"):
        op.execute(f"ALTER TABLE job DROP COLUMN {name}")
    op.execute("ALTER TABLE job RENAME COLUMN state TO outcome")
    op.create_index("job_of_batch", "job", ["batch_id"])
    op.drop_index("ix_batch_state", table_name="batch")
    for name in ("owner", "spent_usd", "budget_usd", "stopped", "state", '"order"'):
        op.execute(f"ALTER TABLE batch DROP COLUMN {name}")
