#!/usr/bin/env python3
"""Derive countries.topojson of the South Caucasus volume, and the small test topology.

    python3 derive_countries.py world-atlas-2.0.2.tgz [--out countries.topojson] [--test countries-110m.topojson]

Input: the archive of npm package world-atlas 2.0.2 (its SHA-256 is checked). It holds Natural Earth 4.1.0 country
boundaries (public domain) as quantized TopoJSON; the packaging is under the ISC licence.

countries.topojson, from package/countries-10m.json:
  * the six home countries (HOME) and every country that shares at least one arc with one of them;
  * `id` becomes the ISO 3166-1 alpha-3 code, the property `name` is the source's;
  * polygons which touch no other country and are smaller than ISLAND_KM2, and lie wholly outside the box NEAR, are
    left out (far islands). Polygons with a shared arc, and polygons within NEAR, are never left out; no arc is
    shortened, joined or moved, so every land border has exactly the vertices of the source;
  * Crimea, which the source draws with Russia, goes to Ukraine, as the General Assembly of the United Nations holds
    (resolution 68/262): countries in this volume are those the United Nations recognise;
  * arcs which are no longer used are dropped and the others numbered anew in the order in which the geometries,
    sorted by id, first use them, so an arc shared by two countries is still one arc.
The transform (quantization) is the source's: a step is 0.0036 degrees of longitude and 0.0017 of latitude.

countries-110m.topojson: package/countries-110m.json as it is, with `id` turned to alpha-3. Areas of the source
without an ISO code get user-assigned ones: XKX Kosovo, XNC N. Cyprus, XSL Somaliland.

Only the standard library is used; output is written without white space and is the same byte for byte every time.
"""
import argparse
import hashlib
import json
import math
import os
import sys
import tarfile

SHA256 = "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97"
HOME = ("ARM", "AZE", "GEO", "IRN", "RUS", "TUR")
ISLAND_KM2 = 1000.0
NEAR = (24.0, 24.0, 66.0, 50.0)  # west, south, east, north: here every island is kept
BY_NAME = {"Kosovo": "XKX", "N. Cyprus": "XNC", "Somaliland": "XSL"}
# ISO 3166-1: numeric code and alpha-3, for the countries of the 1:110m file (the 1:10m neighbours are among them).
ISO = dict(pair.split(":") for pair in (
    "004:AFG 008:ALB 010:ATA 012:DZA 024:AGO 031:AZE 032:ARG 036:AUS 040:AUT 044:BHS 050:BGD 051:ARM 056:BEL "
    "064:BTN 068:BOL 070:BIH 072:BWA 076:BRA 084:BLZ 090:SLB 096:BRN 100:BGR 104:MMR 108:BDI 112:BLR 116:KHM "
    "120:CMR 124:CAN 140:CAF 144:LKA 148:TCD 152:CHL 156:CHN 158:TWN 170:COL 178:COG 180:COD 188:CRI 191:HRV "
    "192:CUB 196:CYP 203:CZE 204:BEN 208:DNK 214:DOM 218:ECU 222:SLV 226:GNQ 231:ETH 232:ERI 233:EST 238:FLK "
    "242:FJI 246:FIN 250:FRA 260:ATF 262:DJI 266:GAB 268:GEO 270:GMB 275:PSE 276:DEU 288:GHA 300:GRC 304:GRL "
    "320:GTM 324:GIN 328:GUY 332:HTI 340:HND 348:HUN 352:ISL 356:IND 360:IDN 364:IRN 368:IRQ 372:IRL 376:ISR "
    "380:ITA 384:CIV 388:JAM 392:JPN 398:KAZ 400:JOR 404:KEN 408:PRK 410:KOR 414:KWT 417:KGZ 418:LAO 422:LBN "
    "426:LSO 428:LVA 430:LBR 434:LBY 440:LTU 442:LUX 450:MDG 454:MWI 458:MYS 466:MLI 478:MRT 484:MEX 496:MNG "
    "498:MDA 499:MNE 504:MAR 508:MOZ 512:OMN 516:NAM 524:NPL 528:NLD 540:NCL 548:VUT 554:NZL 558:NIC 562:NER "
    "566:NGA 578:NOR 586:PAK 591:PAN 598:PNG 600:PRY 604:PER 608:PHL 616:POL 620:PRT 624:GNB 626:TLS 630:PRI "
    "634:QAT 642:ROU 643:RUS 646:RWA 682:SAU 686:SEN 688:SRB 694:SLE 703:SVK 704:VNM 705:SVN 706:SOM 710:ZAF "
    "716:ZWE 724:ESP 728:SSD 729:SDN 732:ESH 740:SUR 748:SWZ 752:SWE 756:CHE 760:SYR 762:TJK 764:THA 768:TGO "
    "780:TTO 784:ARE 788:TUN 792:TUR 795:TKM 800:UGA 804:UKR 807:MKD 818:EGY 826:GBR 834:TZA 840:USA 854:BFA "
    "858:URY 860:UZB 862:VEN 887:YEM 894:ZMB").split())


def arc_points(topology, index):
    """Positions of one arc, in degrees, in its stored direction."""
    sx, sy = topology["transform"]["scale"]
    tx, ty = topology["transform"]["translate"]
    x = y = 0
    points = []
    for dx, dy in topology["arcs"][index]:
        x += dx
        y += dy
        points.append((x * sx + tx, y * sy + ty))
    return points


