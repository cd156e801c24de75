//! Ukrainian. Declensions after the “Ukrainian Orthography” of 2019, §§ 82–103.

use super::grammar::{Paradigm, Stem::Any, Stem::Consonant, paradigm};

pub(super) fn paradigms() -> Vec<Paradigm> {
    vec![
        // Second declension: Бахмут, у Бахмуті; Китай, у Китаї; Тернопіль, у Тернополі.
        paradigm(Consonant, "", "а у ові ом ем і"),
        paradigm(Any, "й", "я ю єві єм ї"),
        paradigm(Consonant, "ь", "я ю еві ем і"),
        paradigm(Consonant, "іль", "оля олю олем олі еля елю елем елі"),
        // і in a closed syllable, о or е in an open one: Львів, у Львові; Київ, у Києві; Ізмаїл keeps its own.
        paradigm(Consonant, "ів", "ова ову овом ові ева еву евом еві"),
        paradigm(Any, "їв", "єва єву євом єві"),
        paradigm(Consonant, "іг", "ога огу огом озі"),
        paradigm(Consonant, "ець", "ця цю цем ці"),
        paradigm(Consonant, "о", "а у ом і"),
        // First declension: Одеса, в Одесі; Рига, в Ризі; Грузія, у Грузії; Польща, до Польщі.
        paradigm(Consonant, "а", "и і у ою ею"),
        paradigm(Any, "га", "зі"),
        paradigm(Any, "ка", "ці"),
        paradigm(Any, "ха", "сі"),
        paradigm(Any, "я", "і ї ю ею єю"),
        // Third declension: Керч, у Керчі, Керчю; Сибір; Твер.
        paradigm(Consonant, "ь", "і ю"),
        // Plurals: Суми, у Сумах; Чернівці, у Чернівцях; Черкаси, Черкас.
        paradigm(Consonant, "и", "ів ам ами ах"),
        paradigm(Consonant, "і", "ів ям ями ях"),
        // Adjectives: Хмельницький, у Хмельницькому; Рівне, у Рівному; Біла Церква, у Білій Церкві.
        paradigm(Consonant, "ий", "ого ому им ім"),
        paradigm(Consonant, "ій", "ього ьому ім"),
        // In the other genders and the plural: вірменський, вірменська, вірменські.
        paradigm(Consonant, "ий", "а е і ої ій у ою их ими"),
        paradigm(Consonant, "а", "ої ій"),
        paradigm(Consonant, "е", "ого ому им ім"),
    ]
}
