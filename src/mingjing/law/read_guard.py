"""Reading one row of 须 into its guard. The vocabulary is closed: the first key decides the kind."""

from collections.abc import Collection, Mapping
from typing import Any

from mingjing.law import guard as g
from mingjing.law.clause import Clause
from mingjing.law.formula import FORMULAS, LISTS
from mingjing.law.reader import Section, suggestion
from mingjing.law.rule import Fact, FactType

_KINDS = (
    *("每个", "有任一", "有", "不", "满", "期内", "过", "未过", "限", "提前", "日期", "不早于"),
    *("人员", "与稿一致", "无待办", "等于", "不超过", "逐项", "无余"),
)
ROLES = ("执法人员", "承办机构负责人", "法制审核人员", "机关负责人", "公示审核员", "档案管理员", "收缴对账员")


class Names:
    """What a guard may refer to; an unknown name is a fault with the nearest known ones."""

    def __init__(
        self, acts: set[str], situations: set[str], facts: Mapping[str, Fact], duties: set[str]
    ) -> None:
        self.acts, self.situations, self.facts, self.duties = acts, situations, facts, duties

    def typed(self, section: Section, key: str, *types: FactType) -> None:
        """The fact named under `key` is known and of one of the types."""
        self.check(section, key, self.facts, "事实")
        for name in section.names(key):
            if name in self.facts and self.facts[name].type not in types:
                section.fault(f"“{name}”是{self.facts[name].type.value}，这里要{'或者'.join(types)}", key)

    def check(self, section: Section, key: str, known: Collection[str], what: str) -> None:
        for name in section.names(key):
            if name not in known:
                section.fault(f"{what}“{name}”没有定义{suggestion(name, known)}", key)


def read_guard(row: Section, names: Names) -> g.Guard | None:
    """The guard of one row, None (with faults) where it cannot be read."""
    kind = next((key for key in _KINDS if key in row), None)
    if kind is None:
        row.fault("“须”的一行要以下面之一开头：" + "、".join(_KINDS))
        return None
    clause = row.clause()
    for key in ("当", "除非"):
        names.check(row, key, names.situations, "情形")
    names.check(row, "去", names.acts, "环节")
    common: dict[str, Any] = {
        "clause": clause or Clause("无"),
        "said": row.text("说"),
        "mend": row.text("去"),
        "when": row.text("当"),
        "unless": row.text("除非"),
        "file": row.node.file,
        "line": row.node.line,
    }
    guard = _read(kind, row, names, common)
    row.done()
    return guard if clause else None


def _read(kind: str, row: Section, names: Names, common: dict[str, Any]) -> g.Guard | None:
    match kind:
        case "有":
            word = row.text("有")
            if word in names.situations:
                return g.Holds(situation=word, **common)
            if word not in names.acts:
                known = names.acts | names.situations
                row.fault(f"“{word}”在环节和情形中都没有{suggestion(word, known)}", "有")
                return None
            names.check(row, "先于", names.acts, "环节")
            return g.Has(
                act=word,
                each=row.yes("每次"),
                before=row.text("先于"),
                same_draft=row.yes("同稿"),
                **{**common, "mend": common["mend"] or word},
            )
        case "有任一":
            names.check(row, "有任一", names.acts, "环节")
            acts = row.names("有任一")
            return g.HasAny(acts=acts, **{**common, "mend": common["mend"] or (acts[0] if acts else "")})
        case "每个":
            for key in ("每个", "有", "或"):
                names.check(row, key, names.acts, "环节")
            by = (*row.names("有"), *row.names("或"))
            return g.Answered(
                act=row.text("每个"), by=by, **{**common, "mend": common["mend"] or (by[0] if by else "")}
            )
        case "无待办":
            inner = row.section("无待办", "“无待办”")
            if inner is None:
                return None
            names.check(inner, "环节", names.acts, "环节")
            names.check(inner, "由", names.acts, "环节")
            act, by = inner.text("环节", required=True), inner.names("由")
            inner.done()
            return g.Answered(act=act, by=by, **{**common, "mend": common["mend"] or (by[0] if by else "")})
        case "不":
            names.check(row, "不", names.situations, "情形")
            return g.Fails(situation=row.text("不"), **common)
        case "满":
            if "自" in row:
                names.typed(row, "自", FactType.DATE)
                names.typed(row, "于", FactType.DATE)
                return g.Elapsed(term=row.term("满"), start=row.text("自"), at=row.text("于"), **common)
            names.check(row, "满", names.duties, "期间")
            return g.Elapsed(period=row.text("满"), **common)
        case "期内":
            names.check(row, "期内", names.duties, "期间")
            names.typed(row, "于", FactType.DATE)
            return g.Within(period=row.text("期内"), at=row.text("于"), **common)
        case "过":
            names.check(row, "过", names.duties, "义务")
            return g.Over(duty=row.text("过"), **common)
        case "未过":
            names.check(row, "未过", names.duties, "义务")
            return g.NotOver(duty=row.text("未过"), **common)
        case "限":
            names.typed(row, "自", FactType.DATE)
            names.check(row, "自期满", names.duties, "期间")
            names.check(row, "至", names.acts, "环节")
            term = row.term("限")
            if term is None:
                return None
            return g.Limited(
                term=term,
                start=row.text("自"),
                periods=row.names("自期满"),
                until=row.text("至"),
                shift=row.choice("顺延", ("是", "否"), "是") == "是",
                **common,
            )
        case "日期":
            names.typed(row, "日期", FactType.DATE)
            names.check(row, "不早于", names.acts, "环节")
            return g.Dated(fact=row.text("日期"), since=row.text("不早于", required=True), **common)
        case "提前":
            names.typed(row, "提前", FactType.MOMENT, FactType.DATE)
            term = row.term("期限")
            return g.Ahead(fact=row.text("提前"), term=term, **common) if term else None
        case "不早于":
            names.typed(row, "不早于", FactType.MOMENT)
            return g.NotBefore(fact=row.text("不早于"), **common)
        case "人员":
            names.typed(row, "人员", FactType.PERSON)
            role = row.choice("异于", ROLES, required=True)
            return g.OtherPerson(fact=row.text("人员"), role=role, **common)
        case "与稿一致":
            row.yes("与稿一致")
            return g.LikeDraft(**common)
        case "等于":
            names.check(row, "等于", names.facts, "事实")
            formula = row.choice("算", tuple(FORMULAS), required=True)
            return g.Computed(fact=row.text("等于"), formula=formula, **common) if formula else None
        case "不超过":
            names.typed(row, "不超过", FactType.TERM)
            term = row.term("期限")
            return g.AtMost(fact=row.text("不超过"), term=term, **common) if term else None
        case "逐项":
            names.typed(row, "逐项", FactType.TEXT, FactType.LONG)
            formula = row.choice("算", tuple(LISTS), required=True)
            fact, partly = row.text("逐项"), row.yes("不全")
            return g.Among(fact=fact, formula=formula, partly=partly, **common) if formula else None
        case "无余":
            formula = row.choice("无余", tuple(LISTS), required=True)
            return g.NoneLeft(formula=formula, **common) if formula else None
    return None
