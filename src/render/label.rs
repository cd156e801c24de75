//! Names on the map: the most important first, each where it covers neither a symbol nor another name.

use geo::Coord;

use crate::export::markup::escaped;

use super::picture::Letters;

/// How a name is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    pub(super) colour: &'static str,
    /// Pixels.
    pub(super) size: f64,
    pub(super) bold: bool,
    /// Pixels between letters.
    pub(super) spacing: f64,
}

/// Which side of a spot the text is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A place for a text: the end of its baseline that the anchor names.
#[derive(Debug, Clone, Copy)]
struct Spot {
    x: f64,
    y: f64,
    anchor: Anchor,
    /// How far it is turned, degrees clockwise.
    angle: f64,
}

struct Wanted {
    text: String,
    style: Style,
    rank: (u8, usize),
    spots: Vec<Spot>,
}

/// Left, top, right, bottom in pixels.
#[derive(Debug, Clone, Copy)]
struct Room {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
}

impl Room {
    fn overlaps(&self, other: &Room) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    fn holds(&self, at: Coord<f64>) -> bool {
        (self.left..self.right).contains(&at.x) && (self.top..self.bottom).contains(&at.y)
    }

    fn grown(&self, by: f64) -> Room {
        Room {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }
}

/// The names of a map.
pub(super) struct Labels {
    width: f64,
    height: f64,
    taken: Vec<Room>,
    /// Points of lines, which a name may cover where it must.
    crossed: Vec<Coord<f64>>,
    wanted: Vec<Wanted>,
    unwritable: Vec<String>,
}

/// The names that found room.
pub(super) struct Placed {
    pub(super) svg: String,
    pub(super) dropped: usize,
    pub(super) unwritable: Vec<String>,
}

/// A name longer than this is cut, characters.
const LONGEST: usize = 52;

/// Between two points of a line that names avoid, pixels.
const STEP: f64 = 5.0;

/// So many steps of a segment are looked at.
const LONGEST_LINE: f64 = 4000.0;

/// A name is not written twice so near, pixels.
const TWICE: f64 = 160.0;

impl Labels {
    pub(super) fn new(width: f64, height: f64) -> Self {
        Self {
            width,
            height,
            taken: Vec::new(),
            crossed: Vec::new(),
            wanted: Vec::new(),
            unwritable: Vec::new(),
        }
    }

    /// Keeps names away from a symbol.
    pub(super) fn reserve(&mut self, at: Coord<f64>, radius: f64) {
        self.taken.push(Room {
            left: at.x - radius,
            top: at.y - radius,
            right: at.x + radius,
            bottom: at.y + radius,
        });
    }

    /// Keeps names off a line, where they have a choice.
    pub(super) fn avoid(&mut self, line: &[Coord<f64>]) {
        for ends in line.windows(2) {
            let &[from, to] = ends else { continue };
            let steps = ((to.x - from.x).hypot(to.y - from.y) / STEP)
                .ceil()
                .max(1.0);
            // A line that leaves the picture far behind is followed on the picture only.
            let on_map = |at: &Coord<f64>| {
                (0.0..=self.width).contains(&at.x) && (0.0..=self.height).contains(&at.y)
            };
            let points = (0..steps.min(LONGEST_LINE) as usize).map(|step| {
                let share = step as f64 / steps;
                Coord {
                    x: from.x + share * (to.x - from.x),
                    y: from.y + share * (to.y - from.y),
                }
            });
            self.crossed.extend(points.filter(on_map));
        }
    }

    /// A name beside a symbol. The greater its rank, the sooner it gets its place.
    pub(super) fn beside(
        &mut self,
        text: &str,
        at: Coord<f64>,
        radius: f64,
        style: Style,
        rank: (u8, usize),
    ) {
        let (gap, middle) = (radius + 3.5, style.size * 0.36);
        let (near, over, under) = (radius * 0.7 + 2.5, -gap, gap + style.size * 0.75);
        let spots = [
            (gap, middle, Anchor::Start),
            (-gap, middle, Anchor::End),
            (near, -near, Anchor::Start),
            (near, near + middle * 1.6, Anchor::Start),
            (-near, -near, Anchor::End),
            (-near, near + middle * 1.6, Anchor::End),
            (0.0, over, Anchor::Middle),
            (0.0, under, Anchor::Middle),
        ];
        let spots = spots
            .map(|(x, y, anchor)| Spot {
                x: at.x + x,
                y: at.y + y,
                anchor,
                angle: 0.0,
            })
            .to_vec();
        self.want(text, style, rank, spots);
    }

