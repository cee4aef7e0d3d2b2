"""timm's backbones, importable also where torchvision does not match torch."""

from __future__ import annotations

import sys

import torch


def _import_timm():
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

    timm.doab_operators = library  # the declarations live as long as this object
    return timm


def create_backbone(name: str, in_channels: int) -> torch.nn.Module:
    """Return a randomly initialised timm backbone that gives a list of feature maps, finest first.

    Feature strides and channels are in its ``feature_info``. HRNets give their four parallel branches as they are.
    """
    extra = {"feature_location": ""} if name.startswith("hrnet") else {}
    return _import_timm().create_model(name, features_only=True, in_chans=in_channels, pretrained=False, **extra)
