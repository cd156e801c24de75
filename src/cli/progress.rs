//! How far a run over many documents has come, for people who wait at a terminal.

use indicatif::{HumanBytes, ProgressBar, ProgressStyle};

/// A bar on standard error, which shows only where that is a terminal.
pub(super) struct Bar {
    bar: ProgressBar,
    documents: u64,
    /// Of reading text.
    bytes: u64,
}

impl Default for Bar {
    fn default() -> Self {
        Self {
            bar: ProgressBar::hidden(),
            documents: 0,
            bytes: 0,
        }
    }
}

impl Bar {
    /// So many files are about to be read.
    pub(super) fn begin(&mut self, files: usize) {
        self.bar = ProgressBar::new(files as u64);
        let template = "{pos}/{len} files [{bar:30}] {msg} {eta}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
    }

    /// A document of so many bytes of text is through.
    pub(super) fn document(&mut self, bytes: usize) {
        self.documents += 1;
        self.bytes += bytes as u64;
        if self.bar.is_hidden() {
            return;
        }
        let seconds = self.bar.elapsed().as_secs().max(1);
        let (documents, rate) = (self.documents, HumanBytes(self.bytes / seconds));
        self.bar
            .set_message(format!("{documents} documents, {rate}/s"));
    }

    /// A file is through.
    pub(super) fn file(&mut self) {
        self.bar.inc(1);
    }

    /// Writes to the terminal while the bar is out of the way.
    pub(super) fn suspended(&self, write: impl FnOnce()) {
        self.bar.suspend(write);
    }

    /// Takes the bar away.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
