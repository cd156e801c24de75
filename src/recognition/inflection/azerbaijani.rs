//! Azerbaijani. Cases after “Müasir Azərbaycan dili”, vol. II, Morphology (1980), and V. Ahmadov and others' school
//! grammar: vowel harmony, *n* and *y* between vowels, *n* behind the possessive (*Zəngəzur dəhlizi, dəhlizinin*). Words
//! are folded before the endings are looked at, so *-ın* and *-in*, *-un* and *-ün* are one.

use super::grammar::{Paradigm, Stem::Consonant, Stem::Vowel, paradigm};

pub(super) fn paradigms() -> Vec<Paradigm> {
    let mut paradigms = vec![
        // Genitive, dative, accusative, locative, ablative, and ilə as an ending: Şuşanın, Şuşaya, Şuşanı, Şuşada.
        paradigm(
            Vowel,
            "",
            "nın nun ya yə nı nu da də dan dən yla ylə la lə dakı dəki dadır dədir",
        ),
        paradigm(
            Consonant,
            "",
            "ın un a ə ı u da də dan dən la lə dakı dəki dadır dədir",
        ),
        // Behind the possessive of compounds, and of names that look like one: Xankəndində, dəhlizinə.
        paradigm(Vowel, "", "na nə nda ndə ndan ndən ndakı ndəki"),
    ];
    // q and k soften before a vowel: Ağcabədi keeps its own; Kəlbəcərlik, Kəlbəcərliyə; Quzanlıq, Quzanlığa.
    for (hard, soft) in [("q", "ğ"), ("k", "y"), ("k", "g")] {
        let endings = ["ın", "un", "a", "ə", "ı", "u"].map(|ending| format!("{soft}{ending}"));
        paradigms.push(Paradigm {
            stem: Vowel,
            dictionary: hard.to_owned(),
            endings: endings.to_vec(),
        });
    }
    paradigms
}
