"""The PDF: its words, its standard, its measures; text is never source."""

import io
import re

import pytest
from pypdf import PdfReader

from mingjing.recording.compose import compose
from mingjing.recording.content import Cell, Content, Form, Grid, Paragraph, Row, Seal, Signatures
from mingjing.recording.render import render
from tests.recording.sample import leaving, library, occasion
from tests.recording.test_compose import MADE, 到

PAYLOADS = [
    '#read("/etc/passwd")',
    '#import "@preview/cetz:0.3.4"',
    "#panic()",
    "*粗*",
    "_斜_",
    "$x^2$",
    "\\u{41}",
    "]",
    "[",
    "@fig",
    "<pages>",
    "= 题",
    "- 项",
    "// 注",
    "/* 注 */",
    "`code`",
    "~",
    "--",
    '"引"',
    "'",
    "https://x.cn",
]


def 页(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def 字(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join(页(pdf)))


def _文(*blocks: object, paper: str = "公文式") -> Content:
    return Content(
        kind="行政处罚决定书",
        paper=paper,
        agency="青溪区市场监督管理局",
        number="青市监罚〔2026〕12号",  # type: ignore[arg-type]
        made=MADE,
        blocks=blocks,
    )  # type: ignore[arg-type]


@pytest.mark.parametrize(("act", "kind"), leaving())
def test_每种文书都制成_页数相符(act: str, kind: str):
    content = compose(library()[kind], occasion(到(act)), made=MADE)
    rendered = render(content)
    pages = 页(rendered.pdf)
    assert rendered.pages == len(pages) and kind in 字(rendered.pdf)
    assert content.number.replace(" ", "") in 字(rendered.pdf)


def test_决定书的文字都在文本层():
    content = compose(library()["行政处罚决定书"], occasion(到("作出处罚决定")), made=MADE)
    text = 字(render(content).pdf)
    for block in content.blocks:
        if isinstance(block, Paragraph):
            assert set(block.text) - {" ", "　"} <= set(text)
    for said in ("罚款人民币50000元（大写：伍万元整）", "一、违法事实和证据", "（印章）"):
        assert said in text


def test_符合PDF_A_2b():
    pdf = render(_文(Paragraph("一"))).pdf
    xmp = PdfReader(io.BytesIO(pdf)).xmp_metadata
    raw = pdf.decode("latin-1")
    assert "<pdfaid:part>2</pdfaid:part>" in raw and "<pdfaid:conformance>B</pdfaid:conformance>" in raw
    assert xmp is not None


def test_同样的内容_同样的字节():
    content = compose(library()["行政处罚决定书"], occasion(到("作出处罚决定")), made=MADE)
    assert render(content).pdf == render(Content.read(content.json())).pdf


def test_时间取文书形成时间_不取当前():
    info = PdfReader(io.BytesIO(render(_文(Paragraph("一"))).pdf)).metadata
    assert info is not None and "20260325" in str(info["/CreationDate"])


@pytest.mark.parametrize("payload", PAYLOADS)
def test_文字不被当作排版命令(payload: str):
    blocks = (
        Paragraph(payload),
        Paragraph(payload, "小标题"),
        Form((Row((Cell(payload, (payload,), payload),)),)),
        Grid((payload,), (1,), ((payload,),)),
        Signatures((payload,)),
        Seal(payload, payload),
    )
    text = 字(render(_文(*blocks)).pdf)
    shown = re.sub(r"\s", "", payload)
    assert text.count(shown) >= 8, text
    assert "root:" not in text


def test_标题和文号里的命令也只是文字():
    content = Content(kind="#read(1)", paper="表格式", agency="#panic()", number="$1$", made=MADE, blocks=())
    text = 字(render(content).pdf)
    assert "#read(1)" in text and "#panic()" in text and "$1$" in text


def test_字体没有的字_写出码位_不留空框():
    text = 字(render(_文(Paragraph("当事人：王\U00020000😀"))).pdf)
    assert "王" in text and "〔U+20000〕" in text


def test_公文每面二十二行_每行二十八字():
    pages = 页(render(_文(Paragraph("国" * 28 * 60, "顶格"))).pdf)
    lines = [line for line in pages[1].split("\n") if "国" in line]
    assert len(lines) == 22 and {len(line.strip()) for line in lines} == {28}


def test_页码_公文用一字线_单页居右双页居左():
    reader = PdfReader(io.BytesIO(render(_文(Paragraph("国" * 28 * 60))).pdf))
    for index, left in ((0, False), (1, True)):
        places: list[float] = []

        def note(
            text: str, cm: list[float], tm: list[float], *_: object, places: list[float] = places
        ) -> None:
            if "—" in text:
                places.append(tm[4] * cm[0] + tm[5] * cm[2] + cm[4])

        reader.pages[index].extract_text(visitor_text=note)
        assert f"—{index + 1}—" in re.sub(r"\s", "", reader.pages[index].extract_text())
        assert places and (places[0] < 200) is left


def test_落款不独占一页():
    for count in range(300, 640, 28):
        pages = 页(
            render(
                _文(Paragraph("家" * count), Paragraph("国" * 90), Seal("青溪区市场监督管理局", "3月"))
            ).pdf
        )
        assert "国" in pages[-1]


def test_表格和笔录写明页数():
    assert "第1页共1页" in 字(render(_文(Paragraph("一"), paper="笔录式")).pdf)
