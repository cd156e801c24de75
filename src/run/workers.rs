//! Files read and their documents worked on by several threads, taken in by one in the order of the inputs.
//!
//! A worker takes a file and reads it. Most files are one document, which the worker then also works on. A table, feed or
//! archive holds many, and reading one is mostly far quicker than working on it: so the worker puts the documents of such a file
//! out for whoever is free, and where enough lie there, works on the next one itself. What is done comes in any order and
//! waits for its turn, since only the order of the inputs numbers the documents. How much may wait is bounded: a worker
//! that is too far ahead of the first file that is not yet through waits itself.

use std::collections::{BTreeMap, VecDeque};
use std::num::NonZeroUsize;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// How many documents of one file may lie there for other workers, for each of these.
const PUT_OUT: usize = 2;

/// How many documents, for each worker, may be under way or wait for their turn before work on later files pauses.
const AHEAD: usize = 32;

/// Where a document stands: its file's number, then its own in the file.
type Place = (usize, usize);

/// Opens the files numbered from 0 to `files`, works on what each gives and hands that to `take`, in the order of
/// the files and of what each gives; `None` at the end of each file. Each worker makes itself one `machine`. `open` is called once for each file, by the
/// worker that reads it; what one file gives is read in its order by one worker.
///
/// A panic in one of them is the caller's, after the other workers have stopped.
pub(super) fn in_order<Item, Done, Opened, Machine>(
    files: usize,
    workers: NonZeroUsize,
    open: impl Fn(usize) -> Opened + Sync,
    machine: impl Fn() -> Machine + Sync,
    mut take: impl FnMut(Option<Done>),
) where
    Item: Send,
    Done: Send,
    Opened: Iterator<Item = Item>,
    Machine: FnMut(Item) -> Done,
{
    let hall = Hall {
        state: Mutex::new(State {
            next: 0,
            put_out: VecDeque::new(),
            reading: 0,
            waiting: 0,
            first: 0,
            stopped: false,
        }),
        changed: Condvar::new(),
        files,
        workers: workers.get(),
    };
    let (reports, reported) = channel();
    std::thread::scope(|scope| {
        for _ in 0..hall.workers {
            let (hall, open, machine, reports) = (&hall, &open, &machine, reports.clone());
            scope.spawn(move || {
                // Whoever panics must not leave the others waiting for him.
                let _leaving = Leaving(hall);
                hall.work(open, machine(), &reports);
            });
        }
        drop(reports);
        // Nor must this thread, if `take` panics.
        let _leaving = Leaving(&hall);
        hall.collect(&reported, &mut take);
    });
}

/// What a worker tells.
enum Report<Done> {
    /// A document is done.
    Done(Place, Done),
    /// A file has so many documents.
    Through(usize, usize),
}

/// Where the workers meet.
struct Hall<Item> {
    state: Mutex<State<Item>>,
    changed: Condvar,
    files: usize,
    workers: usize,
}

struct State<Item> {
    /// The next file to open.
    next: usize,
    /// Documents that were read and nobody works on.
    put_out: VecDeque<(Place, Item)>,
    /// How many workers are reading a file.
    reading: usize,
    /// How many documents were read and are not yet taken in.
    waiting: usize,
    /// The first file that is not yet taken in as a whole.
    first: usize,
    /// Somebody panicked: nothing more is to be done.
    stopped: bool,
}

/// Stops all when a thread leaves by a panic.
struct Leaving<'a, Item>(&'a Hall<Item>);

impl<Item> Drop for Leaving<'_, Item> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.state().stopped = true;
            self.0.changed.notify_all();
        }
    }
}

