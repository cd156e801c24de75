//! Text in pictures, recognised by programs that are installed: `tesseract`, and `pdftoppm` for the pages of scanned PDFs.
//! Nothing of the kind is started unless it was asked for.

use std::io::{self, Read, Write as _};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How text in pictures is recognised.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ocr {
    languages: String,
    longest: Duration,
}

/// How long a page may take.
const LONGEST: Duration = Duration::from_secs(120);

/// At how many dots an inch pages of PDFs are drawn: what `tesseract` was made for.
const DOTS: u16 = 300;

impl Ocr {
    /// Recognition of texts in these languages, by the names that `tesseract` has for them: `eng`, `rus+eng`.
    ///
    /// # Errors
    /// If that cannot be the names of languages.
    pub fn of(languages: &str) -> Result<Self, String> {
        let is_name = |char: char| char.is_ascii_alphanumeric() || "_+".contains(char);
        if languages.is_empty() || !languages.chars().all(is_name) {
            return Err(format!(
                "{languages:?} names no languages; tesseract calls them eng, rus+eng and so on"
            ));
        }
        Ok(Self {
            languages: languages.to_owned(),
            longest: LONGEST,
        })
    }

    /// The same with another bound on the time for a page.
    #[must_use]
    pub fn within(self, longest: Duration) -> Self {
        Self { longest, ..self }
    }

    /// The text of the pages of a picture.
    pub(super) fn picture(&self, bytes: &[u8]) -> Result<Vec<Recognised>, String> {
        let table = self.run("tesseract", bytes, |command| {
            command.args(["stdin", "stdout", "-l", &self.languages, "tsv"]);
        })?;
        Ok(recognised(&String::from_utf8_lossy(&table)))
    }

    /// The text of a page of a PDF, with its places in points.
    pub(super) fn page(&self, pdf: &[u8], number: u32) -> Result<Recognised, String> {
        let number = number.to_string();
        let drawn = self.run("pdftoppm", pdf, |command| {
            let dots = DOTS.to_string();
            command.args([
                "-r", &dots, "-gray", "-png", "-f", &number, "-l", &number, "-",
            ]);
        })?;
        let mut pages = self.picture(&drawn)?;
        let mut page = pages.pop().unwrap_or_default();
        let scale = 72.0 / f32::from(DOTS);
        for (_, area) in &mut page.blocks {
            *area = area.map(|value| (value * scale * 10.0).round() / 10.0);
        }
        Ok(page)
    }

    /// What a program makes of its input.
    fn run(
        &self,
        program: &str,
        input: &[u8],
        arguments: impl FnOnce(&mut Command),
    ) -> Result<Vec<u8>, String> {
        let mut command = Command::new(program);
        arguments(&mut command);
        command
            // Threads of its own would only wait for each other.
            .env("OMP_THREAD_LIMIT", "1")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => format!(
                "its text is in pictures, and {program} is not installed; install it (Debian: {})",
                if program == "tesseract" {
                    "tesseract-ocr"
                } else {
                    "poppler-utils"
                }
            ),
            _ => format!("{program} cannot be started ({error})"),
        })?;
        let (stdin, stdout, stderr) =
            (child.stdin.take(), child.stdout.take(), child.stderr.take());
        std::thread::scope(|scope| {
            // Whoever reads too little of its input has ended, which the exit code tells.
            scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(input)));
            let out = scope.spawn(move || all(stdout));
            let said = scope.spawn(move || all(stderr));
            let ended = wait(&mut child, self.longest);
            let (out, said) = (
                out.join().unwrap_or_default(),
                said.join().unwrap_or_default(),
            );
            match ended {
                Ok(true) => Ok(out),
                Ok(false) => {
                    let said = String::from_utf8_lossy(&said);
                    let why = said.lines().rev().find(|line| !line.trim().is_empty());
                    Err(format!(
                        "{program} cannot read it ({})",
                        why.unwrap_or("it does not say why").trim()
                    ))
                }
                Err(error) if error.kind() == io::ErrorKind::TimedOut => Err(format!(
                    "{program} took more than {} s for a page",
                    self.longest.as_secs()
                )),
                Err(error) => Err(format!("{program} was lost ({error})")),
            }
        })
    }
}

