//! Commands said by several people at once: members of different pools do not wait for each other.

use anyhow::Result;

use crate::commands::{Receipt, Spoken};
use crate::demo::Stage;
use crate::members::Actor;

impl Stage {
    /// Lets everybody say one command, those of one pool in their order, and hears what became of each.
    ///
    /// `instructions` are those of the program in the command's transaction, for the costs; `words` says nothing for those who
    /// have nothing to do.
    ///
    /// # Errors
    /// The first refusal or difference.
    pub fn take_turns(
        &mut self,
        actors: &[Actor],
        instructions: &[&'static str],
        words: impl Fn(&mut Self, Actor) -> Result<Option<Vec<String>>>,
        mut heard: impl FnMut(&mut Self, Actor, &Receipt) -> Result<()>,
    ) -> Result<()> {
        for turn in turns(actors) {
            let (mut speakers, mut spoken) = (Vec::new(), Vec::new());
            for actor in turn {
                if let Some(words) = words(self, actor)? {
                    speakers.push(actor);
                    spoken.push(Spoken::new(&self.name(actor), &self.wallet(actor), words));
                }
            }
            if let Some(first) = spoken.first() {
                self.show(first);
            }
            let step = || self.narrator.step(instructions.first().copied().unwrap_or_default());
            let receipts = self.network.say_at_once(&spoken, step)?;
            for (actor, receipt) in speakers.into_iter().zip(&receipts) {
                self.count(instructions, receipt);
                heard(self, actor, receipt)?;
                self.check_pool(actor.pool)?;
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

    /// Says one command.
    ///
    /// # Errors
    /// If it is refused.
    pub fn say(&mut self, spoken: &Spoken) -> Result<String> {
        self.show(spoken);
        self.network.say(spoken)
    }

    /// Prints the first command of its kind.
    pub(crate) fn show(&mut self, spoken: &Spoken) {
        let kind = spoken.words.iter().take(2).filter(|word| word.chars().all(char::is_alphabetic));
        if self.shown.insert(kind.cloned().collect::<Vec<_>>().join(" ")) {
            self.narrator.say(&format!("        $ {}", spoken.typed()));
        }
    }
}

/// The first actor of every pool, then the second of every pool, and so on.
fn turns(actors: &[Actor]) -> Vec<Vec<Actor>> {
    let mut turns: Vec<Vec<Actor>> = Vec::new();
    for actor in actors {
        let free = turns.iter_mut().find(|turn| turn.iter().all(|other| other.pool != actor.pool));
        match free {
            Some(turn) => turn.push(*actor),
            None => turns.push(vec![*actor]),
        }
    }
    turns
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_of_a_pool_take_turns_in_their_order() {
        let actor = |pool, member| Actor { pool, member };
        let actors = [actor(0, 0), actor(0, 1), actor(1, 0), actor(2, 0), actor(0, 2), actor(2, 1)];
        let expected = [vec![actor(0, 0), actor(1, 0), actor(2, 0)], vec![actor(0, 1), actor(2, 1)], vec![actor(0, 2)]];
        assert_eq!(turns(&actors), expected);
    }
}
