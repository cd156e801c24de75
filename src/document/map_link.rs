//! Positions in the addresses of maps: which place does a link to a map point at?
//!
//! Addresses are no reading text and fall away, but the address of a map may be all that a document says of where
//! something is. Such an address leaves a few words behind: `map link 39.14070, 46.95430`. What counts is the marker; a
//! link without one shows a window of the map, and then half the width of the window goes with its middle:
//! `map link 39.14, 46.95 ± 2100 m`. A search for words and a route point at no place.

use std::borrow::Cow;

/// Wider windows, metres from the middle to the edge, show a region.
const WIDEST_M: f64 = 25_000.0;

/// Metres in a pixel of the usual web map at the equator, fully zoomed out.
const PIXEL_M: f64 = 156_543.034;

/// The zoom step of a link that names none: a town.
const USUAL_ZOOM: f64 = 14.0;

/// Half the width of a usual window, pixels.
const HALF_WINDOW: f64 = 512.0;

/// The words that the address of a map leaves behind, if it says where.
pub(super) fn words(address: &str) -> Option<String> {
    let rest = match address.split_once("://") {
        Some((_, rest)) => rest,
        None => address,
    };
    let cut = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, rest) = (rest.get(..cut)?, rest.get(cut..)?);
    let host = host.to_ascii_lowercase();
    let host = host.split(':').next().unwrap_or_default();
    let read = SERVICES
        .iter()
        .find(|service| service.hosts.iter().any(|name| is_host(host, name)))?
        .read;
    let rest = decoded(rest);
    let (before, fragment) = rest.split_once('#').unwrap_or((&rest, ""));
    let (path, query) = before.split_once('?').unwrap_or((before, ""));
    let target = read(&Link {
        host,
        path,
        query,
        fragment,
    })?;
    let Point { lat, lon } = target.point;
    match target.radius_m {
        None => Some(format!("map link {lat}, {lon}")),
        Some(metres) if metres <= WIDEST_M => {
            // Two figures: nobody's window is known better.
            let unit = 10_f64.powf(metres.max(1.0).log10().floor() - 1.0).max(1.0);
            let metres = (metres / unit).ceil() * unit;
            Some(format!("map link {lat}, {lon} ± {metres:.0} m"))
        }
        Some(_) => None,
    }
}

/// An address in its parts, without the percent signs.
struct Link<'a> {
    host: &'a str,
    path: &'a str,
    query: &'a str,
    fragment: &'a str,
}

/// Latitude and longitude, as the address writes them.
#[derive(Debug, Clone, PartialEq)]
struct Point<'a> {
    lat: Cow<'a, str>,
    lon: Cow<'a, str>,
}

/// What a link points at.
struct Target<'a> {
    point: Point<'a>,
    /// Half the width of the window whose middle it is; none for a marker.
    radius_m: Option<f64>,
}

struct Service {
    /// Hosts, without what is before or, where they end with a point, behind them.
    hosts: &'static [&'static str],
    read: for<'a> fn(&Link<'a>) -> Option<Target<'a>>,
}

const SERVICES: &[Service] = &[
    Service {
        hosts: &["maps.google.", "google.", "earth.google."],
        read: google,
    },
    Service {
        hosts: &["openstreetmap.", "osm.org"],
        read: open_street_map,
    },
    Service {
        hosts: &["yandex.", "maps.yandex."],
        read: yandex,
    },
    Service {
        hosts: &["bing.com"],
        read: bing,
    },
    Service {
        hosts: &["maps.apple.com", "beta.maps.apple.com"],
        read: apple,
    },
    Service {
        hosts: &["wikimapia.org"],
        read: |link| window(link.fields().pair("lat", "lon")?, link.fields().get("z")),
    },
    Service {
        hosts: &["2gis."],
        read: two_gis,
    },
    Service {
        hosts: &["here.com"],
        read: here,
    },
    Service {
        hosts: &["waze.com"],
        read: |link| {
            let fields = link.fields();
            let to = fields.get("to").and_then(|to| to.strip_prefix("ll."));
            marker(lat_lon(to.or(fields.get("ll"))?)?)
        },
    },
    Service {
        hosts: &[
            "geohack.toolforge.org",
            "toolserver.org",
            "tools.wmflabs.org",
        ],
        read: |link| marker(parameters(link.fields().get("params")?)?),
    },
];

