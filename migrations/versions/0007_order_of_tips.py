"""The orders of the board name the tip itself, so that its first few are read from the index"""

from alembic import op


revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_BY_STATE = ["unit_id", "is_quarantined", "state"]
_ORDERS = {
    "ix_tips_unit_state": ["received_on"],
    "ix_tips_unit_due": ["due_at"],
    "ix_tips_urgent": ["is_urgent", "received_on"],
}


def upgrade() -> None:
    for name, order in _ORDERS.items():
        op.drop_index(name, table_name="tips")
        op.create_index(name, "tips", [*_BY_STATE, *order, "id"])


def downgrade() -> None:
    for name, order in _ORDERS.items():
        op.drop_index(name, table_name="tips")
        op.create_index(name, "tips", [*_BY_STATE, *order])
