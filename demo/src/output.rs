//! What the demo prints while it runs: text on stdout, and on stderr how far it is: a bar in a terminal that draws, and elsewhere a line
//! from time to time.

use std::io::Write;
use std::thread;
use std::time::Duration;

use comfy_table::TableComponent::*;
use comfy_table::{presets, CellAlignment, ContentArrangement, Table};
use indicatif::{ProgressBar, ProgressStyle};

/// Until the first line of progress in a log, and between two of them.
const LOG_PAUSES: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(10)];

/// Prints, and shows which instruction runs.
pub struct Output {
    bar: ProgressBar,
}

impl Output {
    pub fn new() -> Self {
        let style = ProgressStyle::with_template("{spinner} {elapsed} {human_pos} transactions  {msg}");
        let bar = ProgressBar::new_spinner().with_style(style.unwrap_or_else(|_| ProgressStyle::default_spinner()));
        // In a file, and in a terminal that cannot draw.
        if bar.is_hidden() {
            log_progress(&bar);
            return Self { bar };
        }
        bar.enable_steady_tick(Duration::from_millis(120));
        Self { bar }
    }

    /// A transaction went through.
    pub fn step(&self, instruction: &'static str) {
        self.bar.inc(1);
        self.bar.set_message(instruction);
    }

    /// What goes on meanwhile.
    pub fn busy(&self, with: &'static str) {
        self.bar.set_message(with);
    }

    /// Leaves the terminal to a progress bar of somebody else's while `work` goes on.
    pub fn silently<T>(&self, work: impl FnOnce() -> T) -> T {
        if self.bar.is_hidden() {
            // A bar that waits could not be asked how far it is.
            return work();
        }
        self.bar.suspend(work)
    }

    pub fn heading(&self, text: &str) {
        self.line(&format!("\n{text}\n{}", "=".repeat(text.chars().count())));
    }

    /// Prints a text. If nobody reads on (as below `head`), the demo still goes on and ends with what it found.
    pub fn line(&self, text: &str) {
        self.bar.suspend(|| {
            let _ = writeln!(std::io::stdout(), "{text}");
        });
    }

    /// A table below a line that says what it shows.
    pub fn table(&self, title: &str, table: &Table) {
        self.line(&format!("\n{title}\n{table}"));
    }

    /// Takes the progress bar away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

impl Drop for Output {
    /// An error is said below the text, not below the bar.
    fn drop(&mut self) {
        self.finish();
    }
}

/// Says on stderr how far it is, as long as there is a bar.
fn log_progress(bar: &ProgressBar) {
    let bar = bar.downgrade();
    thread::spawn(move || {
        thread::sleep(LOG_PAUSES[0]);
        while let Some(bar) = bar.upgrade().filter(|bar| !bar.is_finished()) {
            let (seconds, transactions) = (bar.elapsed().as_secs(), bar.position());
            eprintln!("    {seconds:>4} s  {transactions} transactions  {}", bar.message());
            drop(bar);
            thread::sleep(LOG_PAUSES[1]);
        }
    });
}

/// A table whose first `text_columns` columns are aligned left and whose others are numbers.
pub fn table(header: &[&str], text_columns: usize, rows: impl IntoIterator<Item = Vec<String>>) -> Table {
    let mut table = Table::new();
    table.load_preset(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    // Lines above and below the table and below the header.
    for part in [TopBorder, TopBorderIntersections, HeaderLines, BottomBorder, BottomBorderIntersections] {
        table.set_style(part, '─');
    }
    table.set_style(MiddleHeaderIntersections, '─');
    table.set_header(header.to_vec()).add_rows(rows);
    for column in table.column_iter_mut().skip(text_columns) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}
