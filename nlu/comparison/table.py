"""The table of docs/nlu.md, a row at a time."""

import numpy as np

from nlu.comparison.data import Data
from nlu.comparison.figures import ADVERSARIAL, figures
from nlu.comparison.results import Result

HEADER = (
    "| candidate | accuracy | macro-F1 | macro-F1 adversarial | safety recall | safety false rate | out_of_scope F1 "
    "| ms a message | MB | training s |\n|---|---|---|---|---|---|---|---|---|---|"
)


def row(title: str, data: Data, result: Result, parting: str = "groups") -> str:
    """In: what to call it, messages, a result, and which left-out chances to count. Out: a line of the table."""
    chances = result.chances[parting]
    everyone = figures(data, chances, np.ones(len(data.texts), dtype=bool))
    adversarial = figures(data, chances, data.voices == ADVERSARIAL)
    shares = (
        everyone.accuracy,
        everyone.macro_f1,
        adversarial.macro_f1,
        everyone.safety_recall,
        everyone.safety_false_rate,
        everyone.out_of_scope_f1,
    )
    costs = (f"{result.milliseconds:.1f}", f"{result.megabytes:.0f}", f"{result.training_seconds:.0f}")
    return "| " + " | ".join([title, *(f"{share:.3f}" for share in shares), *costs]) + " |"


def voices(data: Data, result: Result) -> list[str]:
    """In: messages and a result with one voice left out at a time. Out: a line for each voice, the weakest first."""
    found = {voice: figures(data, result.chances["voices"], data.voices == voice) for voice in set(data.voices)}
    return [
        f"  {voice:<24} accuracy {of.accuracy:.3f}  safety recall {of.safety_recall:.3f}  false rate {of.safety_false_rate:.3f}"
        for voice, of in sorted(found.items(), key=lambda pair: pair[1].accuracy)
    ]
