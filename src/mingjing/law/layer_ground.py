"""What lets a layer loosen a rule: a registered law, regulation or rule, never a plan or a circular."""

from collections.abc import Mapping

from mingjing.law.clause import Clause, ClauseError
from mingjing.law.source import Fault, Node

GROUND = "放宽依据"
_NO_LAW = "规范性文件"


def lawful(clause: Clause, laws: Mapping[str, Mapping[str, str]]) -> bool:
    """Whether the clause stands in a registered law, regulation or rule (法律、法规、规章)."""
    return laws.get(clause.law, {}).get("类", _NO_LAW) != _NO_LAW


def check_grounds(node: Node, label: str, laws: Mapping[str, Mapping[str, str]], faults: list[Fault]) -> None:
    """A fault for each 放宽依据 in the file `node` that is no law: the plan itself, a circular, nothing."""
    if isinstance(node.value, list):
        for each in node.value:
            check_grounds(each, label, laws, faults)
    if not isinstance(node.value, dict):
        return
    for key, each in node.value.items():
        if key != GROUND:
            check_grounds(each, label, laws, faults)
        elif isinstance(each.value, str):
            try:
                clause = Clause.parse(each.value, label)
            except ClauseError as error:
                faults.append(each.fault(str(error)))
                continue
            if not lawful(clause, laws):
                said = f"“{clause}”不是已经登记的法律、法规、规章，不能作为{GROUND}"
                faults.append(each.fault(said))
