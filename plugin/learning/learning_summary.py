"""What was learned, as rich text: scores before and after, and the parcels that get another crop."""

from __future__ import annotations

from ...model import protocol
from ..parcels.crop_names import crop_name
from ..text import number, tr
from ..widgets.rich_text import rich

CHANGES = 5  # that are listed, the most frequent first


def describe_learning(summary: protocol.AdaptSummary) -> str:
    """Return the scores with their intervals, and what changes or has changed on the map."""
    changed = sum(change.parcels for change in summary.changes)
    if summary.accepted:
        outcome = rich(tr("<b>{} of {} parcels got another crop.</b>"), number(changed), number(summary.parcels))
    else:
        outcome = rich(tr("<b>{} of {} parcels would get another crop.</b>"), number(changed), number(summary.parcels))
    before, after = summary.recall_before, summary.recall_after
    lines = [
        rich(
            tr("Learned from {} parcels. Scores by cross-validation over spatial blocks, before → after:"),
            number(summary.labelled),
        ),
        rich(tr("Mean recall of crops: {} → <b>{}</b>"), score_text(before), score_text(after)),
        rich(
            tr("Parcels with their crop: {} → <b>{}</b>"),
            score_text(summary.accuracy_before),
            score_text(summary.accuracy_after),
        ),
    ]
    if after.value <= before.value:
        if summary.accepted:
            text = tr("The score did not become better. Undo gives the parcels their former crops; label more of them.")
        else:
            text = tr("The score does not become better. Label more parcels before you accept.")
        lines.append(rich("⚠ {}", text))
    lines.append(outcome)
    lines += [
        rich("{} → {}: {}", crop_name(change.before), crop_name(change.after), number(change.parcels))
        for change in summary.changes[:CHANGES]
    ]
    if others := sum(change.parcels for change in summary.changes[CHANGES:]):
        lines.append(rich(tr("other changes: {}"), number(others)))
    if summary.uncounted:
        lines.append(rich("{}", summary.uncounted))
    if summary.bundle:
        text = tr("The trained model of the region is in {}. Choose it in step 3, under Advanced, for later runs.")
        lines.append(rich(text, summary.bundle))
    return "<br>".join(lines)


def describe_training(summary: protocol.FineTuneSummary) -> str:
    """Return the scores of a bundle that was trained further, and whether runs take it from now on."""
    before = summary.recall_before, summary.accuracy_before, summary.outlines_before
    after = summary.recall_after, summary.accuracy_after, summary.outlines_after
    names = tr("mean recall of crops"), tr("parcels with their crop"), tr("outlines")
    texts = (
        tr("Mean recall of crops: {} → <b>{}</b>"),
        tr("Parcels with their crop: {} → <b>{}</b>"),
        tr("Outlines (panoptic quality): {} → <b>{}</b>"),
    )
    learned = tr("Learned from {} parcels. Scores of {} others, in {} squares that were held out, before → after:")
    lines = [rich(learned, *map(number, (summary.trained, summary.parcels, summary.blocks)))]
    lines += [rich(text, score_text(old), score_text(new)) for text, old, new in zip(texts, before, after)]
    if summary.added:
        lines.append(rich(tr("New crops: {}"), ", ".join(map(crop_name, summary.added))))
    if summary.uncounted:
        lines.append(rich("{}", summary.uncounted))
    if summary.better:
        lines.append(rich(tr("Step 3 takes the trained model in {} from now on."), summary.bundle))
        return "<br>".join(lines)
    worse = [name for name, old, new in zip(names, before, after) if new.value < old.value]
    if worse:
        lines.append(rich("⚠ {}", tr("Worse than before: {}.").format(", ".join(worse))))
    else:
        lines.append(rich("⚠ {}", tr("No score is better than before.")))
    text = tr("Step 3 keeps the model that it has. The trained one is in {}; you can choose it there under Advanced.")
    lines.append(rich("{}", text.format(summary.bundle)))
    return "<br>".join(lines)


def score_text(score: protocol.Score) -> str:
    """Return a score in percent with its interval, where there is one."""
    text = tr("{} %").format(number(100 * score.value))
    if score.low is None or score.high is None:
        return text
    return tr("{} ({} to {})").format(text, number(100 * score.low), number(100 * score.high))
