//! Which program wrote a line of a transaction's logs.

use anchor_lang::prelude::Pubkey;

/// The programs that are running, outermost first, as the lines read so far tell. A node that cuts logs off drops long
/// lines first, so the depth that every start names is trusted, not the count of ends.
#[derive(Debug, Default)]
struct Frames(Vec<Pubkey>);

impl Frames {
    /// Takes a line's start or end of a program into account.
    fn read(&mut self, line: &str) {
        let mut words = line.split(' ');
        if words.next() != Some("Program") {
            return;
        }
        let Some(program) = words.next().and_then(|word| word.parse().ok()) else { return };
        match words.next() {
            Some("invoke") => self.start(program, words.next().and_then(depth)),
            Some("success" | "failed:") => self.end(&program),
            _ => {}
        }
    }

    /// Whether the innermost program is this one.
    fn is_in(&self, program: &Pubkey) -> bool {
        self.0.last() == Some(program)
    }

    fn start(&mut self, program: Pubkey, depth: Option<usize>) {
        let outer = depth.unwrap_or(1).saturating_sub(1);
        self.0.truncate(outer);
        self.0.push(program);
    }

    fn end(&mut self, program: &Pubkey) {
        if let Some(place) = self.0.iter().rposition(|running| running == program) {
            self.0.truncate(place);
        }
    }
}

/// The lines that the program wrote or that say what it does, in order; what other programs wrote is passed over, even if it
/// looks like a line of ours.
pub(crate) fn lines_of(program: Pubkey, logs: &[String]) -> impl Iterator<Item = &str> {
    let mut frames = Frames::default();
    let theirs = logs.iter().filter(move |line| {
        frames.read(line);
        frames.is_in(&program)
    });
    theirs.map(String::as_str)
}

fn depth(word: &str) -> Option<usize> {
    word.strip_prefix('[')?.strip_suffix(']')?.parse().ok()
}
