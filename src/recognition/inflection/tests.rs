//! What stands behind declined words, and that every form the tables make leads back to its name.

use super::grammar::Paradigm;
use super::*;
use crate::built_in;
use crate::recognition::{Mention, Model, Options, Recogniser};
use araxes_gazetteer::{VolumeSource, fold, name_key};

static GAZETTEER: LazyLock<Gazetteer> = LazyLock::new(|| {
    built_in::open(&[VolumeSource::BuiltIn(built_in::CAUCASUS)]).expect("it is built in")
});

#[track_caller]
fn leads(grammar: &Grammar, pairs: &[(&str, &str)]) {
    for (declined, dictionary) in pairs {
        let forms = grammar.dictionary_forms(&fold(declined));
        assert!(
            forms.contains(&fold(dictionary)),
            "{declined} leads to {forms:?}, not to {dictionary}"
        );
    }
}

#[test]
fn russian_cases_lead_back() {
    leads(
        &RUSSIAN,
        &[
            ("Ереване", "Ереван"),
            ("Степанакерта", "Степанакерт"),
            ("Шушу", "Шуша"),
            ("Нахичеванью", "Нахичевань"),
            ("Армении", "Армения"),
            ("Грузией", "Грузия"),
            ("Китаем", "Китай"),
            ("Орле", "Орёл"),
            ("Череповца", "Череповец"),
            ("Ярославлем", "Ярославль"),
            ("Нагорному", "Нагорный"),
            ("Лачинском", "Лачинский"),
            ("аргентинскую", "аргентинский"),
            ("Южной", "Южная"),
            ("Чёрного", "Чёрное"),
            ("морем", "море"),
            ("Альпах", "Альпы"),
            ("Иванове", "Иваново"),
            ("Запорожью", "Запорожье"),
            ("Волочке", "Волочёк"),
        ],
    );
}

#[test]
fn ukrainian_cases_lead_back() {
    leads(
        &UKRAINIAN,
        &[
            ("Львова", "Львів"),
            ("Києві", "Київ"),
            ("Одесі", "Одеса"),
            ("Ризі", "Рига"),
            ("Польщі", "Польща"),
            ("Хмельницькому", "Хмельницький"),
            ("Сумах", "Суми"),
            ("Тернополя", "Тернопіль"),
        ],
    );
}

#[test]
fn armenian_cases_lead_back() {
    leads(
        &ARMENIAN,
        &[
            ("Երևանում", "Երևան"),
            ("Երեւանից", "Երևան"),
            ("Շուշիի", "Շուշի"),
            ("Գյումրիից", "Գյումրի"),
            ("Գյումրու", "Գյումրի"),
            ("Բաքվում", "Բաքու"),
            ("Մոսկվայից", "Մոսկվա"),
            ("միջանցքը", "միջանցք"),
            ("լճում", "լիճ"),
            ("Պէյրութէն", "Պէյրութ"),
        ],
    );
}

#[test]
fn azerbaijani_and_turkish_cases_lead_back() {
    leads(
        &AZERBAIJANI,
        &[
            ("Bakıdan", "Bakı"),
            ("Şuşaya", "Şuşa"),
            ("Gəncəyə", "Gəncə"),
            ("Ağdamda", "Ağdam"),
            ("Xankəndinə", "Xankəndi"),
            ("Naxçıvanın", "Naxçıvan"),
            ("İrəvanla", "İrəvan"),
            ("dəhlizinin", "dəhlizi"),
            ("Quzanlığa", "Quzanlıq"),
        ],
    );
    leads(
        &TURKISH,
        &[
            ("Ankaradan", "Ankara"),
            ("Karsta", "Kars"),
            ("Gürcistana", "Gürcistan"),
            ("Bakünün", "Bakü"),
            ("Koridorunda", "Koridoru"),
            ("Zonguldağa", "Zonguldak"),
        ],
    );
}

#[test]
fn georgian_cases_and_syncope_lead_back() {
    leads(
        &GEORGIAN,
        &[
            ("თბილისში", "თბილისი"),
            ("თბილისიდან", "თბილისი"),
            ("თბილისამდე", "თბილისი"),
            ("ზუგდიდსა", "ზუგდიდი"),
            ("ერევნის", "ერევანი"),
            ("მტკვრის", "მტკვარი"),
            ("ბაქოსკენ", "ბაქო"),
            ("შუშის", "შუშა"),
            ("მთიან", "მთიანი"),
        ],
    );
}

