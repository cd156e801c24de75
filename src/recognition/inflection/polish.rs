//! Polish. Declensions after D. Bartnicka et al., “Grammar of the Polish Language” (2004), nouns and adjectives.

use super::grammar::{Paradigm, Stem::Any, Stem::Consonant, paradigm};

pub(super) fn paradigms() -> Vec<Paradigm> {
    vec![
        // Masculine: Berlin, w Berlinie; Gdańsk, w Gdańsku; Wrocław, we Wrocławiu; Paryż, z Paryża.
        paradigm(Consonant, "", "a u owi em ie iem ia iu iowi"),
        // Kraków, w Krakowie; Rzeszów.
        paradigm(Any, "ów", "owa owie owem owi owu"),
        paradigm(Consonant, "ec", "ca cu cem cowi"),
        paradigm(Consonant, "ek", "ka ku kiem kowi"),
        paradigm(Any, "ń", "nia niu niem niowi"),
        paradigm(Any, "ść", "ścia ściu ściem"),
        // What softens before -e: Bejrut, w Bejrucie; Belgrad, w Belgradzie; Dniestr, na Dniestrze; Orzeł, Orle.
        paradigm(Any, "t", "cie"),
        paradigm(Any, "d", "dzie"),
        paradigm(Any, "r", "rze"),
        paradigm(Any, "ł", "le"),
        // Feminine: Warszawa, do Warszawy; Praga, w Pradze; Ameryka, w Ameryce; Francja, we Francji; Hiszpania, w Hiszpanii.
        paradigm(Consonant, "a", "y i ie ę ą o"),
        paradigm(Any, "ra", "rze"),
        paradigm(Any, "ta", "cie"),
        paradigm(Any, "da", "dzie"),
        paradigm(Any, "ła", "le"),
        paradigm(Any, "ka", "ce"),
        paradigm(Any, "ga", "dze"),
        paradigm(Any, "cha", "sze"),
        paradigm(Any, "ia", "ii i ię ią"),
        paradigm(Any, "ja", "ji i ję ją"),
        paradigm(Any, "ea", "ei eę eą"),
        paradigm(Any, "źć", "zi zią"),
        paradigm(Any, "dź", "dzi dzią"),
        // Neuter: Kosowo, w Kosowie; Gniezno, w Gnieźnie; Opole, w Opolu.
        paradigm(Consonant, "o", "a u em ie"),
        paradigm(Any, "no", "nie"),
        paradigm(Any, "e", "a u em"),
        // Plurals: Chiny, w Chinach; Niemcy, do Niemiec, w Niemczech; Włochy, we Włoszech; Węgry, na Węgrzech;
        // Katowice, w Katowicach; Indie, do Indii.
        paradigm(Consonant, "y", "ów ach ami om"),
        paradigm(Any, "cy", "iec czech cami com"),
        paradigm(Any, "chy", "szech chami chom"),
        paradigm(Any, "gry", "gier grzech grami grom"),
        paradigm(Any, "ice", "ic icach icami icom"),
        paradigm(Any, "ce", "c cach cami com"),
        paradigm(Any, "ie", "ii iach iami iom"),
        paradigm(Consonant, "i", "ów ach ami om"),
        // Adjectives: Zakopane, w Zakopanem; Wielka Brytania, w Wielkiej Brytanii; Nowy Jork, w Nowym Jorku; Polska, w Polsce.
        paradigm(Consonant, "a", "ej"),
        paradigm(Any, "ka", "kiej"),
        paradigm(Any, "ga", "giej"),
        paradigm(Consonant, "y", "ego emu ym ych ymi"),
        paradigm(Any, "ki", "kiego kiemu kim kich kimi"),
        paradigm(Consonant, "e", "ego emu ym ych ymi"),
    ]
}
