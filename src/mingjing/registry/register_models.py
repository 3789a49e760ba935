"""Rows of registers: projections of the journal, one for each version of each row."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from mingjing.registry.key_text import KeyText
from mingjing.registry.scope import Scoped

ALWAYS = date(1900, 1, 1)  # a version that holds from before anything was recorded


class RegisterRow(Scoped):
    """One version of one row. On a day the latest version counts whose `since` has come; `ended` means gone.

    `fields` holds the public values only; private ones are in the sealed content of the entry at `position`.
    """

    pk = models.CompositePrimaryKey("agency", "register", "key", "version")
    register = models.CharField("登记册", max_length=40)
    key = models.CharField("键", max_length=200)
    version = models.PositiveIntegerField("版本")
    since = models.DateField("自")
    ended = models.BooleanField("已注销", default=False)
    latest = models.BooleanField("最新", default=True)
    title = models.CharField("名目", max_length=200)
    fields = models.JSONField("各栏")
    position = models.BigIntegerField("日志位置")

    class Meta:
        verbose_name = "登记册的行"
        indexes = [
            models.Index(fields=["agency", "register", "latest", "ended", "key"], name="register_row_latest"),
            models.Index(fields=["register", "key"], name="register_row_by_key"),
            # How many devices and rooms of each kind there are, without opening a row.
            models.Index(
                F("agency"),
                F("register"),
                KeyText("fields", name="状态"),
                KeyText("fields", name="类型"),
                name="register_row_kinds",
                condition=Q(latest=True, ended=False),
            ),
        ]
