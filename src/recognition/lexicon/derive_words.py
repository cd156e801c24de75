#!/usr/bin/env python3
"""Derive words.tsv: how common a word is in English, and how common as a given name and as a surname.

    python3 derive_words.py SCOWL_FOLDER CENSUS_FOLDER

SCOWL_FOLDER holds `english-words.10` … `english-words.55` and `american-words.…`, `british-words.…` of SCOWL 2020.12.07
(Kevin Atkinson; free for any use with its copyright notice), CENSUS_FOLDER `dist.all.last`, `dist.female.first` and
`dist.male.first` of the United States census of 1990 (public domain). `given_names.txt` beside this file adds given
names of other regions. Only the standard library is used.

Columns: word (folded), common 0..6 (6: among the 5,000 most common), given name 0..3, surname 0..3.
"""
import os
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
COMMON = [("10", 6), ("20", 5), ("35", 4), ("40", 3), ("50", 2), ("55", 1)]
# From which share of the population, in per cent, a name has which level.
GIVEN = [(0.05, 3), (0.008, 2), (0.0, 1)]
SURNAME = [(0.02, 3), (0.004, 2), (0.001, 1)]


def level(steps, value):
    return next((level for least, level in steps if value >= least), 0)


def main(scowl, census):
    words = {}

    def raise_to(word, column, value):
        row = words.setdefault(word, [0, 0, 0])
        row[column] = max(row[column], value)

    for size, value in COMMON:
        for dialect in ("english", "american", "british"):
            path = os.path.join(scowl, f"{dialect}-words.{size}")
            if not os.path.exists(path):
                continue
            with open(path, encoding="iso-8859-1") as lines:
                for line in lines:
                    word = line.strip()
                    if word.isascii() and word.isalpha() and word.islower() and len(word) > 1:
                        raise_to(word, 0, value)
    for name, column, steps in (("dist.female.first", 1, GIVEN), ("dist.male.first", 1, GIVEN),
                                ("dist.all.last", 2, SURNAME)):
        with open(os.path.join(census, name), encoding="ascii") as lines:
            for line in lines:
                word, share = line.split()[:2]
                value = level(steps, float(share))
                if value:
                    raise_to(word.lower(), column, value)
    with open(os.path.join(HERE, "given_names.txt"), encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                raise_to(line.strip(), 1, 2)
    with open(os.path.join(HERE, "words.tsv"), "w", encoding="utf-8", newline="\n") as out:
        out.write("# word\tcommon\tgiven name\tsurname; made by derive_words.py from SCOWL 2020.12.07 (copyright 2000-2020\n"
                  "# Kevin Atkinson, used with permission granted to all) and the census of the United States, 1990.\n")
        for word in sorted(words):
            out.write("\t".join([word, *map(str, words[word])]) + "\n")
    print(len(words), "words")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
