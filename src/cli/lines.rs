//! Lines of files, worked on by several threads, with the answers in the order of the lines.
//!
//! One thread reads. What it has got at once, lines of up to one buffer, goes to whichever worker is free, so a program
//! that writes a line and waits for its answer gets it. The thread that asked writes what comes back.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use super::for_terminal;

/// How much of a file is read at once, bytes.
const BUFFER: usize = 1 << 16;

/// Batches on their way for each worker: bounds the memory, however slow one of them is.
const UNDER_WAY: usize = 4;

/// A line of a file.
#[derive(Debug)]
pub(super) struct Line {
    file: Arc<str>,
    /// Counted from one.
    number: u64,
    /// Without the line break.
    pub(super) bytes: Vec<u8>,
}

impl Line {
    /// Where it stands, for messages.
    pub(super) fn place(&self) -> String {
        format!("{}:{}", self.file, self.number)
    }
}

/// What became of a line, or of a file.
pub(super) enum Answer {
    /// What is to be written, and what went wrong though there is an answer.
    Written(Vec<u8>, Vec<String>),
    /// What went wrong.
    Problem(String),
}

enum Task {
    Line(Line),
    Problem(String),
}

/// What all lines came to.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Tally {
    /// Lines that were answered.
    pub(super) done: usize,
    /// Lines and files that were not.
    pub(super) failed: usize,
}

/// Answers every line of files that is not blank; `-` is `input`. Each worker makes its own answering machine. Answers
/// are written to `out` in the order of the lines, problems to `messages`.
///
/// # Errors
/// If `out` cannot be written to.
pub(super) fn answer<M: FnMut(&Line) -> Answer>(
    files: &[PathBuf],
    input: &mut (dyn BufRead + Send),
    threads: NonZeroUsize,
    machine: impl Fn() -> M + Sync,
    out: &mut dyn Write,
    messages: &mut dyn Write,
) -> std::io::Result<Tally> {
    let (tasks, waiting) = sync_channel::<(u64, Vec<Task>)>(threads.get());
    let waiting = Mutex::new(waiting);
    let (answers, answered) = channel::<(u64, Vec<Answer>)>();
    let (permits, permitted) = channel::<()>();
    for _ in 0..threads.get() * UNDER_WAY {
        // The other end is in this function still.
        let _ = permits.send(());
    }
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut post = Post {
                tasks,
                permitted,
                number: 0,
            };
            for path in files {
                if !post.file(path, input) {
                    return;
                }
            }
        });
        for _ in 0..threads.get() {
            let (waiting, machine, answers) = (&waiting, &machine, answers.clone());
            scope.spawn(move || work(waiting, machine, &answers));
        }
        drop(answers);
        collect(answered, permits, out, messages)
    })
}

/// Answers batches as long as there are any.
fn work<M: FnMut(&Line) -> Answer>(
    waiting: &Mutex<Receiver<(u64, Vec<Task>)>>,
    machine: impl Fn() -> M,
    answers: &Sender<(u64, Vec<Answer>)>,
) {
    let mut ready: Option<M> = None;
    loop {
        let next = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let Ok((number, batch)) = next else { return };
        let ready = ready.get_or_insert_with(&machine);
        let mut reply = Reply {
            number,
            answers,
            done: Vec::with_capacity(batch.len()),
        };
        for task in batch {
            reply.done.push(match task {
                Task::Line(line) => ready(&line),
                Task::Problem(problem) => Answer::Problem(problem),
            });
        }
    }
}

/// The answers to a batch. They are sent even if the worker panics, for the others wait for their turn.
struct Reply<'a> {
    number: u64,
    answers: &'a Sender<(u64, Vec<Answer>)>,
    done: Vec<Answer>,
}

impl Drop for Reply<'_> {
    fn drop(&mut self) {
        // If nobody takes them, nobody can be told.
        let _ = self
            .answers
            .send((self.number, std::mem::take(&mut self.done)));
    }
}

/// Writes answers in the order of their batches. Whatever ends it, the reader gets no more permits then and ends too.
fn collect(
    answered: Receiver<(u64, Vec<Answer>)>,
    permits: Sender<()>,
    out: &mut dyn Write,
    messages: &mut dyn Write,
) -> std::io::Result<Tally> {
    let mut tally = Tally::default();
    let mut early: BTreeMap<u64, Vec<Answer>> = BTreeMap::new();
    let mut next = 0;
    for (number, batch) in answered {
        early.insert(number, batch);
        while let Some(batch) = early.remove(&next) {
            next += 1;
            for answer in batch {
                match answer {
                    Answer::Written(bytes, problems) => {
                        out.write_all(&bytes)?;
                        tally.done += 1;
                        tally.failed += usize::from(!problems.is_empty());
                        for problem in problems {
                            tell(messages, &problem);
                        }
                    }
                    Answer::Problem(problem) => {
                        tell(messages, &problem);
                        tally.failed += 1;
                    }
                }
            }
            out.flush()?;
            // Nobody reads any more: then no permit is needed either.
            let _ = permits.send(());
        }
    }
    Ok(tally)
}

