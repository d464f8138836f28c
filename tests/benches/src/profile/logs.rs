//! What the logs of a transaction tell that registers do not: units of called programs, and how long events are.

use std::collections::VecDeque;

/// Of the first program of the transaction, in order.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Logged {
    /// Units of each program it called; none for those built into the runtime.
    pub called: VecDeque<Option<u64>>,
    /// Bytes of each event.
    pub events: VecDeque<u64>,
}

/// Reads the logs of a transaction with one instruction.
pub fn read(logs: &[String]) -> Logged {
    let mut logged = Logged::default();
    let mut depth = 0;
    for line in logs {
        if let Some(data) = line.strip_prefix("Program data: ") {
            if depth == 1 {
                logged.events.push_back(data.split(' ').map(decoded_len).sum());
            }
            continue;
        }
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["Program", _, "invoke", _] => {
                depth += 1;
                if depth == 2 {
                    logged.called.push_back(None);
                }
            }
            ["Program", _, "consumed", units, "of", ..] if depth == 2 => {
                if let Some(last) = logged.called.back_mut() {
                    *last = units.parse().ok();
                }
            }
            ["Program", _, "success"] => depth -= 1,
            _ => {}
        }
    }
    logged
}

/// Bytes that base64 text stands for.
fn decoded_len(base64: &str) -> u64 {
    let padding = base64.bytes().rev().take_while(|byte| *byte == b'=').count();
    (base64.len() / 4 * 3 - padding) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_and_events_of_the_first_program_are_found() {
        let logs = [
            "Program A invoke [1]",
            "Program System invoke [2]",
            "Program System success",
            "Program B invoke [2]",
            "Program C invoke [3]",
            "Program data: AAAA",
            "Program C consumed 7 of 90 compute units",
            "Program C success",
            "Program B consumed 25 of 100 compute units",
            "Program B success",
            "Program data: AAAAAA== AAAA",
            "Program A consumed 70 of 200 compute units",
            "Program A success",
        ];
        let logged = read(&logs.map(str::to_owned));
        assert_eq!(logged, Logged { called: [None, Some(25)].into(), events: [4 + 3].into() });
    }
}
