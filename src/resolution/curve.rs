//! The few curves that values and shares follow, quick enough to be asked for every candidate of every name, and the
//! same on every machine: those of the system's library differ in the last digits from one to the other.

/// The logarithm to base two of e.
const LOG2_E: f32 = std::f32::consts::LOG2_E;

/// The greater and the lesser part of the logarithm of two: their sum has more digits than one number holds.
const LN_2: (f32, f32) = (0.693_359_4, -2.121_944_4e-4);

/// Added to a small number, it leaves the nearest whole number in the lowest bits: one and a half times two to the 23rd.
const WHOLE: f32 = 12_582_912.0;

/// Below this an exponential counts as its value here: less than 10⁻³⁶.
const LEAST_EXPONENT: f32 = -84.0;

/// e to the power of a number that is zero or less; to about one part in ten million. What is below -84 counts as that.
#[inline]
pub(super) fn exp(exponent: f32) -> f32 {
    let exponent = exponent.max(LEAST_EXPONENT);
    let shifted = exponent * LOG2_E + WHOLE;
    let whole = shifted - WHOLE;
    let rest = exponent - whole * LN_2.0 - whole * LN_2.1;
    // The series of the exponential, its last terms fitted to |rest| ≤ ln 2 / 2 (as in Moshier's Cephes library).
    let mut series = 1.987_569_1e-4;
    for term in [
        1.398_2e-3,
        8.333_452e-3,
        4.166_579_6e-2,
        1.666_666_5e-1,
        5e-1,
    ] {
        series = series * rest + term;
    }
    let power = series * rest * rest + rest + 1.0;
    // Two to the whole number, by its exponent bits.
    let two = f32::from_bits(
        shifted
            .to_bits()
            .wrapping_sub(WHOLE.to_bits())
            .wrapping_add(127)
            << 23,
    );
    power * two
}

/// The natural logarithm of one plus a number that is not below zero; off by less than a millionth.
#[inline]
pub(super) fn ln_1p(value: f64) -> f64 {
    if value <= 0.0 {
        return 0.0;
    }
    let sum = 1.0 + value;
    // sum = 2^whole · part, with the part between √½ and √2.
    let bits = sum.to_bits().wrapping_sub(HALF_ROOT.to_bits());
    #[allow(clippy::cast_possible_wrap, clippy::cast_precision_loss)]
    let whole = ((bits >> 52) as i64) as f64;
    let part = f64::from_bits((bits & ((1 << 52) - 1)) + HALF_ROOT.to_bits());
    // ln part = 2 artanh((part - 1) / (part + 1)).
    let ratio = (part - 1.0) / (part + 1.0);
    let square = ratio * ratio;
    let series = 1.0 + square * (1.0 / 3.0 + square * (0.2 + square * (1.0 / 7.0)));
    whole * std::f64::consts::LN_2 + 2.0 * ratio * series
}

/// The root of one half.
const HALF_ROOT: f64 = std::f64::consts::FRAC_1_SQRT_2;

/// The mean radius of the earth, kilometres.
const EARTH_KM: f32 = 6371.0;

/// The distance over which an exponential falls to a third, of which the others are powers, kilometres.
const COMMON_KM: f32 = 1000.0;
/// How far places vouch for each other nearby: over 40 kilometres that falls to a third.
const NEAR: i32 = 25;
/// The same in one part of the world: over 250 kilometres.
const NEAR_WIDE: i32 = 4;

/// Points farther from each other than about 2,900 kilometres (this is the square of their chord on the unit sphere)
/// do not vouch for each other at all: it would be less than a hundred-thousandth.
const FARTHEST: f32 = 0.2;

/// How many points are looked at together: what processors work out side by side.
pub(super) const LANES: usize = 4;

/// Some points on the unit sphere: of all the first number, then the second and the third.
pub(super) type Points = [[f32; LANES]; 3];

/// How much others vouch for a point by their distance, nearby and in one part of the world: 1 where they are the same,
/// falling by the exponential of the distance along a great circle.
#[inline]
#[allow(clippy::needless_range_loop)] // one step for each lane of five lists, which processors take together
pub(super) fn nearness(point: [f32; 3], others: &Points) -> [[f32; LANES]; 2] {
    let [mut near, mut wide] = [[0.0; LANES]; 2];
    for lane in 0..LANES {
        let [x, y, z] = [
            others[0][lane] - point[0],
            others[1][lane] - point[1],
            others[2][lane] - point[2],
        ];
        let squared = x * x + y * y + z * z;
        let inside = squared.min(FARTHEST);
        // The arc is twice the arc sine of half the chord, by its series.
        let quarter = inside * 0.25;
        let series = 0.030_381_944 + quarter * 0.022_372_16;
        let series = 1.0 / 6.0 + quarter * (0.075 + quarter * (0.044_642_86 + quarter * series));
        let arc = inside.sqrt() * (1.0 + quarter * series);
        let once = exp(arc * (-EARTH_KM / COMMON_KM));
        let counts = if squared < FARTHEST { 1.0 } else { 0.0 };
        near[lane] = counts * once.powi(NEAR);
        wide[lane] = counts * once.powi(NEAR_WIDE);
    }
    [near, wide]
}

/// How much another point vouches for one nearby.
pub(super) fn nearby(point: [f32; 3], other: [f32; 3]) -> f32 {
    let [near, _] = nearness(point, &other.map(|axis| [axis; LANES]));
    near[0]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exponential_agrees_with_the_library() {
        for step in 0..8000_u16 {
            let exponent = -f32::from(step) / 100.0;
            let (own, true_value) = (f64::from(exp(exponent)), f64::from(exponent).exp());
            assert!(
                (own / true_value - 1.0).abs() < 3e-7,
                "{exponent}: {own} {true_value}"
            );
        }
        assert!((exp(0.0) - 1.0).abs() < f32::EPSILON);
        assert!(exp(-1e9) < 1e-36);
    }

    #[test]
    fn the_logarithm_agrees_with_the_library() {
        for step in 0..20_000_u16 {
            let value = (f64::from(step) / 1000.0).powi(3);
            let (own, true_value) = (ln_1p(value), value.ln_1p());
            assert!(
                (own - true_value).abs() < 1e-6,
                "{value}: {own} {true_value}"
            );
        }
    }

    #[test]
    fn nearness_falls_with_the_distance_along_a_great_circle() {
        let point = |degrees: f32| {
            let angle = degrees.to_radians();
            [angle.cos(), angle.sin(), 0.0]
        };
        for step in 0..250_u16 {
            let degrees = f32::from(step) / 10.0;
            let kilometres = f64::from(degrees).to_radians() * f64::from(EARTH_KM);
            let [near, wide] = nearness(point(0.0), &point(degrees).map(|axis| [axis; LANES]));
            let (near, wide) = (near[3], wide[3]);
            let by = |scale: i32| (-kilometres / 1000.0 * f64::from(scale)).exp();
            assert!((f64::from(near) - by(NEAR)).abs() < 2e-5, "{degrees}");
            assert!((f64::from(wide) - by(NEAR_WIDE)).abs() < 2e-5, "{degrees}");
        }
        assert!(nearby(point(0.0), point(60.0)) <= 0.0);
    }
}
