#!/usr/bin/env python3
"""Derive ordinary_words.txt: the ordinary words of a language that some place in the gazetteer is called like.

    python3 derive_ordinary.py --pyspellchecker pyspellchecker-0.9.1-py3-none-any.whl [--check]

The package has lists of words with how often they stand in the subtitles of films, without the names of persons and places,
so that what is frequent there is an ordinary word: *Essen* is the meal, *Tours* are the towers. (The Arabic, Persian and Russian
lists have names in them, and are left alone.) Its SHA-256 is verified
before anything is read. A word is kept if it is frequent and the volumes in ../../gazetteer have a name of that one word,
but that of a country or capital. With --check nothing is written, and the exit status is 1 if the file would change.
"""
import argparse
import csv
import gzip
import hashlib
import io
import json
import os
import sys
import unicodedata
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
SHA256 = "c79b144b4bad20024bf489ad3ffd96b76f3f53439e9fa59ac607896352852f3d"
LANGUAGES = "de es fr it nl pt".split()
# How often a word has to stand among a million, and how many times the least count of its list, which words have that
# were added without one.
LEAST_PER_MILLION = 1.5
LEAST_TIMES = 3
# GeoNames' codes of what more texts speak of than use the word: countries, capitals, first-level divisions, continents,
# oceans and seas; and how many people live in towns of which that holds.
GREAT = ("PCL", "PPLC", "ADM1", "CONT", "OCN", "SEA")
GREAT_TOWN = 200_000
HEAD = """# Ordinary words of other languages that places are called like: those which are frequent in the lists of pyspellchecker
# 0.9.1 (MIT, © 2018-2026 Tyler Barrus; made from OpenSubtitles 2018). Written by derive_ordinary.py. A line in brackets
# opens a language (BCP 47).
"""
WIDTH = 120


def fold(text):
    text = unicodedata.normalize("NFD", text.replace("ß", "ss").replace("ı", "i").casefold())
    return "".join(c for c in text if not unicodedata.combining(c) and c not in "'’.")


def rows(path):
    opened = gzip.open(path, "rt", encoding="utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")
    with opened as file:
        yield from csv.DictReader(file)


def names():
    """Folded names of one word, but those of what is great."""
    kept, great = set(), set()
    for volume, end in (("caucasus", ""), ("world", ".gz")):
        folder = os.path.join(HERE, "..", "..", "gazetteer", volume)
        named = {}
        for row in rows(os.path.join(folder, "places.csv" + end)):
            named.setdefault(row["id"], []).append(row["name"])
            people = int(row["population"] or 0)
            if row["feature_code"].startswith(GREAT) or people >= GREAT_TOWN:
                great.add(row["id"])
        for row in rows(os.path.join(folder, "names.csv" + end)):
            if row["kind"] not in ("demonym", "adjective"):
                named.setdefault(row["place_id" if "place_id" in row else "id"], []).append(row["name"])
        for place, of_place in named.items():
            (great if place in great else kept).update(fold(name) for name in of_place if " " not in name and "-" not in name)
    return kept, great


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pyspellchecker", required=True)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    with open(arguments.pyspellchecker, "rb") as file:
        data = file.read()
    if hashlib.sha256(data).hexdigest() != SHA256:
        sys.exit(f"{arguments.pyspellchecker} is not the package that the words are from")
    kept, great = names()
    package = zipfile.ZipFile(io.BytesIO(data))
    out = [HEAD]
    for language in LANGUAGES:
        counts = json.loads(gzip.decompress(package.read(f"spellchecker/resources/{language}.json.gz")))
        all_words = sum(counts.values())
        least = max(LEAST_PER_MILLION * all_words / 1e6, LEAST_TIMES * min(counts.values()))
        words = sorted({fold(word) for word, count in counts.items() if count >= least} & kept - great)
        out.append(f"[{language}]\n")
        line = ""
        for word in words:
            if len(line) + len(word) + 1 > WIDTH:
                out.append(line + "\n")
                line = ""
            line += (" " if line else "") + word
        out.append(line + "\n" if line else "")
        print(f"{language}: {len(words)} words", file=sys.stderr)
    path = os.path.join(HERE, "ordinary_words.txt")
    text = "".join(out)
    if arguments.check:
        with open(path, encoding="utf-8") as file:
            sys.exit(file.read() != text)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


main()
