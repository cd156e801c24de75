"""A map of more documents than one machine reads: Parquet or JSON Lines in, an output folder of Araxes out.

    spark-submit map_documents.py INPUT... --out FOLDER [--partitions N]

INPUT are files or folders of Parquet or JSON Lines with a column `text` and, where they are known, `title`, `date`, `url`,
`publisher` and `id`. FOLDER is to be seen by all workers. Every task writes its rows as a part of the run into FOLDER/parts,
under a name that is made of its content: a task that fails, is tried again or runs twice leaves nothing that counts twice.
Then the driver merges the parts, which is the same as one run over all of them.
"""

import argparse
from pathlib import Path

FIELDS = ("id", "text", "title", "date", "url", "publisher", "author", "language")


def to_parts(folder):
    """What a task does with its rows: a part in a folder. Gives its name and how many documents it has."""

    def task(batches):
        import hashlib
        import os
        import tempfile

        import araxes
        import pyarrow

        with tempfile.TemporaryDirectory(dir=folder, prefix=".task-") as own:
            path = os.path.join(own, "part")
            # Each task has a processor of its own.
            documents = araxes.part(batches, path, threads=1)
            with open(path, "rb") as file:
                name = hashlib.sha256(file.read()).hexdigest()[:32] + ".part"
            # Whole or not at all, and the same if it is there already.
            os.replace(path, os.path.join(folder, name))
        yield pyarrow.RecordBatch.from_pydict({"part": [name], "documents": [documents]})

    return task


def main():
    from pyspark.sql import SparkSession
    from pyspark.sql.functions import col

    import araxes

    flags = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    flags.add_argument("input", nargs="+", metavar="INPUT")
    flags.add_argument("--out", required=True, metavar="FOLDER")
    flags.add_argument("--partitions", type=int, metavar="N", help="how many tasks; as many as Spark makes of the input otherwise")
    given = flags.parse_args()

    spark = SparkSession.builder.appName("araxes").getOrCreate()
    is_parquet = any(Path(path).suffix == ".parquet" or next(Path(path).glob("*.parquet"), None) for path in given.input)
    rows = spark.read.parquet(*given.input) if is_parquet else spark.read.json(given.input)
    # Dates as text: what they say is more than a day, or less.
    rows = rows.select(*(col(name).cast("string") for name in FIELDS if name in rows.columns)).where("text IS NOT NULL")
    if given.partitions:
        rows = rows.repartition(given.partitions)

    parts = Path(given.out).absolute() / "parts"
    parts.mkdir(parents=True, exist_ok=True)
    made = rows.mapInArrow(to_parts(str(parts)), "part string, documents long").collect()
    # Of this run alone: others may have left theirs.
    names = sorted({row.part for row in made})
    layers = araxes.merge([parts / name for name in names], Path(given.out) / "map", format="geoparquet")
    print(sum(row.documents for row in made), "documents in", len(names), "parts:", layers)


if __name__ == "__main__":
    main()
