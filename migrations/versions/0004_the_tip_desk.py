"""The tip desk"""

import sqlalchemy as sa
from alembic import op


revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


STATES = ('new', 'reading', 'answered', 'closed')
NEW_STATES = ('new', 'held', 'verifying', 'waiting', 'transferred', 'resolved', 'not_enough', 'duplicate', 'spam')
STEPS = ('opened', 'taken', 'state', 'category', 'contact', 'released')
NEW_STEPS = (
    *STEPS, 'classified', 'assigned', 'transferred', 'checked', 'reopened', 'appealed', 'appeal_decided',
    'escalated', 'sentence', 'extended', 'limit_met', 'bank_call', 'victim_spoken', 'identifier', 'paper', 'contact_left',
    'contact_withdrawn',
)
REASONS = ('resolved', 'not_enough', 'duplicate', 'not_ours', 'spam')
LISTS = (
    'scam_types', 'crime_types', 'tip_categories', 'tip_identifiers', 'outreach_channels', 'count_units',
    'partners', 'banks', 'hotlines', 'deadlines', 'indicators',
)
NEW_LISTS = (*LISTS, 'state_sentences', 'answer_templates', 'follow_up_questions')


def _forbid_nothing(table, *constraints):
    with op.batch_alter_table(table) as batch_op:
        for constraint in constraints:
            batch_op.drop_constraint(op.f(f'ck_{table}_{constraint}'), type_='check')


def _allow(table, column, constraint, values):
    """Let a column hold these values and no others."""
    with op.batch_alter_table(table) as batch_op:
        batch_op.create_check_constraint(op.f(f'ck_{table}_{constraint}'), sa.column(column).in_(values))


def _rename_in_feed(before, after):
    """The feed keeps a tip's state among the codes of its row."""
    text = "CAST(summary AS TEXT)"
    for colon in (': ', ':'):
        text = f"""replace({text}, '"state"{colon}"{before}"', '"state"{colon}"{after}"')"""
    new = f"CAST({text} AS JSON)" if op.get_bind().dialect.name == "postgresql" else text
    op.execute(f"UPDATE feed_rows SET summary = {new} WHERE kind = 'tip'")


def _say_more_of_states():
    op.execute("UPDATE tips SET accepted_at = opened_at")
    op.execute(
        "UPDATE tips SET outcome = CASE WHEN close_reason = 'not_ours' THEN 'not_ours' ELSE 'answered' END"
        " WHERE state = 'answered' OR (state = 'closed' AND"
        " (close_reason IS NULL OR close_reason IN ('resolved', 'not_ours')))"
    )
    op.execute(
        "UPDATE tips SET end_check = 'confirmed', state = close_reason"
        " WHERE state = 'closed' AND close_reason IN ('not_enough', 'duplicate', 'spam')"
    )
    op.execute("UPDATE tips SET state = 'resolved' WHERE state IN ('answered', 'closed')")
    op.execute("UPDATE tips SET state = 'held' WHERE state = 'reading'")
    op.execute("UPDATE tip_steps SET state = 'held' WHERE state = 'reading'")
    op.execute("UPDATE tip_steps SET state = 'resolved' WHERE state = 'answered'")
    op.execute(
        "UPDATE tip_steps SET state = (SELECT CASE WHEN tips.state IN ('new', 'held') THEN 'resolved'"
        " ELSE tips.state END FROM tips WHERE tips.id = tip_steps.tip_id) WHERE state = 'closed'"
    )
    _rename_in_feed('reading', 'held')
    _rename_in_feed('answered', 'resolved')


