"""The classes of a region: those of the bundle without what does not grow there, and others of HCAT that do."""

from __future__ import annotations

import colorsys
from collections import Counter
from collections.abc import Sequence

from ..crops import Crop, class_of
from ..hcat import hcat_codes, hcat_names
from ..protocol import InputError
from ..text import tr

OTHER = "3399000000"  # HCAT code of other crops
FEWEST = 5  # labelled parcels from which on a crop that the bundle lacks is a class of its own


def choose_classes(
    bundle: Sequence[Crop], codes: Sequence[str], added: Sequence[str] | None = None, absent: Sequence[str] = ()
) -> tuple[Crop, ...]:
    """Return the classes to learn, those of the ``bundle`` first.

    ``codes`` are the HCAT codes of the labelled parcels, "" for unknown. ``added`` are further classes and ``absent``
    those of the bundle that do not grow there, by HCAT code, name or label. Without ``added`` each crop of `FEWEST`
    labels or more that the bundle has no class for, or only "other crops", is added. Raises `InputError` for what is no
    crop, and where no two classes are left.
    """
    without = {_code(text, bundle) for text in absent}
    unknown = [text for text in absent if _code(text, bundle) not in {crop.code for crop in bundle}]
    if unknown:
        text = tr("{} is no class of the bundle, so that it cannot be switched off. Its classes are: {}.")
        raise InputError(text.format(unknown[0], ", ".join(crop.label for crop in bundle)))
    kept = [crop for crop in bundle if crop.code not in without]
    wanted = _frequent(bundle, codes) if added is None else [_code(text, bundle) for text in added]
    labels = {crop.label for crop in kept}
    for code in dict.fromkeys(wanted):
        if code not in {crop.code for crop in kept}:
            kept.append(_new_class(code, labels))
            labels.add(kept[-1].label)
    if len(kept) < 2:
        raise InputError(tr("Fewer than two classes are left. Switch off fewer of them, or add some."))
    return tuple(kept)


def _frequent(bundle: Sequence[Crop], codes: Sequence[str]) -> list[str]:
    """Return the codes that are frequent among labels and that the bundle has no class of their own for."""
    counts = Counter(code for code in codes if code)
    return [code for code, count in counts.most_common() if count >= FEWEST and not _is_covered(code, bundle)]


def _is_covered(code: str, bundle: Sequence[Crop]) -> bool:
    index = class_of(code, bundle)
    return index >= 0 and bundle[index].code != OTHER


def _code(text: str, bundle: Sequence[Crop]) -> str:
    """Return the HCAT code of a code, a name of HCAT or the label of a class."""
    labels = {crop.label.casefold(): crop.code for crop in bundle}
    if text in hcat_names():
        return text
    code = labels.get(text.casefold()) or hcat_codes().get(text.casefold().replace(" ", "_"))
    if code is None:
        raise InputError(
            tr("{} is no crop of HCAT. Give its code, its HCAT name or the label of a class.").format(text)
        )
    return code


def _new_class(code: str, labels: set[str]) -> Crop:
    """Return the class of a code of HCAT, with a label that no other class has and a colour of its own."""
    name = hcat_names().get(code, code)
    label = name.replace("_", " ").capitalize()
    red, green, blue = colorsys.hls_to_rgb(int(code[2:]) * 0.6180339887 % 1, 0.45, 0.6)
    colour = f"#{round(255 * red):02x}{round(255 * green):02x}{round(255 * blue):02x}"
    return Crop(code, name, label if label not in labels else f"{label} ({code})", colour)
