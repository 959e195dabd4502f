"""The Markdown our words are written in, turned into HTML and into plain text.

There is as much of it as letters need: paragraphs, headings (##), lists, bold, links, and boxes (>). A line break in
the source is one in the letter. A link that stands alone is a button: in bold the main one, else a quiet one; without
an address it is left out. What people typed is escaped before it gets here, so that it can never become a mark.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode
from markupsafe import Markup

_MARKS = re.compile(r"([!-/:-@\[-`{-~])")
_ADDRESS = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)\]’”]")
_SMALL = ' class="small"'


@dataclass(frozen=True)
class Page:
    """The same words twice; neither ends with a line break."""

    html: str
    text: str


def escaped(words: object) -> Markup:
    """Words as they are: a backslash before every mark of ASCII, which Markdown takes for "no mark"."""
    return Markup(_MARKS.sub(r"\\\1", str(words)))


def with_addresses(words: str) -> Markup:
    """The same, and web addresses in it can be pressed."""
    pieces, at = [], 0
    for found in _ADDRESS.finditer(words):
        pieces += [escaped(words[at : found.start()]), f"<{found[0]}>"]
        at = found.end()
    return Markup("".join([*pieces, escaped(words[at:])]))


def page(markdown: str, *, small: bool = False) -> Page:
    """Both forms of a piece of Markdown; `small` for the foot of a letter, where nothing is a button."""
    blocks = SyntaxTreeNode(_parser().parse(markdown)).children
    return Page(
        html="\n".join(filter(None, (_block_html(block, small) for block in blocks))),
        text="\n\n".join(filter(None, map(_block_text, blocks))),
    )


@cache
def _parser() -> MarkdownIt:
    marks = ["heading", "list", "blockquote", "emphasis", "link", "autolink", "escape", "newline"]
    parser = MarkdownIt("zero").enable(marks)
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]  # a personal link stays as it is, letter for letter
    return parser


def _block_html(block: SyntaxTreeNode, small: bool) -> str:
    look = _SMALL if small else ""
    match block.type:
        case "paragraph" if button := _button(block):
            if not button.address:
                return ""
            return f"<p{look}>{_anchor(button.link)}</p>" if small else button.html
        case "paragraph":
            return f"<p{look}>{_html(block)}</p>"
        case "heading":
            return f"<h2>{_html(block)}</h2>"
        case "bullet_list":
            items = "\n".join(f"<li>{_joined(item, _html, '<br>')}</li>" for item in block.children)
            return f"<ul>\n{items}\n</ul>"
        case "blockquote":
            inside = "\n".join(filter(None, (_block_html(child, small) for child in block.children)))
            return f'<div class="card">\n{inside}\n</div>'
    raise ValueError(f"letters have no {block.type}")


def _block_text(block: SyntaxTreeNode) -> str:
    match block.type:
        case "paragraph" if button := _button(block):
            return button.text
        case "paragraph" | "heading":
            return _text(block)
        case "bullet_list":
            return "\n".join(f"- {_joined(item, _text, ' ')}" for item in block.children)
        case "blockquote":
            return "\n\n".join(filter(None, map(_block_text, block.children)))
    raise ValueError(f"letters have no {block.type}")


def _joined(item: SyntaxTreeNode, said: Callable[[SyntaxTreeNode], str], between: str) -> str:
    return between.join(said(child) for child in item.children)


@dataclass(frozen=True)
class _Button:
    link: SyntaxTreeNode
    look: str

    @property
    def address(self) -> str:
        return _address(self.link)

    @property
    def html(self) -> str:
        """Outlook draws no padding on a link: the raised spaces inside its comments stand in for it."""
        return (
            f'<p class="press"><a class="button {self.look}" href="{escape(self.address)}">'
            '<!--[if mso]><i style="mso-font-width:200%;mso-text-raise:24pt" hidden>&emsp;</i>'
            '<span style="mso-text-raise:12pt"><![endif]-->'
            f"{_html(self.link)}"
            '<!--[if mso]></span><i style="mso-font-width:200%" hidden>&emsp;&#8203;</i><![endif]--></a></p>'
        )

    @property
    def text(self) -> str:
        return f"{_text(self.link)}:\n{self.address}" if self.address else ""


def _button(block: SyntaxTreeNode) -> _Button | None:
    only, look = _only_child(block.children[0]), "quiet"
    if only is not None and only.type == "strong":
        only, look = _only_child(only), "main"
    if only is None or only.type != "link" or only.markup == "autolink" or not _is_pressed(only):
        return None
    return _Button(only, look)


def _only_child(node: SyntaxTreeNode) -> SyntaxTreeNode | None:
    children = [child for child in node.children if child.type != "text" or child.content]
    return children[0] if len(children) == 1 else None


def _address(link: SyntaxTreeNode) -> str:
    return str(link.attrs.get("href", ""))


def _is_pressed(link: SyntaxTreeNode) -> bool:
    """Telephone numbers and mail addresses are read as well as pressed."""
    return not _address(link).startswith(("tel:", "mailto:"))


def _leaves(node: SyntaxTreeNode) -> Iterator[SyntaxTreeNode]:
    for child in node.children:
        yield from child.children if child.type == "inline" else (child,)


def _html(node: SyntaxTreeNode) -> str:
    said = []
    for leaf in _leaves(node):
        match leaf.type:
            case "text":
                said.append(escape(leaf.content, quote=False))
            case "softbreak" | "hardbreak":
                said.append("<br>")
            case "link":
                said.append(_anchor(leaf))
            case _:
                said.append(f"<{leaf.tag}>{_html(leaf)}</{leaf.tag}>")
    return "".join(said)


def _anchor(link: SyntaxTreeNode) -> str:
    look = "" if link.markup == "autolink" else ' class="plain"'
    return f'<a{look} href="{escape(_address(link))}">{_html(link)}</a>'


def _text(node: SyntaxTreeNode) -> str:
    said = []
    for leaf in _leaves(node):
        match leaf.type:
            case "text":
                said.append(leaf.content)
            case "softbreak" | "hardbreak":
                said.append("\n")
            case "link" if _is_pressed(leaf) and leaf.markup != "autolink":
                said.append(f"{_text(leaf)} ({_address(leaf)})")
            case _:
                said.append(_text(leaf))
    return "".join(said)
