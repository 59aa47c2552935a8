"""Rasa without TensorFlow: an import finder that answers `import tensorflow` with an empty stand-in.

Why: Rasa imports TensorFlow for DIET, TED and four more components as soon as it starts, used or not. Our pipeline uses
none of them. Measured on 2 cores with everything imported and no model loaded: 655 MB and 14 s with it, 187 MB and 7 s
without; the town's machine has 2 GB. The stand-in can be subclassed, indexed, called as a decorator and used in an
annotation, which is all that Rasa's modules do while they are imported. Using it for work raises nothing by itself, so
`missing_components` names the components of config.yml that would need the real one, and nlu.rasa_server then loads it.
"""

import importlib.abc
import importlib.machinery
import sys
from pathlib import Path
from types import ModuleType
from typing import Any, Optional, Sequence

import yaml

# matplotlib only draws histograms in `rasa test`, but it is imported always (30 MB, and a font cache is written).
ABSENT = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras", "jax", "matplotlib")
NEEDS_TENSORFLOW = (
    "ConveRTFeaturizer",
    "DIETClassifier",
    "LanguageModelFeaturizer",
    "ResponseSelector",
    "TEDPolicy",
    "UnexpecTEDIntentPolicy",
)


class _AnyName(type):
    """A class whose every attribute and item is the stand-in again."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn

    def __getitem__(cls, key: Any) -> Any:
        return cls


class StandIn(metaclass=_AnyName):
    """What every name of an absent library is."""

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        return cls

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Accepts whatever keyword a base class of the real library takes."""


class _AbsentModule(ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds the absent libraries and every submodule of theirs."""

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]], target: Optional[ModuleType] = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        if fullname.partition(".")[0] not in ABSENT:
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=True)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return _AbsentModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing to run."""


def install() -> None:
    """Puts the stand-in before the real libraries. Errors: RuntimeError when TensorFlow is already imported."""
    if "tensorflow" in sys.modules and not isinstance(sys.modules["tensorflow"], _AbsentModule):
        raise RuntimeError("tensorflow is already imported")
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def missing_components(config: Path) -> list[str]:
    """In: the path of a config.yml. Out: the components in it that need TensorFlow. A missing file needs none."""
    if not config.is_file():
        return []
    content = yaml.safe_load(config.read_text(encoding="utf-8")) or {}
    named = [*(content.get("pipeline") or []), *(content.get("policies") or [])]
    # "rasa.nlu.classifiers.diet_classifier.DIETClassifier" is the same component as "DIETClassifier".
    return sorted({name for part in named if (name := str(part.get("name")).rpartition(".")[2]) in NEEDS_TENSORFLOW})
