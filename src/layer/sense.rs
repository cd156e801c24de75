//! What of a place is meant where it is named.

use crate::recognition::{MentionKind, Role, Usage};

araxes_gazetteer::vocabulary! {
    /// What of a place is meant, from what speaks most for the place to what speaks least.
    #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum Sense {
        /// The place itself.
        Place = "place",
        /// Its government, its team or those who speak for it: *Moscow said*.
        Government = "government",
        /// Its people, their language, or what is theirs: *Persians*, *Russian troops*.
        People = "people",
        /// A thing or an event that is called after it: *the Karabakh War*.
        Name = "name",
    }
    /// The word for it in the output.
    pub fn as_str;
}

impl Sense {
    /// The sense of a name that is used so, in words of this kind.
    #[must_use]
    pub(super) fn of(usage: Usage, kind: &str) -> Self {
        match usage {
            usage if usage.role() == Role::Literal => Sense::Place,
            Usage::Metonymic => Sense::Government,
            Usage::Demonym | Usage::Language => Sense::People,
            Usage::NonLiteralModifier if kind == MentionKind::Demonym.as_str() => Sense::People,
            _ => Sense::Name,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_adjective_of_a_people_is_not_the_place() {
        let of = |usage, kind: MentionKind| Sense::of(usage, kind.as_str());
        assert_eq!(of(Usage::Mixed, MentionKind::Name), Sense::Place);
        assert_eq!(
            of(Usage::LiteralModifier, MentionKind::Demonym),
            Sense::Place
        );
        assert_eq!(of(Usage::Metonymic, MentionKind::Name), Sense::Government);
        assert_eq!(of(Usage::Demonym, MentionKind::Demonym), Sense::People);
        assert_eq!(
            of(Usage::NonLiteralModifier, MentionKind::Demonym),
            Sense::People
        );
        assert_eq!(
            of(Usage::NonLiteralModifier, MentionKind::Name),
            Sense::Name
        );
    }
}
