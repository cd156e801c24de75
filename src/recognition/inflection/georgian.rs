//! Georgian. Cases, postpositions and syncope after G. Hewitt, “Georgian: A Structural Reference Grammar” (1995), ch. 2,
//! and A. Shanidze, “Fundamentals of the Grammar of the Georgian Language” (1973).

use super::grammar::{Paradigm, Stem::Any, Stem::Consonant, paradigm};

/// Endings that begin with a vowel: genitive, instrumental, adverbial, and the postpositions that govern them.
const WITH_VOWEL: &str = "ის ისა ით ითა ად იდან ისკენ ისთვის ისგან ამდე";

/// Ergative, dative, and the postpositions that govern it.
const WITHOUT_VOWEL: &str = "მა ს სა ში შიც ზე ზეც თან სთან";

pub(super) fn paradigms() -> Vec<Paradigm> {
    let mut paradigms = vec![
        // Stems in a consonant have -ი in the nominative: თბილისი, თბილისში, თბილისის.
        paradigm(Consonant, "ი", WITH_VOWEL),
        paradigm(Consonant, "ი", WITHOUT_VOWEL),
        // As the first of two words the nominative loses it, or the adjective takes -მა, -ს off: მთიან ყარაბაღში.
        paradigm(Consonant, "ი", "მ"),
        paradigm(Any, "ი", "იც"),
        // Stems in -ა, -ე lose it before the genitive and its kin: შუშა, შუშის, შუშაში.
        paradigm(Consonant, "ა", "ის ისა ით იდან ისკენ ისთვის ისგან"),
        paradigm(Consonant, "ე", "ის ისა ით იდან ისკენ ისთვის ისგან"),
        // Those in -ო, -უ keep it: ბაქო, ბაქოს, ბაქოში, საქართველოდან.
        paradigm(
            Any,
            "",
            "ს სა მ ში შიც ზე ზეც თან სთან თი დან სკენ სთვის სგან მდე ც",
        ),
        // An adjective before a noun in an oblique case has no ending: მთიან ყარაბაღში, შავ ზღვაზე.
        Paradigm {
            stem: Consonant,
            dictionary: "ი".to_owned(),
            endings: vec![String::new()],
        },
    ];
    // Syncope: ა, ე, ო before a final ლ, მ, ნ, რ is lost where the ending has a vowel: მტკვარი, მტკვრის.
    for vowel in ["ა", "ე", "ო"] {
        for sonorant in ["ლ", "მ", "ნ", "რ"] {
            paradigms.push(Paradigm {
                stem: Consonant,
                dictionary: format!("{vowel}{sonorant}ი"),
                endings: WITH_VOWEL
                    .split_whitespace()
                    .map(|ending| format!("{sonorant}{ending}"))
                    .collect(),
            });
        }
    }
    paradigms
}
