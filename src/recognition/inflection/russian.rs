//! Russian. Declensions after A. A. Zaliznyak, “Grammatical Dictionary of the Russian Language” (1977), and the Academy
//! Grammar “Russkaya grammatika” (1980), §§ 1130–1320. Names in *-о*, *-е*, *-у* and most foreign ones in *-и* (*Баку*,
//! *Тбилиси*, *Сочи*) do not change and need no rule.

use super::grammar::{Paradigm, Stem::Any, Stem::Consonant, paradigm};

pub(super) fn paradigms() -> Vec<Paradigm> {
    vec![
        // Second declension: Ереван, в Ереване; Китай, в Китае; Ярославль, в Ярославле.
        paradigm(Consonant, "", "а у ом ем е"),
        paradigm(Any, "й", "я ю ем е и"),
        paradigm(Consonant, "ь", "я ю ем е"),
        // With a fleeting vowel: Орёл, в Орле; Череповец, в Череповце; Городок, в Городке; Углегорск keeps its own.
        paradigm(Consonant, "ел", "ла лу лом ле"),
        paradigm(Any, "ец", "ца цу цом цем це"),
        paradigm(Any, "ец", "йца йцу йцом йцем йце ьца ьцу ьцом ьцем ьце"),
        paradigm(Consonant, "ок", "ка ку ком ке"),
        paradigm(Consonant, "ек", "ка ку ком ке"),
        paradigm(Consonant, "ень", "ня ню нем не"),
        // Names in -ово, -ино are declined by many: в Иванове, под Бородином. Likewise озеро, море.
        paradigm(Consonant, "о", "а у ом е"),
        paradigm(Consonant, "е", "я ю ем"),
        // Запорожье, к Запорожью, под Запорожьем.
        paradigm(Any, "ье", "ья ью ьем"),
        // First declension: Москва, в Москве; Шуша, в Шуше; Рига, из Риги; Грузия, в Грузии; Шемаха.
        paradigm(Consonant, "а", "ы и е у ой ою ей ею"),
        paradigm(Any, "я", "и е ю ей ею"),
        // Third declension: Нахичевань, в Нахичевани; Казань, Казанью.
        paradigm(Consonant, "ь", "и ью"),
        // Plurals: Альпы, в Альпах; Нидерланды, Нидерландов; Сальяны; Дарданеллы; Гималаи.
        paradigm(Consonant, "ы", "ов ам ами ах"),
        paradigm(Consonant, "и", "ов ам ами ах ей"),
        paradigm(Any, "и", "ев ям ями ях"),
        // Adjectives: Нагорный Карабах, в Нагорном Карабахе; Грозный; Верхний Ларс; Лачинский коридор.
        paradigm(Consonant, "ый", "ого ому ым ом"),
        paradigm(Consonant, "ой", "ого ому ым ом"),
        paradigm(Consonant, "ий", "ого ому им ом его ему ем"),
        // In the other genders and the plural: армянский, армянская, армянские.
        paradigm(Consonant, "ий", "ая ое ие ой ую ою их ими"),
        paradigm(Consonant, "ая", "ой ую ою ей"),
        paradigm(Consonant, "яя", "ей юю ею"),
        paradigm(Consonant, "ое", "ого ому ым им ом"),
        paradigm(Consonant, "ее", "его ему им ем"),
        paradigm(Consonant, "ые", "ых ым ыми"),
        paradigm(Consonant, "ие", "их им ими"),
    ]
}