def _say_less_of_states():
    op.execute("DELETE FROM tip_steps WHERE by_id IS NULL")
    op.execute(
        "UPDATE tips SET close_reason = CASE WHEN outcome = 'not_ours' THEN 'not_ours'"
        " WHEN state = 'resolved' THEN 'resolved' ELSE state END"
        " WHERE state IN ('resolved', 'not_enough', 'duplicate', 'spam')"
    )
    for table in ('tips', 'tip_steps'):
        op.execute(
            f"UPDATE {table} SET state = CASE WHEN state = 'new' THEN 'new'"
            " WHEN state IN ('resolved', 'not_enough', 'duplicate', 'spam') THEN 'closed' ELSE 'reading' END"
        )
    op.execute(f"UPDATE tip_steps SET kind = 'state' WHERE kind NOT IN {STEPS}")
    for state in NEW_STATES[1:]:
        ended = state in ('resolved', 'not_enough', 'duplicate', 'spam')
        _rename_in_feed(state, 'closed' if ended else 'reading')
    for key in NEW_LISTS[len(LISTS):]:
        op.execute(f"DELETE FROM reference_items WHERE list_key = '{key}'")


def _name_guides(guides):
    """Which categories have a page of their own for people."""
    items = sa.table('reference_items', sa.column('id', sa.Uuid()), sa.column('list_key', sa.String()),
                     sa.column('code', sa.String()), sa.column('details', sa.JSON()))
    bind = op.get_bind()
    categories = sa.select(items.c.id, items.c.code, items.c.details).where(items.c.list_key == 'tip_categories')
    for id_, code, details in bind.execute(categories).all():
        kept = {name: value for name, value in details.items() if name != 'guide'}
        new = {**kept, 'guide': guides.get(code, '')} if guides else kept
        bind.execute(items.update().where(items.c.id == id_).values(details=new))


