"""Fractal noise, used for terrain, woods, clouds and the variation within fields."""

from __future__ import annotations

import numpy as np
from scipy import fft


def fractal_noise(rng: np.random.Generator, shape: tuple[int, ...], beta: float) -> np.ndarray:
    """Return [..., h, w] float32 noise with power spectrum 1/f^beta, mean 0 and deviation 1."""
    h, w = (fft.next_fast_len(int(1.3 * n), real=True) for n in shape[-2:])  # padded, because the FFT is periodic
    frequency = np.hypot(np.fft.fftfreq(h)[:, None], np.fft.rfftfreq(w)[None, :])
    frequency[0, 0] = np.inf
    spectrum = fft.rfft2(rng.standard_normal((*shape[:-2], h, w), dtype=np.float32))
    noise = fft.irfft2(spectrum * (frequency ** (-beta / 2)).astype(np.float32), s=(h, w))
    noise = noise[..., : shape[-2], : shape[-1]]
    noise -= noise.mean(axis=(-2, -1), keepdims=True)
    return (noise / noise.std(axis=(-2, -1), keepdims=True)).astype(np.float32)
