"""Figures of the report as inline SVG, styled by the page (resources/report/report.html).

Every figure has a title for screen readers and tooltips, and its series differ in more than colour. Values are shares
(0 to 1), shown in percent; None is left out.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from ...text import format_number, tr

DASHES = ("", "7 3", "2 3", "9 3 2 3", "4 2", "1 4")
LETTER = 6.6  # approximate width of a letter, pixels
BARS_WIDTH = 680  # pixels


@dataclass(frozen=True)
class Value:
    """One value with its interval and the name of the series it belongs to."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Curve:
    """A named line through the points (``xs``, ``ys``)."""

    name: str
    xs: Sequence[float]
    ys: Sequence[float | None]


def percent(value: float | None) -> str:
    """Return a share as a number of percent with one digit, a dash where there is none."""
    return "–" if value is None else format_number(100 * value, ".1f")


def interval_bars(title: str, groups: Sequence[tuple[str, Sequence[Value]]]) -> str:
    """Draw horizontal bars with error bars, group by group; ``groups`` are (label, values)."""
    names = list(dict.fromkeys(v.name for _, values in groups for v in values))
    left, right, bar, gap = 10 + LETTER * max(len(label) for label, _ in groups), 540, 15, 14
    legend, y = _legend(names, BARS_WIDTH, bars=True) if len(names) > 1 else ("", 6)
    top, parts = y, []
    for label, values in groups:
        middle = y + bar * len(values) / 2
        parts.append(_text(left - 8, middle + 4, label, "end"))
        for v in values:
            if v.value is not None:
                width, series = (right - left) * v.value, names.index(v.name)
                parts.append(
                    f'<rect class="s{series % 6} bar" x="{left:.1f}" y="{y + 2:.1f}" width="{width:.1f}" '
                    f'height="{bar - 4}">{_tip(f"{label}, {v.name}: {_format_value(v)}")}</rect>'
                )
                parts.append(_whisker(v, left, right - left, y + bar / 2))
                parts.append(_text(right + 10, y + bar / 2 + 4, _format_value(v), css="small"))
            y += bar
        y += gap
    grid = "".join(
        f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{top:.1f}" y2="{y - gap + 4:.1f}"/>'
        + _text(x, y + 4, f"{share:.0%}", "middle", "small")
        for share in (0, 0.25, 0.5, 0.75, 1)
        for x in [left + (right - left) * share]
    )
    return _svg(title, BARS_WIDTH, y + 10, legend + grid + "".join(parts))


def small_bar(value: float | None, low: float | None, high: float | None, title: str) -> str:
    """Draw one value with its interval for a cell of a table."""
    if value is None:
        return ""
    bar = f'<rect class="s0 bar" x="0" y="3" width="{120 * value:.1f}" height="8"/>'
    return _svg(
        title,
        120,
        14,
        '<rect class="track" x="0" y="3" width="120" height="8"/>'
        + bar
        + _whisker(Value("", value, low, high), 0, 120, 7),
        "spark",
    )


def reliability_diagram(title: str, bins: Sequence[dict]) -> str:
    """Draw accuracy over confidence, a bar a bin of `compute_reliability`, and the diagonal of perfect calibration."""
    size, left, top = 260, 46, 10
    max_count = max((b["count"] for b in bins), default=1) or 1
    parts = [_axes(left, top, size, size, tr("Confidence"), tr("Share that is right"), (0, 1), (0, 1))]
    for b in bins:
        x, width = left + size * b["low"], size * (b["high"] - b["low"])
        tooltip = tr("Confidence {} %, right {} %, {:,} parcels").format(
            percent(b["confidence"]), percent(b["accuracy"]), b["count"]
        )
        opacity = 0.3 + 0.7 * b["count"] / max_count
        parts.append(
            f'<rect class="s0 bar" style="fill-opacity:{opacity:.2f}" x="{x + 1:.1f}" '
            f'y="{top + size * (1 - b["accuracy"]):.1f}" width="{width - 2:.1f}" '
            f'height="{size * b["accuracy"]:.1f}">{_tip(tooltip)}</rect>'
        )
        parts.append(
            f'<circle class="s1 dot" r="3.5" cx="{left + size * b["confidence"]:.1f}" '
            f'cy="{top + size * (1 - b["accuracy"]):.1f}">{_tip(tooltip)}</circle>'
        )
    parts.append(f'<line class="mark" x1="{left}" y1="{top + size}" x2="{left + size}" y2="{top}"/>')
    return _svg(title, left + size + 14, top + size + 42, "".join(parts))


