"""What is complained of."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import NamedTuple

from tests.breaking.folder import Folder, sentence
from tests.breaking.program import Done
from tests.breaking.state import State, texts_of


class Wrong(StrEnum):
    LOST = "lost"
    DOUBLED = "doubled"
    HALF = "half"
    WRONG = "wrong"
    LEFT = "leftovers"
    UNTOLD = "untold"
    """A fault that the program does not tell, or not as it should."""


class Complaint(NamedTuple):
    kind: Wrong
    text: str


_TRACES = ("Traceback", "自己的差错")


def of_state(state: State, allowed: Sequence[State]) -> list[Complaint]:
    """An index is to hold just what one of these commits held, the last of which is the newest."""
    if state in allowed:
        return []
    half = Complaint(Wrong.HALF, f"{sorted(state)} is none of {[sorted(one) for one in allowed]}")
    return of_mixture(state, allowed[0], allowed[-1]) or [half]


def of_mixture(state: State, old: State, new: State, gone: Collection[str] = ()) -> list[Complaint]:
    """An index is to hold nothing but reports of two commits, and all that are in both, but perhaps those
    that are gone."""
    lost = sorted(old.keys() & new.keys() - state.keys() - {*gone})
    other = sorted(one for one, report in state.items() if report not in (old.get(one), new.get(one)))
    kinds = (Wrong.LOST, lost), (Wrong.WRONG, [f"{one} of {state[one].place}" for one in other])
    return [Complaint(kind, f"{found}") for kind, found in kinds if found]


def of_texts(state: State, folder: Folder) -> list[Complaint]:
    """Every text of the folder stands in as many reports as it should, and no other text in any."""
    found = Counter(texts_of(state))
    due = Counter({sentence(number): count for number, count in folder.texts().items()})
    kinds = (Wrong.LOST, due - found), (Wrong.DOUBLED, found - due)
    return [Complaint(kind, f"{dict(texts)}") for kind, texts in kinds if texts]


def of_end(done: Done, *, may_fail: bool) -> list[Complaint]:
    """A process has done what it was asked, or told why it could not."""
    told = done.err.startswith("jianbao: ") and not any(trace in done.err for trace in _TRACES)
    if done.status == 0 or (may_fail and done.status == 1 and told):
        return []
    return [Complaint(Wrong.UNTOLD, f"status {done.status}: {done.err[-2000:]}")]


def of_summary(done: Done, folder: Folder, before: State, after: State) -> list[Complaint]:
    """What an undisturbed run has printed is what has come of it."""
    if complaints := of_end(done, may_fail=False):
        return complaints
    told = json.loads(done.out)
    met = sum(told[name] for name in ("added", "updated", "unchanged", "duplicates"))
    said = met, told["added"], told["removed"], len(told["quarantined"])
    due = folder.records, len(after.keys() - before.keys()), len(before.keys() - after.keys()), 0
    return [] if said == due else [Complaint(Wrong.UNTOLD, f"told {said}, and it was {due}: {done.out}")]
