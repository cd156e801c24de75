//! Who's On First (<https://whosonfirst.org>): one GeoJSON file for each place in a tree of folders made of its number,
//! or the same documents in an SQLite file.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use geo::{Geometry, Point};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Map, Value};

use super::ImportError;
use super::feature_code;
use super::geometry::{self, of_json};
use super::input::{Input, Progress};
use super::intake::Intake;
use super::json::text;
use super::report::{At, Reason};
use super::text::{script_of, validity};
use crate::compile::place::{FeatureClass, NameKind, NameRow, PlaceRow, Validity, WaterRow};
use crate::compile::stream::Of;

/// Imports folders of documents, single documents and SQLite distributions.
pub(super) fn import(
    paths: &[PathBuf],
    key: &str,
    progress: &Rc<dyn Progress>,
    intake: &mut Intake<'_>,
) -> Result<(), ImportError> {
    let mut read = 0;
    for path in super::files_of(paths)? {
        let name = path.file_name().and_then(|name| name.to_str());
        let name = name.unwrap_or_default();
        if name.ends_with(".db") || name.ends_with(".sqlite") {
            database(&path, key, intake)?;
            read += 1;
        } else if name.ends_with(".geojson") && !name.contains("-alt") {
            for input in Input::at(&path, progress)? {
                let at = At {
                    file: input.label(),
                    line: None,
                };
                document(at, &input.bytes()?, key, intake)?;
                read += 1;
            }
        }
    }
    if read == 0 {
        let given: Vec<String> = paths
            .iter()
            .map(|path| path.display().to_string())
            .collect();
        return Err(ImportError::file(
            &given.join(", "),
            "holds neither documents of Who's On First (data/101/751/119/101751119.geojson) nor its SQLite file (.db)",
        ));
    }
    Ok(())
}

