//! Each kind of bad rewards CSV, with the line and the message that its author gets.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use std::io::{self, Read};

use inference_staking_rewards::{read_rewards_csv, CsvFault};
use solana_pubkey::Pubkey;

const U64_MAX: &str = "18446744073709551615";

fn pool(byte: u8) -> String {
    Pubkey::from([byte; 32]).to_string()
}

fn message(csv: impl AsRef<[u8]>) -> String {
    read_rewards_csv(csv.as_ref()).unwrap_err().to_string()
}

/// The message of a file whose line 3 is this, below a header and a good row.
fn message_of_third_line(line: &str) -> String {
    message(format!("pool,reward,usdc\n{},1,2\n{line}\n", pool(1)))
}

#[test]
fn empty_file() {
    let expected = "line 1: the file is empty: expected the header `pool,reward,usdc` and a row per pool";
    assert_eq!(message(""), expected);
    assert_eq!(message("\u{feff}"), expected);
}

#[test]
fn file_of_blank_lines() {
    let expected = "line 3: the file is empty: expected the header `pool,reward,usdc` and a row per pool";
    assert_eq!(message("\n\r\n  "), expected);
}

#[test]
fn no_rows() {
    let expected = "there is no row below the header: expected one row `pool,reward,usdc` per pool";
    assert_eq!(message("pool,reward,usdc"), format!("line 1: {expected}"));
    assert_eq!(message("pool,reward,usdc\n"), format!("line 1: {expected}"));
    assert_eq!(message("pool,reward,usdc\n\n"), format!("line 2: {expected}"));
}

#[test]
fn unknown_column() {
    let csv = format!("pool,reward,usdc,note\n{},1,2,x\n", pool(1));
    assert_eq!(message(csv), "line 1: unknown column `note`: expected the columns `pool,reward,usdc`");
    assert_eq!(message("Pool,reward,usdc\n"), "line 1: unknown column `Pool`: expected the columns `pool,reward,usdc`");
    assert_eq!(message("\npool,,usdc\n"), "line 2: unknown column ``: expected the columns `pool,reward,usdc`");
}

#[test]
fn header_that_is_missing() {
    let csv = format!("{},1,2\n", pool(1));
    let expected = format!("line 1: unknown column `{}`: expected the columns `pool,reward,usdc`", pool(1));
    assert_eq!(message(csv), expected);
}

#[test]
fn missing_column() {
    let csv = format!("pool,reward\n{},1\n", pool(1));
    assert_eq!(message(csv), "line 1: column `usdc` is missing in the header: expected the columns `pool,reward,usdc`");
}

#[test]
fn column_twice() {
    let expected =
        "line 1: column `reward` stands twice in the header: expected the columns `pool,reward,usdc`, each once";
    assert_eq!(message("pool,reward,reward,usdc\n"), expected);
}

#[test]
fn too_few_fields() {
    let expected = "line 3: found 2 field(s): expected 3, as in `pool,reward,usdc`";
    assert_eq!(message_of_third_line(&format!("{},1", pool(2))), expected);
}

#[test]
fn too_many_fields() {
    let expected = "line 3: found 4 field(s): expected 3, as in `pool,reward,usdc`";
    assert_eq!(message_of_third_line(&format!("{},1,2,3", pool(2))), expected);
}

#[test]
fn file_that_is_cut_off() {
    let expected =
        "line 3: the file ends in the middle of this row: expected 3 fields, as in `pool,reward,usdc`; get the whole file";
    let whole = format!("pool,reward,usdc\n{},1,2\n{},34,56", pool(1), pool(2));
    // From the first byte of line 3 to the comma before its last field.
    let line_3 = whole.rfind('\n').unwrap() + 1;
    let last_field = whole.rfind(',').unwrap() + 1;
    for end in line_3 + 1..=last_field {
        assert_eq!(message(&whole[..end]), expected, "cut after byte {end}");
    }
    // Within the last field: 5 instead of 56 is an amount as well.
    let expected = "line 3: the file ends without a line break, so the last field may be cut off: \
                    get the whole file, or end this line";
    for end in last_field + 1..=whole.len() {
        assert_eq!(message(&whole[..end]), expected, "cut after byte {end}");
    }
}

#[test]
fn quote_that_is_not_closed() {
    let expected = "line 3: a field holds a line break: expected one row per line; is a quote not closed?";
    let third = |fields: &str| format!("{},{fields}", pool(2));
    assert_eq!(message_of_third_line(&third("\"1,2")), expected);
    assert_eq!(message_of_third_line(&third("1,\"2")), expected);
    assert_eq!(message_of_third_line(&third("1,\"2\nmore\nlines")), expected);
    assert_eq!(message_of_third_line(&third("1,\"2\nmore\"\nlines")), expected);
}

#[test]
fn text_that_is_not_utf8() {
    let mut csv = format!("pool,reward,usdc\n{},1,2\n{},1,", pool(1), pool(2)).into_bytes();
    csv.extend(b"\xff2\n");
    assert_eq!(message(csv), "line 3: field 3 is not UTF-8: expected text in UTF-8; save the file as UTF-8");
}

