"""The flat flags of ``doab evaluate``, accepted for one more version, and their translation to a subcommand."""

from __future__ import annotations

import argparse

from ..protocol import InputError

VALUES = (
    "out",
    "map",
    "dem",
    "simulated",
    "seed",
    "size",
    "parted",
    "truth",
    "layer",
    "field",
    "codes",
    "blocks",
    "by",
    "buffer",
    "bundle",
    "reference",
    "device",
)
LISTS = ("s2", "s1", "geometry")
SWITCHES = ("hard", "incomplete", "parts", "ablate", "changes", "overwrite")
KINDS = {"map": ("map",), "scene": ("s2", "s1", "dem"), "simulated": ("simulated",)}  # flags that imply a subcommand


def add_flat_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the flat flags, hidden from the help; those that are not given are no attributes of the options."""
    hidden: dict = {"default": argparse.SUPPRESS, "help": argparse.SUPPRESS}
    for name in VALUES:
        parser.add_argument(f"--{name}", **hidden)
    for name in LISTS:
        parser.add_argument(f"--{name}", nargs="+", action="extend", **hidden)
    for name in SWITCHES:
        parser.add_argument(f"--{name}", action="store_true", **hidden)
    parser.add_argument("--baseline", nargs="?", const="", **hidden)


def subcommand_arguments(options: argparse.Namespace) -> tuple[str, list[str]]:
    """Return the subcommand that flat flags stand for, and its arguments.

    Raises `InputError` where they do not name exactly one kind of evaluation.
    """
    flags = {name: value for name, value in vars(options).items() if name in (*VALUES, *LISTS, *SWITCHES, "baseline")}
    kinds = [kind for kind, names in KINDS.items() if any(name in flags for name in names)]
    if len(kinds) != 1:
        raise InputError(
            "Say what to score: a map (doab evaluate map), images (scene) or painted scenes (simulated)"
            + (f"; not {' and '.join(kinds)} at once." if kinds else ".")
        )
    arguments = []
    for name, value in flags.items():
        if name == "map":
            arguments.append(value)
        elif name in SWITCHES or (name == "baseline" and not value):
            arguments.append(f"--{name}")
        elif name in LISTS:
            arguments += [f"--{name}", *value]
        else:
            arguments.append(f"--{'scenes' if name == 'simulated' else name}={value}")
    return kinds[0], arguments
