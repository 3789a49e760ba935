"""Reading the files of `rules/registers`, and laying over them what a locality's plan adds."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from mingjing.law.citation import unfounded
from mingjing.law.clause import Clause
from mingjing.law.reader import Section, suggestion
from mingjing.law.register import CHECKS, TYPES, Column, Register
from mingjing.law.source import Fault, Node

KINDS = ("登记册", "目录")
FOLDER = "registers/"
_CHOSEN = ("选择", "多选")


def read_register(node: Node, faults: list[Fault]) -> Register | None:
    """One register file; None where it does not even say its name."""
    top = Section(node, faults, "登记册文件")
    name = top.text("登记册", required=True)
    columns = read_columns(top, name)
    register = Register(
        name=name,
        id=top.text("标识", required=True),
        kind=top.choice("类", KINDS, "登记册"),
        keys=top.names("键"),
        columns=columns,
        clause=top.clause() or Clause("无"),
        roles=top.names("责任职务"),
        ordered=_ordered(top, columns),
        apart=_apart(top, columns),
        shared=top.yes("共享"),
        hint=top.text("说"),
        file=node.file,
        line=node.line,
    )
    top.get("校核")
    if not register.keys:
        top.fault("登记册没有写明“键”：哪几栏分得开各行")
    for key in register.keys:
        if key not in columns:
            top.fault(f"键“{key}”不是这个登记册的栏{suggestion(key, columns)}", "键")
        elif columns[key].private or not columns[key].required:
            top.fault(f"键“{key}”应当是必填的、不保密的栏", "键")
    top.done()
    return register if name and register.id else None


def read_columns(top: Section, of: str) -> dict[str, Column]:
    """The columns under 字段, in the order in which they are written."""
    columns: dict[str, Column] = {}
    ids: dict[str, str] = {}
    for name, s in top.sections("字段", "栏"):
        column = _column(name, s)
        if column.id in ids:
            s.fault(f"“{column.id}”已经给了“{ids[column.id]}”这一栏", "英")
        ids[column.id] = name
        columns[name] = column
        s.done()
    if not columns:
        top.fault(f"登记册“{of}”没有字段")
    return columns


def _column(name: str, s: Section) -> Column:
    column = Column(
        name=name,
        id=s.text("英", required=True),
        type=s.choice("类", TYPES, "文本"),
        required=s.yes("必填"),
        options=s.names("选项"),
        limit=s.whole("限长"),
        check=s.choice("查", CHECKS),
        private=s.choice("密级", ("个人",)) == "个人",
        unique=s.yes("唯一"),
        refers=s.text("引"),
        clause=s.clause(required=False),
        hint=s.text("说"),
        file=s.node.file,
        line=s.node.line,
    )
    if column.type in _CHOSEN and not column.options:
        s.fault(f"栏“{name}”没有选项")
    return column


def _ordered(top: Section, columns: Mapping[str, Column]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for row in top.rows("先后", "先后"):
        first, second = row.text("先", required=True), row.text("后", required=True)
        row.done()
        for each in (first, second):
            if each and each not in columns:
                row.fault(f"“{each}”不是这个登记册的栏{suggestion(each, columns)}")
        pairs.append((first, second))
    return tuple(pairs)


def _apart(top: Section, columns: Mapping[str, Column]) -> tuple[tuple[str, ...], ...]:
    sets = []
    for row in top.rows("择一", "择一"):
        names = row.names("栏")
        row.done()
        if len(names) < 2:
            row.fault("“择一”至少写两栏", "栏")
        for each in names:
            if each not in columns:
                row.fault(f"“{each}”不是这个登记册的栏{suggestion(each, columns)}", "栏")
            elif columns[each].required:
                row.fault(f"栏“{each}”是必填的，不能择一", "栏")
        sets.append(names)
    return tuple(sets)


def lay_register(register: Register, section: Section) -> Register:
    """The register with what a plan adds under 字段: new columns, and columns asked for more strictly.

    A plan may make a column required, narrow its options and shorten it; never the other way. The other
    keys of the section are for the caller to read.
    """
    columns = dict(register.columns)
    ids = {column.id: column.name for column in columns.values()}
    for name, s in section.sections("字段", "栏"):
        before = columns.get(name)
        if before is None:
            added = _column(name, s)
            if added.id in ids:
                s.fault(f"“{added.id}”已经给了“{ids[added.id]}”这一栏", "英")
            columns[name] = added
        else:
            columns[name] = _stricter(before, s)
        s.done()
    return replace(register, columns=columns)


def _stricter(column: Column, s: Section) -> Column:
    clause = s.clause()
    options = s.names("选项") or column.options
    limit = s.whole("限长") or column.limit
    if "必填" in s and not s.yes("必填") and column.required:
        s.fault(f"栏“{column.name}”是必填的，方案不能改成不填", "必填")
    if extra := [each for each in options if each not in column.options]:
        s.fault(f"栏“{column.name}”的选项只能减少，不能加“{extra[0]}”", "选项")
    if column.limit and limit > column.limit:
        s.fault(f"栏“{column.name}”最多 {column.limit} 字，方案不能放宽", "限长")
    return replace(
        column,
        required=column.required or s.yes("必填"),
        options=options,
        limit=limit,
        clause=clause or column.clause,
        hint=s.text("说") or column.hint,
    )


def check_registers(
    registers: Mapping[str, Register],
    laws: Collection[str],
    articles: Mapping[str, Mapping[str, str]],
    faults: list[Fault],
) -> None:
    """A fault for each column that refers to no register, and each clause that cites what is not there."""
    for register in registers.values():
        for column in register.columns.values():
            if column.refers and column.refers not in registers:
                words = f"栏“{column.name}”所引的登记册“{column.refers}”不存在"
                faults.append(Fault(column.file, column.line, words + suggestion(column.refers, registers)))
        places = [(register.clause, register.file, register.line)]
        places += [(each.clause, each.file, each.line) for each in register.columns.values() if each.clause]
        for clause, file, line in places:
            if clause.law not in laws:
                words = f"依据“{clause.law}”没有在 national/laws.yaml 登记{suggestion(clause.law, laws)}"
                faults.append(Fault(file, line, words))
            elif wrong := unfounded(clause, articles.get(clause.law, {}).get(str(clause.article), "")):
                faults.append(Fault(file, line, f"依据写错了：《{clause.law}》{wrong}"))
