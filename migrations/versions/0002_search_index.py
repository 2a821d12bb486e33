"""Full-text index over the search entries"""

from alembic import op


revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.execute(
            "CREATE INDEX search_index ON search_entries"
            " USING gin (to_tsvector('simple', folded || ' ' || comments))"
        )
    else:
        op.execute(
            "CREATE VIRTUAL TABLE search_index USING fts5(folded, comments,"
            " content='search_entries', content_rowid='number', tokenize='unicode61')"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == 'postgresql':
        op.execute("DROP INDEX search_index")
    else:
        op.execute("DROP TABLE search_index")
