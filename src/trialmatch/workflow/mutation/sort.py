"""What a sort of mutation has to offer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from trialmatch.vocabulary.codesets import CodeSet
from trialmatch.workflow.mutation.variants import Change


class Sort:
    """One sort of mutation, named after its file.

    A sort changes what is written (`of_tree`), what that comes to in the algebra (`of_algebra`)
    or code sets (`of_codes`), each where it can be said in the smallest step.
    """

    name: ClassVar[str]

    def of_tree(self, node: object) -> Iterator[Change]:
        """The changes of one node of the syntax tree."""
        yield from ()

    def of_algebra(self, node: object) -> Iterator[Change]:
        """The changes of one node of a question."""
        yield from ()

    def of_codes(self, codes: CodeSet) -> Iterator[Change]:
        """The changes of one code set."""
        yield from ()
