//! The background of the page: countries, coasts, borders, rivers, lakes and main cities of the built-in volumes, drawn
//! finely near what documents speak of and coarsely elsewhere.
//!
//! Lines are arcs that countries share, as in TopoJSON, so that simplifying them opens no gaps. Two topologies meet: the
//! South Caucasus and its neighbours at 1:10 million where all neighbours of a country have that scale, and the world
//! at 1:50 million. Where the two meet, the border is drawn once, from the finer.

mod cities;
mod detail;

use std::collections::{BTreeMap, BTreeSet};

use geo::{Coord, Geometry};
use serde::{Deserialize, Serialize};

use crate::built_in;
use crate::layer::Layers;
use araxes_gazetteer::{Gazetteer, Topology, VolumeSource};

use cities::City;
pub(super) use detail::Detail;

/// Rivers and lakes of Natural Earth, see `web/basemap/derive.mjs`.
const WATERS: &str = include_str!("../../../../web/basemap/waters.json");

/// Positions are whole numbers of this many degrees, about a hundred metres.
pub(super) const UNIT: f64 = 0.001;

/// The background. Lines are whole numbers: the first position, then steps from one to the next.
#[derive(Debug, Default, Serialize)]
pub(super) struct Basemap {
    unit: f64,
    arcs: Vec<Vec<i32>>,
    countries: Vec<Country>,
    /// Numbers of arcs between land and water.
    coasts: Vec<usize>,
    /// Numbers of arcs between two countries.
    borders: Vec<usize>,
    rivers: Vec<Vec<i32>>,
    lakes: Vec<Vec<i32>>,
    cities: Vec<City>,
}

#[derive(Debug, Serialize)]
struct Country {
    /// ISO 3166-1 alpha-3.
    code: String,
    name: String,
    at: Option<[f64; 2]>,
    /// Polygons of rings of arcs, `!number` where an arc is run backwards.
    polygons: Vec<Vec<Vec<i64>>>,
}

#[derive(Deserialize)]
struct Waters {
    unit: f64,
    rivers: Vec<Vec<i32>>,
    lakes: Vec<Vec<i32>>,
}

impl Basemap {
    /// The background of a page that shows these layers, its borders as a view sees them. Should a built-in volume not open, what it would have drawn is
    /// missing, and the rest is there.
    pub(super) fn around(layers: &Layers, view: &str) -> Self {
        let detail = Detail::around(layers);
        let open = |volume| built_in::open(&[VolumeSource::BuiltIn(volume)]).unwrap_or_default();
        let (world, near) = (open(built_in::WORLD), open(built_in::CAUCASUS));
        // Which areas are disputed is known to the volume of the world; the other is drawn as it sees them.
        let both = built_in::open(&built_in::sources()).unwrap_or_default();
        let mut basemap = Basemap {
            unit: UNIT,
            cities: cities::choose(&both, &detail),
            ..Basemap::default()
        };
        let (coarse, near_land) = (world.topology_seen(view), both.topology_seen(view));
        let fine = surrounded(near.topology(), world.topology());
        basemap.add(&coarse, &world, &detail, |code| !fine.contains(code), &fine);
        basemap.add(
            &near_land,
            &world,
            &detail,
            |code| fine.contains(code),
            &BTreeSet::new(),
        );
        basemap.add_waters(&near, &detail);
        basemap
    }

    /// Adds the countries of a topology that are `wanted`, and the lines between them; what they share with `drawn`
    /// countries is drawn already.
    fn add(
        &mut self,
        topology: &Topology,
        gazetteer: &Gazetteer,
        detail: &Detail,
        wanted: impl Fn(&str) -> bool,
        drawn: &BTreeSet<String>,
    ) {
        let mut users: BTreeMap<usize, BTreeSet<&str>> = BTreeMap::new();
        for (code, polygons) in topology.shapes() {
            for &arc in polygons.iter().flatten().flatten() {
                users.entry(number(arc)).or_default().insert(code);
            }
        }
        let mut renumbered: BTreeMap<usize, usize> = BTreeMap::new();
        for (code, polygons) in topology.shapes().filter(|(code, _)| wanted(code)) {
            let mut kept = Vec::new();
            for polygon in polygons {
                let arcs = |arc: &i64| topology.arcs().get(number(*arc)).map(Vec::as_slice);
                if detail.is_speck(polygon.iter().flatten().filter_map(arcs).flatten()) {
                    continue;
                }
                let rings = polygon.iter().map(|ring| {
                    let arc = |&arc: &i64| {
                        let new = *renumbered.entry(number(arc)).or_insert_with(|| {
                            self.arcs.push(Vec::new());
                            self.arcs.len() - 1
                        });
                        let new = i64::try_from(new).unwrap_or_default();
                        if arc < 0 { !new } else { new }
                    };
                    ring.iter().map(arc).collect()
                });
                kept.push(rings.collect());
            }
            let place = gazetteer.country(code);
            self.countries.push(Country {
                code: code.to_owned(),
                name: place.map_or(code, |place| place.name).to_owned(),
                at: place.map(|place| [place.point.x(), place.point.y()]),
                polygons: kept,
            });
        }
        for (old, new) in renumbered {
            let (Some(arc), Some(users)) = (topology.arcs().get(old), users.get(&old)) else {
                continue;
            };
            if let Some(line) = self.arcs.get_mut(new) {
                *line = steps(&detail.simplified(arc));
            }
            if users.len() < 2 {
                self.coasts.push(new);
            } else if !users.iter().any(|&user| drawn.contains(user)) {
                self.borders.push(new);
            }
        }
    }

