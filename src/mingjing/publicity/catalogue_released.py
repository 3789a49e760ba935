"""The tables of published catalogues on the public side. All of it can be filled again from the journal."""

from django.db import models


class Catalogue(models.Model):
    """One published version; the highest `version` of a catalogue is the one in force.

    `content` is what the journal binds; items stand once more in `CatalogueEntry`, for lists and search.
    """

    pk = models.CompositePrimaryKey("agency", "id")
    agency = models.CharField(max_length=40)
    id = models.CharField(max_length=32)
    catalogue = models.CharField(max_length=26)
    version = models.PositiveIntegerField()
    name = models.CharField(max_length=60)
    count = models.PositiveIntegerField()
    published = models.DateTimeField()
    content = models.BinaryField()
    salt = models.BinaryField()
    entry = models.BinaryField()
    position = models.BigIntegerField()
    proof = models.BinaryField()
    note = models.BinaryField()
    sealed = models.DateTimeField()

    class Meta:
        app_label = "portal"
        constraints = [  # noqa: RUF012
            models.UniqueConstraint(fields=["agency", "catalogue", "version"], name="catalogue_version")
        ]


class CatalogueEntry(models.Model):
    """One item of one published version. `words`: its plain text, for search."""

    pk = models.CompositePrimaryKey("agency", "catalogue", "version", "place")
    agency = models.CharField(max_length=40)
    catalogue = models.CharField(max_length=26)
    version = models.PositiveIntegerField()
    place = models.PositiveIntegerField()
    key = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    data = models.JSONField()
    words = models.TextField()

    class Meta:
        app_label = "portal"
        indexes = [  # noqa: RUF012
            models.Index(fields=["agency", "catalogue", "key"], name="catalogue_entry_key")
        ]
