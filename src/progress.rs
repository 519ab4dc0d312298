//! What a long run is doing, on standard error of a terminal, and nothing where a run is short or nobody looks.

use crate::words;
use indicatif::{ProgressBar, ProgressStyle};
use portolan_core::diagnostic::{Arg, Lang};
use std::io::{self, IsTerminal as _};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// A run of less than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);

/// How long a picture stands.
const TICK: Duration = Duration::from_millis(100);

/// How many files were read.
static FILES: AtomicUsize = AtomicUsize::new(0);

/// Whether all of them were.
static ANALYSING: AtomicBool = AtomicBool::new(false);

/// The bar that is on the terminal.
static BAR: Mutex<Option<ProgressBar>> = Mutex::new(None);

/// A run that is shown until this is dropped.
pub(crate) struct Progress {
    running: Option<(Sender<()>, JoinHandle<()>)>,
}

impl Progress {
    /// Begins to wait.
    pub(crate) fn start(lang: Lang) -> Self {
        FILES.store(0, Ordering::Relaxed);
        ANALYSING.store(false, Ordering::Relaxed);
        if !io::stderr().is_terminal() {
            return Self { running: None };
        }
        let (sender, ended) = channel::<()>();
        let is_over = move |time| ended.recv_timeout(time) != Err(RecvTimeoutError::Timeout);
        let thread = thread::spawn(move || {
            if !is_over(PATIENCE) {
                show(lang, is_over);
            }
        });
        Self { running: Some((sender, thread)) }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((sender, thread)) = self.running.take() {
            drop(sender);
            // A picture that failed is no reason to fail.
            let _ = thread.join();
        }
    }
}

/// One more file was read.
pub(crate) fn file_read() {
    FILES.fetch_add(1, Ordering::Relaxed);
}

/// All files were read.
pub(crate) fn analysing() {
    ANALYSING.store(true, Ordering::Relaxed);
}

/// Does something while no bar is on the terminal.
pub(crate) fn aside(act: impl FnOnce()) {
    let bar = BAR.lock().unwrap_or_else(PoisonError::into_inner).clone();
    match bar {
        Some(bar) => bar.suspend(act),
        None => act(),
    }
}

fn show(lang: Lang, is_over: impl Fn(Duration) -> bool) {
    let bar = ProgressBar::new_spinner();
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
        bar.set_style(style);
    }
    let keep = |bar: Option<ProgressBar>| *BAR.lock().unwrap_or_else(PoisonError::into_inner) = bar;
    keep(Some(bar.clone()));
    while !is_over(TICK) {
        let template = if ANALYSING.load(Ordering::Relaxed) { &words::ANALYSING } else { &words::READING };
        let files = Arg::count(FILES.load(Ordering::Relaxed));
        bar.set_message(template.with([("n", files)]).render(lang));
        bar.tick();
    }
    bar.finish_and_clear();
    keep(None);
}