/// Whether a host is one of a service: `maps.google.` takes in all countries, `www.` and `m.` may go before.
fn is_host(host: &str, name: &str) -> bool {
    let bare = ["www.", "m.", "wego.", "share."]
        .iter()
        .find_map(|prefix| host.strip_prefix(prefix))
        .unwrap_or(host);
    if name.ends_with('.') {
        bare.strip_prefix(name)
            .is_some_and(|country| country.len() <= 6 && !country.is_empty())
    } else {
        bare == name
    }
}

fn marker(point: Point<'_>) -> Option<Target<'_>> {
    Some(Target {
        point,
        radius_m: None,
    })
}

/// A window at a zoom step of the usual web map.
fn window<'a>(point: Point<'a>, zoom: Option<&str>) -> Option<Target<'a>> {
    let zoom: f64 = match zoom {
        Some(zoom) => zoom.trim_end_matches('z').parse().ok()?,
        None => USUAL_ZOOM,
    };
    let lat: f64 = point.lat.parse().ok()?;
    let pixel = PIXEL_M * lat.to_radians().cos() / zoom.clamp(0.0, 23.0).exp2();
    Some(Target {
        point,
        radius_m: Some(pixel * HALF_WINDOW),
    })
}

fn google<'a>(link: &Link<'a>) -> Option<Target<'a>> {
    let earth = link.host.starts_with("earth.") && link.path.starts_with("/web");
    let maps = link.host.starts_with("maps.") || link.path.starts_with("/maps");
    if !(earth || maps) {
        return None;
    }
    let fields = link.fields();
    // A way from one place to another points at neither, one to a place only at that.
    let start = fields.get("saddr").or(fields.get("origin"));
    if let Some(end) = fields.get("daddr").or(fields.get("destination")) {
        return marker(lat_lon(end).filter(|_| start.is_none())?);
    }
    if let Some(stops) = link.path.split_once("/dir/").map(|(_, stops)| stops) {
        let end = stops.strip_prefix('/')?.split('/').next()?;
        return marker(lat_lon(end)?);
    }
    let mut pins = link.path.split("!3d").skip(1).filter_map(|rest| {
        let (lat, rest) = rest.split_once("!4d")?;
        let lon = rest.split(['!', '/', '?']).next()?;
        point(lat, lon)
    });
    if let Some(pin) = pins.next() {
        return pins
            .all(|other| other == pin)
            .then(|| marker(pin))
            .flatten();
    }
    let mut parts = link
        .path
        .split('/')
        .skip_while(|part| !matches!(*part, "place" | "search"));
    let named = parts.next();
    let name = parts.next().unwrap_or_default();
    let asked = ["q", "query", "viewpoint", "cbll", "markers"];
    let asked = asked.iter().find_map(|key| fields.get(key));
    if let Some(point) = lat_lon(name).or_else(|| lat_lon(asked?)) {
        return marker(point);
    }
    // A search for words points at whatever is found.
    let sought = named == Some("search") || asked.is_some();
    if let Some(view) = link.path.split("/@").nth(1)
        && !sought
    {
        let mut parts = view.split(['/', '?']).next()?.split(',');
        let middle = point(parts.next()?, parts.next()?)?;
        let rest: Vec<&str> = parts.collect();
        let ends = |unit: char| {
            let part = rest.iter().find_map(|part| part.strip_suffix(unit))?;
            part.parse::<f64>().ok()
        };
        // Whoever stands in a street stands at that place.
        return match (ends('z'), ends('m').or(ends('d')), ends('a'), ends('y')) {
            (Some(zoom), ..) => window(middle, Some(&zoom.to_string())),
            (_, Some(metres), ..) => Some(Target {
                point: middle,
                radius_m: Some(metres / 2.0),
            }),
            (_, None, Some(_), Some(_)) if !earth => marker(middle),
            _ => None,
        };
    }
    let middle = fields
        .get("ll")
        .or(fields.get("center"))
        .filter(|_| !sought)?;
    window(lat_lon(middle)?, fields.get("z").or(fields.get("zoom")))
}

fn open_street_map<'a>(link: &Link<'a>) -> Option<Target<'a>> {
    let fields = link.fields();
    if let Some(point) = fields.pair("mlat", "mlon") {
        return marker(point);
    }
    if link.path.starts_with("/directions") {
        return None;
    }
    if let Some(code) = link.path.strip_prefix("/go/") {
        let (point, zoom) = short_link(code)?;
        let pinned = link
            .query
            .split('&')
            .any(|part| part == "m" || part.starts_with("m="));
        return if pinned {
            marker(point)
        } else {
            window(point, Some(&zoom))
        };
    }
    if link.path.starts_with("/search") {
        return marker(lat_lon(fields.get("query")?)?);
    }
    if let Some(view) = fields.get("map") {
        let mut parts = view.split('/');
        let zoom = parts.next();
        return window(point(parts.next()?, parts.next()?)?, zoom);
    }
    window(fields.pair("lat", "lon")?, fields.get("zoom"))
}

