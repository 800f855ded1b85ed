"""Who else uses a scalar: an anchor changed for one row must not change another one along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from bumps.rules.readers.errors import Unwritable
from bumps.rules.readers.yaml_lookup import Edge, Found, Steps, entries
from bumps.rules.readers.yaml_nodes import Document, Node

_TEMPLATE = (".", "x-")  # GitLab's hidden keys and Compose's extensions: read only where an alias names them


def refuse_shared(documents: Iterable[Document], chosen: list[Found]) -> None:
    """Raises Unwritable, with the line, if a chosen scalar is also used where nothing was chosen."""
    covered = {edge for found in chosen for edge in found.trail}
    for document in documents:
        if document.aliases and document.root:
            _Uses(document, document.root, covered).refuse([found.node for found in chosen])


class _Uses:
    """Every use of every node of one document, as seen once aliases and merges are followed."""

    def __init__(self, document: Document, root: Node, covered: set[Edge]) -> None:
        self.document = document
        self.root = root
        self.covered = covered
        self.inherited: set[str] = set()  # templates named by `extends` or `!reference`, which reach them without alias
        self.users: dict[int, list[tuple[Node, str | int]]] = defaultdict(list)
        steps = Steps()
        for node in _all(root):
            uses = entries(node, steps).items() if node.kind == "mapping" else enumerate(node.children)
            for label, child in uses:
                self.users[id(child)].append((node, label))
                if label == "extends":
                    self.inherited.update(each.value for each in (child, *child.children))
            if node.tag == "!reference" and node.children:
                self.inherited.add(node.children[0].value)

    def refuse(self, chosen: list[Node]) -> None:
        """Walks up from the chosen scalars; `line` is a use nobody chose, 0 before one is met."""
        todo = [(node, 0) for node in chosen]
        seen: set[tuple[int, bool]] = set()
        while todo:
            node, line = todo.pop()
            if (id(node), line > 0) in seen:
                continue
            seen.add((id(node), line > 0))
            for user, label in self.users.get(id(node), ()):
                chosen_here = not line and (id(user), label) in self.covered
                above = 0 if chosen_here else self.borrowed(user, label, node) or line or node.line
                if above and user is self.root and not self.template(label):
                    raise Unwritable(f"line {above} shares the value through an anchor and would change too")
                todo.append((user, above))

    def template(self, label: str | int) -> bool:
        return isinstance(label, str) and label.startswith(_TEMPLATE) and label not in self.inherited

    def borrowed(self, user: Node, label: str | int, child: Node) -> int:
        """The line of the alias or merge that makes this use; 0 where the child stands there itself."""
        if isinstance(label, int):
            return self.document.aliases.get((id(user), label), 0)
        for at in range(1, len(user.children), 2):
            if user.children[at] is child and user.children[at - 1].value == label:
                return self.document.aliases.get((id(user), at), 0)
        return user.line


def _all(root: Node) -> Iterator[Node]:
    seen: set[int] = set()
    todo = [root]
    while todo:
        node = todo.pop()
        if id(node) not in seen:
            seen.add(id(node))
            yield node
            todo += node.children
