//! Threads that stay, each with a pipeline that remembers what names offer: what a sentence costs is its own, not that of
//! a pipeline made for it.

use std::num::NonZeroUsize;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};

use araxes::run::{Engine, Pipeline};

type Job = Box<dyn for<'g> FnOnce(&mut Pipeline<'g>) + Send>;

/// What the threads and whoever gives them work share.
struct Hall {
    engine: Engine,
    waiting: Mutex<Receiver<Job>>,
    idle: AtomicUsize,
    queued: AtomicUsize,
}

/// Threads that lead documents through one engine. They begin when there is work for them, and end with the crew.
pub(crate) struct Crew {
    hall: Arc<Hall>,
    jobs: Sender<Job>,
    most: NonZeroUsize,
    hired: Mutex<usize>,
    /// A forked process has the memory of the crew, but not its threads.
    process: u32,
}

impl Crew {
    pub(crate) fn new(engine: Engine, threads: Option<NonZeroUsize>) -> Self {
        let (jobs, waiting) = channel();
        Self {
            hall: Arc::new(Hall {
                engine,
                waiting: Mutex::new(waiting),
                idle: AtomicUsize::new(0),
                queued: AtomicUsize::new(0),
            }),
            jobs,
            most: threads
                .or_else(|| std::thread::available_parallelism().ok())
                .unwrap_or(NonZeroUsize::MIN),
            hired: Mutex::new(0),
            process: std::process::id(),
        }
    }

    /// How many threads there are at most.
    pub(crate) fn threads(&self) -> usize {
        self.most.get()
    }

    /// Whether its threads are in this process.
    pub(crate) fn is_here(&self) -> bool {
        self.process == std::process::id()
    }

    /// Has a job done by whoever is free first.
    pub(crate) fn give(&self, job: impl for<'g> FnOnce(&mut Pipeline<'g>) + Send + 'static) {
        let queued = self.hall.queued.fetch_add(1, Ordering::SeqCst) + 1;
        if queued > self.hall.idle.load(Ordering::SeqCst) {
            let mut hired = self.hired.lock().unwrap_or_else(PoisonError::into_inner);
            if *hired < self.most.get() {
                let hall = self.hall.clone();
                let name = "araxes".to_owned();
                let begun = std::thread::Builder::new()
                    .name(name)
                    .spawn(move || work(&hall));
                *hired += usize::from(begun.is_ok());
            }
        }
        // The receiver lives in the hall. If no thread could be begun at all, the job is dropped with the crew.
        let _ = self.jobs.send(Box::new(job));
    }
}

/// Does jobs as long as there is a crew.
fn work(hall: &Hall) {
    let mut pipeline = hall.engine.pipeline();
    loop {
        hall.idle.fetch_add(1, Ordering::SeqCst);
        let next = hall
            .waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        hall.idle.fetch_sub(1, Ordering::SeqCst);
        hall.queued.fetch_sub(1, Ordering::SeqCst);
        let Ok(job) = next else { return };
        // Whoever waits for the answer is told of a panic by its not coming; what the pipeline remembers may be half of it.
        if catch_unwind(AssertUnwindSafe(|| job(&mut pipeline))).is_err() {
            pipeline = hall.engine.pipeline();
        }
    }
}
