"""The tables of the public side: released copies only, in the `portal` database.

They belong to the Django app `portal` and stand here because publicity fills them; the portal reads them and
nothing else. All of it can be dropped and filled again from the journal.
"""

from django.db import models

PLACES_A_SECOND = 1000


class Office(models.Model):
    """An agency as the public sees it. `key`: the verifier keys of its log, one a line."""

    id = models.CharField(primary_key=True, max_length=40)
    name = models.CharField(max_length=100)
    short_name = models.CharField(max_length=40)
    region = models.CharField(max_length=60)
    sector = models.CharField(max_length=40)
    profile = models.CharField(max_length=40)
    address = models.CharField(max_length=200)
    phone = models.CharField(max_length=40)
    key = models.TextField()

    class Meta:
        app_label = "portal"


class Item(models.Model):
    """One published decision, or the notice that took its place.

    `content` is what the journal binds; the columns beside it only serve lists and search and are empty
    once the item is withdrawn. `place` orders by time of publication: seconds since 1970 times 1000, plus
    what keeps it unique.
    """

    pk = models.CompositePrimaryKey("agency", "id")
    agency = models.CharField(max_length=40)
    id = models.CharField(max_length=32)
    place = models.BigIntegerField(unique=True)
    category = models.CharField(max_length=20)
    procedure = models.CharField(max_length=60, default="")
    number = models.CharField(max_length=80)
    decided = models.DateField(null=True)
    party = models.CharField(max_length=200)
    matter = models.TextField()
    outcome = models.TextField()
    published = models.DateTimeField()
    until = models.DateField(null=True)
    withdrawn = models.DateTimeField(null=True)
    ground = models.CharField(max_length=40)
    content = models.BinaryField()
    salt = models.BinaryField()
    entry = models.BinaryField()
    position = models.BigIntegerField()
    proof = models.BinaryField()  # 32 bytes a step
    note = models.BinaryField()  # the signed checkpoint
    sealed = models.DateTimeField()

    class Meta:
        app_label = "portal"
        indexes = [  # noqa: RUF012
            models.Index(fields=["id"], name="item_by_id"),
            models.Index(fields=["agency", "-place"], name="item_by_agency"),
            models.Index(fields=["category", "-place"], name="item_by_category"),
            # These two answer counts alone, without the rows, which are long.
            models.Index(fields=["agency", "category", "procedure", "withdrawn", "until"], name="item_tally"),
            models.Index(fields=["place", "withdrawn", "until"], name="item_by_month"),
            # Partial, or it would be taken for "not withdrawn", which is nearly everything.
            models.Index(
                fields=["-withdrawn"], name="item_withdrawn", condition=models.Q(withdrawn__isnull=False)
            ),
        ]


class Head(models.Model):
    """The newest public head of an agency's log: a signed checkpoint."""

    agency = models.CharField(primary_key=True, max_length=40)
    size = models.BigIntegerField()
    note = models.BinaryField()
    made = models.DateTimeField()
    released = models.DateTimeField()

    class Meta:
        app_label = "portal"


class HashTile(models.Model):
    """A tile of hashes under a public head; a partial one grows until it is full."""

    pk = models.CompositePrimaryKey("agency", "level", "place")
    agency = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    place = models.BigIntegerField()
    hashes = models.BinaryField()

    class Meta:
        app_label = "portal"


class PublicRule(models.Model):
    """A rule of publication under a profile, as text ready to print. `part`: 期限, 方案 or 内容."""

    pk = models.CompositePrimaryKey("profile", "sector", "number")
    profile = models.CharField(max_length=40)
    sector = models.CharField(max_length=40)
    number = models.PositiveSmallIntegerField()
    pack = models.CharField(max_length=64)
    title = models.CharField(max_length=100)
    part = models.CharField(max_length=10)
    subject = models.CharField(max_length=200)
    term = models.CharField(max_length=40)
    since = models.CharField(max_length=80)
    holder = models.CharField(max_length=40)
    clause = models.CharField(max_length=120)
    checked = models.BooleanField()
    wording = models.TextField()
    source = models.CharField(max_length=300)

    class Meta:
        app_label = "portal"


class Edition(models.Model):
    """The shelf as it is now: `number` is random and another after each change.

    What pages keep in memory is good for one edition and day.
    """

    id = models.PositiveSmallIntegerField(primary_key=True)
    number = models.BigIntegerField()
    changed = models.DateTimeField()

    class Meta:
        app_label = "portal"
