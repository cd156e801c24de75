//! Turkish. Cases after G. Lewis, “Turkish Grammar” (2nd ed. 2000), ch. II. Proper names have an apostrophe before the
//! ending in careful writing, which the tokens already set off (*Kars’tan*); these rules are for the rest (*Karstan*).

use super::grammar::{Paradigm, Stem::Consonant, Stem::Vowel, paradigm};

pub(super) fn paradigms() -> Vec<Paradigm> {
    let mut paradigms = vec![
        // Genitive, dative, accusative, locative, ablative, ile as an ending: Ankara’nın, Ankara’ya, Ankara’yı.
        paradigm(
            Vowel,
            "",
            "nın nun ya ye yı yu da de dan den yla yle daki deki",
        ),
        paradigm(
            Consonant,
            "",
            "ın un a e ı u da de ta te dan den tan ten la le daki deki taki teki",
        ),
        // Behind the possessive of compounds: Zengezur Koridoru, Koridorunda.
        paradigm(Vowel, "", "na ne nda nde ndan nden nı nu ndaki ndeki"),
    ];
    // p, ç, t, k soften before a vowel: koridor keeps its own; Zonguldak, Zonguldağa.
    for (hard, soft) in [("k", "ğ"), ("p", "b"), ("ç", "c"), ("t", "d")] {
        let endings = ["ın", "un", "a", "e", "ı", "u"].map(|ending| format!("{soft}{ending}"));
        paradigms.push(Paradigm {
            stem: Vowel,
            dictionary: hard.to_owned(),
            endings: endings.to_vec(),
        });
    }
    paradigms
}
