//! Armenian, Eastern and Western. Declensions after J. Dum-Tragut, “Armenian: Modern Eastern Armenian” (2009), ch. 2.1;
//! the Western ablative after K. H. Bardakjian and R. W. Thomson, “A Textbook of Modern Western Armenian” (1977).

use super::grammar::{Paradigm, Stem::Any, Stem::Consonant, Stem::Vowel, paradigm};

pub(super) fn paradigms() -> Vec<Paradigm> {
    vec![
        // Nothing or the article, genitive, dative, ablative, instrumental, locative: Երևան, Երևանը, Երևանում.
        paradigm(Consonant, "", "ը ի ին ից ով ում էն"),
        // Behind a vowel the article is ն; ի stays or becomes ու: Շուշի, Շուշիում; Գյումրի, Գյումրու.
        paradigm(Vowel, "", "ն"),
        paradigm(Any, "ի", "իի իին իից իով իում իէն ու ուն ուց ուով ուում"),
        // ա and ո with յ between: Մոսկվա, Մոսկվայում; Թուրքիա, Թուրքիայից.
        paradigm(Any, "ա", "այի այից այով այում այէն ային"),
        paradigm(Any, "ո", "ոյի ոյից ոյով ոյում ոյէն ոյին"),
        paradigm(Any, "է", "էի էից էով էում էէն էին"),
        // ու becomes վ: Բաքու, Բաքվում.
        paradigm(Any, "ու", "վի վից վով վում վին ուի ուից ուով ուում ուին"),
        // The vowel of the last syllable is lost: լիճ, լճում; and with it ու: Մշո.
        paradigm(Consonant, "իճ", "ճի ճին ճից ճով ճում"),
    ]
}
