"""Projections of cases: what pages list, rebuilt from the journal by `mingjing.casework.rebuild`.

`Counter`, `Performed`, `Outbox` and `BankFile` are not projections: numbers given out, requests
answered, work to do after commit, statements imported. They are written in the same transaction as the entry.
"""

from django.db import models

from mingjing.registry.scope import Scoped


class Case(Scoped):
    """One case as its last act left it."""

    pk = models.CompositePrimaryKey("agency", "id")
    id = models.CharField(max_length=26)
    number = models.CharField("案号", max_length=80)
    procedure = models.CharField("程序", max_length=40)
    profile = models.CharField("方案", max_length=40)
    sector = models.CharField("领域", max_length=40)
    pack = models.CharField("规则包", max_length=64)
    status = models.CharField("状态", max_length=20)
    stage = models.CharField("阶段", max_length=20)
    version = models.PositiveIntegerField("版本")
    cause = models.CharField("案由", max_length=200)
    party = models.CharField("当事人", max_length=120)
    party_kind = models.CharField("当事人类别", max_length=20)
    unit = models.CharField("承办机构", max_length=60)
    opened = models.DateTimeField("登记时间")
    changed = models.DateTimeField("最近办理")
    last_act = models.CharField("最近环节", max_length=40)
    decided = models.DateField("决定日期", null=True)
    decision_number = models.CharField("决定书文号", max_length=80)
    fine = models.DecimalField("罚款", max_digits=16, decimal_places=2, null=True)
    major = models.BooleanField("重大", default=False)
    publication = models.CharField("公示", max_length=20)
    next_due = models.DateField("最近期限", null=True)
    next_duty = models.CharField("最近义务", max_length=40)

    class Meta:
        verbose_name = "案件"
        indexes = [
            # The very order of the list, with the texts that a search looks through: no row is visited but
            # those that are shown. Without the id a database may rather sort all cases than read along it.
            models.Index(
                fields=["agency", "-changed", "-id", "number", "party", "cause", "decision_number"],
                name="case_in_order",
            ),
            models.Index(fields=["agency", "status", "-changed", "-id"], name="case_by_status_in_order"),
            models.Index(fields=["agency", "next_due", "id"], name="case_by_due_in_order"),
            models.Index(fields=["agency", "number"], name="case_by_number"),
            models.Index(fields=["agency", "publication", "decided"], name="case_by_publication"),
            models.Index(fields=["agency", "procedure", "status", "changed"], name="case_by_procedure"),
        ]


class DutyRow(Scoped):
    """One duty or period of a case. `due` follows from the acts; overdue is asked by comparing with today."""

    pk = models.CompositePrimaryKey("agency", "case_id", "opened", "name")
    case_id = models.CharField(max_length=26)
    opened = models.PositiveIntegerField("起于")
    name = models.CharField("义务", max_length=40)
    period = models.BooleanField("期间")
    holder = models.CharField("由谁", max_length=20)
    opened_by = models.CharField("起于环节", max_length=40)
    start = models.DateField("起算")
    term = models.CharField("期限", max_length=20)
    due = models.DateField("届满", null=True)
    moment = models.DateTimeField("届满时刻", null=True)
    provisional = models.BooleanField("暂算")
    paused = models.BooleanField("停算")
    basis = models.CharField("推算", max_length=400)
    clause = models.CharField("依据", max_length=120)
    closed = models.PositiveIntegerField("止于", null=True)
    closed_on = models.DateField("办结", null=True)

    class Meta:
        verbose_name = "义务"
        indexes = [
            models.Index(fields=["agency", "holder", "closed", "due"], name="duty_by_holder"),
            # What is open in one case; all its rows are found by the key. With the period and its end, for
            # periods of a party stay open after they have run out, and are not to be visited.
            models.Index(
                fields=["agency", "case_id", "period", "due"],
                name="duty_open_of_case",
                condition=models.Q(closed__isnull=True),
            ),
            # Covers the counts of the duties board: no row is visited for a figure.
            models.Index(
                fields=["agency", "due", "name", "holder", "period", "closed", "closed_on"],
                name="duty_by_due",
            ),
            # What is owed now, by its name: requests for approval are few among very many duties.
            models.Index(
                fields=["agency", "name", "holder", "due"],
                name="duty_open_by_name",
                condition=models.Q(closed__isnull=True, period=False),
            ),
        ]


class Participant(Scoped):
    """Who has a part in a case: acted in it, or is named as its handler."""

    pk = models.CompositePrimaryKey("agency", "person", "case_id", "capacity")
    case_id = models.CharField(max_length=26)
    person = models.CharField(max_length=26)
    capacity = models.CharField("身份", max_length=20)

    class Meta:
        verbose_name = "办案人员"
        # Holds the whole row: without statistics a database otherwise rather reads all of an agency's rows
        # along the key than visit those of a few cases.
        indexes = [
            models.Index(fields=["agency", "case_id", "capacity", "person"], name="participant_of_case")
        ]


class Counter(models.Model):
    """The last number given out of one series: gapless, because it is raised in the act's own transaction."""

    pk = models.CompositePrimaryKey("agency", "series", "year")
    agency = models.CharField(max_length=40)
    series = models.CharField("字号", max_length=40)
    year = models.PositiveIntegerField("年")
    last = models.PositiveIntegerField("序号")

    class Meta:
        verbose_name = "编号"


class Performed(models.Model):
    """Requests that were answered, by their key: a second click finds the first one's result."""

    pk = models.CompositePrimaryKey("agency", "key")
    agency = models.CharField(max_length=40)
    key = models.CharField(max_length=64)
    case_id = models.CharField(max_length=26)
    version = models.PositiveIntegerField()

    class Meta:
        verbose_name = "已办请求"


class Outbox(models.Model):
    """Work that follows an act, to be done after commit, again until it succeeds."""

    id = models.BigAutoField(primary_key=True)
    agency = models.CharField(max_length=40)
    kind = models.CharField(max_length=40)
    case_id = models.CharField(max_length=26)
    version = models.PositiveIntegerField()
    made = models.DateTimeField()
    done = models.DateTimeField(null=True)
    tries = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, default="")

    class Meta:
        verbose_name = "待做事项"
        indexes = [models.Index(fields=["done", "id"], name="outbox_open")]


class BankFile(Scoped):
    """A statement of the bank that was imported: its digest, and what became of each row (no names)."""

    pk = models.CompositePrimaryKey("agency", "digest")
    digest = models.CharField("SHA-256", max_length=64)
    name = models.CharField("文件名", max_length=200)
    recorded = models.DateTimeField("导入")
    by = models.CharField("导入人", max_length=26)
    position = models.BigIntegerField("日志位置")
    results = models.JSONField("各行")

    class Meta:
        verbose_name = "银行流水文件"


class BankSlip(Scoped):
    """A payment that was recorded, by the number that the bank gave it (its `slip_key`): never twice."""

    pk = models.CompositePrimaryKey("agency", "slip")
    slip = models.CharField("银行流水号", max_length=60)
    case_id = models.CharField(max_length=26)
    version = models.PositiveIntegerField("环节序号")

    class Meta:
        verbose_name = "银行流水"
