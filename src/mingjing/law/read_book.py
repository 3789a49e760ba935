"""Reading the shared files of the national rules: facts, situations, parameters, the register of laws."""

from collections.abc import Iterable, Mapping

from mingjing.law import rule as r
from mingjing.law.clause import Clause, ClauseError
from mingjing.law.days import DayKinds, DaysError
from mingjing.law.party import KINDS
from mingjing.law.reader import Section
from mingjing.law.source import Fault, Node

_MERGES = ("并集", "合计")
UNSET = "未定"


def read_facts(node: Node, faults: list[Fault], facts: dict[str, r.Fact] | None = None) -> dict[str, r.Fact]:
    """The facts by Chinese name, added to those of the files read before."""
    top = Section(node, faults, "事实文件")
    facts = {} if facts is None else facts
    ids = {fact.id: name for name, fact in facts.items()}
    for name, s in top.sections("事实", "事实"):
        kind = s.choice("类", tuple(each.value for each in r.FactType), "文本", required=True)
        fact = r.Fact(
            name=name,
            id=s.text("英", required=True),
            type=r.FactType(kind),
            options=s.names("选项"),
            many=s.yes("多"),
            private=s.choice("密级", ("个人",)) == "个人",
            merge=s.choice("累加", _MERGES),
            limit=s.whole("限长"),
            hint=s.text("说"),
        )
        if name in facts:
            s.fault(f"事实“{name}”已经有了")
        if fact.id in ids:
            s.fault(f"“{fact.id}”已经给了事实“{ids[fact.id]}”", "英")
        if fact.type in (r.FactType.CHOICE, r.FactType.MULTI) and not fact.options:
            s.fault(f"事实“{name}”没有选项")
        ids[fact.id] = name
        facts[name] = fact
        s.done()
    top.done()
    return facts


def read_situations(top: Section, key: str, known: Iterable[str], file: str) -> dict[str, r.Situation]:
    """The situations under `key`; a name that is already known is a fault: rules are followed, not edited."""
    found: dict[str, r.Situation] = {}
    taken = set(known)
    for name, s in top.sections(key, "情形"):
        if name in taken:
            s.fault(f"情形“{name}”已经有定义，方案不能改写，只能另起名称")
        forms = [form for form in ("当", "任一", "全部") if form in s]
        if len(forms) != 1:
            s.fault(f"情形“{name}”写“当”“任一”“全部”中的一个")
        clause = s.clause()
        situation = r.Situation(
            name=name,
            said=s.text("说", name),
            clause=clause or Clause("无"),
            expression=s.text("当") if "当" in s else "",
            any_of=s.names("任一"),
            all_of=s.names("全部"),
            file=file,
            line=s.node.line,
        )
        s.done()
        if clause and len(forms) == 1:
            found[name] = situation
    return found


def read_parameters(top: Section, known: Iterable[str] = ()) -> dict[str, r.Parameter]:
    found: dict[str, r.Parameter] = {}
    taken = set(known)
    for name, s in top.sections("参数", "参数"):
        if name in taken:
            s.fault(f"参数“{name}”已经有了")
        s.choice("按", ("当事人类别",), required=True)
        found[name] = r.Parameter(
            name=name,
            id=s.text("英", required=True),
            values=read_parameter_values(s),
            tighter_is_less=s.choice("紧", ("小", "大"), "小") == "小",
            clause=s.clause() or Clause("无"),
            file=s.node.file,
            line=s.node.line,
        )
        s.text("说")
        s.done()
    return found


def read_parameter_values(s: Section) -> dict[str, float | None]:
    """值 by kind of party; 未定 is None."""
    values: dict[str, float | None] = {}
    for kind, node in (
        found.value if (found := s.need("值")) and isinstance(found.value, dict) else {}
    ).items():
        word = str(node.value)
        if kind not in KINDS:
            s.faults.append(node.fault(f"当事人类别没有“{kind}”"))
        elif word == UNSET:
            values[kind] = None
        elif word.replace(".", "", 1).isdigit():
            values[kind] = float(word)
        else:
            s.faults.append(node.fault(f"“{kind}”的数额应当是数字，不能写“{word}”"))
    return values


def read_laws(node: Node, faults: list[Fault]) -> dict[str, Mapping[str, str]]:
    """The register of instruments by short name: 全称, 文号, 来源, 施行 …"""
    top = Section(node, faults, "法律文件登记")
    laws: dict[str, Mapping[str, str]] = {}
    for group in ("法律", "行政法规", "部门规章", "规范性文件", "地方性法规", "地方规章"):
        for row in top.rows(group, "法律文件"):
            entry = {
                key: row.text(key)
                for key in ("简称", "全称", "文号", "版本", "施行", "来源", "校核", "说明", "条文")
            }
            row.done()
            laws[entry["简称"]] = {**entry, "类": group}
    top.done()
    return laws


def read_days(node: Node, faults: list[Fault]) -> DayKinds:
    """Which days of which law are working days. `source` keeps scalars as text; here digits are numbers."""

    def convert(value: object) -> object:
        if isinstance(value, dict):
            return {key: convert(each) for key, each in value.items()}
        if isinstance(value, list):
            return [convert(each) for each in value]
        return int(value) if isinstance(value, str) and value.isdigit() else value

    plain = convert(node.plain())
    try:
        return DayKinds.build(plain if isinstance(plain, dict) else {})
    except (DaysError, ClauseError) as error:
        faults.append(node.fault(str(error)))
        return DayKinds({})