def heat_map(title: str, rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[float]]) -> str:
    """Draw a confusion matrix: shade and number are the share of the row in percent; errors have another colour."""
    cell, left = 36, 18 + LETTER * max(len(label) for label in rows)
    top = 20 + 0.75 * LETTER * max(len(label) for label in columns)
    parts = []
    for j, label in enumerate(columns):
        x = left + cell * (j + 0.5) + 4
        parts.append(
            f'<text class="label" transform="translate({x:.1f} {top - 8:.1f}) rotate(-45)">{escape(label)}</text>'
        )
    for i, (label, row) in enumerate(zip(rows, counts, strict=True)):
        total, y = sum(row), top + cell * i
        parts.append(_text(left - 8, y + cell / 2 + 4, label, "end"))
        for j, count in enumerate(row):
            share, x = count / total if total else 0.0, left + cell * j
            tooltip = tr("{} mapped as {}: {:,.0f} of {:,.0f} ({} %)").format(
                label, columns[j], count, total, percent(share)
            )
            is_correct = label == columns[j]
            parts.append(
                f'<g>{_tip(tooltip)}<rect class="cell" x="{x:.1f}" y="{y}" width="{cell - 1}" '
                f'height="{cell - 1}"/><rect class="{"right" if is_correct else "wrong"}" x="{x:.1f}" y="{y}" '
                f'width="{cell - 1}" height="{cell - 1}" style="fill-opacity:{share**0.6:.2f}"/>'
                + (
                    _text(
                        x + cell / 2,
                        y + cell / 2 + 4,
                        f"{100 * share:.0f}",
                        "middle",
                        "small on" if share > 0.65 else "small ink",
                    )
                    if round(100 * share)
                    else ""
                )
                + "</g>"
            )
        parts.append(_text(left + cell * len(columns) + 8, y + cell / 2 + 4, f"{total:,.0f}", css="small"))
    overhang = 0.75 * LETTER * len(columns[-1])
    return _svg(title, left + cell * len(columns) + max(60, overhang), top + cell * len(rows) + 6, "".join(parts))


def curves(
    title: str,
    x_label: str,
    y_label: str,
    lines: Sequence[Curve],
    levels: Sequence[tuple[str, float]] = (),
    percent_across: bool = True,
) -> str:
    """Draw lines over a common axis, and ``levels`` as dotted horizontal lines.

    ``x_label`` and ``y_label`` name the axes; ``percent_across`` if x values are shares.
    """
    width, height, left = 380, 240, 50
    legend, top = _legend([line.name for line in lines], width + left)
    xs = [x for line in lines for x in line.xs]
    ys = [y for line in lines for y in line.ys if y is not None] + [level for _, level in levels]
    first, last, bottom = min(xs), max(xs), 0.0 if min([1.0, *ys]) < 0.5 else 0.5
    parts = [legend, _axes(left, top, width, height, x_label, y_label, (first, last), (bottom, 1), percent_across)]

    def position(x: float, y: float) -> tuple[float, float]:
        return left + width * (x - first) / ((last - first) or 1), top + height * (1 - y) / (1 - bottom)

    for k, line in enumerate(lines):
        points = [(x, y, *position(x, y)) for x, y in zip(line.xs, line.ys, strict=True) if y is not None]
        path = " ".join(f"{a:.1f},{b:.1f}" for _, _, a, b in points)
        parts.append(f'<polyline class="l{k % 6}" stroke-dasharray="{DASHES[k % 6]}" points="{path}"/>')
        for x, y, a, b in points:
            x_text = f"{format_number(100 * x, 'g')} %" if percent_across else format_number(x, "g")
            tooltip = tr("{} at {}: {} %").format(line.name, x_text, percent(y))
            parts.append(f'<circle class="s{k % 6} dot" r="3.5" cx="{a:.1f}" cy="{b:.1f}">{_tip(tooltip)}</circle>')
    for label, level in levels:
        y = position(first, level)[1]
        parts.append(
            f'<line class="mark" x1="{left}" x2="{left + width}" y1="{y:.1f}" y2="{y:.1f}"/>'
            + _text(left + 6, y - 5, f"{label} {percent(level)} %", css="small")
        )
    return _svg(title, left + width + 24, top + height + 42, "".join(parts))


