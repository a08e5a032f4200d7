"""tantivy through its Python package: `pip install tantivy`.

Words joined by spaces under its whitespace tokenizer; the normal form under its own 1-2-gram
tokenizer, in Rust. Neither field keeps positions (its gram tokenizer has none): a literal is AND of
its pairs, and longer ones than a pair are checked against the stored text of every candidate.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.asked import Parts
from benchmarks.peers import TOP, Answer

if TYPE_CHECKING:
    from benchmarks.prepare import Prepared

tantivy: Any = import_module("tantivy")

_HEAP_BYTES = 512_000_000
_THREADS = 2


class Plan(NamedTuple):
    """`literal` is what candidates are checked for; empty where the query alone is exact."""

    query: Any
    literal: str = ""


class TantivyWords:
    """Words only; the text is stored and not indexed."""

    grams = False

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._searcher: Any = None
        self._schema = self._build()

    def index(self, corpus: Path) -> None:
        from benchmarks.prepare import prepared

        self.fill(prepared(corpus))

    def fill(self, reports: Iterable[Prepared]) -> None:
        writer = self._index().writer(_HEAP_BYTES, _THREADS)
        for report in reports:
            text = report.text if self.grams else report.text.encode()
            writer.add_document(tantivy.Document(id=report.id, words=report.words, text=text))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        self._searcher = self._index().searcher()

    def plan(self, kind: str, parts: Parts) -> Plan:
        if kind.startswith("literal"):
            (literal,) = parts
            pairs = dict.fromkeys(map(str.__add__, literal, literal[1:]))
            return Plan(self._terms("text", pairs, "Must"), literal if len(literal) > 2 else "")
        return Plan(self._terms("words", parts, "Should" if kind == "or" else "Must"))

    def ask(self, plan: Plan, *, fetch: bool) -> Answer:
        if plan.literal:
            return self._ask_literal(plan)
        found = self._searcher.search(plan.query, limit=TOP)
        if fetch:
            return Answer(found.count, len([self._text(address) for _, address in found.hits]))
        return Answer(found.count, len(found.hits))

    def _ask_literal(self, plan: Plan) -> Answer:
        found = self._searcher.search(plan.query, limit=self._searcher.num_docs)
        held = sum(plan.literal in self._text(address) for _, address in found.hits)
        return Answer(held, min(held, TOP))

    def _text(self, address: Any) -> str:
        text: str = self._searcher.doc(address)["text"][0]
        return text

    def _terms(self, field: str, terms: Iterable[str], occur: str) -> Any:
        query, how = tantivy.Query, getattr(tantivy.Occur, occur)
        return query.boolean_query(
            [(how, query.term_query(self._schema, field, term, "freq")) for term in terms]
        )

    def _build(self) -> Any:
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_text_field("words", tokenizer_name="words", index_option="freq")
        if self.grams:
            builder.add_text_field("text", stored=True, tokenizer_name="grams", index_option="freq")
        else:
            builder.add_bytes_field("text", stored=True)
        return builder.build()

    def _index(self) -> Any:
        index = tantivy.Index(self._schema, path=str(self._folder))  # opens what is there
        for name, tokenizer in (
            ("words", tantivy.Tokenizer.whitespace()),
            ("grams", tantivy.Tokenizer.ngram(1, 2)),
        ):
            index.register_tokenizer(name, tantivy.TextAnalyzerBuilder(tokenizer).build())
        return index


class Tantivy(TantivyWords):
    """Words, and 1-2-grams of the text."""

    grams = True
