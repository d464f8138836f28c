//! Commands of several people at once: members of different pools do not wait for each other.

use anyhow::Result;

use crate::commands::{Command, Receipt};
use crate::demo::Demo;
use crate::participants::MemberId;

impl Demo {
    /// Runs a command for everybody, for those of one pool in their order, and tells what became of each.
    ///
    /// `instructions` are those of the program in the command's transaction, for the costs; `words` says nothing for those who
    /// have nothing to do.
    ///
    /// # Errors
    /// The first refusal or difference.
    pub fn run_in_rounds(
        &mut self,
        members: &[MemberId],
        instructions: &[&'static str],
        words: impl Fn(&mut Self, MemberId) -> Result<Option<Vec<String>>>,
        mut done: impl FnMut(&mut Self, MemberId, &Receipt) -> Result<()>,
    ) -> Result<()> {
        for turn in turns(members) {
            let (mut who_runs, mut commands) = (Vec::new(), Vec::new());
            for who in turn {
                if let Some(words) = words(self, who)? {
                    who_runs.push(who);
                    commands.push(Command::new(&self.name(who), &self.wallet(who), words));
                }
            }
            if let Some(first) = commands.first() {
                self.show(first);
            }
            let step = || self.output.step(instructions.first().copied().unwrap_or_default());
            let receipts = self.network.run_at_once(&commands, step)?;
            for (who, receipt) in who_runs.into_iter().zip(&receipts) {
                self.count(instructions, receipt);
                done(self, who, receipt)?;
                self.check_pool(who.pool)?;
            }
            self.check_network()?;
        }
        Ok(())
    }

    /// Notes what the program's instructions in a transaction cost.
    pub(crate) fn count(&mut self, instructions: &[&'static str], receipt: &Receipt) {
        for (instruction, units) in instructions.iter().zip(&receipt.compute_units) {
            self.costs.count(instruction, *units, receipt.transaction_bytes);
        }
    }

    /// Runs one command.
    ///
    /// # Errors
    /// If it is refused.
    pub fn run(&mut self, command: &Command) -> Result<String> {
        self.show(command);
        self.network.run(command)
    }

    /// Prints the first command of its kind.
    pub(crate) fn show(&mut self, command: &Command) {
        let kind = command.words.iter().take(2).filter(|word| word.chars().all(char::is_alphabetic));
        if self.shown.insert(kind.cloned().collect::<Vec<_>>().join(" ")) {
            self.output.line(&format!("        $ {}", command.typed()));
        }
    }
}

/// The first member of every pool, then the second of every pool, and so on.
fn turns(members: &[MemberId]) -> Vec<Vec<MemberId>> {
    let mut turns: Vec<Vec<MemberId>> = Vec::new();
    for who in members {
        let free = turns.iter_mut().find(|turn| turn.iter().all(|other| other.pool != who.pool));
        match free {
            Some(turn) => turn.push(*who),
            None => turns.push(vec![*who]),
        }
    }
    turns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_a_pool_run_in_rounds_in_their_order() {
        let who = |pool, member| MemberId { pool, member };
        let members = [who(0, 0), who(0, 1), who(1, 0), who(2, 0), who(0, 2), who(2, 1)];
        let expected = [vec![who(0, 0), who(1, 0), who(2, 0)], vec![who(0, 1), who(2, 1)], vec![who(0, 2)]];
        assert_eq!(turns(&members), expected);
    }
}
