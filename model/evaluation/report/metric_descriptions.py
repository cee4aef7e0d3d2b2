"""The metrics of the report in their order, each with a brief and an explanation, in the user's language."""

from __future__ import annotations

from ...text import tr


def describe_metrics() -> dict[str, dict[str, tuple[str, str]]]:
    """Return (brief, explanation) by metric, by group of the table of systems."""
    outlines = (tr("how well those found overlap"), tr("found, against missed and invented"), tr("both together"))
    return {
        tr("Crops"): {
            "MR_px": (
                tr("labelled pixels with their crop"),
                tr("Micro recall of pixels; pixels without any parcel are errors."),
            ),
            "MR_parcel": (
                tr("parcels with their crop"),
                tr("Micro recall of parcels, by what is mapped on most of each."),
            ),
        },
        tr("Parcels with their crop"): {
            "MR_inst": (
                tr("parcels found, with their crop"),
                tr(
                    "A parcel is found where one that is mapped overlaps it by an IoU (shared area over joint area) "
                    "of more than 0.5."
                ),
            ),
            "SQ": (
                outlines[0],
                tr(
                    "Segmentation quality: the mean IoU of the parcels found. It says nothing of those missed, so "
                    "read RQ with it."
                ),
            ),
            "RQ": (outlines[1], tr("Recognition quality: an F1 score.")),
            "PQ": (outlines[2], tr("Panoptic quality: SQ times RQ. SQ, RQ and PQ are means over classes.")),
            "SQ_micro": (
                tr("SQ, all parcels alike"),
                tr("Sums over all classes first, so that frequent crops count more."),
            ),
            "RQ_micro": (tr("RQ, all parcels alike"), tr("Sums over all classes first.")),
            "PQ_micro": (tr("PQ, all parcels alike"), tr("Sums over all classes first.")),
        },
        tr("Outlines, whatever the crop"): {
            "MR_inst_agnostic": (tr("parcels found"), tr("As MR_inst, whatever the crop.")),
            "SQ_agnostic": (outlines[0], tr("As SQ, whatever the crop.")),
            "RQ_agnostic": (outlines[1], tr("As RQ, whatever the crop.")),
            "PQ_agnostic": (outlines[2], tr("As PQ, whatever the crop.")),
            "boundary_F1": (
                tr("outlines within 15 m"),
                tr("F1 score of the pixels along true and mapped outlines."),
            ),
        },
    }


def describe_briefly() -> dict[str, str]:
    """Return the brief of each metric."""
    return {name: brief for group in describe_metrics().values() for name, (brief, _) in group.items()}