    /// A name at one of several positions, the best first.
    pub(super) fn over(
        &mut self,
        text: &str,
        positions: impl IntoIterator<Item = Coord<f64>>,
        style: Style,
        rank: (u8, usize),
    ) {
        let spots = positions
            .into_iter()
            .map(|at| Spot {
                x: at.x,
                y: at.y + style.size * 0.36,
                anchor: Anchor::Middle,
                angle: 0.0,
            })
            .collect();
        self.want(text, style, rank, spots);
    }

    /// A name along a line, on either side of a stretch that is straight enough, or beside `seen`, what lies on the map
    /// of it, where there is none.
    pub(super) fn along(
        &mut self,
        text: &str,
        pieces: &[Vec<Coord<f64>>],
        seen: &[Coord<f64>],
        style: Style,
        rank: (u8, usize),
    ) {
        let text = readable(text, LONGEST);
        let length = width(&text, &style);
        let mut spots: Vec<(f64, Spot)> = pieces
            .iter()
            .flat_map(|piece| stretches(piece, length))
            .flat_map(|stretch| {
                // Above the line rather than below it.
                [(ABOVE, 0.0), (BELOW, 1.0)]
                    .map(|(side, cost)| (stretch.cost + cost, stretch.beside(side, style.size)))
            })
            .collect();
        spots.sort_by(|left, right| left.0.total_cmp(&right.0));
        let mut spots: Vec<Spot> = spots.into_iter().map(|(_, spot)| spot).collect();
        for at in [0.5, 0.35, 0.65, 0.2, 0.8].map(|share| share * seen.len() as f64) {
            let at = seen.get(at as usize).into_iter();
            spots.extend(at.flat_map(|at| {
                [-13.0, 13.0, -26.0, 26.0].map(|y| Spot {
                    x: at.x,
                    y: at.y + y + style.size * 0.36,
                    anchor: Anchor::Middle,
                    angle: 0.0,
                })
            }));
        }
        self.want(&text, style, rank, spots);
    }

    fn want(&mut self, text: &str, style: Style, rank: (u8, usize), spots: Vec<Spot>) {
        let text = readable(text, LONGEST);
        if Letters::of(style.bold).is_some_and(|letters| !letters.has(&text)) {
            self.unwritable.push(text);
            return;
        }
        self.wanted.push(Wanted {
            text,
            style,
            rank,
            spots,
        });
    }

