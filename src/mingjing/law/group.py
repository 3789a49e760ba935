"""Groups of acts (环节组) that several procedures share, laid into a procedure's file before it is read.

A group is written once with placeholders 〈名〉. A procedure says which groups it takes (引) and what stands
in the place of each (换). What the procedure itself writes under the same act is laid over the group's, key
by key.
"""

import re
from collections.abc import Mapping

from mingjing.law.reader import Section, suggestion
from mingjing.law.source import Fault, Node

_PLACE = re.compile(r"〈([^〈〉]+)〉")
_ROWS = ("分离", "公示项", "法制审核要点", "例")


def expand(node: Node, groups: Mapping[str, Node], faults: list[Fault]) -> Node:
    """The procedure's file with the groups that it takes laid in; without 引 the file itself."""
    if not isinstance(node.value, dict) or "引" not in node.value:
        return node
    members = {key: each for key, each in node.value.items() if key != "引"}
    for row in Section(node, faults, "程序").rows("引", "“引”的一行"):
        name = row.text("环节组", required=True)
        group = groups.get(name)
        if group is None:
            row.fault(f"没有“{name}”这一环节组{suggestion(name, groups)}", "环节组")
            continue
        _lay(members, _filled(group, row, faults), row)
        row.done()
    return Node(members, node.file, node.line)


def _filled(group: Node, row: Section, faults: list[Fault]) -> dict[str, Node]:
    """The group's members with what the row gives, or the group's own default, in place of each word."""
    assert isinstance(group.value, dict)
    declared = group.value.get("换")
    wanted = declared.value if declared and isinstance(declared.value, dict) else {}
    given = row.get("换")
    words = dict(given.value) if given and isinstance(given.value, dict) else {}
    for name, node in words.items():
        if name not in wanted:
            faults.append(node.fault(f"环节组没有“{name}”可换{suggestion(name, wanted)}"))
    for name, node in wanted.items():
        if name in words:
            continue
        if isinstance(node.value, dict) and "默认" in node.value:
            words[name] = node.value["默认"]
        else:
            row.fault(f"没有写“换”中的“{name}”：{node.value if isinstance(node.value, str) else ''}")
    return {
        key: _replaced(each, words, faults)
        for key, each in group.value.items()
        if key not in ("环节组", "换", "说明")
    }


def _replaced(node: Node, words: Mapping[str, Node], faults: list[Fault]) -> Node:
    if isinstance(node.value, str):
        if (whole := _PLACE.fullmatch(node.value)) and whole[1] in words:
            return Node(words[whole[1]].value, node.file, node.line)
        return Node(_text(node.value, node, words, faults), node.file, node.line)
    if isinstance(node.value, list):
        found: list[Node] = []
        for each in node.value:
            new = _replaced(each, words, faults)
            # A list in the place of one member of a list stands for its members.
            spliced = isinstance(each.value, str) and isinstance(new.value, list)
            found += list(new) if spliced else [new]
        return Node(found, node.file, node.line)
    members = {
        _text(key, each, words, faults): _replaced(each, words, faults) for key, each in node.value.items()
    }
    return Node(members, node.file, node.line)


def _text(text: str, node: Node, words: Mapping[str, Node], faults: list[Fault]) -> str:
    def put(found: re.Match[str]) -> str:
        word = words.get(found[1])
        if word is None:
            faults.append(node.fault(f"“〈{found[1]}〉”没有在环节组的“换”中写明"))
        elif isinstance(word.value, str):
            return word.value
        else:
            faults.append(word.fault(f"“{found[1]}”在这里应当是文字"))
        return ""

    return _PLACE.sub(put, text)


def _lay(members: dict[str, Node], group: Mapping[str, Node], row: Section) -> None:
    """Put a filled group into the procedure: acts after those of the same stage, rows after the own ones."""
    acts, own = group.get("环节"), members.get("环节")
    taken = dict(acts.value) if acts and isinstance(acts.value, dict) else {}
    for name in row.names("除"):
        if taken.pop(name, None) is None:
            row.fault(f"环节组中没有“{name}”{suggestion(name, taken)}", "除")
    standing = dict(own.value) if own and isinstance(own.value, dict) else {}
    place = own or acts or row.node
    stages = members.get("阶段")
    order = list(stages.value) if stages and isinstance(stages.value, dict) else []
    for name, act in taken.items():
        if name in standing:
            standing[name] = _over(act, standing[name])
        else:
            standing = _inserted(standing, name, act, order)
    members["环节"] = Node(standing, place.file, place.line)
    for key in _ROWS:
        if key in group:
            before = list(members[key]) if key in members else []
            members[key] = Node([*before, *group[key]], group[key].file, group[key].line)
    for key in ("人员", "决定稿"):
        if key in group:
            members[key] = _over(group[key], members[key]) if key in members else group[key]


def _over(below: Node, above: Node) -> Node:
    """The mapping `below` with the keys of `above` in their place."""
    if not isinstance(below.value, dict) or not isinstance(above.value, dict):
        return above
    return Node({**below.value, **above.value}, above.file, above.line)


def _inserted(standing: dict[str, Node], name: str, act: Node, order: list[str]) -> dict[str, Node]:
    """The acts with a new one after the last that belongs to its stage or an earlier one."""
    place = _stage(act, order)
    after = max((i for i, each in enumerate(standing.values()) if _stage(each, order) <= place), default=-1)
    items = list(standing.items())
    return dict([*items[: after + 1], (name, act), *items[after + 1 :]])


def _stage(act: Node, order: list[str]) -> int:
    stage = act.value.get("阶段") if isinstance(act.value, dict) else None
    return order.index(stage.value) if stage and stage.value in order else len(order)
