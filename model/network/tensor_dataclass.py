"""What all dataclasses of tensors can do: move, change precision, be indexed, be stacked into a batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import Field, fields
from typing import Any, ClassVar, Self

import numpy as np
import torch
from torch import Tensor

Device = torch.device | str
Index = slice | Tensor | np.ndarray | Sequence[int]


def copy_to(values: Tensor, device: Device) -> Tensor:
    """Return a tensor on ``device``; what goes to a CUDA GPU is copied while the processor goes on."""
    if torch.device(device).type == "cuda" and values.device.type == "cpu":
        return values.pin_memory().to(device, non_blocking=True)
    return values.to(device)


class TensorDataclass:
    """Base of dataclasses whose fields are tensors, dictionaries of tensors or other such dataclasses."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]

    def map(self, change: Callable[[Tensor], Tensor], but: Sequence[str] = ()) -> Self:
        """Return a copy with ``change`` of every tensor, ``but`` those of the fields of these names."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        return type(self)(**{k: value if k in but else _map(change, value) for k, value in values.items()})

    def to(self, device: Device) -> Self:
        """Return a copy on ``device``."""
        return self.map(lambda values: copy_to(values, device))

    def float(self) -> Self:
        """Return a copy in single precision; whole numbers and truth values stay."""
        return self.map(lambda values: values.float() if values.is_floating_point() else values)

    def half(self) -> Self:
        """Return a copy in half precision; whole numbers and truth values stay."""
        return self.map(lambda values: values.half() if values.is_floating_point() else values)

    def tile(self, index: int) -> Self:
        """Return one tile of a batch, as a batch of one."""
        return self.map(lambda values: values[index : index + 1])

    @classmethod
    def stack(cls, parts: Sequence[Self]) -> Self:
        """Return equal shapes as a batch, with a new leading dimension."""
        return cls(**{one.name: _stack([getattr(part, one.name) for part in parts]) for one in fields(cls)})


def _map(change: Callable[[Tensor], Tensor], value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _map(change, one) for key, one in value.items()}
    return value.map(change) if isinstance(value, TensorDataclass) else change(value)


def _stack(parts: Sequence[Any]) -> Any:
    """Stack tensors, or what holds them; a dataclass knows how to stack its own, which may need padding."""
    first = parts[0]
    if isinstance(first, dict):
        return {key: _stack([one[key] for one in parts]) for key in first}
    return type(first).stack(parts) if isinstance(first, TensorDataclass) else torch.stack(list(parts))