    /// Gives every name its place, or none.
    pub(super) fn place(mut self) -> Placed {
        // A stable sort: equal ranks stay in the order of the layers.
        self.wanted
            .sort_by_key(|wanted| std::cmp::Reverse(wanted.rank));
        let mut placed = Placed {
            svg: String::new(),
            dropped: 0,
            unwritable: self.unwritable,
        };
        let mut written: Vec<(&str, Room)> = Vec::new();
        for wanted in &self.wanted {
            let is_free = |room: &Room| {
                let inside = room.left >= 4.0
                    && room.top >= 4.0
                    && room.right <= self.width - 4.0
                    && room.bottom <= self.height - 4.0;
                inside && !self.taken.iter().any(|taken| taken.overlaps(room))
            };
            let again = |room: &Room| {
                written
                    .iter()
                    .any(|(text, other)| *text == wanted.text && other.grown(TWICE).overlaps(room))
            };
            let crossings = |rooms: &[Room]| {
                let is_crossed = |at: &&Coord<f64>| rooms.iter().any(|room| room.holds(**at));
                self.crossed.iter().filter(is_crossed).count()
            };
            // The first of the best: the order of the spots is one of preference.
            let best = wanted
                .spots
                .iter()
                .map(|spot| (spot, rooms(wanted, spot)))
                .filter(|(_, rooms)| rooms.iter().all(is_free))
                .min_by_key(|(_, rooms)| crossings(rooms));
            match best {
                Some((_, rooms)) if rooms.iter().any(again) => {}
                Some((spot, rooms)) => {
                    written.extend(rooms.iter().map(|&room| (wanted.text.as_str(), room)));
                    self.taken.extend(rooms);
                    placed.svg.push_str(&haloed(wanted, spot));
                }
                None => placed.dropped += 1,
            }
        }
        placed
    }
}

fn width(text: &str, style: &Style) -> f64 {
    let letters = Letters::of(style.bold).map_or(0.0, |letters| letters.width(text, style.size));
    letters + style.spacing * text.chars().count() as f64
}

/// A stretch of a line as long as a name.
struct Stretch {
    middle: Coord<f64>,
    /// Its direction as a name is written there, radians.
    angle: f64,
    /// How little it suits: by how much the line strays from it, how steep it is, how far from the middle of the line.
    cost: f64,
}

/// The sides of a stretch.
const ABOVE: f64 = -1.0;
const BELOW: f64 = 1.0;

impl Stretch {
    /// Where a name of this size stands on one side of it.
    fn beside(&self, side: f64, size: f64) -> Spot {
        // From the line to the baseline, over which letters stand.
        let away = if side < 0.0 { 5.0 } else { 5.0 + size * 0.75 };
        Spot {
            x: self.middle.x - self.angle.sin() * side * away,
            y: self.middle.y + self.angle.cos() * side * away,
            anchor: Anchor::Middle,
            angle: self.angle.to_degrees(),
        }
    }
}

/// How far a line may stray from a name along it, pixels.
const STRAY: f64 = 6.0;

/// Between the beginnings of two stretches, pixels.
const STRETCH_STEP: f64 = 24.0;

/// So many stretches of a line are looked at.
const MOST_STRETCHES: f64 = 400.0;

/// The stretches of a line along which a name of this length can be written.
fn stretches(line: &[Coord<f64>], length: f64) -> Vec<Stretch> {
    let mut passed = vec![0.0];
    let mut whole = 0.0;
    for ends in line.windows(2) {
        if let &[from, to] = ends {
            whole += (to.x - from.x).hypot(to.y - from.y);
            passed.push(whole);
        }
    }
    if whole < length || line.len() < 2 {
        return Vec::new();
    }
    let at = |distance: f64| -> Option<Coord<f64>> {
        let next = passed.partition_point(|&passed| passed < distance);
        let next = next.clamp(1, line.len() - 1);
        let (&from, &to) = (line.get(next - 1)?, line.get(next)?);
        let (low, high) = (*passed.get(next - 1)?, *passed.get(next)?);
        let share = if high > low {
            (distance - low) / (high - low)
        } else {
            0.0
        };
        Some(Coord {
            x: from.x + share * (to.x - from.x),
            y: from.y + share * (to.y - from.y),
        })
    };
    let steps = ((whole - length) / STRETCH_STEP).min(MOST_STRETCHES) as usize;
    (0..=steps)
        .filter_map(|step| {
            let start = step as f64 * STRETCH_STEP;
            let (from, to) = (at(start)?, at(start + length)?);
            let (dx, dy) = (to.x - from.x, to.y - from.y);
            let chord = dx.hypot(dy);
            let inner = start..start + length;
            let stray = line
                .iter()
                .zip(&passed)
                .filter(|(_, passed)| inner.contains(passed))
                .map(|(at, _)| ((at.x - from.x) * dy - (at.y - from.y) * dx).abs() / chord.max(1.0))
                .fold(0.0, f64::max);
            // Nobody reads upside down.
            let mut angle = dy.atan2(dx);
            if angle.abs() > std::f64::consts::FRAC_PI_2 {
                angle -= std::f64::consts::PI * angle.signum();
            }
            let off_middle = (start + length / 2.0 - whole / 2.0).abs() / whole;
            (chord >= 0.9 * length && stray <= STRAY).then_some(Stretch {
                middle: Coord {
                    x: f64::midpoint(from.x, to.x),
                    y: f64::midpoint(from.y, to.y),
                },
                angle,
                cost: stray + 3.0 * angle.abs() + 4.0 * off_middle,
            })
        })
        .collect()
}

/// What a name covers: one room, or a row of small ones where it is turned.
fn rooms(wanted: &Wanted, spot: &Spot) -> Vec<Room> {
    if spot.angle == 0.0 {
        return vec![room(wanted, spot)];
    }
    let (width, size) = (width(&wanted.text, &wanted.style), wanted.style.size);
    let (sine, cosine) = spot.angle.to_radians().sin_cos();
    let count = (width / (0.5 * size)).ceil().max(1.0);
    let (up, half) = (0.32 * size, 0.56 * size);
    (0..=count as usize)
        .map(|number| {
            let along = width * (number as f64 / count - 0.5);
            let (x, y) = (
                spot.x + along * cosine + up * sine,
                spot.y + along * sine - up * cosine,
            );
            Room {
                left: x - half,
                top: y - half,
                right: x + half,
                bottom: y + half,
            }
        })
        .collect()
}

fn room(wanted: &Wanted, spot: &Spot) -> Room {
    let width = width(&wanted.text, &wanted.style);
    let left = match spot.anchor {
        Anchor::Start => spot.x,
        Anchor::Middle => spot.x - width / 2.0,
        Anchor::End => spot.x - width,
    };
    Room {
        left: left - 1.5,
        top: spot.y - wanted.style.size * 0.86,
        right: left + width + 1.5,
        bottom: spot.y + wanted.style.size * 0.26,
    }
}

fn haloed(wanted: &Wanted, spot: &Spot) -> String {
    let style = &wanted.style;
    let turned = if spot.angle == 0.0 {
        String::new()
    } else {
        format!(
            " transform=\"rotate({:.1} {:.1} {:.1})\"",
            spot.angle, spot.x, spot.y
        )
    };
    format!(
        "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{}\" fill=\"{}\"{}{}{}{turned} stroke=\"#ffffff\" stroke-width=\"3\" stroke-opacity=\"0.85\" stroke-linejoin=\"round\" paint-order=\"stroke\">{}</text>\n",
        spot.x,
        spot.y,
        style.size,
        style.colour,
        if style.bold {
            " font-weight=\"bold\""
        } else {
            ""
        },
        match spot.anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        },
        if style.spacing > 0.0 {
            format!(" letter-spacing=\"{}\"", style.spacing)
        } else {
            String::new()
        },
        escaped(&wanted.text)
    )
}