#[test]
fn persian_ezafe_leads_back() {
    leads(&PERSIAN, &[("باکوی", "باکو"), ("آمریکای", "آمریکا")]);
}

/// All forms of a folded name that a paradigm makes, if it is one of its names.
fn forms(name: &str, paradigm: &Paradigm) -> Vec<String> {
    let dictionary = fold(&paradigm.dictionary);
    match name.strip_suffix(&dictionary) {
        Some(stem) if paradigm.stem.fits(stem) => paradigm
            .endings
            .iter()
            .map(|ending| format!("{stem}{}", fold(ending)))
            .collect(),
        _ => Vec::new(),
    }
}

#[test]
fn every_form_of_every_name_leads_back_to_it() {
    let languages: [(&str, &Grammar, Vec<Paradigm>); 6] = [
        ("ru", &RUSSIAN, russian::paradigms()),
        ("hy", &ARMENIAN, armenian::paradigms()),
        ("az", &AZERBAIJANI, azerbaijani::paradigms()),
        ("tr", &TURKISH, turkish::paradigms()),
        ("ka", &GEORGIAN, georgian::paradigms()),
        ("fa", &PERSIAN, persian::paradigms()),
    ];
    for (language, grammar, paradigms) in languages {
        let mut tried = 0;
        for (number, _) in GAZETTEER.places() {
            for name in GAZETTEER.names_of(Entry::Place(number)) {
                let key = name_key(name.text);
                if name.language != language || key.contains(' ') || key.chars().count() < 3 {
                    continue;
                }
                for paradigm in &paradigms {
                    for form in forms(&key, paradigm).iter().filter(|form| **form != key) {
                        let back = grammar.dictionary_forms(form);
                        assert!(
                            back.contains(&key),
                            "{form} leads to {back:?}, not to {key}"
                        );
                        tried += 1;
                    }
                }
            }
        }
        assert!(tried > 100, "{language}: only {tried} forms tried");
    }
}

fn names_in(text: &str, language: Option<&str>) -> Vec<String> {
    let mentions = recognised(text, language).into_iter();
    mentions.map(|mention| mention.surface).collect()
}

fn recognised(text: &str, language: Option<&str>) -> Vec<Mention> {
    let document = crate::document::from_text("test", None, None, text);
    let document = crate::document::Document {
        language: language.map(str::to_owned),
        ..document
    };
    Recogniser::new(&GAZETTEER, Model::built_in(), Options::default())
        .recognise(&document)
        .mentions
}

#[test]
fn names_of_several_words_are_declined_in_each() {
    assert_eq!(
        names_in(
            "Войска стояли в Нагорном Карабахе у Лачинского коридора.",
            Some("ru")
        ),
        ["Нагорном Карабахе", "Лачинского коридора"]
    );
}

#[test]
fn adjectives_written_small_are_declined() {
    assert_eq!(
        names_in(
            "Он пил аргентинское вино из хорватских бутылок.",
            Some("ru")
        ),
        ["аргентинское", "хорватских"]
    );
}

#[test]
fn a_person_is_no_town_in_any_case() {
    assert_eq!(
        names_in("Роман Ереванов и Анна Тбилиси жили в Баку.", Some("ru")),
        ["Баку"]
    );
    assert_eq!(
        names_in("Письмо Сергея Карса пришло в Баку.", Some("ru")),
        ["Баку"]
    );
}

#[test]
fn latin_endings_are_taken_off_in_azerbaijani_and_turkish_only() {
    assert_eq!(names_in("Yol Şuşaya gedir.", Some("az")), ["Şuşaya"]);
    // As a place that no gazetteer has, perhaps; not as Shusha with an ending.
    assert!(
        recognised("The Şuşaya is a made-up word.", Some("en"))
            .iter()
            .all(|mention| mention.readings.is_empty())
    );
    assert_eq!(names_in("Karsta kar var.", Some("tr")), ["Karsta"]);
    assert_eq!(names_in("Karsta is a word.", None), [""; 0]);
    // One name with its letters makes no Azerbaijani text.
    assert_eq!(
        names_in("He met Mr Əliyev near Karsta and left again.", None),
        [""; 0]
    );
}

#[test]
fn an_ordinary_word_that_opens_a_sentence_is_no_small_town() {
    assert_eq!(
        names_in("Горами славится Швейцария.", Some("ru")),
        ["Швейцария"]
    );
}
