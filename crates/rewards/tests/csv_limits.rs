//! Lines and rows that would fill the memory are refused while they are read.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use std::io::{self, Read};

use inference_staking_rewards::{read_rewards_csv, CsvError, CsvFault};
use solana_pubkey::Pubkey;

const HEADER: &str = "pool,reward,usdc\n";

fn row(byte: u8) -> String {
    format!("{},1,2\n", Pubkey::from([byte; 32]))
}

/// Repeats a text for ever: a reader that wants it all never comes back.
struct Endless {
    text: &'static [u8],
    at: usize,
    read: u64,
}

impl Endless {
    fn new(text: &'static str) -> Self {
        Self { text: text.as_bytes(), at: 0, read: 0 }
    }
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        for byte in buffer.iter_mut() {
            *byte = self.text[self.at];
            self.at = (self.at + 1) % self.text.len();
        }
        self.read += buffer.len() as u64;
        assert!(self.read < 10 << 20, "a row was read on and on");
        Ok(buffer.len())
    }
}

fn error_of(start: &str, endless: &'static str) -> CsvError {
    read_rewards_csv(start.as_bytes().chain(Endless::new(endless))).unwrap_err()
}

#[test]
fn endless_line() {
    let error = error_of(&format!("{HEADER}{}", row(1)), "1");
    assert_eq!(error.to_string(), "line 3: the line is longer than 65536 bytes: expected one row per line");
    assert!(matches!(error_of("", "x").fault, CsvFault::LineTooLong));
    assert!(matches!(error_of(HEADER, ",").fault, CsvFault::LineTooLong));
    assert!(matches!(error_of(HEADER, " ").fault, CsvFault::LineTooLong));
}

#[test]
fn line_of_ten_megabytes() {
    let csv = format!("{HEADER}{}{},{},2\n", row(1), Pubkey::from([2; 32]), "1".repeat(10 << 20));
    let error = read_rewards_csv(csv.as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), "line 3: the line is longer than 65536 bytes: expected one row per line");
}

#[test]
fn quote_that_is_not_closed_in_a_file_without_end() {
    let error = error_of(&format!("{HEADER}{}\n\n\"", row(1)), "some,more,rows\n");
    assert_eq!(
        error.to_string(),
        "line 5: a field holds a line break: expected one row per line; is a quote not closed?"
    );
}

#[test]
fn many_blank_lines_are_no_long_row() {
    let csv = format!("{HEADER}{}{}{}", row(1), "  \r\n".repeat(50_000), row(2));
    assert_eq!(read_rewards_csv(csv.as_bytes()).unwrap().len(), 2);
    // The row after them is on line 50,003.
    let error = read_rewards_csv(format!("{csv}x\n").as_bytes()).unwrap_err();
    assert_eq!(error.line, 50_004);
}

#[test]
fn a_line_of_exactly_the_limit_is_read() {
    let line = |bytes: usize| {
        let row = format!("{},1,2", Pubkey::from([3; 32]));
        // Spaces up to the line break.
        format!("{HEADER}{row}{}\n", " ".repeat(bytes - row.len() - 1))
    };
    assert_eq!(read_rewards_csv(line(65_536).as_bytes()).unwrap().len(), 1);
    assert!(matches!(read_rewards_csv(line(65_537).as_bytes()).unwrap_err().fault, CsvFault::LineTooLong));
}
