"""The journal's tables as Django sees them, for reading and for migrations.

Nothing is written through these models: `store` and `seal` write in plain SQL, and the database refuses
every change of a row. Keys begin with the agency, so that the tables can be distributed by it.
"""

from django.db import models


class JournalEntry(models.Model):
    """One entry. `data` (column bytes) is the truth; the other columns repeat it for finding and ordering."""

    pk = models.CompositePrimaryKey("agency", "position")
    agency = models.TextField()
    position = models.BigIntegerField()
    case_id = models.TextField()
    version = models.BigIntegerField()
    kind = models.TextField()
    occurred = models.TextField()
    recorded = models.TextField()
    data = models.BinaryField(db_column="bytes")
    hash = models.BinaryField()

    class Meta:
        db_table = "journal_entry"
        constraints = [
            models.UniqueConstraint(fields=["agency", "case_id", "version"], name="journal_entry_case"),
        ]


class JournalContent(models.Model):
    """Personal or secret content of the entry at `position`, apart from it so that it can be destroyed."""

    pk = models.CompositePrimaryKey("agency", "commitment")
    agency = models.TextField()
    commitment = models.BinaryField()
    position = models.BigIntegerField()
    salt = models.BinaryField()
    data = models.BinaryField(db_column="bytes")

    class Meta:
        db_table = "journal_content"
        constraints = [
            models.UniqueConstraint(fields=["agency", "position"], name="journal_content_entry"),
        ]


class JournalTile(models.Model):
    """One full tile: 256 hashes, and the root over them. Partial tiles are computed, never stored."""

    pk = models.CompositePrimaryKey("agency", "level", "place")
    agency = models.TextField()
    level = models.BigIntegerField()
    place = models.BigIntegerField()
    data = models.BinaryField(db_column="bytes")
    root = models.BinaryField()

    class Meta:
        db_table = "journal_tile"


class JournalCheckpoint(models.Model):
    """One signed tree head; `number` counts an agency's checkpoints from 0 without gap."""

    pk = models.CompositePrimaryKey("agency", "number")
    agency = models.TextField()
    number = models.BigIntegerField()
    size = models.BigIntegerField()
    root = models.BinaryField()
    note = models.BinaryField()
    made = models.TextField()

    class Meta:
        db_table = "journal_checkpoint"
        constraints = [
            models.UniqueConstraint(fields=["agency", "size"], name="journal_checkpoint_size"),
        ]


class JournalRelease(models.Model):
    """A checkpoint shown to the public. Heads are released with publications and at fixed hours only."""

    pk = models.CompositePrimaryKey("agency", "size")
    agency = models.TextField()
    size = models.BigIntegerField()
    released = models.TextField()

    class Meta:
        db_table = "journal_release"


class JournalRefusal(models.Model):
    """One refused act: the only trace that a refusal leaves. Chained, so that none can be taken out."""

    pk = models.CompositePrimaryKey("agency", "position")
    agency = models.TextField()
    position = models.BigIntegerField()
    at = models.TextField()
    who = models.TextField()
    case_id = models.TextField()
    act = models.TextField()
    entrance = models.TextField()
    data = models.BinaryField(db_column="bytes")
    hash = models.BinaryField()

    class Meta:
        db_table = "journal_refusal"
        indexes = [
            models.Index(fields=["agency", "at"], name="journal_refusal_at"),
        ]
