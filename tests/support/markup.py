"""HTML as a browser takes it in: read by a parser in C, given as plain elements."""

from xml.etree.ElementTree import Element

from selectolax.lexbor import LexborHTMLParser, LexborNode


def parsed(html: str) -> Element:
    """The `html` element of a whole page; what a `template` holds are its children."""
    tree = LexborHTMLParser(html)
    assert tree.root is not None
    return _element(tree.root)


def parsed_fragment(html: str) -> Element:
    """An element `fragment` around a part of a page."""
    fragment = Element("fragment")
    _fill(fragment, LexborHTMLParser(html, is_fragment=True).root)
    return fragment


def _element(node: LexborNode) -> Element:
    made = Element(node.tag or "", {name: value or "" for name, value in node.attributes.items()})
    if node.tag == "template":
        _fill(made, node.template_fragments()[0].first_child)
    else:
        _fill(made, node.first_child)
    return made


def _fill(parent: Element, node: LexborNode | None) -> None:
    """Put a node and those after it into their parent; comments say nothing to anyone."""
    last: Element | None = None
    while node is not None:
        if node.is_element_node:
            last = _element(node)
            parent.append(last)
        elif node.is_text_node and last is None:
            parent.text = (parent.text or "") + (node.text_content or "")
        elif node.is_text_node and last is not None:
            last.tail = (last.tail or "") + (node.text_content or "")
        node = node.next
