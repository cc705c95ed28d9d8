"""The one table, as it is today; how it came to be is in migrations/versions."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# Ordered byte by byte in both databases, whatever language the server speaks.
TEXT = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
# A name of our own: somebody else's tables may stand in the same PostgreSQL database.
VERSION_TABLE = "samstamt_version"

TABLES = sa.MetaData()
REVISION = sa.Table(
    "revision",
    TABLES,
    sa.Column("kind", TEXT, primary_key=True),
    sa.Column("key", TEXT, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("at", TEXT, nullable=False),
    sa.Column("who", TEXT, nullable=False),
    sa.Column("what", TEXT, nullable=False),
    sa.Column("body", TEXT),
    sa.CheckConstraint("number >= 1", name="revision_number"),
    sa.Index("revision_at", "at", "kind", "key", "number"),
)
