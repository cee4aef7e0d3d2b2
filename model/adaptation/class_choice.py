"""The classes of a region: those of the bundle without what does not grow there, and others of HCAT that do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from ..crops import Crop, class_of, crop_of_hcat
from ..hcat import hcat_codes, hcat_names
from ..protocol import InputError
from ..text import tr

OTHER = "3399000000"  # HCAT code of other crops
FEWEST = 5  # labelled parcels from which on a crop that the bundle lacks is a class of its own


def choose_classes(
    bundle: Sequence[Crop], codes: Sequence[str], added: Sequence[str] = (), absent: Sequence[str] = ()
) -> tuple[Crop, ...]:
    """Return the classes to learn, those of the ``bundle`` first.

    ``codes`` are the HCAT codes of the labelled parcels, "" for unknown. ``added`` are further classes and ``absent``
    crops that do not grow there, by HCAT code, name or label. Each crop of `FEWEST` labels or more that the bundle has
    no class for, or only "other crops", is added too, unless it is ``absent``. Raises `InputError` for what is no crop,
    and where no two classes are left.
    """
    without = {_code(text, bundle) for text in absent}
    kept = [crop for crop in bundle if crop.code not in without]
    labels = {crop.label for crop in kept}
    frequent = [code for code in _frequent(bundle, codes) if code not in without]
    for code in dict.fromkeys([*(_code(text, bundle) for text in added), *frequent]):
        if code not in {crop.code for crop in kept}:
            kept.append(crop_of_hcat(code, labels))
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
