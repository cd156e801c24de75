//! `araxes annotate --given-spans`: each span that is given has an answer of its own, in the order of the input.
#![allow(missing_docs, clippy::unwrap_used)]

use serde_json::{Value, json};

/// The answers to rows, by the program in this process.
fn annotate(rows: &[Value]) -> Vec<Value> {
    let input: String = rows.iter().map(|row| format!("{row}\n")).collect();
    let arguments = ["araxes", "annotate", "--given-spans", "-"].map(Into::into);
    let (mut out, mut messages) = (Vec::new(), Vec::new());
    let code = araxes::cli::run(arguments, &mut input.as_bytes(), &mut out, &mut messages);
    assert_eq!(code, 0, "{}", String::from_utf8_lossy(&messages));
    let lines = String::from_utf8(out).unwrap();
    lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// The span of words in a text, in code points.
fn span(text: &str, words: &str) -> Value {
    let before = text.split_once(words).unwrap().0.chars().count();
    json!({ "start": before, "end": before + words.chars().count() })
}

fn row(text: &str, words: &[&str]) -> Value {
    let toponyms: Vec<Value> = words.iter().map(|words| span(text, words)).collect();
    json!({ "id": "1", "text": text, "toponyms": toponyms })
}

fn ids(answer: &Value) -> Vec<Option<&str>> {
    let toponyms = answer["toponyms"].as_array().unwrap();
    toponyms
        .iter()
        .map(|toponym| toponym["place_id"].as_str())
        .collect()
}

#[test]
fn spans_in_any_order_keep_their_own_answers() {
    let text = "Lorries from Tbilisi reached Gyumri, and Kars waited for them.";
    let words = ["Tbilisi", "Gyumri", "Kars"];
    let expected = ["place:tbilisi", "place:gyumri", "place:kars"];
    for order in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]] {
        let answers = annotate(&[row(text, &order.map(|at| words[at]))]);
        let wanted = order.map(|at| Some(expected[at]));
        assert_eq!(ids(&answers[0]), wanted);
        for (toponym, at) in answers[0]["toponyms"].as_array().unwrap().iter().zip(order) {
            assert_eq!(toponym["surface"], words[at]);
            assert_eq!(toponym["start"], span(text, words[at])["start"]);
        }
    }
}

#[test]
fn a_span_that_names_a_route_does_not_take_the_answer_of_the_next() {
    let text = "The Lachin corridor was closed, officials in Yerevan said.";
    let answers = annotate(&[row(text, &["Lachin corridor", "Yerevan"])]);
    assert_eq!(
        ids(&answers[0]),
        [Some("route:lachin-corridor"), Some("place:yerevan")]
    );
    assert_eq!(answers[0]["toponyms"][0]["lat"], Value::Null);
}

#[test]
fn a_span_is_resolved_in_the_company_of_the_names_that_are_not_given() {
    let text = "Wine has been made in Georgia for ages. Telavi and Kutaisi live from it, and so does Tbilisi.";
    let answers = annotate(&[row(text, &["Georgia"])]);
    assert_eq!(ids(&answers[0]), [Some("place:georgia")]);
    let text = "Peach growers in Georgia lost their crop. Around Macon and Savannah farmers asked Atlanta for help.";
    let answers = annotate(&[row(text, &["Georgia"])]);
    assert_eq!(ids(&answers[0]), [Some("place:us-georgia")]);
}

#[test]
fn a_span_given_twice_and_one_within_another_have_answers_each() {
    let text = "The museum in New York City opens.";
    let answers = annotate(&[row(text, &["New York City", "New York", "New York City"])]);
    let ids = ids(&answers[0]);
    assert_eq!(ids[0], ids[2]);
    assert!(ids[0].is_some() && ids[1].is_some());
}
