"""Cases: tips of one matter held together"""

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


NOTICES = (
    'urgent', 'unopened', 'due', 'overdue', 'assigned', 'transferred', 'written', 'appealed', 'to_check',
    'late_news', 'flood',
)
STEPS = (
    'opened', 'taken', 'state', 'category', 'contact', 'released', 'classified', 'assigned', 'transferred', 'checked',
    'reopened', 'appealed', 'appeal_decided', 'escalated', 'sentence', 'extended', 'limit_met', 'bank_call',
    'victim_spoken', 'identifier', 'paper', 'contact_left', 'contact_withdrawn',
)
WAYS = ('up', 'back', 'sideways', 'outside')


def _be_of(table, enum, kinds, column='kind'):
    """Let rows be of these kinds and no others."""
    name = op.f(f'ck_{table}_{enum}')
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(name, type_='check')
        batch_op.create_check_constraint(name, sa.column(column).in_(kinds))


def upgrade() -> None:
    _be_of('notices', 'noticekind', (*NOTICES, 'nudged', 'taken_up'))
    _be_of('tip_steps', 'stepkind', (*STEPS, 'contact_destroyed', 'bank_call_corrected', 'returned'))
    with op.batch_alter_table('bank_calls') as batch_op:
        batch_op.add_column(sa.Column('version', sa.Integer(), server_default='1', nullable=False))
        batch_op.add_column(sa.Column('is_struck', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_check_constraint(batch_op.f('ck_bank_calls_version'), sa.text('version > 0'))
    _be_of('tip_transfers', 'transferway', (*WAYS, 'taken_up'), column='way')
    op.add_column('tip_contacts', sa.Column('left_on', sa.Date(), nullable=True))
    op.add_column('tip_contacts', sa.Column('kept_until', sa.Date(), nullable=True))
    op.add_column('tips', sa.Column('is_sampled', sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column('tips', sa.Column('appeal_answer_on', sa.Date(), nullable=True))
    op.create_index(
        'ix_tips_appeal_answer', 'tips', ['appeal_answer_on'],
        sqlite_where=sa.text('appeal_answer_on IS NOT NULL'),
        postgresql_where=sa.text('appeal_answer_on IS NOT NULL'),
    )
    op.add_column('places', sa.Column('paper_mark', sa.String(length=12), server_default='', nullable=False))
    op.create_table('audit_reasons',
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('key_id', sa.String(length=16), nullable=False),
    sa.Column('wrapped_key', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('seq', name=op.f('pk_audit_reasons'))
    )
    op.create_table('tip_cases',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('opened_by_id', sa.Uuid(), nullable=False),
    sa.Column('dissolved_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.CheckConstraint('version > 0', name=op.f('ck_tip_cases_version')),
    sa.ForeignKeyConstraint(['opened_by_id'], ['officers.id'], name=op.f('fk_tip_cases_opened_by_id_officers')),
    sa.ForeignKeyConstraint(['unit_id'], ['places.id'], name=op.f('fk_tip_cases_unit_id_places')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tip_cases')),
    sa.UniqueConstraint('unit_id', 'year', 'number', name=op.f('uq_tip_cases_unit_id_year_number'))
    )
    with op.batch_alter_table('tip_cases', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tip_cases_unit_id'), ['unit_id'], unique=False)

    op.create_table('tip_case_members',
    sa.Column('tip_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['tip_cases.id'], name=op.f('fk_tip_case_members_case_id_tip_cases')),
    sa.ForeignKeyConstraint(['tip_id'], ['tips.id'], name=op.f('fk_tip_case_members_tip_id_tips'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['unit_id'], ['places.id'], name=op.f('fk_tip_case_members_unit_id_places')),
    sa.PrimaryKeyConstraint('tip_id', 'unit_id', name=op.f('pk_tip_case_members'))
    )
    with op.batch_alter_table('tip_case_members', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tip_case_members_case_id'), ['case_id'], unique=False)

    op.create_table('tip_case_steps',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('tip_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Enum('joined', 'left', 'in_file', name='casestepkind', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('sealed_note', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['officers.id'], name=op.f('fk_tip_case_steps_by_id_officers')),
    sa.ForeignKeyConstraint(['case_id'], ['tip_cases.id'], name=op.f('fk_tip_case_steps_case_id_tip_cases')),
    sa.ForeignKeyConstraint(['tip_id'], ['tips.id'], name=op.f('fk_tip_case_steps_tip_id_tips'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tip_case_steps'))
    )
    with op.batch_alter_table('tip_case_steps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tip_case_steps_case_id'), ['case_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_tip_case_steps_tip_id'), ['tip_id'], unique=False)

    op.create_table('tip_case_files',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('year', sa.Integer(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('made_by_id', sa.Uuid(), nullable=False),
    sa.Column('to_name', sa.String(length=200), nullable=False),
    sa.Column('tips', sa.Integer(), nullable=False),
    sa.Column('has_contacts', sa.Boolean(), nullable=False),
    sa.Column('sha256', sa.LargeBinary(length=32), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['tip_cases.id'], name=op.f('fk_tip_case_files_case_id_tip_cases')),
    sa.ForeignKeyConstraint(['made_by_id'], ['officers.id'], name=op.f('fk_tip_case_files_made_by_id_officers')),
    sa.ForeignKeyConstraint(['unit_id'], ['places.id'], name=op.f('fk_tip_case_files_unit_id_places')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tip_case_files')),
    sa.UniqueConstraint('unit_id', 'year', 'number', name=op.f('uq_tip_case_files_unit_id_year_number'))
    )
    with op.batch_alter_table('tip_case_files', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tip_case_files_case_id'), ['case_id'], unique=False)

    op.create_table('duty_numbers',
    sa.Column('unit_id', sa.Uuid(), nullable=False),
    sa.Column('number', sa.String(length=40), nullable=False),
    sa.Column('dialled_on', sa.Date(), nullable=False),
    sa.Column('by_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['officers.id'], name=op.f('fk_duty_numbers_by_id_officers')),
    sa.ForeignKeyConstraint(['unit_id'], ['places.id'], name=op.f('fk_duty_numbers_unit_id_places')),
    sa.PrimaryKeyConstraint('unit_id', 'number', name=op.f('pk_duty_numbers'))
    )


def downgrade() -> None:
    op.execute("DELETE FROM notices WHERE kind IN ('nudged', 'taken_up')")
    _be_of('notices', 'noticekind', NOTICES)
    op.drop_index('ix_tips_appeal_answer', table_name='tips')
    op.execute("UPDATE tip_steps SET kind = 'reopened' WHERE kind = 'returned'")
    # What was corrected stays corrected; the version before knows no line that tells of it, and
    # would count a call that was struck out.
    op.execute("DELETE FROM tip_steps WHERE kind IN ('contact_destroyed', 'bank_call_corrected')")
    _be_of('tip_steps', 'stepkind', STEPS)
    op.execute('DELETE FROM bank_calls WHERE is_struck')
    with op.batch_alter_table('bank_calls') as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_bank_calls_version'), type_='check')
        batch_op.drop_column('is_struck')
        batch_op.drop_column('version')
    # What came back from outside, or was taken up, is told as before there were words for it.
    op.execute("UPDATE tip_transfers SET way = 'up' WHERE way = 'taken_up'")
    _be_of('tip_transfers', 'transferway', WAYS, column='way')
    op.drop_table('duty_numbers')
    op.drop_table('tip_case_files')
    op.drop_table('tip_case_steps')
    op.drop_table('tip_case_members')
    op.drop_table('tip_cases')
    op.drop_table('audit_reasons')
    op.drop_column('places', 'paper_mark')
    with op.batch_alter_table('tips') as batch_op:
        batch_op.drop_column('appeal_answer_on')
        batch_op.drop_column('is_sampled')
    with op.batch_alter_table('tip_contacts') as batch_op:
        batch_op.drop_column('kept_until')
        batch_op.drop_column('left_on')