/// A text on one line, without controls that would turn or hide it, and no longer than it may be.
pub(super) fn readable(text: &str, longest: usize) -> String {
    let visible = |letter: &char| !matches!(letter, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{61C}' | '\u{AD}');
    let spaced: String = text
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .filter(visible)
        .collect();
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let line = words.join(" ");
    if line.chars().count() <= longest {
        return line;
    }
    let cut: String = line.chars().take(longest.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style {
        colour: "#000000",
        size: 12.0,
        bold: false,
        spacing: 0.0,
    };

    #[test]
    fn names_do_not_cover_each_other_and_the_greater_rank_goes_first() {
        let mut labels = Labels::new(200.0, 40.0);
        let at = Coord { x: 100.0, y: 20.0 };
        labels.over("small", [at], STYLE, (0, 1));
        labels.over("great", [at], STYLE, (0, 9));
        let placed = labels.place();
        assert!(placed.svg.contains("great"));
        assert!(!placed.svg.contains("small"));
        assert_eq!(placed.dropped, 1);
    }

    #[test]
    fn a_name_that_would_leave_the_map_goes_to_the_other_side() {
        let mut labels = Labels::new(200.0, 40.0);
        labels.beside(
            "Nakhchivan",
            Coord { x: 190.0, y: 20.0 },
            4.0,
            STYLE,
            (0, 1),
        );
        let placed = labels.place();
        assert!(placed.svg.contains("text-anchor=\"end\""), "{}", placed.svg);
    }

    #[test]
    fn a_name_goes_where_it_crosses_no_line() {
        let mut labels = Labels::new(400.0, 100.0);
        labels.avoid(&[Coord { x: 0.0, y: 50.0 }, Coord { x: 400.0, y: 50.0 }]);
        let positions = [50.0, 20.0].map(|y| Coord { x: 200.0, y });
        labels.over("border", positions, STYLE, (0, 1));
        assert!(labels.place().svg.contains("y=\"24.3\""));
    }

    #[test]
    fn the_two_bridges_of_one_name_are_named_once() {
        let mut labels = Labels::new(400.0, 100.0);
        for y in [20.0, 60.0] {
            labels.over("Bridge", [Coord { x: 200.0, y }], STYLE, (0, 1));
        }
        let placed = labels.place();
        assert_eq!(placed.svg.matches("Bridge").count(), 1);
        assert_eq!(placed.dropped, 0);
    }

    #[test]
    fn controls_and_length_do_not_reach_the_map() {
        assert_eq!(readable("a\u{202E}b\n\0 c\u{2066}", 44), "ab c");
        assert_eq!(readable(&"x".repeat(10_000), 44).chars().count(), 44);
    }

    #[test]
    fn letters_that_the_fonts_lack_are_named() {
        let mut labels = Labels::new(200.0, 40.0);
        labels.over("شوشا", [Coord { x: 100.0, y: 20.0 }], STYLE, (0, 1));
        assert_eq!(labels.place().unwritable, ["شوشا"]);
    }
}
