//! How far the reading of a large file has come, for people who wait at a terminal.

use std::cell::RefCell;
use std::rc::Rc;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use araxes_gazetteer::import::input::Progress;

/// A bar on standard error, which shows only where that is a terminal.
pub(super) fn bar() -> Rc<dyn Progress> {
    Rc::new(Bar {
        bar: RefCell::new(ProgressBar::hidden()),
    })
}

struct Bar {
    bar: RefCell<ProgressBar>,
}

/// Files smaller than this are read before a bar is seen, bytes.
const SMALL: u64 = 4_000_000;

impl Progress for Bar {
    fn begin(&self, file: &str, bytes: u64) {
        self.bar.borrow().finish_and_clear();
        let target = match bytes < SMALL {
            true => ProgressDrawTarget::hidden(),
            false => ProgressDrawTarget::stderr(),
        };
        let bar = ProgressBar::with_draw_target(Some(bytes), target).with_message(file.to_owned());
        let template = "{msg} [{bar:30}] {bytes}/{total_bytes} {eta}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        self.bar.replace(bar);
    }

    fn advance(&self, bytes: u64) {
        self.bar.borrow().inc(bytes);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.borrow().finish_and_clear();
    }
}
