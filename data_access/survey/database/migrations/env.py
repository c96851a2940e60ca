"""Run by Alembic inside `database.migrate`, which hands over its connection, already in a transaction."""

from alembic import context

from data_access.survey.database.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter most things: later migrations copy the table.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