/// The short links of OpenStreetMap: the bits of longitude and latitude in turn, six in each letter, and a hyphen for each
/// zoom step short of three to a letter.
fn short_link(code: &str) -> Option<(Point<'static>, String)> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_~";
    let (mut x, mut y, mut bits, mut hyphens) = (0_u64, 0_u64, 0_u32, 0_u32);
    for letter in code.chars() {
        if matches!(letter, '-' | '=') {
            hyphens += 1;
            continue;
        }
        let value = LETTERS.find(if letter == '@' { '~' } else { letter })?;
        for bit in (0..6).rev().step_by(2) {
            x = x << 1 | (value as u64 >> bit & 1);
            y = y << 1 | (value as u64 >> (bit - 1) & 1);
        }
        bits += 3;
        if bits > 30 {
            return None;
        }
    }
    let zoom = i64::from(bits) - 8 - i64::from((3 - hyphens % 3) % 3);
    if bits < 15 {
        return None;
    }
    // The middle of the cell.
    let share = |value: u64| (value as f64 + 0.5) / f64::from(bits).exp2();
    let point = Point {
        lat: format!("{:.5}", share(y) * 180.0 - 90.0).into(),
        lon: format!("{:.5}", share(x) * 360.0 - 180.0).into(),
    };
    Some((point, zoom.max(0).to_string()))
}

/// Longitude first, but in the words of a search.
fn yandex<'a>(link: &Link<'a>) -> Option<Target<'a>> {
    let paths = ["/map", "/harita", "/xarita"];
    if !link.host.contains("maps") && !paths.iter().any(|path| link.path.starts_with(path)) {
        return None;
    }
    let fields = link.fields();
    if fields.get("rtext").is_some() {
        return None;
    }
    let pins = ["whatshere[point]", "poi[point]", "pt"];
    if let Some(pin) = pins.iter().find_map(|key| fields.get(key)) {
        return marker(lon_lat(pin).filter(|_| !pin.contains('~'))?);
    }
    if let Some(sought) = fields.get("text") {
        return marker(lat_lon(sought)?);
    }
    window(lon_lat(fields.get("ll")?)?, fields.get("z"))
}

fn bing<'a>(link: &Link<'a>) -> Option<Target<'a>> {
    if !link.path.starts_with("/maps") {
        return None;
    }
    let fields = link.fields();
    if fields.get("rtp").is_some() {
        return None;
    }
    if let Some(pin) = fields.get("sp") {
        let mut parts = pin
            .strip_prefix("point.")
            .or(pin.strip_prefix("Point."))?
            .split('_');
        return marker(point(parts.next()?, parts.next()?).filter(|_| !pin.contains('~'))?);
    }
    if let Some(sought) = fields.get("where1").or(fields.get("q")) {
        return marker(lat_lon(sought)?);
    }
    let (lat, lon) = fields.get("cp")?.split_once('~')?;
    window(point(lat, lon)?, fields.get("lvl"))
}

fn apple<'a>(link: &Link<'a>) -> Option<Target<'a>> {
    let fields = link.fields();
    if let Some(end) = fields.get("daddr").or(fields.get("destination")) {
        let start = fields.get("saddr").or(fields.get("source"));
        return marker(lat_lon(end).filter(|_| start.is_none())?);
    }
    if let Some(pin) = fields.get("coordinate") {
        return marker(lat_lon(pin)?);
    }
    let sought = fields.get("q");
    if let Some(point) = sought.and_then(lat_lon) {
        return marker(point);
    }
    // With a name beside it the position is a pin.
    match (fields.get("ll"), sought) {
        (Some(pin), Some(_)) => marker(lat_lon(pin)?),
        (Some(middle), None) => window(lat_lon(middle)?, fields.get("z")),
        (None, None) => window(lat_lon(fields.get("center")?)?, fields.get("z")),
        (None, Some(_)) => None,
    }
}

/// Longitude first.
fn two_gis<'a>(link: &Link<'a>) -> Option<Target<'a>> {
    let pin = link.path.rsplit('/').find_map(lon_lat);
    if link.path.contains("/geo/")
        && let Some(pin) = pin
    {
        return marker(pin);
    }
    if link.path.contains("/directions") || link.path.contains("/search/") {
        return None;
    }
    let (middle, zoom) = link.fields().get("m")?.split_once('/')?;
    window(lon_lat(middle)?, Some(zoom))
}

