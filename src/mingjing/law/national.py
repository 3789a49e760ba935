"""The national rules of a pack, read once: every book begins from them and lays its own layers over them.

Nothing of what is read is ever changed. Laying a layer puts new rules in the place of old ones, in mappings
of the book's own.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mingjing.law import rule as r
from mingjing.law.days import DayKinds
from mingjing.law.group import expand
from mingjing.law.guidance import HEAD as GUIDANCE
from mingjing.law.guidance import read_guidance
from mingjing.law.layer import read_layer
from mingjing.law.plan import Plan
from mingjing.law.read_book import read_days, read_facts, read_laws, read_parameters, read_situations
from mingjing.law.read_procedure import check_done_there, read_procedure
from mingjing.law.read_register import FOLDER, read_register
from mingjing.law.reader import Section
from mingjing.law.register import Register
from mingjing.law.source import Fault, Node, parse

FACTS, SITUATIONS, LAWS, DAYS, ARTICLES = (
    f"national/{name}.yaml" for name in ("facts", "situations", "laws", "days", "articles")
)
_SHARED = (FACTS, SITUATIONS, LAWS, DAYS, ARTICLES)
_LAYERS = ("sectors/", "profiles/")


@dataclass(frozen=True, kw_only=True)
class National:
    """What every book of a pack has in common, before a layer is laid on. `faults`: those found reading it.

    `layers`: the file of each layer with who it says it is, by kind and id; their rules are not read yet.
    """

    facts: Mapping[str, r.Fact]
    parameters: Mapping[str, r.Parameter]
    situations: Mapping[str, r.Situation]
    procedures: Mapping[str, r.Procedure]
    days: DayKinds
    laws: Mapping[str, Mapping[str, str]]
    articles: Mapping[str, Mapping[str, str]]
    registers: Mapping[str, Register]
    guidance: Plan
    layers: Mapping[tuple[str, str], tuple[Node, r.Layer]]
    faults: tuple[Fault, ...] = field(default=(), repr=False)


class Unreadable(Exception):
    """A file without which there are no rules is not there, or no YAML; with all faults known so far."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


def read_national(texts: Mapping[str, str]) -> National:
    """The national rules of a pack's texts by path. Raises `Unreadable`; other faults stand in the answer."""
    faults: list[Fault] = []
    shared = {path: _shared(texts, path, faults) for path in _SHARED if path != ARTICLES or path in texts}
    if any(node is None for node in shared.values()):
        raise Unreadable(faults)
    files = {path: node for path, node in shared.items() if node is not None}
    own = [node for node in nodes(texts, ("national/",), faults) if node.file not in _SHARED]
    facts: dict[str, r.Fact] = {}
    for node in (files[FACTS], *_headed(own, "事实")):
        read_facts(node, faults, facts)
    parameters: dict[str, r.Parameter] = {}
    situations: dict[str, r.Situation] = {}
    for node in (files[SITUATIONS], *_headed(own, "情形", "参数")):
        top = Section(node, faults, "情形文件")
        parameters |= read_parameters(top, parameters)
        situations |= read_situations(top, "情形", situations, node.file)
        top.done()
    return National(
        layers={(layer.kind, layer.id): (node, layer) for node, layer in read_layers(texts, faults)},
        facts=facts,
        parameters=parameters,
        situations=situations,
        procedures=_procedures(own, facts, situations, faults),
        days=read_days(files[DAYS], faults),
        laws=read_laws(files[LAWS], faults),
        articles=_articles(files.get(ARTICLES)),
        registers=_registers(texts, faults),
        guidance=_guidance(_headed(own, GUIDANCE), faults),
        faults=tuple(faults),
    )


def read_layers(texts: Mapping[str, str], faults: list[Fault]) -> list[tuple[Node, r.Layer]]:
    """The file of every sector and plan, with who it says it is."""
    found = [(node, read_layer(node, faults)) for node in nodes(texts, _LAYERS, faults)]
    return [(node, layer) for node, layer in found if layer]


def nodes(texts: Mapping[str, str], folders: tuple[str, ...], faults: list[Fault]) -> Iterator[Node]:
    """The files under the folders in the order of their paths, those that are no YAML left out."""
    for path in sorted(texts):
        if path.startswith(folders) and (node := parse(texts[path], path, faults)):
            yield node


def _shared(texts: Mapping[str, str], path: str, faults: list[Fault]) -> Node | None:
    if path not in texts:
        faults.append(Fault(path, 1, "缺少这个文件"))
        return None
    return parse(texts[path], path, faults)


def _headed(files: list[Node], *keys: str) -> list[Node]:
    """The files with one of the keys at their top: what a file is, its keys say."""
    return [node for node in files if isinstance(node.value, dict) and any(key in node.value for key in keys)]


def _procedures(
    own: list[Node],
    facts: Mapping[str, r.Fact],
    situations: Mapping[str, r.Situation],
    faults: list[Fault],
) -> dict[str, r.Procedure]:
    groups = {node.member("环节组"): node for node in _headed(own, "环节组")}
    found: dict[str, r.Procedure] = {}
    for node in own:
        if _headed([node], "事实", "情形", "参数", "环节组", GUIDANCE):
            continue
        if procedure := read_procedure(expand(node, groups, faults), facts, set(situations), faults):
            if procedure.name in found:
                faults.append(node.fault(f"程序“{procedure.name}”在 {found[procedure.name].file} 已经有了"))
            found[procedure.name] = procedure
    check_done_there(found, faults)
    return found


def _guidance(files: list[Node], faults: list[Fault]) -> Plan:
    plan = Plan()
    for node in files:
        plan = read_guidance(node, faults).over(plan)
    return plan


def _registers(texts: Mapping[str, str], faults: list[Fault]) -> dict[str, Register]:
    """The registers and catalogues by name; a name or 标识 written twice is a fault."""
    found: dict[str, Register] = {}
    for node in _headed(list(nodes(texts, (FOLDER,), faults)), "登记册"):
        if register := read_register(node, faults):
            if any(register.name == each.name or register.id == each.id for each in found.values()):
                faults.append(node.fault(f"登记册“{register.name}”（{register.id}）已经有了"))
            found[register.name] = register
    return found


def _articles(node: Node | None) -> Mapping[str, Mapping[str, str]]:
    plain = node.plain() if node else {}
    return plain if isinstance(plain, dict) else {}
