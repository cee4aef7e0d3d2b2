"""timm's backbones, importable also where torchvision does not match torch."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import torch
from torch import nn

_libraries: list[torch.library.Library] = []  # the declarations live as long as these objects


def _import_timm() -> ModuleType:
    """Import timm; beside a CPU-only torch, declare the two operators that torchvision expects and try again.

    The registry's torchvision is built for CUDA and fails on a CPU-only torch with "operator torchvision::nms does not
    exist". timm needs only its Python parts, so the declarations (without kernels) are enough. A matching pair of the
    two is left as it is.
    """
    try:
        import timm

        return timm
    except RuntimeError as error:
        if "torchvision::nms" not in str(error):
            raise
    for name in [name for name in sys.modules if name.split(".")[0] in ("torchvision", "timm")]:
        del sys.modules[name]
    library = torch.library.Library("torchvision", "FRAGMENT")
    signature = "(Tensor dets, Tensor scores, float iou_threshold) -> Tensor"
    library.define("nms" + signature)
    library.define("qnms" + signature)
    import timm

    _libraries.append(library)
    return timm


def create_backbone(name: str, in_channels: int) -> nn.Module:
    """Return a randomly initialised timm backbone that returns a list of feature maps, finest first.

    `feature_levels` has their strides and channels. HRNets return their four parallel branches as they are.
    """
    extra = {"feature_location": ""} if name.startswith("hrnet") else {}
    return _import_timm().create_model(name, features_only=True, in_chans=in_channels, pretrained=False, **extra)


def feature_levels(backbone: nn.Module) -> dict[int, int]:
    """Return the channels of a backbone's feature maps by stride, finest first."""
    info: Any = backbone.feature_info
    return dict(zip(info.reduction(), info.channels(), strict=True))
