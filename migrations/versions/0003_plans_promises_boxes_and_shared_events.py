"""Plans, promises, boxes and shared events"""

import sqlalchemy as sa
from alembic import op


revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

KINDS = ('outreach', 'forum', 'tip', 'poster')
OUTCOMES = ('answered', 'promised', 'passed_on')
KIND_COLUMNS = (('feed_rows', 'kind'), ('daily_counts', 'kind'), ('feed_totals', 'kind'), ('reviews', 'record_kind'))
WITHOUT_ROWID = {'feed_rows', 'daily_counts'}


def _allow(table, column, constraint, values):
    """Let a column hold these values and no others."""
    as_it_was = {'sqlite_with_rowid': False} if table in WITHOUT_ROWID else {}
    name = op.f(f'ck_{table}_{constraint}')
    with op.batch_alter_table(table, table_kwargs=as_it_was) as batch_op:
        batch_op.drop_constraint(name, type_='check')
        batch_op.create_check_constraint(name, sa.column(column).in_(values))


def upgrade() -> None:
    op.create_table('apart_records',
    sa.Column('first_id', sa.Uuid(), nullable=False),
    sa.Column('second_id', sa.Uuid(), nullable=False),
    sa.Column('said_by', sa.Uuid(), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['said_by'], ['officers.id'], name=op.f('fk_apart_records_said_by_officers')),
    sa.PrimaryKeyConstraint('first_id', 'second_id', name=op.f('pk_apart_records'))
    )
    op.create_table('duty_lines',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('place_id', sa.Uuid(), nullable=False),
    sa.Column('label', sa.String(length=160), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('hours', sa.String(length=120), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.CheckConstraint('version > 0', name=op.f('ck_duty_lines_version')),
    sa.ForeignKeyConstraint(['author_id'], ['officers.id'], name=op.f('fk_duty_lines_author_id_officers')),
    sa.ForeignKeyConstraint(['place_id'], ['places.id'], name=op.f('fk_duty_lines_place_id_places')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_lines'))
    )
    with op.batch_alter_table('duty_lines', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_duty_lines_place_id'), ['place_id'], unique=False)

    op.create_table('mailboxes',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('place_id', sa.Uuid(), nullable=False),
    sa.Column('spot', sa.String(length=200), nullable=False),
    sa.Column('key_holders', sa.JSON(), nullable=False),
    sa.Column('opened_every', sa.Integer(), nullable=False),
    sa.Column('hung_on', sa.Date(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.Column('retired_reason', sa.String(length=400), nullable=False),
    sa.CheckConstraint('opened_every BETWEEN 1 AND 366', name=op.f('ck_mailboxes_opened_every')),
    sa.CheckConstraint('version > 0', name=op.f('ck_mailboxes_version')),
    sa.ForeignKeyConstraint(['author_id'], ['officers.id'], name=op.f('fk_mailboxes_author_id_officers')),
    sa.ForeignKeyConstraint(['place_id'], ['places.id'], name=op.f('fk_mailboxes_place_id_places')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mailboxes'))
    )
    with op.batch_alter_table('mailboxes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mailboxes_place_id'), ['place_id'], unique=False)

    op.create_table('plans',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('outreach', 'forum', name='plankind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('place_id', sa.Uuid(), nullable=False),
    sa.Column('planned_on', sa.Date(), nullable=False),
    sa.Column('starts_at', sa.Time(), nullable=True),
    sa.Column('venue', sa.String(length=200), nullable=False),
    sa.Column('chair', sa.String(length=160), nullable=False),
    sa.Column('channel', sa.String(length=60), nullable=False),
    sa.Column('partners', sa.JSON(), nullable=False),
    sa.Column('topics', sa.Text(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('moved_from', sa.Date(), nullable=True),
    sa.Column('reason', sa.String(length=400), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('record_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint('version > 0', name=op.f('ck_plans_version')),
    sa.ForeignKeyConstraint(['author_id'], ['officers.id'], name=op.f('fk_plans_author_id_officers')),
    sa.ForeignKeyConstraint(['place_id'], ['places.id'], name=op.f('fk_plans_place_id_places')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plans')),
    sa.UniqueConstraint('record_id', name=op.f('uq_plans_record_id'))
    )
    with op.batch_alter_table('plans', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plans_place_id'), ['place_id'], unique=False)
        batch_op.create_index('ix_plans_place_id_planned_on', ['place_id', 'planned_on'], unique=False)

    op.create_table('mailbox_openings',
    sa.Column('mailbox_id', sa.Uuid(), nullable=False),
    sa.Column('openers', sa.JSON(), nullable=False),
    sa.Column('letters', sa.Integer(), nullable=False),
    sa.Column('letters_entered', sa.Integer(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('place_id', sa.Uuid(), nullable=False),
    sa.Column('held_on', sa.Date(), nullable=False),
    sa.Column('started_at', sa.Time(), nullable=True),
    sa.Column('venue', sa.String(length=200), nullable=False),
    sa.Column('notes', sa.Text(), nullable=False),
    sa.Column('partners', sa.JSON(), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('fingerprint', sa.String(length=64), nullable=False),
    sa.Column('sent_photos', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('withdrawn_reason', sa.String(length=400), nullable=False),
    sa.Column('event_id', sa.Uuid(), nullable=True),
    sa.CheckConstraint('letters >= 0', name=op.f('ck_mailbox_openings_letters')),
    sa.CheckConstraint('version > 0', name=op.f('ck_mailbox_openings_version')),
    sa.ForeignKeyConstraint(['author_id'], ['officers.id'], name=op.f('fk_mailbox_openings_author_id_officers')),
    sa.ForeignKeyConstraint(['mailbox_id'], ['mailboxes.id'], name=op.f('fk_mailbox_openings_mailbox_id_mailboxes')),
    sa.ForeignKeyConstraint(['place_id'], ['places.id'], name=op.f('fk_mailbox_openings_place_id_places')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mailbox_openings'))
    )
    with op.batch_alter_table('mailbox_openings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_mailbox_openings_event_id'), ['event_id'], unique=False)
        batch_op.create_index('ix_mailbox_openings_mailbox_id_held_on', ['mailbox_id', 'held_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_mailbox_openings_place_id'), ['place_id'], unique=False)

    with op.batch_alter_table('forums', schema=None) as batch_op:
        batch_op.add_column(sa.Column('event_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('gone', sa.JSON(), server_default='{}', nullable=False))
        batch_op.create_index(batch_op.f('ix_forums_event_id'), ['event_id'], unique=False)
        batch_op.create_index('ix_forums_author_id_held_on', ['author_id', 'held_on'], unique=False)

    with op.batch_alter_table('officers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('organisation', sa.String(length=60), server_default='', nullable=False))

    with op.batch_alter_table('opinions', schema=None) as batch_op:
        batch_op.add_column(sa.Column('owner_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('answered_how', sa.Enum('in_writing', 'next_forum', 'in_person', name='answeredhow', native_enum=False, create_constraint=True, length=32), nullable=True))
        batch_op.add_column(sa.Column('author_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('entered_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('version', sa.Integer(), server_default='1', nullable=False))
        batch_op.create_index(batch_op.f('ix_opinions_owner_id'), ['owner_id'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_opinions_author_id_officers'), 'officers', ['author_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_opinions_owner_id_officers'), 'officers', ['owner_id'], ['id'])

    with op.batch_alter_table('outreach', schema=None) as batch_op:
        batch_op.add_column(sa.Column('event_id', sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f('ix_outreach_event_id'), ['event_id'], unique=False)
        batch_op.create_index('ix_outreach_author_id_held_on', ['author_id', 'held_on'], unique=False)

    with op.batch_alter_table('reviews', schema=None) as batch_op:
        batch_op.add_column(sa.Column('field', sa.String(length=60), server_default='', nullable=False))
        batch_op.add_column(sa.Column('mended_by', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_reviews_mended_by_officers'), 'officers', ['mended_by'], ['id'])
        batch_op.create_index('ix_reviews_author_id_at', ['author_id', 'at'], unique=False)


    for table, column in KIND_COLUMNS:
        _allow(table, column, 'kind', (*KINDS, 'mailbox'))
    _allow('opinions', 'outcome', 'outcome', (*OUTCOMES, 'not_yet'))


def downgrade() -> None:
    op.execute("UPDATE opinions SET outcome = 'promised' WHERE outcome = 'not_yet'")
    for table, column in KIND_COLUMNS:
        op.execute(f"DELETE FROM {table} WHERE {column} = 'mailbox'")
        _allow(table, column, 'kind', KINDS)
    _allow('opinions', 'outcome', 'outcome', OUTCOMES)
    with op.batch_alter_table('reviews', schema=None) as batch_op:
        batch_op.drop_index('ix_reviews_author_id_at')
        batch_op.drop_constraint(batch_op.f('fk_reviews_mended_by_officers'), type_='foreignkey')
        batch_op.drop_column('mended_by')
        batch_op.drop_column('field')

    with op.batch_alter_table('outreach', schema=None) as batch_op:
        batch_op.drop_index('ix_outreach_author_id_held_on')
        batch_op.drop_index(batch_op.f('ix_outreach_event_id'))
        batch_op.drop_column('event_id')

    with op.batch_alter_table('opinions', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_opinions_owner_id_officers'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_opinions_author_id_officers'), type_='foreignkey')
        batch_op.drop_index(batch_op.f('ix_opinions_owner_id'))
        batch_op.drop_column('version')
        batch_op.drop_column('entered_at')
        batch_op.drop_column('author_id')
        batch_op.drop_constraint(batch_op.f('ck_opinions_answeredhow'), type_='check')
        batch_op.drop_column('answered_how')
        batch_op.drop_column('owner_id')

    with op.batch_alter_table('officers', schema=None) as batch_op:
        batch_op.drop_column('organisation')

    with op.batch_alter_table('forums', schema=None) as batch_op:
        batch_op.drop_index('ix_forums_author_id_held_on')
        batch_op.drop_index(batch_op.f('ix_forums_event_id'))
        batch_op.drop_column('gone')
        batch_op.drop_column('event_id')

    with op.batch_alter_table('mailbox_openings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mailbox_openings_place_id'))
        batch_op.drop_index('ix_mailbox_openings_mailbox_id_held_on')
        batch_op.drop_index(batch_op.f('ix_mailbox_openings_event_id'))

    op.drop_table('mailbox_openings')
    with op.batch_alter_table('plans', schema=None) as batch_op:
        batch_op.drop_index('ix_plans_place_id_planned_on')
        batch_op.drop_index(batch_op.f('ix_plans_place_id'))

    op.drop_table('plans')
    with op.batch_alter_table('mailboxes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_mailboxes_place_id'))

    op.drop_table('mailboxes')
    with op.batch_alter_table('duty_lines', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_duty_lines_place_id'))

    op.drop_table('duty_lines')
    op.drop_table('apart_records')
