"""An index in time order, so that who did what lately is read without reading everything."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the index."""
    op.create_index("revision_at", "revision", ["at", "kind", "key", "number"])
