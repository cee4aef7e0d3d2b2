"""The share of the land that each crop takes, estimated from segments within bounds and applied to parcels."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..adaptation.class_shares import estimate_shares, posterior

WEIGHT = 40.0  # parcels that the expected class priors count as
REACH = 2.0  # factor by which a class prior may differ from its expected value
FLOOR = 0.005  # least class prior
SURE = 0.72  # mean probability of the likeliest crop under uniform priors; less is unlike what was learned


def apply_class_priors(probabilities: np.ndarray, class_priors: np.ndarray) -> np.ndarray:
    """Return crop probabilities [N, K] of parcels, given under uniform priors, under ``class_priors`` [K]."""
    return posterior(probabilities, class_priors)


def estimate_class_priors(
    probabilities: np.ndarray, expected: Sequence[float], weight: float = WEIGHT, reach: float = REACH
) -> np.ndarray:
    """Return the class priors [K] under which parcels with ``probabilities`` [N, K] are likeliest together.

    They begin as the ``expected`` ones [K], which count as ``weight`` parcels (`estimate_shares`). None is less than
    `FLOOR`, nor further than the factor ``reach`` from its expected value. Where the network is less than `SURE` on
    average, by more than two standard errors, they stay the expected ones: the estimate trusts the probabilities, and
    would make errors that they share worse.
    """
    prior = np.asarray(expected, float) / np.sum(expected)
    prior = np.maximum(prior, FLOOR) / np.maximum(prior, FLOOR).sum()
    if _is_unlike_training(probabilities):
        return prior
    lower, upper = np.maximum(prior / reach, np.minimum(prior, FLOOR)), prior * reach
    return estimate_shares(probabilities, prior, weight, lambda counts: _shares_within(counts, lower, upper))


def _is_unlike_training(probabilities: np.ndarray) -> bool:
    """Return whether parcels with ``probabilities`` [N, K] are classified less surely than those of training."""
    if not len(probabilities):
        return False
    surest = probabilities.max(1)
    return bool(surest.mean() + 2 * surest.std() / np.sqrt(len(surest)) < SURE)


def _shares_within(counts: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> np.ndarray:
    """Return the likeliest shares [K] of classes counted ``counts`` times that lie between ``lower`` and ``upper``.

    They are proportional to the counts where no bound is met (Karush-Kuhn-Tucker conditions): the factor is found
    among those at which a share meets a bound, between which the sum of the shares is linear.
    """
    factors = np.sort(np.concatenate([lower / counts, upper / counts]))
    sums = np.clip(factors[:, None] * counts, lower, upper).sum(1)
    return np.clip(np.interp(1.0, sums, factors) * counts, lower, upper)