fn all(from: Option<impl Read>) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Some(mut from) = from {
        // What came until then is what there is.
        let _ = from.read_to_end(&mut bytes);
    }
    bytes
}

/// Waits for a program, but no longer than this; tells whether it ended well.
fn wait(child: &mut Child, longest: Duration) -> io::Result<bool> {
    let began = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(status.success());
        }
        if began.elapsed() > longest {
            child.kill()?;
            child.wait()?;
            return Err(io::ErrorKind::TimedOut.into());
        }
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// The text of a page: its paragraphs, each with its lines, and the box around it from the page's lower left corner.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Recognised {
    pub(super) blocks: Vec<(Vec<String>, [f32; 4])>,
    /// How sure each word is, summed, in percent.
    pub(super) sureness: f32,
    pub(super) words: u16,
}

/// Reads the table that `tesseract` writes: a line for each page, block, paragraph, line and word, with its box.
fn recognised(table: &str) -> Vec<Recognised> {
    let mut pages: Vec<Recognised> = Vec::new();
    let mut height = 0.0;
    let mut line_before = None;
    for row in table.lines().skip(1) {
        let cells: Vec<&str> = row.splitn(12, '\t').collect();
        let number = |at: usize| {
            let cell = cells.get(at).and_then(|cell| cell.parse::<f32>().ok());
            cell.unwrap_or_default()
        };
        let (left, top, wide, high) = (number(6), number(7), number(8), number(9));
        let area = [left, height - top - high, left + wide, height - top];
        let page = match cells.first() {
            Some(&"1") => {
                height = high;
                pages.push(Recognised::default());
                continue;
            }
            _ => match pages.last_mut() {
                Some(page) => page,
                None => continue,
            },
        };
        match cells.first() {
            Some(&"3") => page.blocks.push((Vec::new(), area)),
            Some(&"5") => {
                let word = cells.get(11).copied().unwrap_or_default().trim();
                let Some((lines, _)) = page.blocks.last_mut().filter(|_| !word.is_empty()) else {
                    continue;
                };
                let line = cells.get(1..5).map(<[&str]>::to_vec);
                match lines.last_mut() {
                    Some(open) if line == line_before => {
                        open.push(' ');
                        open.push_str(word);
                    }
                    _ => lines.push(word.to_owned()),
                }
                line_before = line;
                page.sureness += number(10).max(0.0);
                page.words = page.words.saturating_add(1);
            }
            _ => {}
        }
    }
    for page in &mut pages {
        page.blocks.retain(|(lines, _)| !lines.is_empty());
    }
    pages
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_words_becomes_paragraphs() {
        let table = "level\tpage\tblock\tpar\tline\tword\tleft\ttop\twidth\theight\tconf\ttext\n\
            1\t1\t0\t0\t0\t0\t0\t0\t600\t800\t-1\t\n\
            3\t1\t1\t1\t0\t0\t50\t40\t200\t60\t-1\t\n\
            5\t1\t1\t1\t1\t1\t50\t40\t80\t20\t96.5\tThe\n\
            5\t1\t1\t1\t1\t2\t140\t40\t80\t20\t91.5\troad\n\
            5\t1\t1\t1\t2\t1\t50\t80\t80\t20\t90\tto Goris\n\
            3\t1\t2\t1\t0\t0\t50\t400\t200\t60\t-1\t\n\
            5\t1\t2\t1\t1\t1\t50\t400\t80\t20\t0\t \n";
        let lines = vec!["The road".to_owned(), "to Goris".to_owned()];
        let page = Recognised {
            blocks: vec![(lines, [50.0, 700.0, 250.0, 760.0])],
            sureness: 278.0,
            words: 3,
        };
        assert_eq!(recognised(table), [page]);
    }

    #[test]
    fn languages_are_names_and_no_flags() {
        assert!(Ocr::of("rus+eng").is_ok());
        for bad in ["", "--psm", "eng;ls", "../eng"] {
            assert!(Ocr::of(bad).is_err(), "{bad}");
        }
    }
}
