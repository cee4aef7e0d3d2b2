"""The metrics of the report in their order, each with a brief and an explanation."""

from __future__ import annotations

METRICS = {
    "Crops": {
        "MR_px": ("labelled pixels with their crop", "Micro recall of pixels; pixels without any parcel are errors."),
        "MR_parcel": ("parcels with their crop", "Micro recall of parcels, by what is mapped on most of each."),
    },
    "Parcels with their crop": {
        "MR_inst": (
            "parcels found, with their crop",
            "A parcel is found where one that is mapped overlaps it by an "
            "IoU (shared area over joint area) of more than 0.5.",
        ),
        "SQ": (
            "how well those found overlap",
            "Segmentation quality: the mean IoU of the parcels found. It says "
            "nothing of those missed, so read RQ with it.",
        ),
        "RQ": ("found, against missed and invented", "Recognition quality: an F1 score."),
        "PQ": ("both together", "Panoptic quality: SQ times RQ. SQ, RQ and PQ are means over classes."),
        "SQ_micro": ("SQ, all parcels alike", "Sums over all classes first, so that frequent crops count more."),
        "RQ_micro": ("RQ, all parcels alike", "Sums over all classes first."),
        "PQ_micro": ("PQ, all parcels alike", "Sums over all classes first."),
    },
    "Outlines, whatever the crop": {
        "MR_inst_agnostic": ("parcels found", "As MR_inst, whatever the crop."),
        "SQ_agnostic": ("how well those found overlap", "As SQ, whatever the crop."),
        "RQ_agnostic": ("found, against missed and invented", "As RQ, whatever the crop."),
        "PQ_agnostic": ("both together", "As PQ, whatever the crop."),
        "boundary_F1": ("outlines within 15 m", "F1 score of the pixels along true and mapped outlines."),
    },
}
"""(brief, explanation) by metric, by group of the table of systems."""

BRIEFS = {name: brief for group in METRICS.values() for name, (brief, _) in group.items()}
