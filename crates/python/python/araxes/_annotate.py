"""Texts in, places out."""

from araxes import _araxes


def annotate(
    texts,
    *,
    titles=None,
    dates=None,
    sources=None,
    ids=None,
    given_spans=None,
    roles=None,
    min_confidence=None,
    as_of=None,
    gazetteer=None,
    decisions=None,
    threads=None,
):
    """What the places of texts are: a row for each text, in their order.

    texts
        A list of str, a column of pandas or Polars, or an Arrow array, chunked array or stream of strings, which is read
        where it lies. A missing text (None, NaN, null) has None for an answer. A table or data frame is taken too: of its
        columns `text`, and `title`, `date`, `source` and `id` where it has them.
    titles, dates, sources, ids
        What is known of each text, as many as there are texts; None where nothing is. A date is a `datetime.date` or a
        text such as "2024-03-04" or "2024-03": names and lines are taken as they were then. A source is who published it,
        a name or a host ("lemonde.fr"). An id is what files of decisions call the text; else it is its number from 0.
    given_spans
        For each text the stretches that are toponyms: pairs (start, end) or dicts with both, in code points from 0, end
        exclusive. Only these are answered, each by one toponym, in their order.
    roles
        Which uses of names to report: "literal", "associative", "all", or single ones such as ["literal", "demonym"].
        All but languages and namesakes unless you say otherwise.
    min_confidence
        Leave toponyms unresolved (None for `place_id`, `lat` …) that are less certain than this, 0 to 1; 0 by default.
    as_of
        Take names, places and lines as they were on this day instead of the day of each text.
    gazetteer
        A `Gazetteer`; what is in the package by default.
    decisions
        Files in which people said which words mean which place, as `araxes map --decisions` reads them.
    threads
        How many threads work; as many as there are processors by default. Other Python threads go on meanwhile.

    Returns `Annotations`: an Arrow table with a list of toponyms for each text; `to_pylist()` has the same as dicts and
    lists, `flat()` has one row for each toponym.

    Raises TypeError where something else than texts is given, and `araxes.Error`, a ValueError, where options or lengths
    cannot be.

        >>> answers = araxes.annotate(["Fog lay over Yerevan.", None])
        >>> len(answers), answers[0]["toponyms"][0]["place_id"], answers[1]["toponyms"]
        (2, 'place:yerevan', None)
    """
    return _araxes.annotate(
        texts,
        titles=titles,
        dates=dates,
        sources=sources,
        ids=ids,
        given_spans=given_spans,
        roles=roles,
        min_confidence=min_confidence,
        as_of=as_of,
        gazetteer=gazetteer,
        decisions=decisions,
        threads=threads,
    )


def annotate_stream(
    texts,
    *,
    roles=None,
    min_confidence=None,
    as_of=None,
    gazetteer=None,
    decisions=None,
    threads=None,
):
    """What the places of a stream of texts are, found while it is read: memory is that of some hundred texts.

    texts
        As for `annotate`; mostly an Arrow stream, such as a `pyarrow.RecordBatchReader` or a DuckDB relation, with a
        column `text`, and `title`, `date`, `source` and `id` where it has them.

    Returns a `Stream`, which can be read once: an Arrow stream with the rows of `Annotations`, and an iterator of
    `Annotations` of some rows each. Other arguments are those of `annotate`.
    """
    return _araxes.annotate_stream(
        texts,
        roles=roles,
        min_confidence=min_confidence,
        as_of=as_of,
        gazetteer=gazetteer,
        decisions=decisions,
        threads=threads,
    )


def explain(
    text,
    *,
    title=None,
    date=None,
    source=None,
    roles=None,
    min_confidence=None,
    as_of=None,
    gazetteer=None,
    decisions=None,
):
    """A text with its mentions marked, and for each what it may stand for and why, as `araxes explain` writes it: a str.

    Arguments are those of `annotate`, for one text; what is not said is as for a map, which leaves unresolved what is less
    certain than 0.3.

        >>> print(araxes.explain("Fog lay over Yerevan."))
    """
    return _araxes.explain(
        text,
        title=title,
        date=date,
        source=source,
        roles=roles,
        min_confidence=min_confidence,
        as_of=as_of,
        gazetteer=gazetteer,
        decisions=decisions,
    )