fn here<'a>(link: &Link<'a>) -> Option<Target<'a>> {
    if let Some(pin) = link.path.strip_prefix("/l/") {
        return marker(lat_lon(pin)?);
    }
    let view = link
        .fields()
        .get("map")
        .filter(|_| !link.path.contains("/directions"))?;
    window(lat_lon(view)?, view.split(',').nth(2))
}

/// `39_8_26_N_46_57_15_E_region:AM`, `39.1407_N_46.9543_E`.
fn parameters(params: &str) -> Option<Point<'static>> {
    let mut halves: Vec<Cow<'static, str>> = Vec::new();
    let mut parts: Vec<&str> = Vec::new();
    let parts_of = params
        .split(['_', ';', '°', '\'', '"', '′', '″', ' ', ','])
        .filter(|part| !part.is_empty());
    for part in parts_of {
        if !matches!(part, "N" | "S" | "E" | "W") {
            parts.push(part);
            continue;
        }
        let mut degrees = 0.0;
        let mut unit = 1.0;
        for figure in &parts {
            degrees += figure.parse::<f64>().ok()? * unit;
            unit /= 60.0;
        }
        let sign = if matches!(part, "S" | "W") { "-" } else { "" };
        halves.push(match parts.as_slice() {
            [figure] => format!("{sign}{figure}").into(),
            // Five decimals are a metre, four ten: as good as seconds, and not better.
            [_, _] => format!("{sign}{degrees:.3}").into(),
            _ => format!("{sign}{degrees:.5}").into(),
        });
        parts.clear();
        if halves.len() == 2 {
            break;
        }
    }
    match <[Cow<'static, str>; 2]>::try_from(halves) {
        Ok([lat, lon]) => Some(Point { lat, lon }),
        Err(_) => None,
    }
}

/// `39.1407,46.9543`, with what people put around it: `loc:`, a name in brackets, a blank for the comma.
fn lat_lon(text: &str) -> Option<Point<'_>> {
    let text = text.trim().trim_start_matches("loc:").trim();
    if text.contains('°') {
        return parameters(text);
    }
    let text = text.split(['(', '|', ';']).next()?.trim();
    let cut = text.find([',', ' '])?;
    let (lat, rest) = (text.get(..cut)?, text.get(cut..)?);
    let rest = rest.trim_start_matches([',', ' ']);
    point(lat, rest.split([',', ' ']).next()?)
}

fn lon_lat(text: &str) -> Option<Point<'_>> {
    let Point { lat, lon } = lat_lon(text)?;
    Some(Point { lat: lon, lon: lat })
}

fn point<'a>(lat: &'a str, lon: &'a str) -> Option<Point<'a>> {
    let figure = |text: &'a str| {
        let text = text.trim().trim_start_matches('+');
        let digits = text.strip_prefix('-').unwrap_or(text);
        let (whole, decimals) = digits.split_once('.').unwrap_or((digits, ""));
        let all = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let fits = (1..=3).contains(&whole.len()) && decimals.len() <= 20;
        (fits && all(whole) && all(decimals)).then_some(text.trim_end_matches('.'))
    };
    Some(Point {
        lat: figure(lat)?.into(),
        lon: figure(lon)?.into(),
    })
}

/// The `key=value` parts of query and fragment.
struct Fields<'a> {
    query: &'a str,
    fragment: &'a str,
}

impl<'a> Link<'a> {
    fn fields(&self) -> Fields<'a> {
        Fields {
            query: self.query,
            fragment: self.fragment,
        }
    }
}

impl<'a> Fields<'a> {
    fn get(&self, key: &str) -> Option<&'a str> {
        let parts = self.query.split('&').chain(self.fragment.split('&'));
        parts
            .filter_map(|part| part.split_once('='))
            .find_map(|(name, value)| (name == key && !value.is_empty()).then_some(value))
    }

    fn pair(&self, lat: &str, lon: &str) -> Option<Point<'a>> {
        point(self.get(lat)?, self.get(lon)?)
    }
}