fn database(path: &Path, key: &str, intake: &mut Intake<'_>) -> Result<(), ImportError> {
    let label = path.display().to_string();
    let broken = |error: rusqlite::Error| {
        ImportError::file(
            &label,
            format!("is no SQLite file of Who's On First, or a broken one: {error}"),
        )
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let file = Connection::open_with_flags(path, flags).map_err(broken)?;
    let has_alternates = file.prepare("SELECT is_alt FROM geojson LIMIT 0").is_ok();
    let query = match has_alternates {
        true => "SELECT id, body FROM geojson WHERE is_alt = 0 ORDER BY id",
        false => "SELECT id, body FROM geojson ORDER BY id",
    };
    let mut statement = file.prepare(query).map_err(broken)?;
    let mut rows = statement.query([]).map_err(broken)?;
    while let Some(row) = rows.next().map_err(broken)? {
        let id = match row.get_ref(0).map_err(broken)? {
            ValueRef::Integer(id) => id.to_string(),
            ValueRef::Text(id) => String::from_utf8_lossy(id).into_owned(),
            _ => "a row without id".to_owned(),
        };
        let body = row.get_ref(1).map_err(broken)?;
        let file = format!("{label}, {id}");
        let at = At {
            file: &file,
            line: None,
        };
        let body = body.as_bytes().unwrap_or_default();
        document(at, body, key, intake)?;
    }
    Ok(())
}

/// What contains what, from the nearest to the furthest.
const LEVELS: [&str; 19] = [
    "microhood",
    "neighbourhood",
    "macrohood",
    "borough",
    "postalcode",
    "localadmin",
    "locality",
    "metroarea",
    "county",
    "macrocounty",
    "region",
    "macroregion",
    "marinearea",
    "dependency",
    "disputed",
    "country",
    "empire",
    "continent",
    "ocean",
];

fn document(
    at: At<'_>,
    body: &[u8],
    key: &str,
    intake: &mut Intake<'_>,
) -> Result<(), ImportError> {
    let mut feature: Map<String, Value> = match serde_json::from_slice(body) {
        Ok(feature) => feature,
        Err(error) => {
            let at = At {
                line: Some(error.line() as u64),
                ..at
            };
            intake.remark(at, Reason::Json, format!("is no JSON document: {error}"));
            return Ok(());
        }
    };
    let Some(Value::Object(properties)) = feature.remove("properties") else {
        intake.remark(
            at,
            Reason::Json,
            "is no document of Who's On First: it has no properties",
        );
        return Ok(());
    };
    let cell = |column: &str| text(properties.get(column));
    let Ok(number) = cell("wof:id").parse::<u64>() else {
        let detail = format!("“{}” is no wof:id", cell("wof:id"));
        intake.remark(at, Reason::Number, detail);
        return Ok(());
    };
    let name = match cell("wof:name").as_str() {
        "" => cell("name:eng_x_preferred"),
        name => name.to_owned(),
    };
    if let Some(why) = withdrawn(&properties) {
        intake.remark(at, Reason::Withdrawn, format!("{number} ({name}) {why}"));
        return Ok(());
    }
    let drawn = match feature.remove("geometry").map(of_json) {
        Some(Ok(drawn)) => drawn,
        Some(Err(message)) => {
            intake.remark(at, Reason::Shape, format!("{number} ({name}): {message}"));
            None
        }
        None => None,
    };
    if matches!(drawn, Some((_, true))) {
        geometry::remark_unclosed(at, &format!("{number} ({name})"), intake);
    }
    let placed = drawn.and_then(|(geometry, _)| geometry::place(at, &name, geometry, intake));
    // The label point was set by people; then the centre of the shape; then the shape itself.
    let point = ["lbl", "geom"].into_iter().find_map(|prefix| {
        let lat = properties.get(&format!("{prefix}:latitude"))?.as_f64()?;
        let lon = properties.get(&format!("{prefix}:longitude"))?.as_f64()?;
        Some(Point::new(lon, lat))
    });
    let Some(point) = point.or_else(|| Some(placed.as_ref()?.point)) else {
        intake.remark(
            at,
            Reason::NoPosition,
            format!("{number} ({name}) has no position"),
        );
        return Ok(());
    };
    let placetype = cell("wof:placetype");
    let kind = feature_code::of_word(&placetype).unwrap_or_else(|| {
        let detail = format!("{number} ({name}): the placetype “{placetype}” is not known");
        intake.remark(at, Reason::FeatureCode, detail);
        feature_code::Feature {
            class: FeatureClass::L,
            code: "AREA",
        }
    });
    let known = intake.known();
    let country = known.country(&cell("iso:country"));
    let country = country.or_else(|| known.country(&cell("wof:country")));
    let concordance = |key: &str| {
        text(
            properties
                .get("wof:concordances")
                .and_then(|all| all.get(key)),
        )
    };
    let mut unreadable =
        |message| intake.remark(at, Reason::Date, format!("{number} ({name}): {message}"));
    let span = validity(
        &cell("edtf:inception"),
        &cell("edtf:cessation"),
        &mut unreadable,
    );
    let population = ["wof:population", "gn:population"]
        .into_iter()
        .find_map(|column| {
            let count = properties.get(column)?.as_f64()?;
            (count > 0.0).then_some(count as u64)
        });
    let row = PlaceRow {
        id: id_of(number),
        feature_class: kind.class,
        feature_code: kind.code.to_owned(),
        point,
        precision_m: placed
            .as_ref()
            .map_or(geometry::POINT_PRECISION_M, |placed| placed.precision_m),
        countries: country
            .map(|country| country.alpha3.clone())
            .into_iter()
            .collect(),
        containers: containers(&properties, number),
        population,
        iso: country
            .map(|country| country.alpha3.clone())
            .filter(|_| placetype == "country"),
        geonameid: concordance("gn:id").parse().ok(),
        wikidata: Some(concordance("wd:id")).filter(|item| item.starts_with('Q')),
        validity: span,
        source: key.to_owned(),
        name,
    };
    let Some(place) = intake.place(at, &row)? else {
        return Ok(());
    };
    for (key, names) in &properties {
        let Some((language, kind)) = manner_of(key) else {
            continue;
        };
        for written in names.as_array().into_iter().flatten() {
            let written = text(Some(written));
            if !written.is_empty() && (written != row.name || language != "en") {
                let name = NameRow {
                    script: script_of(&written).to_owned(),
                    text: written,
                    language: language.clone(),
                    kind,
                    validity: Validity::default(),
                };
                intake.name(Of::Place(place), &name)?;
            }
        }
    }
    let shape = placed.and_then(|placed| placed.shape);
    if let Some(shape) = shape.filter(|shape| is_water(kind.class, shape)) {
        intake.shape(WaterRow {
            place: row.id,
            geometry: shape,
            precision_m: geometry::POINT_PRECISION_M,
        })?;
    }
    Ok(())
}

fn is_water(class: FeatureClass, shape: &Geometry<f64>) -> bool {
    class == FeatureClass::H && !matches!(shape, Geometry::Point(_))
}

fn id_of(number: u64) -> String {
    format!("place:whosonfirst-{number}")
}

/// Why a document is no place any more.
fn withdrawn(properties: &Map<String, Value>) -> Option<String> {
    let superseded: Vec<String> = properties
        .get("wof:superseded_by")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|number| text(Some(number)))
        .collect();
    if !superseded.is_empty() {
        return Some(format!("is superseded by {}", superseded.join(", ")));
    }
    let deprecated = text(properties.get("edtf:deprecated"));
    let is_dated = deprecated.bytes().any(|byte| byte.is_ascii_digit());
    is_dated.then(|| format!("is deprecated since {deprecated}"))
}

