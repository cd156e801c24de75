//! Whose texts a run keeps for outputs that show them: the documents' in order, each that still fits into a number of
//! bytes.
//!
//! Who fits depends on the documents before. A part of a run does not know them all, and yet it should not hold every
//! text until the end. It can let go of a text that fits nowhere any more: if a document is kept, then there was room
//! for it all the while, so that every earlier one which is not longer was kept as well. Where these fill the room, or
//! one of them was refused, there is none.
//!
//! From the first document on, as far as none is missing, it is known who is kept. So a run in order holds no more than
//! the number of bytes, and a part that begins further back holds more only of texts that come the shorter the later.

use std::collections::BTreeMap;

use super::layers::DocumentText;

/// The texts that may yet be kept. What it holds depends on the documents alone and on no order in which they came.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Texts {
    /// How many bytes of texts are kept in all.
    room: usize,
    /// All documents before this number have come and are decided.
    decided: usize,
    /// The room that these have left.
    left: usize,
    /// By the documents' numbers.
    held: BTreeMap<usize, Held>,
    /// The lengths of documents that are not kept, by their numbers: only those that are shorter than all such before
    /// them, for these refuse the rest.
    refused: BTreeMap<usize, usize>,
}

#[derive(Debug, Clone, PartialEq)]
struct Held {
    text: DocumentText,
    /// Its length and those of the documents before it that are not longer, bytes; 0 once it is decided.
    load: usize,
}

impl Held {
    fn length(&self) -> usize {
        self.text.text.len()
    }
}

impl Texts {
    /// None yet; in the end, of `room` bytes at most.
    pub(super) fn with_room(room: usize) -> Self {
        Self {
            room,
            left: room,
            ..Self::default()
        }
    }

    /// A text of so many bytes. It is only asked for where it may fit.
    pub(super) fn offer(
        &mut self,
        number: usize,
        length: usize,
        text: impl FnOnce() -> DocumentText,
    ) {
        // The next in order is decided at once and need not be compared with those before it.
        let load = if number == self.decided {
            length
        } else {
            let before = self.held.range(..number).map(|(_, held)| held.length());
            before.filter(|&other| other <= length).sum::<usize>() + length
        };
        if load > self.room || self.is_refused(number, length) {
            return self.refuse(number, length);
        }
        let text = text();
        let mut overfull: Vec<(usize, usize)> = Vec::new();
        for (&later, held) in self.held.range_mut(number..) {
            if held.length() >= length {
                held.load += length;
                if held.load > self.room {
                    overfull.push((later, held.length()));
                }
            }
        }
        self.held.insert(number, Held { text, load });
        for (later, length) in overfull {
            self.refuse(later, length);
        }
    }

    fn is_refused(&self, number: usize, length: usize) -> bool {
        let shortest = self.refused.range(..=number).next_back();
        shortest.is_some_and(|(_, &other)| other <= length)
    }

    /// A document that is not kept, and with it all later ones that are not shorter.
    fn refuse(&mut self, number: usize, length: usize) {
        if self.is_refused(number, length) {
            return;
        }
        self.refused
            .retain(|&later, other| later < number || *other < length);
        self.refused.insert(number, length);
        self.held
            .retain(|&later, held| later < number || held.length() < length);
    }

    /// Takes in what another part holds, but for documents that are `known` here.
    pub(super) fn absorb(&mut self, other: Self, known: impl Fn(usize) -> bool) {
        for (number, length) in other.refused {
            self.refuse(number, length);
        }
        for (number, held) in other.held {
            if !known(number) {
                self.offer(number, held.length(), || held.text);
            }
        }
    }

    /// Decides as many documents as have come without a gap.
    pub(super) fn settle(&mut self, has_come: impl Fn(usize) -> bool) {
        while has_come(self.decided) {
            if let Some(held) = self.held.get_mut(&self.decided) {
                let length = held.length();
                if length <= self.left {
                    self.left -= length;
                    held.load = 0;
                } else {
                    self.refuse(self.decided, length);
                }
            }
            self.decided += 1;
        }
    }

    /// The texts to keep, by the numbers of their documents, when all have come.
    pub(super) fn chosen(self) -> BTreeMap<usize, DocumentText> {
        let (decided, mut left) = (self.decided, self.left);
        self.held
            .into_iter()
            .filter_map(|(number, held)| {
                if number >= decided {
                    left = left.checked_sub(held.length())?;
                }
                Some((number, held.text))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(length: usize) -> DocumentText {
        DocumentText {
            text: "a".repeat(length),
            blocks: Vec::new(),
        }
    }

    /// The rule itself: in order, each that still fits.
    fn in_order(lengths: &[usize], room: usize) -> Vec<usize> {
        let mut left = room;
        let fits = |&(_, &length): &(usize, &usize)| match left.checked_sub(length) {
            Some(rest) => {
                left = rest;
                true
            }
            None => false,
        };
        let kept = lengths.iter().enumerate().filter(fits);
        kept.map(|(number, _)| number).collect()
    }

    fn parts(lengths: &[usize], room: usize, order: &[usize], cuts: &[bool]) -> (Texts, usize) {
        let mut whole = Texts::with_room(room);
        let mut known: Vec<bool> = vec![false; lengths.len()];
        let mut most = 0;
        let mut rest = order;
        while !rest.is_empty() {
            let cut = cuts.get(order.len() - rest.len()..).unwrap_or_default();
            let size = 1 + cut.iter().take_while(|&&cut| !cut).count();
            let (part, behind) = rest.split_at(size.min(rest.len()));
            let mut texts = Texts::with_room(room);
            for (at, &number) in part.iter().enumerate() {
                texts.offer(number, lengths[number], || text(lengths[number]));
                texts.settle(|number| part[..=at].contains(&number));
            }
            whole.absorb(texts, |number| known[number]);
            part.iter().for_each(|&number| known[number] = true);
            whole.settle(|number| known.get(number).copied().unwrap_or_default());
            most = most.max(whole.held.values().map(Held::length).sum());
            rest = behind;
        }
        (whole, most)
    }

    proptest! {
        #[test]
        fn whichever_way_they_come_the_same_are_kept(
            lengths in prop::collection::vec(0_usize..20, 1..24),
            room in 0_usize..80,
            seed in any::<prop::sample::Index>(),
            order in Just((0..24).collect::<Vec<usize>>()).prop_shuffle(),
            cuts in prop::collection::vec(any::<bool>(), 24),
        ) {
            let order: Vec<usize> = order.into_iter().filter(|&number| number < lengths.len()).collect();
            // Half-way, too: parts of the same documents hold the same, however they came together.
            let some = &order[..=seed.index(order.len())];
            let (one_way, _) = parts(&lengths, room, some, &cuts);
            let mut sorted = some.to_vec();
            sorted.sort_unstable();
            prop_assert_eq!(&one_way, &parts(&lengths, room, &sorted, &[]).0);

            let (whole, _) = parts(&lengths, room, &order, &cuts);
            let kept: Vec<usize> = whole.chosen().into_keys().collect();
            prop_assert_eq!(&kept, &in_order(&lengths, room));
        }

        #[test]
        fn in_order_no_more_is_held_than_is_kept(
            lengths in prop::collection::vec(0_usize..20, 1..40),
            room in 0_usize..80,
        ) {
            let order: Vec<usize> = (0..lengths.len()).collect();
            let (whole, most) = parts(&lengths, room, &order, &vec![true; lengths.len()]);
            prop_assert!(most <= room);
            prop_assert_eq!(whole.held.into_keys().collect::<Vec<_>>(), in_order(&lengths, room));
        }
    }
}
