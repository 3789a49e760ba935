"""What plans settle beyond single acts, for a comparison: publicity, records, staff, lists, reports."""

from collections.abc import Iterator

from mingjing.law import plan as p
from mingjing.law import rule as r
from mingjing.law.book import RuleBook
from mingjing.law.clause import Clause

PUBLIC, RECORDS, STAFF, LISTS, REPORTS, OTHER = "公示", "记录和案卷", "队伍", "目录和备案", "报告", "其他"
# part, subject, item, text, clause, file, line
PlanCell = tuple[str, str, str, str, Clause | None, str, int]


def plan_cells(book: RuleBook, procedure: r.Procedure) -> Iterator[PlanCell]:
    """The cells of all layers laid on; what speaks of other categories than the procedure's is left out."""
    for publication in procedure.publications:
        channels = "、".join(publication.channels)
        if channels:
            yield PUBLIC, publication.name, "渠道", channels, procedure.clause, procedure.file, 0
    for layer in book.layers:
        yield from _publicity(layer.plan, procedure.category)
        yield from _matters(layer.plan)


def _publicity(plan: p.Plan, category: str) -> Iterator[PlanCell]:
    for limit in plan.limits:
        if category in limit.categories and limit.matter:
            term = limit.term.spoken() if limit.term else "没有定期限"
            text = "，".join(filter(None, (term, "、".join(limit.channels))))
            yield PUBLIC, limit.matter, "期限和渠道", text, limit.clause, limit.file, limit.line
    for content in plan.contents:
        if not content.categories or category in content.categories:
            item = ("隐去" if content.hidden else "公开") + (f"（{content.party}）" if content.party else "")
            yield PUBLIC, "内容", item, "、".join(content.fields), content.clause, content.file, content.line
    for channel in plan.channels:
        said = f"{'、'.join(channel.names)}{'（鼓励）' if channel.optional else ''}"
        item = "、".join(channel.stages) or "各阶段"
        yield PUBLIC, "渠道", item, said, channel.clause, channel.file, channel.line


def _matters(plan: p.Plan) -> Iterator[PlanCell]:
    for limit in plan.records:
        term = limit.term.spoken() if limit.term else "没有定期限"
        yield RECORDS, limit.name, "期限", term, limit.clause, limit.file, limit.line
    for staff in plan.staffing:
        asked = [f"执法人员的 {float(staff.share * 100):g}%"] if staff.share else []
        asked += [f"至少 {staff.least} 人"] if staff.least else []
        yield STAFF, staff.role, "", "，".join(asked), staff.clause, staff.file, staff.line
    for each in plan.catalogues:
        rows = (
            ("", "须有" if each.kept else "鼓励"),
            ("字段", "、".join(each.fields)),
            ("审核", each.reviewer),
            ("备案", each.filed_with),
            ("修订期限", each.term.spoken() if each.term else ""),
        )
        for item, text in rows:
            if text:
                yield LISTS, each.name, item, text, each.clause, each.file, each.line
    for report in plan.reports:
        due = f"{report.month}月{report.day}日前" if report.month else "没有定日期"
        said = [f"{report.cycle}，{due}", "向社会公开" if report.public else ""]
        said += [
            f"报{'、'.join(report.to)}" if report.to else "",
            f"抄{'、'.join(report.copies)}" if report.copies else "",
        ]
        text = "；".join(filter(None, said))
        yield REPORTS, report.name, "", text, report.clause, report.file, report.line
    for provision in plan.provisions:
        who = f"（{'、'.join(provision.who)}）" if provision.who else ""
        cycle = f"，{'、'.join(provision.cycles)}" if provision.cycles else ""
        text = f"{provision.what}{who}{cycle}"
        yield OTHER, provision.subject, "", text, provision.clause, provision.file, provision.line
