"""What Alembic runs: the migrations, in the transaction that store.upgrading has begun."""

from alembic import context

from store.schema import TABLES, VERSION_TABLE

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=TABLES,
    version_table=VERSION_TABLE,
)
context.run_migrations()