    /// Adds the waters of a gazetteer, and those of the world that it does not have.
    fn add_waters(&mut self, near: &Gazetteer, detail: &Detail) {
        for (_, water) in near.waters() {
            match water.geometry() {
                Some(Geometry::LineString(line)) => self.rivers.push(steps(&line.0)),
                Some(Geometry::MultiLineString(lines)) => {
                    self.rivers.extend(lines.iter().map(|line| steps(&line.0)));
                }
                Some(Geometry::Polygon(lake)) => self.lakes.push(steps(&lake.exterior().0)),
                _ => {}
            }
        }
        let Ok(waters) = serde_json::from_str::<Waters>(WATERS) else {
            return;
        };
        let simple = |line: &Vec<i32>| steps(&detail.simplified(&positions(line, waters.unit)));
        self.rivers.extend(waters.rivers.iter().map(simple));
        self.lakes.extend(waters.lakes.iter().map(simple));
    }
}

/// The countries of `fine` all of whose neighbours in `coarse` are countries of `fine` too.
fn surrounded(fine: &Topology, coarse: &Topology) -> BTreeSet<String> {
    fine.codes()
        .filter(|code| coarse.neighbours(code).iter().all(|other| fine.has(other)))
        .map(str::to_owned)
        .collect()
}

/// The number of the arc behind a signed reference.
fn number(arc: i64) -> usize {
    usize::try_from(if arc < 0 { !arc } else { arc }).unwrap_or(usize::MAX)
}

/// The first position in units, then the steps from one position to the next; positions that fall together are one.
pub(super) fn steps(line: &[Coord<f64>]) -> Vec<i32> {
    #[allow(clippy::cast_possible_truncation)]
    let units = |degrees: f64| (degrees / UNIT).round() as i32;
    let mut steps = Vec::with_capacity(2 * line.len());
    let mut last = (0, 0);
    for position in line {
        let now = (units(position.x), units(position.y));
        if steps.is_empty() || now != last {
            steps.extend([now.0 - last.0, now.1 - last.1]);
            last = now;
        }
    }
    steps
}

fn positions(steps: &[i32], unit: f64) -> Vec<Coord<f64>> {
    let (mut x, mut y) = (0, 0);
    steps
        .chunks_exact(2)
        .map(|step| {
            x += step.first().copied().unwrap_or_default();
            y += step.last().copied().unwrap_or_default();
            Coord {
                x: f64::from(x) * unit,
                y: f64::from(y) * unit,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn basemap() -> Basemap {
        seen_by("de-facto")
    }

    fn seen_by(view: &str) -> Basemap {
        let layers = Layers {
            layers: Vec::new(),
            documents: Vec::new(),
            unresolved: Vec::new(),
        };
        Basemap::around(&layers, view)
    }

    #[test]
    fn the_background_follows_the_view() {
        let codes = |view: &str| -> BTreeSet<String> {
            let countries = seen_by(view).countries.into_iter();
            countries.map(|country| country.code).collect()
        };
        for (view, code, is_there) in [
            ("de-facto", "XKX", true),
            ("un", "XKX", false),
            ("de-facto", "ESH", true),
            ("MAR", "ESH", false),
            ("un", "XNC", false),
        ] {
            assert_eq!(
                codes(view).contains(code),
                is_there,
                "{code} as {view} sees it"
            );
        }
    }

    #[test]
    fn the_background_has_everything() {
        let basemap = basemap();
        assert!(basemap.countries.len() > 200, "{}", basemap.countries.len());
        assert!(basemap.borders.len() > 200, "{}", basemap.borders.len());
        assert!(basemap.rivers.len() > 300, "{}", basemap.rivers.len());
        assert!(basemap.cities.len() > 200, "{}", basemap.cities.len());
        for &arc in basemap.coasts.iter().chain(&basemap.borders) {
            assert!(basemap.arcs[arc].len() >= 4, "arc {arc} is no line");
        }
    }

    #[test]
    fn steps_lead_back_to_the_positions() {
        let line = [
            (44.5, 40.2),
            (46.75, 39.8),
            (46.75, 39.8),
            (-12.345, -0.001),
        ]
        .map(|(x, y)| Coord { x, y });
        let back = positions(&steps(&line), UNIT);
        assert_eq!(back.len(), 3);
        for (found, expected) in back.iter().zip([line[0], line[1], line[3]]) {
            assert!((found.x - expected.x).abs() < UNIT && (found.y - expected.y).abs() < UNIT);
        }
    }
}