fn tell(messages: &mut dyn Write, problem: &str) {
    // Where messages cannot be written there is nobody to tell.
    let _ = writeln!(messages, "error: {}", for_terminal(problem));
}

/// Sends batches off.
struct Post {
    tasks: SyncSender<(u64, Vec<Task>)>,
    permitted: Receiver<()>,
    number: u64,
}

impl Post {
    /// Sends a batch; whether anybody is there to take it.
    fn send(&mut self, batch: Vec<Task>) -> bool {
        if batch.is_empty() {
            return true;
        }
        let number = self.number;
        self.number += 1;
        self.permitted.recv().is_ok() && self.tasks.send((number, batch)).is_ok()
    }

    /// Sends the lines of a file; whether anybody takes more.
    fn file(&mut self, path: &Path, input: &mut (dyn BufRead + Send)) -> bool {
        let name = path.display().to_string();
        if name == "-" {
            return self.lines(&name, input);
        }
        match File::open(path) {
            Ok(file) => self.lines(&name, &mut BufReader::with_capacity(BUFFER, file)),
            Err(error) => self.send(vec![Task::Problem(format!(
                "{name}: cannot be read ({error}); check that it exists and is yours"
            ))]),
        }
    }

    fn lines(&mut self, name: &str, reader: &mut dyn BufRead) -> bool {
        let file: Arc<str> = name.into();
        let mut number = 0;
        let mut begun: Vec<u8> = Vec::new();
        loop {
            let mut batch = Vec::new();
            let mut push = |mut bytes: Vec<u8>| {
                number += 1;
                // A byte order mark is none of the first line's.
                if number == 1 && bytes.starts_with(b"\xEF\xBB\xBF") {
                    bytes.drain(..3);
                }
                if !bytes.iter().all(u8::is_ascii_whitespace) {
                    batch.push(Task::Line(Line {
                        file: file.clone(),
                        number,
                        bytes,
                    }));
                }
            };
            let read = match reader.fill_buf() {
                Ok(read) => read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
                Err(error) => {
                    let at = number + 1;
                    batch.push(Task::Problem(format!(
                        "{name}:{at}: cannot be read ({error})"
                    )));
                    return self.send(batch);
                }
            };
            let length = read.len();
            if length == 0 {
                push(begun);
                return self.send(batch);
            }
            let mut lines = read.split(|byte| *byte == b'\n').peekable();
            while let Some(part) = lines.next() {
                begun.extend_from_slice(part);
                if lines.peek().is_some() {
                    push(std::mem::take(&mut begun));
                }
            }
            reader.consume(length);
            if !self.send(batch) {
                return false;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn echoed(input: &str, threads: usize) -> (String, String, Tally) {
        let (mut out, mut messages) = (Vec::new(), Vec::new());
        let tally = answer(
            &["-".into()],
            // A buffer that holds less than a line.
            &mut BufReader::with_capacity(5, input.as_bytes()),
            NonZeroUsize::new(threads).expect("more than none"),
            || {
                |line: &Line| match line.bytes.as_slice() {
                    b"bad" => Answer::Problem(format!("{}: bad", line.place())),
                    bytes => Answer::Written([bytes, b"\n"].concat(), Vec::new()),
                }
            },
            &mut out,
            &mut messages,
        );
        let text = |bytes| String::from_utf8(bytes).expect("it was text");
        (text(out), text(messages), tally.expect("a Vec takes all"))
    }

    #[test]
    fn answers_come_in_the_order_of_the_lines() {
        let lines: String = (0..2000).map(|number| format!("{number}\n")).collect();
        for threads in [1, 2, 7] {
            let (out, messages, tally) = echoed(&lines, threads);
            assert_eq!((out.as_str(), messages.as_str()), (lines.as_str(), ""));
            assert_eq!(tally.done, 2000);
        }
    }

    #[test]
    fn blank_lines_count_but_are_not_answered_and_the_last_needs_no_line_break() {
        let (out, messages, tally) = echoed("first line\n\n  \r\nbad\nlast", 2);
        assert_eq!(out, "first line\nlast\n");
        assert_eq!(messages, "error: -:4: bad\n");
        assert_eq!((tally.done, tally.failed), (2, 1));
    }

    /// Takes nothing.
    struct Closed;

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            Err(std::io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn an_output_that_takes_nothing_ends_the_work() {
        let lines: String = (0..100_000).map(|number| format!("{number}\n")).collect();
        let answered = answer(
            &["-".into()],
            &mut lines.as_bytes(),
            NonZeroUsize::MIN,
            || |line: &Line| Answer::Written(line.bytes.clone(), Vec::new()),
            &mut Closed,
            &mut Vec::new(),
        );
        assert!(answered.is_err());
    }
}