/// Without percent signs, and with a blank for each plus.
fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = match (first, after) {
            (b'%', [high, low, ..]) => {
                let digit = |byte: &u8| {
                    char::from(*byte)
                        .to_digit(16)
                        .and_then(|digit| u8::try_from(digit).ok())
                };
                digit(high)
                    .zip(digit(low))
                    .map(|(high, low)| high * 16 + low)
            }
            _ => None,
        };
        match code {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(if *first == b'+' { b' ' } else { *first });
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_marker_is_what_a_link_points_at() {
        for (address, position) in [
            (
                "https://www.google.com/maps/place/Tatev/@39.4,46.2,14z/data=!3m1!4b1!4m6!3m5!1s0x0:0x1!8m2!3d39.3793!4d46.2503!16s",
                "39.3793, 46.2503",
            ),
            (
                "https://www.google.com/maps/place/39.3793,46.2503/@39.4,46.2,14z",
                "39.3793, 46.2503",
            ),
            (
                "https://www.google.co.uk/maps?q=39.3793,46.2503&z=9&ll=39.1,46.1",
                "39.3793, 46.2503",
            ),
            (
                "http://maps.google.com/?q=loc:39.3793%2C46.2503",
                "39.3793, 46.2503",
            ),
            (
                "https://maps.google.com/maps?q=39.3793+46.2503",
                "39.3793, 46.2503",
            ),
            (
                "https://www.google.com/maps/search/?api=1&query=39.3793%2C-46.2503",
                "39.3793, -46.2503",
            ),
            (
                "https://www.google.com/maps/search/39.3793,+46.2503/@39.1,46.1,12z",
                "39.3793, 46.2503",
            ),
            (
                "https://www.google.com/maps/@39.3793,46.2503,3a,75y,90t/data=!3m6",
                "39.3793, 46.2503",
            ),
            (
                "https://www.google.com/maps/@?api=1&map_action=pano&viewpoint=39.3793,46.2503",
                "39.3793, 46.2503",
            ),
            (
                "https://www.openstreetmap.org/?mlat=39.3793&mlon=46.2503#map=12/39.1/46.1",
                "39.3793, 46.2503",
            ),
            (
                "https://www.openstreetmap.org/search?query=39.3793%2C46.2503#map=12/39.1/46.1",
                "39.3793, 46.2503",
            ),
            (
                "https://yandex.ru/maps/?ll=46.1,39.1&pt=46.2503,39.3793&z=12",
                "39.3793, 46.2503",
            ),
            (
                "https://yandex.com/maps/?ll=46.1%2C39.1&mode=whatshere&whatshere%5Bpoint%5D=46.2503%2C39.3793&z=9",
                "39.3793, 46.2503",
            ),
            (
                "https://yandex.com.tr/harita/?text=39.3793%2C46.2503",
                "39.3793, 46.2503",
            ),
            (
                "https://www.google.com/maps/place/39%C2%B022'45.5%22N+46%C2%B015'01.1%22E/@39.3,46.2,17z",
                "39.37931, 46.25031",
            ),
            (
                "https://www.google.com/maps/dir/?api=1&destination=39.3793,46.2503",
                "39.3793, 46.2503",
            ),
            (
                "https://www.google.com/maps/dir//39.3793,46.2503/@39.3,46.2,12z",
                "39.3793, 46.2503",
            ),
            (
                "https://maps.apple.com/?daddr=39.3793,46.2503&dirflg=d",
                "39.3793, 46.2503",
            ),
            ("https://osm.org/go/zUCoC8OgW-?m=", "39.37930, 46.25030"),
            (
                "https://yandex.ru/maps/?text=39.3793%2C46.2503&ll=46.1,39.1",
                "39.3793, 46.2503",
            ),
            (
                "https://www.bing.com/maps?cp=39.1~46.1&lvl=12&sp=point.39.3793_46.2503_Tatev",
                "39.3793, 46.2503",
            ),
            (
                "https://www.bing.com/maps?q=39.3793%2C46.2503&cp=39.1~46.1",
                "39.3793, 46.2503",
            ),
            (
                "https://maps.apple.com/?ll=39.3793,46.2503&q=Tatev",
                "39.3793, 46.2503",
            ),
            (
                "https://maps.apple.com/?q=39.3793,46.2503&sll=39.1,46.1",
                "39.3793, 46.2503",
            ),
            (
                "https://maps.apple.com/place?coordinate=39.3793,46.2503&name=Tatev",
                "39.3793, 46.2503",
            ),
            (
                "https://2gis.am/yerevan/geo/70030076/44.5126,40.1776",
                "40.1776, 44.5126",
            ),
            (
                "https://share.here.com/l/39.3793,46.2503,Tatev",
                "39.3793, 46.2503",
            ),
            (
                "https://waze.com/ul?ll=39.3793%2C46.2503&navigate=yes",
                "39.3793, 46.2503",
            ),
            (
                "https://geohack.toolforge.org/geohack.php?params=39_22_45_N_46_15_1_E_region:AM",
                "39.37917, 46.25028",
            ),
            (
                "https://geohack.toolforge.org/geohack.php?params=33.8568_S_151.2153_E",
                "-33.8568, 151.2153",
            ),
        ] {
            let wanted = (!position.is_empty()).then(|| format!("map link {position}"));
            assert_eq!(words(address), wanted, "{address}");
        }
    }

    #[test]
    fn a_window_comes_with_half_its_width() {
        for (address, wanted) in [
            (
                "https://www.google.com/maps/@39.38,46.25,16z",
                "39.38, 46.25 ± 950 m",
            ),
            (
                "https://www.google.com/maps/place/Tatev/@39.38,46.25,850m/data=!3m1!1e3",
                "39.38, 46.25 ± 430 m",
            ),
            (
                "https://maps.google.com/?ll=39.38,46.25&z=16",
                "39.38, 46.25 ± 950 m",
            ),
            (
                "https://www.openstreetmap.org/#map=16/39.38/46.25",
                "39.38, 46.25 ± 950 m",
            ),
            (
                "https://www.openstreetmap.org/node/123#map=16/39.38/46.25&layers=N",
                "39.38, 46.25 ± 950 m",
            ),
            (
                "https://yandex.ru/maps/?ll=46.25%2C39.38&z=16",
                "39.38, 46.25 ± 950 m",
            ),
            (
                "https://www.bing.com/maps?cp=39.38~46.25&lvl=16",
                "39.38, 46.25 ± 950 m",
            ),
            (
                "http://wikimapia.org/#lang=en&lat=39.38&lon=46.25&z=16&m=b",
                "39.38, 46.25 ± 950 m",
            ),
            (
                "https://maps.apple.com/?ll=39.38,46.25",
                "39.38, 46.25 ± 3800 m",
            ),
            ("https://osm.org/go/zUCoC8Og", "39.37930, 46.25031 ± 950 m"),
            (
                "https://wego.here.com/?map=39.38,46.25,16,normal",
                "39.38, 46.25 ± 950 m",
            ),
            (
                "https://earth.google.com/web/@39.38,46.25,1400a,900d,35y,0h",
                "39.38, 46.25 ± 450 m",
            ),
        ] {
            assert_eq!(
                words(address),
                Some(format!("map link {wanted}")),
                "{address}"
            );
        }
    }

    #[test]
    fn routes_searches_wide_windows_and_other_pages_point_at_no_place() {
        for address in [
            "https://www.google.com/maps/dir/39.2,46.4/39.5,46.3/@39.3,46.3,11z",
            "https://www.google.com/maps/dir/?api=1&origin=39.2,46.4&destination=39.5,46.3",
            "https://www.google.com/maps/dir//Tatev/@39.3,46.3,11z",
            "https://osm.org/go/",
            "https://osm.org/go/!!!!!!!!",
            "https://www.google.com/maps/search/hotels/@39.3,46.3,14z",
            "https://www.google.com/maps?q=Tatev+monastery&ll=39.3,46.3&z=14",
            "https://www.google.com/maps/@39.3,46.3,6z",
            "https://www.google.com/search?q=39.3793,46.2503",
            "https://www.google.com/maps/place/Tatev",
            "https://www.google.com/maps/place/A/data=!3d39.1!4d46.1!5s!3d40.1!4d47.1",
            "https://www.openstreetmap.org/directions?route=39.2,46.4;39.5,46.3#map=12/39.1/46.1",
            "https://www.openstreetmap.org/relation/123",
            "https://yandex.ru/maps/?rtext=39.2,46.4~39.5,46.3&ll=46.1,39.1&z=12",
            "https://yandex.ru/news?ll=46.1,39.1&z=12",
            "https://www.bing.com/search?q=39.3793,46.2503",
            "https://maps.apple.com/?saddr=39.1,46.1&daddr=39.3793,46.2503",
            "https://example.org/maps/@39.3793,46.2503,12z",
            "https://example.org/?q=39.3793,46.2503",
            "https://maps.example.google.com.evil.example/?q=39.3793,46.2503",
            "http://maps.google.com/?q=1234.5,46.2",
            "http://",
            "www.google.com/maps/@%",
        ] {
            assert_eq!(words(address), None, "{address}");
        }
    }
}