/// Ids of what contains the place, nearest first: by its hierarchy, else as it lists them.
fn containers(properties: &Map<String, Value>, own: u64) -> Vec<String> {
    let mut numbers: Vec<u64> = Vec::new();
    let hierarchy = properties
        .get("wof:hierarchy")
        .and_then(|all| all.get(0))
        .and_then(Value::as_object);
    if let Some(hierarchy) = hierarchy {
        let of_level = |level: &&str| hierarchy.get(&format!("{level}_id"))?.as_u64();
        numbers.extend(LEVELS.iter().filter_map(of_level));
    }
    let listed = properties.get("wof:belongsto").and_then(Value::as_array);
    for number in listed.into_iter().flatten().filter_map(Value::as_u64) {
        if !numbers.contains(&number) {
            numbers.push(number);
        }
    }
    // 0 and 1 stand for “none” and “the earth”.
    numbers.retain(|&number| number > 1 && number != own);
    numbers.into_iter().map(id_of).collect()
}

/// Language and kind of the names under a key such as `name:hye_x_preferred`.
fn manner_of(key: &str) -> Option<(String, NameKind)> {
    let (language, manner) = key.strip_prefix("name:")?.split_once("_x_")?;
    let kind = match manner {
        "preferred" => NameKind::Official,
        "abbreviation" => NameKind::Abbreviation,
        "historical" => NameKind::Historical,
        "variant" | "colloquial" | "unknown" => NameKind::Variant,
        _ => return None,
    };
    Some((short_language(language), kind))
}

/// The two-letter code (ISO 639-1) of a three-letter one (ISO 639-3), where there is one.
fn short_language(code: &str) -> String {
    LANGUAGES
        .split_ascii_whitespace()
        .filter_map(|pair| pair.split_once(':'))
        .find(|(long, _)| *long == code)
        .map_or(code, |(_, short)| short)
        .to_owned()
}

const LANGUAGES: &str = "aar:aa abk:ab afr:af aka:ak amh:am ara:ar arg:an asm:as ava:av ave:ae aym:ay aze:az bak:ba \
    bam:bm bel:be ben:bn bis:bi bod:bo bos:bs bre:br bul:bg cat:ca ces:cs cha:ch che:ce chu:cu chv:cv cor:kw cos:co \
    cre:cr cym:cy dan:da deu:de div:dv dzo:dz ell:el eng:en epo:eo est:et eus:eu ewe:ee fao:fo fas:fa fij:fj fin:fi \
    fra:fr fry:fy ful:ff gla:gd gle:ga glg:gl glv:gv grn:gn guj:gu hat:ht hau:ha heb:he her:hz hin:hi hmo:ho hrv:hr \
    hun:hu hye:hy ibo:ig ido:io iii:ii iku:iu ile:ie ina:ia ind:id ipk:ik isl:is ita:it jav:jv jpn:ja kal:kl kan:kn \
    kas:ks kat:ka kau:kr kaz:kk khm:km kik:ki kin:rw kir:ky kom:kv kon:kg kor:ko kua:kj kur:ku lao:lo lat:la lav:lv \
    lim:li lin:ln lit:lt ltz:lb lub:lu lug:lg mah:mh mal:ml mar:mr mkd:mk mlg:mg mlt:mt mon:mn mri:mi msa:ms mya:my \
    nau:na nav:nv nbl:nr nde:nd ndo:ng nep:ne nld:nl nno:nn nob:nb nor:no nya:ny oci:oc oji:oj ori:or orm:om oss:os \
    pan:pa pli:pi pol:pl por:pt pus:ps que:qu roh:rm ron:ro run:rn rus:ru sag:sg san:sa sin:si slk:sk slv:sl sme:se \
    smo:sm sna:sn snd:sd som:so sot:st spa:es sqi:sq srd:sc srp:sr ssw:ss sun:su swa:sw swe:sv tah:ty tam:ta tat:tt \
    tel:te tgk:tg tgl:tl tha:th tir:ti ton:to tsn:tn tso:ts tuk:tk tur:tr twi:tw uig:ug ukr:uk urd:ur uzb:uz ven:ve \
    vie:vi vol:vo wln:wa wol:wo xho:xh yid:yi yor:yo zha:za zho:zh zul:zu";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_their_language_and_kind_by_their_key() {
        assert_eq!(
            manner_of("name:hye_x_preferred"),
            Some(("hy".to_owned(), NameKind::Official))
        );
        assert_eq!(
            manner_of("name:ckb_x_variant"),
            Some(("ckb".to_owned(), NameKind::Variant))
        );
        assert_eq!(manner_of("wof:name"), None);
        assert_eq!(LANGUAGES.split_ascii_whitespace().count(), 183);
    }
}