def upgrade() -> None:
    op.add_column('officers', sa.Column('email', sa.String(length=200), nullable=True))
    op.create_table('paper_series',
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=40), nullable=False),
    sa.Column('last', sa.Integer(), nullable=False),
    sa.CheckConstraint('last > 0', name=op.f('ck_paper_series_last')),
    sa.ForeignKeyConstraint(['unit_id'], ['places.id'], name=op.f('fk_paper_series_unit_id_places')),
    sa.PrimaryKeyConstraint('unit_id', 'year', 'kind', name=op.f('pk_paper_series'))
    )
    op.create_table('place_overrides',
    sa.Column('place_id', sa.Uuid(), nullable=False),
    sa.Column('list_key', sa.Enum('scam_types', 'crime_types', 'tip_categories', 'tip_identifiers', 'outreach_channels', 'count_units', 'partners', 'banks', 'hotlines', 'deadlines', 'indicators', 'state_sentences', 'answer_templates', 'follow_up_questions', name='listkey', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('code', sa.String(length=60), nullable=False),
    sa.Column('details', sa.JSON(), nullable=False),
    sa.Column('source', sa.String(length=600), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['place_id'], ['places.id'], name=op.f('fk_place_overrides_place_id_places')),
    sa.PrimaryKeyConstraint('place_id', 'list_key', 'code', name=op.f('pk_place_overrides'))
    )
    op.create_table('bank_contacts',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('place_id', sa.Uuid(), nullable=False),
    sa.Column('bank', sa.String(length=60), nullable=False),
    sa.Column('branch', sa.String(length=160), nullable=False),
    sa.Column('person', sa.String(length=160), nullable=False),
    sa.Column('day_phone', sa.String(length=40), nullable=False),
    sa.Column('night_phone', sa.String(length=40), nullable=False),
    sa.Column('note', sa.String(length=400), nullable=False),
    sa.Column('checked_on', sa.Date(), nullable=True),
    sa.Column('checked_by', sa.String(length=160), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('retired_on', sa.Date(), nullable=True),
    sa.CheckConstraint('version > 0', name=op.f('ck_bank_contacts_version')),
    sa.ForeignKeyConstraint(['author_id'], ['officers.id'], name=op.f('fk_bank_contacts_author_id_officers')),
    sa.ForeignKeyConstraint(['place_id'], ['places.id'], name=op.f('fk_bank_contacts_place_id_places')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank_contacts'))
    )
    with op.batch_alter_table('bank_contacts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bank_contacts_place_id'), ['place_id'], unique=False)

    op.create_table('deliveries',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('channel', sa.Enum('push', 'mail', name='channel', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('tries', sa.Integer(), nullable=False),
    sa.Column('next_try_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('trouble', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['officer_id'], ['officers.id'], name=op.f('fk_deliveries_officer_id_officers'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_deliveries'))
    )
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.create_index('ix_deliveries_next', ['next_try_at'], unique=False)

    op.create_table('duty_shifts',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('phone', sa.String(length=40), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('author_id', sa.Uuid(), nullable=False),
    sa.Column('entered_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint('ends_at > starts_at', name=op.f('ck_duty_shifts_order')),
    sa.ForeignKeyConstraint(['author_id'], ['officers.id'], name=op.f('fk_duty_shifts_author_id_officers')),
    sa.ForeignKeyConstraint(['officer_id'], ['officers.id'], name=op.f('fk_duty_shifts_officer_id_officers')),
    sa.ForeignKeyConstraint(['unit_id'], ['places.id'], name=op.f('fk_duty_shifts_unit_id_places')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_shifts'))
    )
    with op.batch_alter_table('duty_shifts', schema=None) as batch_op:
        batch_op.create_index('ix_duty_shifts_unit_id', ['unit_id', 'ends_at'], unique=False)

    op.create_table('notices',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('urgent', 'unopened', 'due', 'overdue', 'assigned', 'transferred', 'written', 'appealed', 'to_check', 'late_news', 'flood', name='noticekind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('subject', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['officer_id'], ['officers.id'], name=op.f('fk_notices_officer_id_officers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notices')),
    sa.UniqueConstraint('officer_id', 'kind', 'subject', name=op.f('uq_notices_officer_id_kind_subject'))
    )
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.create_index('ix_notices_subject', ['subject'], unique=False)
        batch_op.create_index('ix_notices_unseen', ['officer_id', 'seen_at'], unique=False)

    op.create_table('own_days',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('is_worked', sa.Boolean(), nullable=False),
    sa.Column('name', sa.String(length=160), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('changed_by', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['changed_by'], ['officers.id'], name=op.f('fk_own_days_changed_by_officers')),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_own_days'))
    )
    op.create_table('paper_templates',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('notice_of_receipt', 'notice_of_result', 'intake_record', 'transfer_slip', name='paperkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('file_name', sa.String(length=160), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('sha256', sa.LargeBinary(length=32), nullable=False),
    sa.Column('uploaded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('uploaded_by', sa.Uuid(), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['unit_id'], ['places.id'], name=op.f('fk_paper_templates_unit_id_places')),
    sa.ForeignKeyConstraint(['uploaded_by'], ['officers.id'], name=op.f('fk_paper_templates_uploaded_by_officers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_paper_templates'))
    )
    with op.batch_alter_table('paper_templates', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_paper_templates_unit_id'), ['unit_id'], unique=False)

    op.create_table('push_subscriptions',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('officer_id', sa.Uuid(), nullable=False),
    sa.Column('endpoint', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['officer_id'], ['officers.id'], name=op.f('fk_push_subscriptions_officer_id_officers'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_push_subscriptions')),
    sa.UniqueConstraint('endpoint', name=op.f('uq_push_subscriptions_endpoint'))
    )
    with op.batch_alter_table('push_subscriptions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_push_subscriptions_officer_id'), ['officer_id'], unique=False)

    op.create_table('bank_calls',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('tip_id', sa.Uuid(), nullable=True),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('bank', sa.String(length=60), nullable=False),
    sa.Column('called_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('result', sa.Enum('held', 'too_late', 'wants_paper', 'no_answer', name='callresult', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('amount_held', sa.BigInteger(), nullable=False),
    sa.Column('sealed_note', sa.LargeBinary(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['officers.id'], name=op.f('fk_bank_calls_by_id_officers')),
    sa.ForeignKeyConstraint(['tip_id'], ['tips.id'], name=op.f('fk_bank_calls_tip_id_tips'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['unit_id'], ['places.id'], name=op.f('fk_bank_calls_unit_id_places')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_bank_calls'))
    )
    with op.batch_alter_table('bank_calls', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_bank_calls_tip_id'), ['tip_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_bank_calls_unit_id'), ['unit_id'], unique=False)

    op.create_table('tip_deadlines',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('tip_id', sa.Uuid(), nullable=False),
    sa.Column('rule', sa.String(length=60), nullable=False),
    sa.Column('value', sa.Integer(), nullable=False),
    sa.Column('unit', sa.String(length=20), nullable=False),
    sa.Column('legal_basis', sa.String(length=600), nullable=False),
    sa.Column('counted_from', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('met_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('met_by_id', sa.Uuid(), nullable=True),
    sa.ForeignKeyConstraint(['met_by_id'], ['officers.id'], name=op.f('fk_tip_deadlines_met_by_id_officers')),
    sa.ForeignKeyConstraint(['tip_id'], ['tips.id'], name=op.f('fk_tip_deadlines_tip_id_tips'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tip_deadlines')),
    sa.UniqueConstraint('tip_id', 'rule', name=op.f('uq_tip_deadlines_tip_id_rule'))
    )
    with op.batch_alter_table('tip_deadlines', schema=None) as batch_op:
        batch_op.create_index('ix_tip_deadlines_open', ['met_at', 'due_at'], unique=False)

    op.create_table('tip_papers',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('tip_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('notice_of_receipt', 'notice_of_result', 'intake_record', 'transfer_slip', name='paperkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('symbol', sa.String(length=30), nullable=False),
    sa.Column('issued_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('template_id', sa.Uuid(), nullable=True),
    sa.Column('sealed_values', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['officers.id'], name=op.f('fk_tip_papers_by_id_officers')),
    sa.ForeignKeyConstraint(['template_id'], ['paper_templates.id'], name=op.f('fk_tip_papers_template_id_paper_templates')),
    sa.ForeignKeyConstraint(['tip_id'], ['tips.id'], name=op.f('fk_tip_papers_tip_id_tips'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['places.id'], name=op.f('fk_tip_papers_unit_id_places')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tip_papers')),
    sa.UniqueConstraint('unit_id', 'year', 'kind', 'number', name=op.f('uq_tip_papers_unit_id_year_kind_number'))
    )
    with op.batch_alter_table('tip_papers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tip_papers_tip_id'), ['tip_id'], unique=False)

    op.create_table('tip_transfers',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('tip_id', sa.Uuid(), nullable=False),
    sa.Column('way', sa.Enum('up', 'back', 'sideways', 'outside', name='transferway', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('from_unit_id', sa.Uuid(), nullable=False),
    sa.Column('to_unit_id', sa.Uuid(), nullable=True),
    sa.Column('to_name', sa.String(length=200), nullable=False),
    sa.Column('slip_number', sa.Integer(), nullable=False),
    sa.Column('slip_year', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('sealed_note', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['officers.id'], name=op.f('fk_tip_transfers_by_id_officers')),
    sa.ForeignKeyConstraint(['from_unit_id'], ['places.id'], name=op.f('fk_tip_transfers_from_unit_id_places')),
    sa.ForeignKeyConstraint(['tip_id'], ['tips.id'], name=op.f('fk_tip_transfers_tip_id_tips'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['to_unit_id'], ['places.id'], name=op.f('fk_tip_transfers_to_unit_id_places')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tip_transfers')),
    sa.UniqueConstraint('from_unit_id', 'slip_year', 'slip_number', name=op.f('uq_tip_transfers_from_unit_id_slip_year_slip_number'))
    )
    with op.batch_alter_table('tip_transfers', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tip_transfers_tip_id'), ['tip_id'], unique=False)

    op.create_table('tip_watchers',
    sa.Column('tip_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['tip_id'], ['tips.id'], name=op.f('fk_tip_watchers_tip_id_tips'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['places.id'], name=op.f('fk_tip_watchers_unit_id_places')),
    sa.PrimaryKeyConstraint('tip_id', 'unit_id', name=op.f('pk_tip_watchers')),
    sa.UniqueConstraint('unit_id', 'number', name=op.f('uq_tip_watchers_unit_id_number'))
    )
    op.create_table('tip_stubs',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('month', sa.Date(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('category', sa.String(length=60), nullable=False),
    sa.Column('state', sa.Enum(*NEW_STATES, name='tipstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('outcome', sa.Enum('answered', 'prevented', 'money_held', 'handled', 'prosecuted', 'no_crime', 'not_ours', name='tipoutcome', native_enum=False, create_constraint=True, length=32), nullable=True),
    sa.Column('slip', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['unit_id'], ['places.id'], name=op.f('fk_tip_stubs_unit_id_places')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tip_stubs'))
    )
    with op.batch_alter_table('tip_stubs', schema=None) as batch_op:
        batch_op.create_index('ix_tip_stubs_unit_id', ['unit_id', 'month'], unique=False)

    with op.batch_alter_table('tip_identifiers', schema=None) as batch_op:
        batch_op.add_column(sa.Column('found_in', sa.Enum('field', 'story', 'qr', 'officer', name='foundin', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='field'))
        batch_op.add_column(sa.Column('tag_form', sa.String(length=24), nullable=False, server_default=''))

    with op.batch_alter_table('tip_steps', schema=None) as batch_op:
        batch_op.alter_column('by_id',
               existing_type=sa.CHAR(length=32),
               nullable=True)

    with op.batch_alter_table('tips', schema=None) as batch_op:
        batch_op.add_column(sa.Column('accepted_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('classification', sa.Enum('raw', 'denunciation', 'crime_report', 'other', name='classification', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='raw'))
        batch_op.add_column(sa.Column('outcome', sa.Enum('answered', 'prevented', 'money_held', 'handled', 'prosecuted', 'no_crime', 'not_ours', name='tipoutcome', native_enum=False, create_constraint=True, length=32), nullable=True))
        batch_op.add_column(sa.Column('duplicate_of_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('due_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('next_news_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('sealed_sentence', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('end_check', sa.Enum('not_needed', 'pending', 'confirmed', name='endcheck', native_enum=False, create_constraint=True, length=32), nullable=False, server_default='not_needed'))
        batch_op.add_column(sa.Column('closed_by_id', sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column('closed_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('appealed_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('escalation', sa.Integer(), nullable=False, server_default='0'))
        batch_op.add_column(sa.Column('victim_spoken_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('hold_until', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('sealed_hold_reason', sa.LargeBinary(), nullable=True))
        batch_op.add_column(sa.Column('in_danger', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index('ix_tips_unit_due', ['unit_id', 'is_quarantined', 'state', 'due_at'], unique=False)
        batch_op.create_foreign_key(batch_op.f('fk_tips_closed_by_id_officers'), 'officers', ['closed_by_id'], ['id'])
        batch_op.create_foreign_key(batch_op.f('fk_tips_duplicate_of_id_tips'), 'tips', ['duplicate_of_id'], ['id'])
    _forbid_nothing('tips', 'tipstate', 'closereason')
    _forbid_nothing('tip_steps', 'tipstate', 'stepkind')
    _forbid_nothing('reference_items', 'listkey')
    _say_more_of_states()
    _name_guides({'picture_blackmail': 'pictures', 'lured_held': 'held'})
    with op.batch_alter_table('tips') as batch_op:
        batch_op.drop_column('close_reason')
    _allow('tips', 'state', 'tipstate', NEW_STATES)
    _allow('tip_steps', 'state', 'tipstate', NEW_STATES)
    _allow('tip_steps', 'kind', 'stepkind', NEW_STEPS)
    _allow('reference_items', 'list_key', 'listkey', NEW_LISTS)
    op.create_index(
        'ix_tips_urgent', 'tips', ['unit_id', 'is_quarantined', 'state', 'is_urgent', 'received_on'],
    )
    op.create_index(
        'ix_tips_closed', 'tips', ['unit_id', 'closed_on'],
        sqlite_where=sa.text('closed_on IS NOT NULL'), postgresql_where=sa.text('closed_on IS NOT NULL'),
    )


def downgrade() -> None:
    with op.batch_alter_table('officers') as batch_op:
        batch_op.drop_column('email')
    op.drop_index('ix_tips_closed', table_name='tips')
    op.drop_index('ix_tips_urgent', table_name='tips')
    with op.batch_alter_table('tips') as batch_op:
        batch_op.add_column(sa.Column('close_reason', sa.VARCHAR(length=32), nullable=True))
    _forbid_nothing('tips', 'tipstate')
    _forbid_nothing('tip_steps', 'tipstate', 'stepkind')
    _forbid_nothing('reference_items', 'listkey')
    _say_less_of_states()
    _name_guides({})
    _allow('tips', 'state', 'tipstate', STATES)
    _allow('tips', 'close_reason', 'closereason', REASONS)
    _allow('tip_steps', 'state', 'tipstate', STATES)
    _allow('tip_steps', 'kind', 'stepkind', STEPS)
    _allow('reference_items', 'list_key', 'listkey', LISTS)
    with op.batch_alter_table('tips', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_tips_duplicate_of_id_tips'), type_='foreignkey')
        batch_op.drop_constraint(batch_op.f('fk_tips_closed_by_id_officers'), type_='foreignkey')
        batch_op.drop_index('ix_tips_unit_due')
        batch_op.drop_column('in_danger')
        batch_op.drop_column('sealed_hold_reason')
        batch_op.drop_column('hold_until')
        batch_op.drop_column('victim_spoken_on')
        batch_op.drop_column('escalation')
        batch_op.drop_column('appealed_on')
        batch_op.drop_column('closed_on')
        batch_op.drop_column('closed_by_id')
        batch_op.drop_constraint(op.f('ck_tips_endcheck'), type_='check')
        batch_op.drop_column('end_check')
        batch_op.drop_column('sealed_sentence')
        batch_op.drop_column('next_news_on')
        batch_op.drop_column('due_at')
        batch_op.drop_column('duplicate_of_id')
        batch_op.drop_constraint(op.f('ck_tips_tipoutcome'), type_='check')
        batch_op.drop_column('outcome')
        batch_op.drop_constraint(op.f('ck_tips_classification'), type_='check')
        batch_op.drop_column('classification')
        batch_op.drop_column('accepted_at')

    with op.batch_alter_table('tip_steps', schema=None) as batch_op:
        batch_op.alter_column('by_id',
               existing_type=sa.CHAR(length=32),
               nullable=False)

    with op.batch_alter_table('tip_identifiers', schema=None) as batch_op:
        batch_op.drop_column('tag_form')
        batch_op.drop_constraint(op.f('ck_tip_identifiers_foundin'), type_='check')
        batch_op.drop_column('found_in')

    with op.batch_alter_table('tip_stubs', schema=None) as batch_op:
        batch_op.drop_index('ix_tip_stubs_unit_id')

    op.drop_table('tip_stubs')
    op.drop_table('tip_watchers')
    with op.batch_alter_table('tip_transfers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tip_transfers_tip_id'))

    op.drop_table('tip_transfers')
    with op.batch_alter_table('tip_papers', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_tip_papers_tip_id'))

    op.drop_table('tip_papers')
    with op.batch_alter_table('tip_deadlines', schema=None) as batch_op:
        batch_op.drop_index('ix_tip_deadlines_open')

    op.drop_table('tip_deadlines')
    with op.batch_alter_table('bank_calls', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bank_calls_unit_id'))
        batch_op.drop_index(batch_op.f('ix_bank_calls_tip_id'))

    op.drop_table('bank_calls')
    with op.batch_alter_table('push_subscriptions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_push_subscriptions_officer_id'))

    op.drop_table('push_subscriptions')
    with op.batch_alter_table('paper_templates', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_paper_templates_unit_id'))

    op.drop_table('paper_templates')
    op.drop_table('own_days')
    with op.batch_alter_table('notices', schema=None) as batch_op:
        batch_op.drop_index('ix_notices_unseen')
        batch_op.drop_index('ix_notices_subject')

    op.drop_table('notices')
    with op.batch_alter_table('duty_shifts', schema=None) as batch_op:
        batch_op.drop_index('ix_duty_shifts_unit_id')

    op.drop_table('duty_shifts')
    with op.batch_alter_table('deliveries', schema=None) as batch_op:
        batch_op.drop_index('ix_deliveries_next')

    op.drop_table('deliveries')
    with op.batch_alter_table('bank_contacts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_bank_contacts_place_id'))

    op.drop_table('bank_contacts')
    op.drop_table('place_overrides')
    op.drop_table('paper_series')
