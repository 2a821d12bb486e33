"""Cases: tips of one matter held together"""

import sqlalchemy as sa
from alembic import op


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


STEPS = (
    'opened', 'taken', 'state', 'category', 'contact', 'released', 'classified', 'assigned', 'transferred', 'checked',
    'reopened', 'appealed', 'appeal_decided', 'escalated', 'sentence', 'extended', 'limit_met', 'bank_call',
    'victim_spoken', 'identifier', 'paper', 'contact_left', 'contact_withdrawn',
)
NEW_STEPS = (*STEPS, 'joined_case', 'left_case', 'in_case_file')


def _allow(table, column, constraint, values):
    """Let a column hold these values and no others."""
    with op.batch_alter_table(table) as batch_op:
        batch_op.drop_constraint(op.f(f'ck_{table}_{constraint}'), type_='check')
        batch_op.create_check_constraint(op.f(f'ck_{table}_{constraint}'), sa.column(column).in_(values))


def upgrade() -> None:
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
    sa.Column('case_id', sa.Uuid(), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('joined_by_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['case_id'], ['tip_cases.id'], name=op.f('fk_tip_case_members_case_id_tip_cases')),
    sa.ForeignKeyConstraint(['joined_by_id'], ['officers.id'], name=op.f('fk_tip_case_members_joined_by_id_officers')),
    sa.ForeignKeyConstraint(['tip_id'], ['tips.id'], name=op.f('fk_tip_case_members_tip_id_tips'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('tip_id', name=op.f('pk_tip_case_members'))
    )
    with op.batch_alter_table('tip_case_members', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_tip_case_members_case_id'), ['case_id'], unique=False)

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

    _allow('tip_steps', 'kind', 'stepkind', NEW_STEPS)


def downgrade() -> None:
    op.execute(f"UPDATE tip_steps SET kind = 'state' WHERE kind NOT IN {STEPS}")
    _allow('tip_steps', 'kind', 'stepkind', STEPS)
    op.drop_table('tip_case_files')
    op.drop_table('tip_case_members')
    op.drop_table('tip_cases')
