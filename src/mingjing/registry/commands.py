"""`mingjing register`: the registers from the command line, by the same one way in as the pages."""

import argparse
import sys
from pathlib import Path
from typing import Any


def register(subparsers: Any) -> None:
    top = subparsers.add_parser("register", help="登记册：列出、下载模板、导入、导出")
    actions = top.add_subparsers(dest="action", required=True, metavar="动作")
    listing = actions.add_parser("list", help="有哪些登记册，各有多少行")
    listing.add_argument("agency", metavar="机关", help="机关编号；installation 是全平台的“执法主体”")
    listing.set_defaults(run=_list)
    blank = actions.add_parser("template", help="写出要填的表格")
    _place(blank, "写到这个文件（.xlsx）")
    blank.set_defaults(run=_template)
    taking = actions.add_parser("import", help="导入填好的表格；有一行不对，一行也不导入，返回 1")
    _place(taking, "填好的表格（.xlsx）")
    taking.add_argument("--by", required=True, metavar="用户名", help="由谁登记，须有这个登记册的责任职务")
    taking.add_argument("--check", action="store_true", help="只核对，不导入")
    taking.set_defaults(run=_import)
    giving = actions.add_parser("export", help="导出现在的各行（保密的栏不导出）")
    _place(giving, "写到这个文件（.xlsx）")
    giving.set_defaults(run=_export)


def _place(parser: argparse.ArgumentParser, file: str) -> None:
    parser.add_argument("agency", metavar="机关", help="机关编号；installation 是全平台的“执法主体”")
    parser.add_argument("register", metavar="登记册", help="名称，例如 执法证件")
    parser.add_argument("file", metavar="文件", help=file)


def _spec(agency: str, name: str) -> Any:
    from mingjing.platform.command import Unusable

    found = _registers(agency)
    if name not in found:
        raise Unusable(f"没有“{name}”这个登记册，有：{'、'.join(found)}")
    return found[name]


def _registers(agency: str) -> Any:
    from mingjing.platform.command import Unusable
    from mingjing.registry.keeping import registers_of
    from mingjing.registry.models import Agency

    try:
        return registers_of(agency)
    except Agency.DoesNotExist as error:
        raise Unusable(f"没有机关 {agency}") from error


def _list(arguments: argparse.Namespace) -> int:
    from django.db.models import Count

    from mingjing.registry.register_models import RegisterRow

    rows = RegisterRow.objects.unscoped("命令行列出登记册").filter(
        agency=arguments.agency, latest=True, ended=False
    )
    counts = dict(rows.order_by().values_list("register").annotate(Count("key")))
    for spec in _registers(arguments.agency).values():
        print(f"{counts.get(spec.id, 0):>7} 行  {spec.name}（{spec.clause}；由{'、'.join(spec.roles)}登记）")
    return 0


def _template(arguments: argparse.Namespace) -> int:
    from mingjing.registry.sheet_write import template

    spec = _spec(arguments.agency, arguments.register)
    data = template(list(spec.columns.values()), spec.name, spec.hint, str(spec.clause))
    return _written(arguments.file, data)


def _export(arguments: argparse.Namespace) -> int:
    from mingjing.registry.register_models import RegisterRow
    from mingjing.registry.sheet_write import write

    spec = _spec(arguments.agency, arguments.register)
    columns = [column.name for column in spec.columns.values() if not column.private]
    rows = RegisterRow.objects.unscoped("命令行导出登记册").filter(
        agency=arguments.agency, register=spec.id, latest=True, ended=False
    )
    fields = rows.order_by("key").values_list("fields", flat=True).iterator(500)
    return _written(
        arguments.file, write(spec.name, columns, ([f.get(name) for name in columns] for f in fields))
    )


def _import(arguments: argparse.Namespace) -> int:
    from mingjing.platform.command import Unusable, unreadable
    from mingjing.registry.keeping import BadRows, keep_all
    from mingjing.registry.models import Person
    from mingjing.registry.register_sheet import BadSheet, checked, faults_of

    spec = _spec(arguments.agency, arguments.register)
    by = Person.objects.filter(username=arguments.by).first()
    if by is None:
        raise Unusable(f"没有用户名 {arguments.by}")
    try:
        data = Path(arguments.file).read_bytes()
    except OSError as error:
        raise Unusable(unreadable(error, arguments.file)) from error
    try:
        changes, kept = checked(arguments.agency, spec, data, by)
        if not arguments.check:
            kept = keep_all(arguments.agency, spec.name, changes, by=by, entrance="import")
    except BadSheet as bad:
        return _told([(each.row, each.column, each.said, each.clause) for each in bad.faults])
    except BadRows as bad_rows:
        return _told([(each.row, each.column, each.said, each.clause) for each in faults_of(bad_rows)])
    changed = sum(1 for each in kept if each.kind)
    done = "核对无误，会改" if arguments.check else "已导入"
    print(f"{done} {changed} 行，{len(kept) - changed} 行没有变化")
    return 0


def _told(faults: list[tuple[int, str, str, str]]) -> int:
    print(f"没有导入：{len(faults)} 处要改，一行也没有导入", file=sys.stderr)
    for row, column, said, clause in faults:
        place = "、".join(part for part in (f"第 {row} 行" if row else "", column) if part)
        print(f"  {place}：{said}{f'（{clause}）' if clause else ''}", file=sys.stderr)
    return 1


def _written(file: str, data: bytes) -> int:
    from mingjing.platform.command import Unusable, unreadable

    try:
        Path(file).write_bytes(data)
    except OSError as error:
        raise Unusable(unreadable(error, file)) from error
    print(f"已写到 {file}")
    return 0