#[test]
fn utf16_as_a_spreadsheet_saves_it() {
    let mut csv = vec![0xff, 0xfe];
    csv.extend("pool,reward,usdc\n".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(message(csv), "line 1: field 1 is not UTF-8: expected text in UTF-8; save the file as UTF-8");
}

#[test]
fn amounts_that_are_not_base_units() {
    let cases = [
        ("", "is empty"),
        ("-5", "is `-5`, which is negative"),
        ("x", "is `x`, which is not a whole number"),
        ("-", "is `-`, which is not a whole number"),
        ("+5", "is `+5`, which is not a whole number"),
        ("1.5", "is `1.5`, which is not a whole number"),
        ("1e9", "is `1e9`, which is not a whole number"),
        ("0x10", "is `0x10`, which is not a whole number"),
        ("1_000", "is `1_000`, which is not a whole number"),
        ("\u{663}", "is `\u{663}`, which is not a whole number"),
        ("18446744073709551616", "is `18446744073709551616`, which is too large"),
    ];
    for (amount, why) in cases {
        let expected = |column| {
            format!("line 3: column `{column}` {why}: expected base units as a whole number from 0 to {U64_MAX}")
        };
        assert_eq!(message_of_third_line(&format!("{},{amount},2", pool(2))), expected("reward"));
        assert_eq!(message_of_third_line(&format!("{},1,{amount}", pool(2))), expected("usdc"));
    }
}

#[test]
fn pool_that_is_not_base58() {
    // Base58 has no zero.
    let expected = "line 3: pool `0OIl` is not base58: expected the address of an operator pool, 32 bytes in base58";
    assert_eq!(message_of_third_line("0OIl,1,2"), expected);
}

#[test]
fn pool_of_another_length() {
    // 31 zero bytes, then 33: in base58 one `1` each.
    for address in ["1".repeat(31), "1".repeat(33), String::new()] {
        let expected = format!(
            "line 3: pool `{address}` is not 32 bytes long: expected the address of an operator pool, 32 bytes in base58"
        );
        assert_eq!(message_of_third_line(&format!("{address},1,2")), expected);
    }
}

#[test]
fn pool_with_a_character_that_cannot_be_seen() {
    let address = "1".repeat(32);
    for foreign in ['\u{200b}', '\u{feff}', '\u{200e}', '\u{1b}', 'é'] {
        for field in [format!("{foreign}{address}"), format!("{address}{foreign}")] {
            let message = message_of_third_line(&format!("{field},1,2"));
            let words = "has a character in it that no address has: type the address, or copy it anew";
            assert!(message.starts_with("line 3: pool `") && message.ends_with(words), "{message}");
        }
    }
}

#[test]
fn long_field_is_repeated_in_part_and_on_one_line() {
    let long = "z".repeat(65);
    let expected = format!("line 1: unknown column `{}...`: expected the columns `pool,reward,usdc`", "z".repeat(64));
    assert_eq!(message(long), expected);
    assert_eq!(message("a\rb\n"), "line 1: unknown column `a\\rb`: expected the columns `pool,reward,usdc`");
}

#[test]
fn pool_twice() {
    let expected =
        |line, first| format!("line {line}: pool {} is already on line {first}: expected each pool once", pool(1));
    assert_eq!(message_of_third_line(&format!("{},1,2", pool(1))), expected(3, 2));
    // Blank lines and CRLF count as an editor counts them.
    let csv = format!("\r\npool,reward,usdc\r\n\r\n{0},1,2\r\n\r\n\r\n{1},1,2\r\n{0},3,4\r\n", pool(1), pool(2));
    assert_eq!(message(csv), expected(8, 4));
}

#[test]
fn sum_above_64_bits() {
    let expected = |column| {
        format!(
            "line 3: the sum of `{column}` is above {U64_MAX}: amounts are base units, and their sum must fit 64 bits"
        )
    };
    let csv = |first: &str, second: &str| format!("pool,reward,usdc\n{},{first}\n{},{second}\n", pool(1), pool(2));
    assert_eq!(message(csv(&format!("{U64_MAX},0"), "1,0")), expected("reward"));
    assert_eq!(message(csv(&format!("0,{U64_MAX}"), "0,1")), expected("usdc"));
    assert!(read_rewards_csv(csv(&format!("{U64_MAX},1"), "0,2").as_bytes()).is_ok());
}

#[test]
fn input_that_breaks_off_with_an_error() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("disk on fire"))
        }
    }
    let good = format!("pool,reward,usdc\n{},1,2\n", pool(1));
    let error = read_rewards_csv(good.as_bytes().chain(Broken)).unwrap_err();
    assert_eq!(error.to_string(), "line 2: the file could not be read further: disk on fire");
    assert!(matches!(error.fault, CsvFault::Io(_)));
}
