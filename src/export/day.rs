//! First and last day of the dates of documents, which may be known to the month or the year only. Tools that filter
//! by time need whole days.

use jiff::civil::Date;

/// The days that a date may mean: `2023-06` may mean any from 1 to 30 June 2023. `None` where the text is no year,
/// month or day of ISO 8601.
pub(super) fn days(date: &str) -> Option<(Date, Date)> {
    let mut parts = date.splitn(3, '-');
    let year: i16 = parts.next()?.parse().ok()?;
    let Some(month) = parts.next() else {
        let first = Date::new(year, 1, 1).ok()?;
        return Some((first, first.last_of_year()));
    };
    let first = Date::new(year, month.parse().ok()?, 1).ok()?;
    match parts.next() {
        None => Some((first, first.last_of_month())),
        Some(day) => {
            let day = Date::new(year, first.month(), day.parse().ok()?).ok()?;
            Some((day, day))
        }
    }
}

/// The first and the last day that any of the dates may mean.
pub(super) fn range<'a>(dates: impl Iterator<Item = &'a str>) -> Option<(Date, Date)> {
    dates
        .filter_map(days)
        .reduce(|(first, last), (other_first, other_last)| {
            (first.min(other_first), last.max(other_last))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_month_and_a_year_mean_all_their_days() {
        assert_eq!(days("2024-02"), Some((date(2024, 2, 1), date(2024, 2, 29))));
        assert_eq!(days("1921"), Some((date(1921, 1, 1), date(1921, 12, 31))));
        assert_eq!(
            days("2023-06-23"),
            Some((date(2023, 6, 23), date(2023, 6, 23)))
        );
        for nonsense in ["", "2023-13", "2023-02-30", "June 2023"] {
            assert_eq!(days(nonsense), None, "{nonsense}");
        }
    }

    #[test]
    fn the_last_day_of_a_month_is_later_than_a_day_within_it() {
        let dates = ["2023-06-15", "2023-06"];
        assert_eq!(
            range(dates.into_iter()),
            Some((date(2023, 6, 1), date(2023, 6, 30)))
        );
    }
}