def _svg(title: str, width: float, height: float, body: str, css: str = "figure") -> Markup:
    """Return a figure as markup that the template does not escape; ``body`` is SVG."""
    name = escape(title, quote=True)
    return Markup(  # nosec B704  # the functions of this module escape what they put into a body
        f'<svg class="{css}" role="img" aria-label="{name}" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}">{_tip(title)}{body}</svg>'
    )


def _tip(text: str) -> str:
    return f"<title>{escape(text)}</title>"


def _text(x: float, y: float, text: str, anchor: str = "start", css: str = "label") -> str:
    return f'<text class="{css}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _format_value(v: Value) -> str:
    has_interval = v.low is not None and v.high is not None
    return percent(v.value) + (f" ({percent(v.low)}–{percent(v.high)})" if has_interval else "")


def _whisker(v: Value, left: float, width: float, y: float) -> str:
    if v.low is None or v.high is None:
        return ""
    a, b = left + width * v.low, left + width * v.high
    return f'<path class="whisker" d="M{a:.1f} {y - 3:.1f}v6M{a:.1f} {y:.1f}H{b:.1f}M{b:.1f} {y - 3:.1f}v6"/>'


def _legend(names: Sequence[str], width: float, bars: bool = False) -> tuple[str, float]:
    """Return a legend of bars or lines in as many rows as it needs, and the top of the figure below it."""
    parts, x, y = [], 4.0, 12.0
    for k, name in enumerate(names):
        if x > 4 and x + 34 + LETTER * len(name) > width:
            x, y = 4.0, y + 18
        if bars:
            parts.append(f'<rect class="s{k % 6}" x="{x:.1f}" y="{y - 9:.1f}" width="22" height="9"/>')
        else:
            parts.append(
                f'<line class="l{k % 6}" stroke-dasharray="{DASHES[k % 6]}" x1="{x:.1f}" x2="{x + 22:.1f}" '
                f'y1="{y - 4:.1f}" y2="{y - 4:.1f}"/>'
            )
        parts.append(_text(x + 28, y, name))
        x += 28 + LETTER * len(name) + 18
    return "".join(parts), y + 16


def _axes(
    left: float,
    top: float,
    width: float,
    height: float,
    x_label: str,
    y_label: str,
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    percent_across: bool = True,
) -> str:
    """Draw a grid at round numbers, and the names of the axes."""
    parts = []
    for tick in _ticks(*y_range):
        y = top + height * (y_range[1] - tick) / (y_range[1] - y_range[0])
        parts.append(
            f'<line class="grid" x1="{left:.1f}" x2="{left + width:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
            + _text(left - 6, y + 4, format_number(100 * tick, ".4g"), "end", "small")
        )
    for tick in _ticks(*x_range):
        x = left + width * (tick - x_range[0]) / ((x_range[1] - x_range[0]) or 1)
        label = format_number(100 * tick if percent_across else tick, ".4g")
        parts.append(
            f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{top:.1f}" y2="{top + height:.1f}"/>'
            + _text(x, top + height + 16, label, "middle", "small")
        )
    parts.append(_text(left + width / 2, top + height + 35, x_label + (" (%)" if percent_across else ""), "middle"))
    parts.append(
        f'<text class="label" text-anchor="middle" transform="translate({left - 36:.1f} '
        f'{top + height / 2:.1f}) rotate(-90)">{escape(y_label)} (%)</text>'
    )
    return "".join(parts)


def _ticks(low: float, high: float) -> list[float]:
    """Return the multiples of a round step from ``low`` to ``high``, at most seven."""
    step = next((s for s in (0.05, 0.1, 0.2, 0.5, 1.0) if (high - low) / s <= 6.01), high - low)
    first = math.ceil(low / step - 0.01)
    return [step * k for k in range(first, first + 8) if step * k <= high + step / 100]
