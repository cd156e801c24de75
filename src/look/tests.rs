use super::*;

fn group(layer: &str, kind: &str) -> String {
    let subject = Subject {
        layer,
        kind,
        basis: "",
        description: "",
        meant: "place",
    };
    LOOK.groups[LOOK.number(subject)].id.clone()
}

#[test]
fn the_table_is_whole() {
    assert_eq!(LOOK.groups.len(), 16);
    for group in &LOOK.groups {
        assert!(group.light.len() == 7 && group.dark.len() == 7, "{group:?}");
        assert_eq!(group.layer == "mentions", group.width == 0.0, "{group:?}");
    }
    for layer in ["mentions", "routes", "borders"] {
        let other = LOOK.other(layer);
        assert!(
            LOOK.groups
                .iter()
                .any(|group| group.id == other && group.layer == layer)
        );
    }
    let about: Vec<&str> = crate::relation::line::Basis::ALL
        .into_iter()
        .filter(|basis| basis.is_about())
        .map(crate::relation::line::Basis::as_str)
        .collect();
    assert_eq!(LOOK.about.bases, about);
}

#[test]
fn kinds_have_their_groups() {
    for (layer, kind, expected) in [
        ("mentions", "capital", "settlement"),
        ("mentions", "part of a town", "settlement"),
        ("mentions", "country", "country"),
        ("mentions", "historical country", "former"),
        ("mentions", "mountain range", "land"),
        ("mentions", "research station", "site"),
        ("mentions", "bridge", "site"),
        ("routes", "oil pipeline", "pipeline"),
        ("routes", "river crossing (bridge)", "crossing"),
        ("routes", "connection", "way"),
        ("borders", "international border", "border"),
        ("borders", "historical border", "disputed"),
        ("borders", "line of contact", "disputed"),
    ] {
        assert_eq!(group(layer, kind), expected, "{kind}");
    }
}

/// Red, green and blue, 0 to 1, as light (IEC 61966-2-1).
fn linear(colour: &str) -> [f64; 3] {
    [1, 3, 5].map(|at| {
        let value = f64::from(
            u8::from_str_radix(colour.get(at..at + 2).expect("is a colour"), 16).expect("is one"),
        ) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    })
}

fn luminance([red, green, blue]: [f64; 3]) -> f64 {
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// How red, green and blue are seen without the cones for long, middle or short waves (Machado, Oliveira and Fernandes,
/// 2009, of full severity), and with all of them.
const EYES: [[[f64; 3]; 3]; 4] = [
    [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    [
        [0.152_286, 1.052_583, -0.204_868],
        [0.114_503, 0.786_281, 0.099_216],
        [-0.003_882, -0.048_116, 1.051_998],
    ],
    [
        [0.367_322, 0.860_646, -0.227_968],
        [0.280_085, 0.672_501, 0.047_413],
        [-0.011_820, 0.042_940, 0.968_881],
    ],
    [
        [1.255_528, -0.076_749, -0.178_779],
        [-0.078_411, 0.930_809, 0.147_602],
        [0.004_733, 0.691_367, 0.303_900],
    ],
];

/// CIE L*a*b* of a colour as an eye sees it (D65).
fn lab(colour: &str, eye: &[[f64; 3]; 3]) -> [f64; 3] {
    let light = linear(colour);
    let seen = eye.map(|row| {
        let sum: f64 = row
            .iter()
            .zip(light)
            .map(|(share, value)| share * value)
            .sum();
        sum.clamp(0.0, 1.0)
    });
    let [red, green, blue] = seen;
    let f = |value: f64| {
        if value > 0.008_856 {
            value.cbrt()
        } else {
            7.787 * value + 16.0 / 116.0
        }
    };
    let x = f((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.950_47);
    let y = f(luminance(seen));
    let z = f((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.088_83);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// Two groups that a reader could take for each other by their form alone.
fn look_alike(one: &Group, other: &Group) -> bool {
    let is_point = |group: &Group| group.layer == "mentions";
    if is_point(one) != is_point(other) {
        return false;
    }
    if is_point(one) {
        return one.shape == other.shape;
    }
    one.dash == other.dash
}

/// Of what has the same form, colours differ by this much at least (CIE 1976; some 2.3 are just seen).
const LEAST_DIFFERENCE: f64 = 15.0;

#[test]
fn the_colour_blind_tell_all_groups_apart() {
    for theme in [
        |group: &Group| group.light.clone(),
        |group: &Group| group.dark.clone(),
    ] {
        for (number, one) in LOOK.groups.iter().enumerate() {
            for other in &LOOK.groups[number + 1..] {
                if !look_alike(one, other) {
                    continue;
                }
                for eye in &EYES {
                    let (left, right) = (lab(&theme(one), eye), lab(&theme(other), eye));
                    let squares: f64 = left.iter().zip(right).map(|(a, b)| (a - b) * (a - b)).sum();
                    assert!(
                        squares.sqrt() >= LEAST_DIFFERENCE,
                        "{} and {}: {:.1}",
                        one.id,
                        other.id,
                        squares.sqrt()
                    );
                }
            }
        }
    }
}

#[test]
fn every_group_stands_out_from_the_ground_in_grey() {
    let ground = |theme: &str| luminance(linear(theme));
    for (theme, ground) in [(false, ground("#f7f5f0")), (true, ground("#1e262d"))] {
        for group in &LOOK.groups {
            let own = luminance(linear(if theme { &group.dark } else { &group.light }));
            let contrast = (own.max(ground) + 0.05) / (own.min(ground) + 0.05);
            // WCAG 2.2, 1.4.11.
            assert!(contrast >= 3.0, "{}: {contrast:.1}", group.id);
        }
    }
}

/// A division within a country, both named by all documents, is filled twice; what lies in it is seen all the same.
#[test]
fn every_group_stands_out_from_shaded_land_in_grey() {
    for (theme, land) in ["#f7f5f0", "#1e262d"].into_iter().enumerate() {
        let on_land = |group: &&Group| !group.tint[theme].is_empty() && group.id != "water";
        for filled in LOOK.groups.iter().filter(on_land) {
            let parts = |colour: &str| {
                [1, 3, 5].map(|at| {
                    f64::from(
                        u8::from_str_radix(colour.get(at..at + 2).expect("is a colour"), 16)
                            .expect("is a colour"),
                    )
                })
            };
            let (mut ground, tint) = (parts(land), parts(&filled.tint[theme]));
            let solid = LOOK.area.fill(filled, 5, 5);
            for _ in 0..2 {
                for (own, tint) in ground.iter_mut().zip(tint) {
                    *own += solid * (tint - *own);
                }
            }
            let [red, green, blue] = ground.map(|part| part.round() as u8);
            let ground = luminance(linear(&format!("#{red:02x}{green:02x}{blue:02x}")));
            for group in LOOK.groups.iter().filter(|group| group.id != "water") {
                let own = luminance(linear(if theme == 1 {
                    &group.dark
                } else {
                    &group.light
                }));
                let contrast = (own.max(ground) + 0.05) / (own.min(ground) + 0.05);
                assert!(
                    contrast >= 3.0,
                    "{} in {}: {contrast:.1}",
                    group.id,
                    filled.id
                );
            }
        }
    }
}

/// Former states lie upon those of today: the symbols must not.
#[test]
fn a_former_state_does_not_lie_upon_the_state_of_today() {
    let former = LOOK
        .groups
        .iter()
        .find(|group| group.id == "former")
        .expect("is there");
    assert!(former.shift[0].hypot(former.shift[1]) >= 12.0);
}