impl<Item> Hall<Item> {
    fn state(&self) -> MutexGuard<'_, State<Item>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State<Item>>) -> MutexGuard<'a, State<Item>> {
        self.changed
            .wait(state)
            .unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether enough waits for its turn. What the first file holds is always wanted, for everything else waits for it.
    fn is_too_far_ahead(&self, state: &State<Item>, file: usize) -> bool {
        file > state.first && state.waiting >= AHEAD * self.workers
    }

    fn work<Done, Opened: Iterator<Item = Item>>(
        &self,
        open: &impl Fn(usize) -> Opened,
        mut machine: impl FnMut(Item) -> Done,
        reports: &Sender<Report<Done>>,
    ) {
        // Where nobody takes reports any more, the hall is stopped as well.
        let tell = |report| drop(reports.send(report));
        loop {
            match self.next() {
                Next::Document(place, item) => tell(Report::Done(place, machine(item))),
                Next::File(file) => {
                    let mut count = 0;
                    for mut item in open(file) {
                        let place = (file, count);
                        count += 1;
                        loop {
                            match self.put_out(place, item) {
                                Put::Out => {}
                                Put::Back(item) => tell(Report::Done(place, machine(item))),
                                Put::Later(back, other) => {
                                    item = back;
                                    tell(Report::Done(other.0, machine(other.1)));
                                    continue;
                                }
                                Put::Stopped => return,
                            }
                            break;
                        }
                    }
                    tell(Report::Through(file, count));
                    self.state().reading -= 1;
                    self.changed.notify_all();
                }
                Next::Nothing => return,
            }
        }
    }

    /// What a free worker does next. Documents that were read come first, so that few lie there.
    fn next(&self) -> Next<Item> {
        let mut state = self.state();
        loop {
            if state.stopped {
                return Next::Nothing;
            }
            if let Some((place, item)) = state.put_out.pop_front() {
                return Next::Document(place, item);
            }
            if state.next < self.files && !self.is_too_far_ahead(&state, state.next) {
                state.next += 1;
                state.reading += 1;
                return Next::File(state.next - 1);
            }
            if state.next == self.files && state.reading == 0 {
                return Next::Nothing;
            }
            state = self.wait(state);
        }
    }

    /// Puts a document out for others, or gives it back to the one who read it.
    fn put_out(&self, place: Place, item: Item) -> Put<Item> {
        let mut state = self.state();
        while self.is_too_far_ahead(&state, place.0) && !state.stopped {
            if let Some(other) = state.put_out.pop_front() {
                return Put::Later(item, other);
            }
            state = self.wait(state);
        }
        if state.stopped {
            return Put::Stopped;
        }
        state.waiting += 1;
        // The first of a file is mostly the only one.
        if place.1 == 0 || state.put_out.len() >= PUT_OUT * (self.workers - 1) {
            return Put::Back(item);
        }
        state.put_out.push_back((place, item));
        drop(state);
        self.changed.notify_all();
        Put::Out
    }

    /// Takes in what is reported, each in its turn.
    fn collect<Done>(
        &self,
        reported: &Receiver<Report<Done>>,
        take: &mut impl FnMut(Option<Done>),
    ) {
        let mut early: BTreeMap<Place, Done> = BTreeMap::new();
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        let mut turn: Place = (0, 0);
        for report in reported {
            match report {
                Report::Done(place, done) => drop(early.insert(place, done)),
                Report::Through(file, count) => drop(counts.insert(file, count)),
            }
            let (before, mut taken) = (turn.0, 0);
            loop {
                if let Some(done) = early.remove(&turn) {
                    take(Some(done));
                    taken += 1;
                    turn.1 += 1;
                } else if counts.get(&turn.0) == Some(&turn.1) {
                    counts.remove(&turn.0);
                    take(None);
                    turn = (turn.0 + 1, 0);
                } else {
                    break;
                }
            }
            if taken > 0 || turn.0 > before {
                let mut state = self.state();
                state.waiting -= taken;
                state.first = turn.0;
                drop(state);
                self.changed.notify_all();
            }
        }
    }
}

/// What a worker does next.
enum Next<Item> {
    Document(Place, Item),
    File(usize),
    Nothing,
}

/// What became of a document that was to be put out.
enum Put<Item> {
    /// It lies there.
    Out,
    /// Enough lie there: whoever read it works on it.
    Back(Item),
    /// Too much waits before its turn; meanwhile another is to be done.
    Later(Item, (Place, Item)),
    Stopped,
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    fn run(sizes: &[usize], workers: usize, pause: impl Fn(Place) -> u64 + Sync) -> Vec<Place> {
        let mut taken = Vec::new();
        in_order(
            sizes.len(),
            NonZeroUsize::new(workers).expect("more than none"),
            |file| (0..sizes[file]).map(move |number| (file, number)),
            || {
                |place: Place| {
                    std::thread::sleep(Duration::from_micros(pause(place)));
                    place
                }
            },
            |place| taken.extend(place),
        );
        taken
    }

    fn all(sizes: &[usize]) -> Vec<Place> {
        let each = sizes.iter().enumerate();
        each.flat_map(|(file, &size)| (0..size).map(move |number| (file, number)))
            .collect()
    }

    #[test]
    fn everything_comes_once_and_in_order() {
        let shapes: [&[usize]; 7] = [
            &[],
            &[0],
            &[1],
            &[0, 0, 3, 0],
            &[1; 300],
            &[500],
            &[1, 200, 0, 1, 50, 1, 1, 0, 120],
        ];
        for sizes in shapes {
            for workers in [1, 2, 7] {
                assert_eq!(run(sizes, workers, |_| 0), all(sizes), "{workers}");
                // Some take long, the very first longest.
                let slow = |(file, number): Place| match (file, number) {
                    (0, 0) => 5000,
                    _ => (file * 7 + number * 3) as u64 % 40,
                };
                assert_eq!(run(sizes, workers, slow), all(sizes), "{workers}");
            }
        }
    }

    #[test]
    fn what_waits_for_its_turn_is_bounded_whatever_comes_first_takes_long() {
        let (read, taken, most) = (
            AtomicUsize::new(0),
            AtomicUsize::new(0),
            AtomicUsize::new(0),
        );
        let workers = 4;
        in_order(
            2000,
            NonZeroUsize::new(workers).expect("more than none"),
            |file| {
                let read = &read;
                (0..if file % 10 == 9 { 30 } else { 1 }).map(move |number| {
                    read.fetch_add(1, Ordering::SeqCst);
                    (file, number)
                })
            },
            || {
                |place: Place| {
                    if place == (0, 0) {
                        std::thread::sleep(Duration::from_millis(200));
                    }
                }
            },
            |done| {
                if done.is_none() {
                    return;
                }
                let before = taken.fetch_add(1, Ordering::SeqCst);
                most.fetch_max(read.load(Ordering::SeqCst) - before, Ordering::SeqCst);
            },
        );
        assert_eq!(taken.load(Ordering::SeqCst), 2000 - 200 + 200 * 30);
        // Each worker may have read one more before it is told to wait, and the first file is read on.
        let bound = AHEAD * workers + 2 * workers + 30;
        let most = most.load(Ordering::SeqCst);
        assert!(most <= bound, "{most} > {bound}");
    }

    #[test]
    fn a_panic_ends_the_run_and_nobody_waits_for_ever() {
        for at in [0, 40, 299] {
            let failed = catch_unwind(AssertUnwindSafe(|| {
                in_order(
                    300,
                    NonZeroUsize::new(3).expect("more than none"),
                    |file| [file; 3].into_iter(),
                    || move |file: usize| assert_ne!(file, at, "as it should"),
                    |_| {},
                );
            }));
            assert!(failed.is_err(), "{at}");
        }
    }
}
