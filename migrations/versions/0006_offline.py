"""Offline first: passes, letters, and photos that arrive bit by bit"""

import sqlalchemy as sa
from alembic import op


revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('officers') as batch_op:
        batch_op.add_column(sa.Column('passes_from', sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table('held_forms') as batch_op:
        batch_op.add_column(sa.Column('came_by_letter', sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column('written_by', sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_held_forms_written_by_officers'), 'officers', ['written_by'], ['id'])
    op.create_table('unread_letters',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('item_id', sa.String(length=36), nullable=False),
    sa.Column('path', sa.String(length=400), nullable=False),
    sa.Column('sha256', sa.LargeBinary(length=32), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('arrived_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('letter', sa.LargeBinary(), nullable=False),
    sa.Column('why', sa.Enum('sealed', 'nobody', name='why', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('sender_id', sa.Uuid(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unread_letters')),
    sa.UniqueConstraint('sha256', name=op.f('uq_unread_letters_sha256'))
    )
    with op.batch_alter_table('unread_letters', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_unread_letters_item_id'), ['item_id'], unique=False)

    op.create_table('letter_notes',
    sa.Column('record_kind', sa.String(length=20), nullable=False),
    sa.Column('record_id', sa.Uuid(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('record_kind', 'record_id', name=op.f('pk_letter_notes'))
    )
    op.create_table('uploads',
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('zone', sa.Enum('staff', 'public', name='zone', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('item_id', sa.Uuid(), nullable=False),
    sa.Column('form', sa.String(length=20), nullable=False),
    sa.Column('owner_id', sa.Uuid(), nullable=True),
    sa.Column('length', sa.Integer(), nullable=False),
    sa.Column('sha256', sa.LargeBinary(length=32), nullable=False),
    sa.Column('state', sa.Enum('expected', 'arriving', 'again', 'done', 'refused', name='uploadstate', native_enum=False, create_constraint=True, length=32), nullable=False),
    sa.Column('problem', sa.String(length=32), nullable=False),
    sa.Column('is_original', sa.Boolean(), server_default=sa.false(), nullable=False),
    sa.Column('original_of', sa.Uuid(), nullable=True),
    sa.Column('begun_on', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['owner_id'], ['officers.id'], name=op.f('fk_uploads_owner_id_officers')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_uploads'))
    )
    with op.batch_alter_table('uploads', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_uploads_item_id'), ['item_id'], unique=False)


def downgrade() -> None:
    op.drop_table('uploads')
    op.drop_table('letter_notes')
    op.drop_table('unread_letters')
    with op.batch_alter_table('held_forms') as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_held_forms_written_by_officers'), type_='foreignkey')
        batch_op.drop_column('written_by')
        batch_op.drop_column('came_by_letter')
    with op.batch_alter_table('officers') as batch_op:
        batch_op.drop_column('passes_from')
