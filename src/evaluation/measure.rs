//! Distances and the figures made of them.

/// The mean radius of the earth, kilometres (as the field’s scorers take it).
const EARTH_KM: f64 = 6371.009;

/// The longest distance that the area under the curve knows, kilometres.
const MOST_KM: f64 = 20_039.0;

/// An answer this near is right: 100 miles, in kilometres.
pub const LIMIT_KM: f64 = 161.0;

/// The great-circle distance of two positions, latitude and longitude in degrees; kilometres, by the haversine.
#[must_use]
pub fn kilometres(left: (f64, f64), right: (f64, f64)) -> f64 {
    let (from, to) = (left.0.to_radians(), right.0.to_radians());
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let chord = half(to - from) + from.cos() * to.cos() * half((right.1 - left.1).to_radians());
    2.0 * EARTH_KM * chord.sqrt().min(1.0).asin()
}

/// The area under the curve of sorted logarithms of errors, 0 perfect to 1 worst, by trapezoids (Gritta, Pilehvar and
/// Collier 2020). `None` without errors.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn area_under_curve(errors: &[f64]) -> Option<f64> {
    let mut heights: Vec<f64> = errors
        .iter()
        .map(|error| error.ln_1p() / MOST_KM.ln())
        .collect();
    heights.sort_by(f64::total_cmp);
    match heights.as_slice() {
        [] => None,
        [one] => Some(*one),
        many => {
            let area: f64 = many.windows(2).map(|pair| (pair[0] + pair[1]) / 2.0).sum();
            Some(area / (many.len() - 1) as f64)
        }
    }
}

/// The middle of a list, the mean of the two in the middle where their number is even.
#[must_use]
pub fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = sorted.len() / 2;
    let upper = *sorted.get(middle)?;
    Some(if sorted.len().is_multiple_of(2) {
        f64::midpoint(sorted[middle - 1], upper)
    } else {
        upper
    })
}

/// A part of a whole; `None` of nothing.
#[must_use]
#[allow(clippy::cast_precision_loss)]
pub fn ratio(part: usize, whole: usize) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_distances() {
        let london_paris = kilometres((51.5074, -0.1278), (48.8566, 2.3522));
        assert!((london_paris - 343.6).abs() < 1.0, "{london_paris}");
        assert!(kilometres((10.0, 20.0), (10.0, 20.0)).abs() < 1e-12);
        let halfway = kilometres((0.0, 0.0), (0.0, 180.0));
        assert!((halfway - 20_015.0).abs() < 1.0, "{halfway}");
    }

    #[test]
    fn area_of_known_curves() {
        assert_eq!(area_under_curve(&[]), None);
        assert_eq!(area_under_curve(&[0.0, 0.0, 0.0]), Some(0.0));
        let worst = area_under_curve(&[MOST_KM - 1.0; 5]).expect("there are errors");
        assert!((worst - 1.0).abs() < 1e-9, "{worst}");
        let half = area_under_curve(&[100.0, 0.0]).expect("there are errors");
        assert!((half - 101_f64.ln() / 2.0 / MOST_KM.ln()).abs() < 1e-12);
    }
}