def ring_points(topology, ring):
    points = []
    for a in ring:
        part = arc_points(topology, a if a >= 0 else ~a)
        if a < 0:
            part.reverse()
        points.extend(part[1:] if points else part)
    return points


def ring_km2(points):
    """Area of a ring on the sphere, by the sum over its edges."""
    total = 0.0
    for (x1, y1), (x2, y2) in zip(points, points[1:]):
        total += math.radians(x2 - x1) * (2 + math.sin(math.radians(y1)) + math.sin(math.radians(y2)))
    return abs(total) * 6371.0088 ** 2 / 2


def polygons(geometry):
    return [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]


def arcs_of(polys):
    return {a if a >= 0 else ~a for poly in polys for ring in poly for a in ring}


def code_of(geometry):
    if geometry.get("id"):
        return ISO.get(geometry["id"])
    return BY_NAME.get(geometry["properties"]["name"])


def move(source, geometries, inside, frm, to):
    """Moves the polygon of country `frm` in which the point `inside` lies to country `to`."""
    x, y = inside
    giver, taker = (next(g for g in geometries if code_of(g) == code) for code in (frm, to))

    def holds(poly):
        points, odd = ring_points(source, poly[0]), False
        for (ax, ay), (bx, by) in zip(points, points[1:]):
            if (ay > y) != (by > y) and x < ax + (y - ay) / (by - ay) * (bx - ax):
                odd = not odd
        return odd

    moved = [poly for poly in polygons(giver) if holds(poly)]
    if len(moved) != 1:
        sys.exit("no single polygon of %s at %s" % (frm, inside))
    giver["arcs"] = [poly for poly in polygons(giver) if poly not in moved]
    taker["arcs"] = polygons(taker) + moved
    taker["type"] = "MultiPolygon"


def derive(source):
    geometries = source["objects"]["countries"]["geometries"]
    move(source, geometries, (34.4, 45.2), "RUS", "UKR")
    users = {}
    for n, geometry in enumerate(geometries):
        for a in arcs_of(polygons(geometry)):
            users.setdefault(a, set()).add(n)
    codes = [code_of(g) for g in geometries]
    home = {n for n, code in enumerate(codes) if code in HOME}
    if len(home) != len(HOME):
        sys.exit("the source lacks a home country")
    keep = set(home)
    for a, by in users.items():
        if by & home:
            keep |= by
    for n in keep:
        if codes[n] is None:
            sys.exit("no ISO code for " + geometries[n]["properties"]["name"])
    used = {}
    out = []
    dropped = {}
    west, south, east, north = NEAR
    for n in sorted(keep, key=lambda n: codes[n]):
        kept = []
        for poly in polygons(geometries[n]):
            shared = any(len(users[a]) > 1 for a in arcs_of([poly]))
            points = ring_points(source, poly[0])
            near = any(west <= x <= east and south <= y <= north for x, y in points)
            if not shared and not near and ring_km2(points) < ISLAND_KM2:
                dropped[codes[n]] = dropped.get(codes[n], 0) + 1
                continue
            kept.append(poly)
        renumbered = []
        for poly in kept:
            rings = []
            for ring in poly:
                rings.append([used.setdefault(a, len(used)) if a >= 0 else ~used.setdefault(~a, len(used))
                              for a in ring])
            renumbered.append(rings)
        single = len(renumbered) == 1
        out.append({"type": "Polygon" if single else "MultiPolygon", "id": codes[n],
                    "properties": {"name": geometries[n]["properties"]["name"]},
                    "arcs": renumbered[0] if single else renumbered})
    order = sorted(used, key=used.get)
    topology = {"type": "Topology", "transform": source["transform"],
                "objects": {"countries": {"type": "GeometryCollection", "geometries": out}},
                "arcs": [source["arcs"][a] for a in order]}
    return topology, dropped


def write(path, value):
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"
    with open(path, "w", encoding="utf-8", newline="\n") as f:
        f.write(text)
    return len(text.encode("utf-8"))


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(description="Derive countries.topojson from world-atlas 2.0.2.")
    parser.add_argument("archive", help="world-atlas-2.0.2.tgz")
    parser.add_argument("--out", default=os.path.join(here, "countries.topojson"))
    parser.add_argument("--test", help="also write the 1:110m topology, with alpha-3 ids, to this path")
    args = parser.parse_args()
    with open(args.archive, "rb") as f:
        if hashlib.sha256(f.read()).hexdigest() != SHA256:
            sys.exit("the archive is not that of world-atlas 2.0.2: SHA-256 differs")
    with tarfile.open(args.archive) as tar:
        large = json.load(tar.extractfile("package/countries-10m.json"))
        small = json.load(tar.extractfile("package/countries-110m.json"))
    topology, dropped = derive(large)
    size = write(args.out, topology)
    countries = topology["objects"]["countries"]["geometries"]
    print("%d countries, %d arcs, %d bytes; islands left out: %s" % (
        len(countries), len(topology["arcs"]), size,
        ", ".join("%s %d" % item for item in sorted(dropped.items())) or "none"))
    if args.test:
        for geometry in small["objects"]["countries"]["geometries"]:
            code = code_of(geometry)
            if code is None:
                sys.exit("no code for " + geometry["properties"]["name"])
            geometry["id"] = code
        print("%d bytes in the test topology" % write(args.test, small))


if __name__ == "__main__":
    main()
