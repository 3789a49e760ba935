"""Parties of an agency and what ties them to cases: rows that follow from the journal.

What a natural person must not be known by (number, address, telephone, date of birth) is in `sealed` only.
"""

from django.db import models

from mingjing.registry.scope import Scoped


class Party(Scoped):
    """One party. `merged_into`: the party with which it was proved to be one, "" while it stands alone.

    `origin`: the case that brought it in, "" for a registered one. `version`: how often it was registered.
    `digest` finds the number of an identity paper, `likeness` the same name at the same address.
    """

    pk = models.CompositePrimaryKey("agency", "id")
    id = models.CharField("编号", max_length=26)
    kind = models.CharField("类别", max_length=20)
    name = models.CharField("名称", max_length=100)
    uscc = models.CharField("统一社会信用代码", max_length=40, blank=True)
    paper = models.CharField("证件种类", max_length=30, blank=True)
    digest = models.CharField("证件号码摘要", max_length=64, blank=True)
    representative = models.CharField("法定代表人", max_length=50, blank=True)
    address = models.CharField("住所", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    sealed = models.BinaryField("保密内容", default=b"")
    likeness = models.CharField("相像", max_length=64, blank=True)
    unchecked = models.BooleanField("未核对代码", default=False)
    merged_into = models.CharField("并入", max_length=26, blank=True)
    since = models.DateTimeField("登记时间")
    origin = models.CharField("来自案件", max_length=26, blank=True)
    version = models.PositiveIntegerField("登记次数", default=0)

    class Meta:
        verbose_name = "当事人"
        indexes = [
            models.Index(fields=["agency", "uscc"], name="party_by_uscc"),
            models.Index(fields=["agency", "digest"], name="party_by_digest"),
            # Covers the search for a part of the name: no row is visited but those that are shown.
            models.Index(fields=["agency", "merged_into", "name", "id", "kind"], name="party_by_name"),
            models.Index(fields=["agency", "merged_into", "-since", "-id"], name="party_by_since"),
            models.Index(fields=["agency", "kind", "merged_into", "-since", "-id"], name="party_by_kind"),
            models.Index(fields=["agency", "likeness", "merged_into"], name="party_by_likeness"),
        ]


class PartyCase(Scoped):
    """Which party a case concerns. `role`: the fact that names it; `name`: as that case has it."""

    pk = models.CompositePrimaryKey("agency", "case_id", "role")
    case_id = models.CharField("案件", max_length=26)
    role = models.CharField("事实", max_length=40)
    party = models.CharField("当事人", max_length=26)
    name = models.CharField("名称", max_length=100)
    version = models.PositiveIntegerField("环节序号")

    class Meta:
        verbose_name = "当事人的案件"
        indexes = [models.Index(fields=["agency", "party"], name="party_case_by_party")]


class PartyAct(Scoped):
    """Which entries of the agency's log are about a party, beside those of its cases."""

    pk = models.CompositePrimaryKey("agency", "position", "party")
    position = models.BigIntegerField("日志位置")
    party = models.CharField("当事人", max_length=26)

    class Meta:
        verbose_name = "当事人的记录"
        indexes = [models.Index(fields=["agency", "party", "-position"], name="party_act_by_party")]
