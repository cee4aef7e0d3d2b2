"""The texts of the report's template (resources/report/report.html) in the user's language, by the names it has."""

from __future__ import annotations

from ...text import tr


def page_texts() -> dict[str, str]:
    """Return the texts; those with ``{}`` are completed by the template."""
    return {
        "evaluation": tr("Evaluation"),
        "reference_parcels": tr("{} reference parcels"),
        "simulated": tr("SIMULATED."),
        "simulated_text": tr(
            "The scenes of this report were painted by a program. Its scores tell systems apart; they do not say how "
            "well real fields are mapped."
        ),
        "headlines": tr("{}: percent, with 95 % intervals"),
        "no_interval": tr("no interval"),
        "how_to_read": tr("How to read these numbers"),
        "systems": tr("Systems side by side"),
        "systems_text": tr(
            "All systems map the same scenes. Intervals come from drawing clusters of parcels anew (95 %). The best "
            "value of a row stands out, even where the intervals overlap."
        ),
        "ablation": tr("What each part contributes"),
        "ablation_text": tr(
            "The same network with something taken away. Below each value is the difference to the first row, in "
            "points."
        ),
        "recall": tr("Parcels found"),
        "recall_text": tr("Share of the reference parcels that one mapped parcel matches at least this well."),
        "calibration": tr("Calibration"),
        "calibration_text": tr(
            "Of the parcels mapped with a confidence of 80 %, 80 % should be right: bars should end on the dotted "
            "line. ECE, the expected calibration error, is how far they are from it on average. Pale bars rest on few "
            "parcels."
        ),
        "confusion": tr("Confusion"),
        "confusion_text": tr(
            "Rows are true crops, columns mapped ones: percent of the row, and behind it how many parcels that is."
        ),
        "noise": tr("What wrong labels cost"),
        "noise_text": tr(
            "A reference with errors keeps even a perfect map from a perfect score. The curves tell how high it can "
            "get where whole parcels carry a wrong crop or outlines are off, and what this map gets then."
        ),
        "noise_rate": tr("Confident learning takes {} % of the reference's labels for wrong."),
        "noise_rate_interval": tr(
            "Confident learning takes {} % of the reference's labels for wrong (95 % interval {} %)."
        ),
        "variability": tr("Variability over folds"),
        "protocol": tr("Protocol"),
        "bundle": tr("Model"),
    }
