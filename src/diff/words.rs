//! Differences in people's words.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

use super::{Cause, Cited, Diff, Setting};
use crate::export::markup::counted;

/// What changed, for people: one line for each.
#[must_use]
pub fn told(diff: &Diff) -> String {
    if diff.equal {
        return "nothing changed\n".to_owned();
    }
    let mut out = String::new();
    // Writing to a String cannot fail.
    let _ = write(&mut out, diff);
    out
}

fn write(out: &mut String, diff: &Diff) -> std::fmt::Result {
    if !diff.run.is_empty() {
        writeln!(out, "What was run differently:")?;
        for setting in &diff.run {
            writeln!(out, "  {}", of_setting(setting))?;
        }
    }
    if !diff.documents.is_empty() {
        let count = |change| {
            diff.documents
                .iter()
                .filter(|one| one.change == change)
                .count()
        };
        let counts =
            ["added", "removed", "changed", "renamed"].map(|change| (change, count(change)));
        writeln!(out, "Documents: {}", counts_in_words(&counts))?;
        for one in &diff.documents {
            let before = one.old_path.iter().map(|path| format!(", before {path}"));
            let before: String = before.collect();
            writeln!(out, "  {} {}{before} “{}”", one.change, one.path, one.label)?;
        }
    }
    if !diff.features.is_empty() {
        let count = |change| {
            diff.features
                .iter()
                .filter(|one| one.change == change)
                .count()
        };
        let counts = ["come", "gone", "moved", "renamed"].map(|change| (change, count(change)));
        writeln!(out, "On the map: {}", counts_in_words(&counts))?;
        for one in &diff.features {
            let what = match one.change {
                "come" => format!("with {}", counted(one.citations[1], "citation")),
                "gone" => format!("had {}", counted(one.citations[0], "citation")),
                "renamed" => format!("was {}", one.old_name.as_deref().unwrap_or_default()),
                _ => one.moved_m.map_or_else(
                    || "has another line".to_owned(),
                    |metres| format!("by {}", distance(metres)),
                ),
            };
            let because = because(&one.causes);
            writeln!(
                out,
                "  {} {} ({}), {what}{because}",
                one.change, one.name, one.id
            )?;
        }
    }
    if !diff.citations.is_empty() {
        let count = |change| {
            diff.citations
                .iter()
                .filter(|one| one.change == change)
                .count()
        };
        let counts = ["come", "gone", "changed"].map(|change| (change, count(change)));
        writeln!(out, "Citations: {}", counts_in_words(&counts))?;
        for one in &diff.citations {
            let name = |cited: &Option<Cited>| {
                cited.as_ref().map_or_else(String::new, |cited| {
                    format!("{} ({})", cited.name, cited.id)
                })
            };
            let what = match one.change {
                "come" => name(&one.new),
                "gone" => name(&one.old),
                _ => format!("{} instead of {}", name(&one.new), name(&one.old)),
            };
            let because = because(&one.causes);
            writeln!(
                out,
                "  {} {} (character {}): “{}” {what}{because}",
                one.change, one.path, one.start, one.surface
            )?;
        }
    }
    if diff.features.is_empty() && diff.citations.is_empty() {
        writeln!(out, "The map and its citations are the same.")?;
    }
    Ok(())
}

fn of_setting(setting: &Setting) -> String {
    let what = match setting.cause {
        Cause::Program => "program",
        Cause::Gazetteer => "gazetteer",
        Cause::Decisions => "decisions",
        _ => "option",
    };
    let is_checksum = matches!(setting.cause, Cause::Gazetteer | Cause::Decisions);
    let value = |value: &Value| match value {
        Value::Null => "nothing".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let name = &setting.name;
    match (&setting.old, &setting.new) {
        (Value::Null, _) if is_checksum => format!("{what}: {name} is new"),
        (_, Value::Null) if is_checksum => format!("{what}: {name} is gone"),
        _ if is_checksum => format!("{what}: {name} has changed"),
        (old, new) => format!("{what}: {name} {} instead of {}", value(new), value(old)),
    }
}

fn counts_in_words(counts: &[(&str, usize)]) -> String {
    let counts = counts.iter().filter(|(_, count)| *count > 0);
    let words: Vec<String> = counts
        .map(|(change, count)| format!("{count} {change}"))
        .collect();
    words.join(", ")
}

fn because(causes: &BTreeSet<Cause>) -> String {
    let words: Vec<&str> = causes
        .iter()
        .map(|cause| match cause {
            Cause::DocumentAdded => "a document that was added",
            Cause::DocumentRemoved => "a document that was removed",
            Cause::DocumentChanged => "a document that changed",
            Cause::Decisions => "decisions",
            Cause::Gazetteer => "the gazetteer",
            Cause::Options => "options",
            Cause::Program => "the program",
            Cause::Unknown => "nothing that the folders tell of",
        })
        .collect();
    format!("; because of {}", words.join(" or "))
}

fn distance(metres: f64) -> String {
    if metres < 1000.0 {
        format!("{metres:.0} m")
    } else {
        format!("{:.1} km", metres / 1000.0)
    }
}
