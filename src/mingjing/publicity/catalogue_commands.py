"""`mingjing catalogue`: items from a spreadsheet into a draft, a version to a spreadsheet, what stands."""

import argparse
import sys
from pathlib import Path
from typing import Any


def register(subparsers: Any) -> None:
    catalogue = subparsers.add_parser("catalogue", help="目录：从表格导入事项，导出，看各目录的版本和待修订")
    actions = catalogue.add_subparsers(dest="action", required=True, metavar="动作")
    bring = actions.add_parser("import", help="把 xlsx 或者 csv 的事项收进草稿；有一行不合格就一行也不收")
    bring.add_argument("file", metavar="文件")
    _named(bring)
    bring.add_argument("--by", required=True, metavar="用户名", help="以谁的名义导入，写进日志")
    bring.add_argument("--only", default="", metavar="表头=值", help="只取这一栏是这个值的行")
    bring.add_argument("--lenient", action="store_true", help="缺必填栏的也先收进草稿，补齐以前不能提交复核")
    bring.add_argument(
        "--replace", action="store_true", help="替换草稿的全部事项（默认按编码或名称更新、增加）"
    )
    bring.add_argument("--check", action="store_true", help="只检查，不导入")
    bring.set_defaults(run=_import)
    export = actions.add_parser("export", help="把一版目录写成 xlsx")
    export.add_argument("file", metavar="文件")
    _named(export)
    export.add_argument("--number", type=int, default=0, metavar="N", help="第几版（默认最新一版）")
    export.set_defaults(run=_export)
    shown = actions.add_parser("list", help="一个机关的目录：版本、状态、待修订")
    shown.add_argument("--agency", required=True, metavar="机关")
    shown.set_defaults(run=_list)


def _named(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--agency", required=True, metavar="机关")
    parser.add_argument("--catalogue", required=True, metavar="目录", help="名称或者标识")


def _import(arguments: argparse.Namespace) -> int:
    """0 when the items are in the draft, 1 when a row or the act was refused."""
    from mingjing.law.lack import Refused
    from mingjing.platform.command import Unusable, unreadable
    from mingjing.platform.names import username_key
    from mingjing.registry import catalogue_service as service
    from mingjing.registry.catalogue_act import Acting
    from mingjing.registry.catalogue_sheet import read_file, summary
    from mingjing.registry.models import Person
    from mingjing.registry.sheet import Unreadable

    agency, book, catalogue = _found(arguments)
    person = Person.objects.filter(username=username_key(arguments.by)).first()
    if person is None:
        raise Unusable(f"没有用户名 {arguments.by}")
    heading, _, value = arguments.only.partition("=")
    try:
        data = Path(arguments.file).read_bytes()
        found = read_file(
            catalogue, data, only=(heading, value) if heading else None, name=Path(arguments.file).name
        )
    except OSError as error:
        raise Unusable(unreadable(error, arguments.file)) from error
    except Unreadable as error:
        raise Unusable(str(error)) from error
    for bad in found.bad[:200]:
        clause = f"（{bad.clause}）" if bad.clause else ""
        print(f"第 {bad.row} 行  {bad.column}  {bad.said}{clause}", file=sys.stderr)
    if found.left:
        print(f"没有收的栏：{'、'.join(found.left)}（目录没有这几栏）")
    print(f"读到 {len(found.items)} 项，填齐 {found.complete} 项，还缺必填栏 {found.incomplete} 项")
    for _, said, clause, times in summary(found.lacking):
        print(f"  {times} 项{said}（{clause}）")
    if found.bad or (found.lacking and not arguments.lenient):
        print("一项也没有导入" + ("；加 --lenient 先收进草稿" if not found.bad else ""), file=sys.stderr)
        return 1
    if arguments.check:
        return 0
    acting = Acting(agency=agency, by=person, book=book, entrance="import")
    try:
        number = service.draft_of(acting, catalogue.name)
        service.edit(
            acting,
            catalogue.name,
            number,
            puts=found.items,
            replace=arguments.replace,
            lenient=arguments.lenient,
        )
    except Refused as refused:
        for lack in refused.lacks[:50]:
            print(f"不得{refused.act}：{lack}", file=sys.stderr)
        return 1
    print(f"{len(found.items)} 项已收进{catalogue.name}第 {number} 版草稿")
    return 0


def _export(arguments: argparse.Namespace) -> int:
    from mingjing.platform.command import Unusable
    from mingjing.registry.catalogue_models import CatalogueVersion
    from mingjing.registry.catalogue_tables import Rows
    from mingjing.registry.catalogue_write import xlsx

    agency, _, catalogue = _found(arguments)
    rows = CatalogueVersion.objects.unscoped("导出目录").filter(agency=agency.id, catalogue=catalogue.id)
    if arguments.number:
        rows = rows.filter(number=arguments.number)
    version = rows.order_by("-number").first()
    if version is None:
        raise Unusable(f"{catalogue.name}没有这一版")
    items = Rows(agency.id).items(catalogue.id, version.number)
    data = xlsx(catalogue.name, catalogue.columns, (values for _, values in items))
    Path(arguments.file).write_bytes(data)
    print(f"{catalogue.name}第 {version.number} 版（{version.status}）{len(items)} 项，写到 {arguments.file}")
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from mingjing.casework.packs import book_for
    from mingjing.registry.catalogue_change import open_duties
    from mingjing.registry.catalogue_models import CatalogueDuty, CatalogueVersion

    agency = _agency(arguments.agency)
    book = book_for(agency.profile, agency.field)
    rows = CatalogueVersion.objects.unscoped("列目录").filter(agency=agency.id)
    for catalogue in book.catalogues.values():
        said = "，".join(
            f"第 {each.number} 版{each.status}（{each.count} 项）"
            for each in rows.filter(catalogue=catalogue.id).order_by("-number")[:3]
        )
        print(f"{catalogue.name}  {said or '还没有'}")
    names = {each.id: each.name for each in book.catalogues.values()}
    duties = CatalogueDuty.objects.unscoped("列待修订").filter(agency=agency.id)
    for duty in open_duties(duties, names, book.calendar):
        due = f"{duty.due}{f'，已逾期 {duty.late} 日' if duty.late else ''}" if duty.due else "没有规定期限"
        print(f"待修订  {duty.name}  {duty.change.name}  {due}  {duty.clause}")
    return 0


def _found(arguments: argparse.Namespace) -> tuple[Any, Any, Any]:
    from mingjing.casework.packs import book_for
    from mingjing.platform.command import Unusable
    from mingjing.registry.catalogue_act import named

    agency = _agency(arguments.agency)
    book = book_for(agency.profile, agency.field)
    catalogue = named(book, arguments.catalogue)
    if catalogue is None:
        raise Unusable(f"没有“{arguments.catalogue}”这一目录，有：{'、'.join(book.catalogues)}")
    return agency, book, catalogue


def _agency(id_: str) -> Any:
    from mingjing.platform.command import Unusable
    from mingjing.registry.models import Agency

    agency = Agency.objects.filter(id=id_).first()
    if agency is None:
        raise Unusable(f"没有机关 {id_}")
    return agency
