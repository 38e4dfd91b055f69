"""The cache that analysis code is handed: this one stores nothing and computes every value."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

_T = TypeVar("_T")


class Cache:
    """A cache that stores nothing. The workspace hands in one that stores values between builds."""

    def digest(self, *values: object) -> str:  # noqa: ARG002 - the interface of a cache
        """A digest of values; empty if nothing is stored."""
        return ""

    def digest_once(self, value: object) -> str:  # noqa: ARG002
        """The digest of one large value, computed once for each object."""
        return ""

    def register(self, value: object, stamp: str) -> None:
        """Register the digest of a value's inputs as the value's own digest."""

    def holds_any(self, step: str) -> bool:  # noqa: ARG002
        """Whether any value of a step is stored; a cheap check before the digest of the inputs is computed."""
        return False

    def holds(self, step: str, of: tuple[object, ...]) -> bool:  # noqa: ARG002
        """Whether a value is stored for these inputs."""
        return False

    def get_or_compute(self, step: str, of: tuple[object, ...], kind: type[_T], make: Callable[[], _T]) -> _T:  # noqa: ARG002
        """The value that `make` returns, read from the cache if it is stored.

        `step` names the computation, `of` holds every input, `kind` is the type of the value.
        """
        return make()

    def get_or_compute_each(
        self,
        step: str,  # noqa: ARG002
        of: Mapping[str, tuple[object, ...]],
        kind: type[_T],  # noqa: ARG002
        make: Callable[[Sequence[str]], Mapping[str, _T]],
    ) -> dict[str, _T]:
        """The value of each name in `of`, which holds every input of each; `make` returns those of several names.

        Values of single texts serve every crosswalk, so they have no scope.
        """
        return dict(make(list(of)))


NO_CACHE = Cache()
