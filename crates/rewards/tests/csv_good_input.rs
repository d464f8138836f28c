//! What a rewards CSV may look like, and that what is written reads back.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use std::{fs, io::Read};

use inference_staking_rewards::{
    read_rewards_csv, write_rewards_csv, write_rewards_csv_file, RewardRow, RewardsCsv, Totals,
};
use proptest::prelude::*;
use solana_pubkey::Pubkey;

fn row(byte: u8, reward: u64, usdc: u64) -> RewardRow {
    RewardRow { pool: Pubkey::from([byte; 32]), reward, usdc }
}

fn address(byte: u8) -> String {
    Pubkey::from([byte; 32]).to_string()
}

#[test]
fn rewards_may_come_as_people_and_spreadsheets_write_them() {
    let (a, b) = (address(9), address(4));
    // With the 2 of the other row, the largest sum there can be.
    let max = u64::MAX - 2;
    let expected = vec![row(9, 1, 2), row(4, 3, max)];
    let forms = [
        ("plain", format!("pool,reward,usdc\n{a},1,2\n{b},3,{max}\n")),
        ("CRLF", format!("pool,reward,usdc\r\n{a},1,2\r\n{b},3,{max}\r\n")),
        ("byte order mark", format!("\u{feff}pool,reward,usdc\n{a},1,2\n{b},3,{max}\n")),
        ("columns in another order", format!("usdc,pool,reward\n2,{a},1\n{max},{b},3\n")),
        ("spaces", format!(" pool , reward , usdc \n {a} , 1 , 2 \n {b}\t,\t3,{max}\n")),
        ("quotes", format!("\"pool\",\"reward\",\"usdc\"\r\n\"{a}\",\"1\",\"2\"\r\n\"{b}\",\"3\",\"{max}\"\r\n")),
        ("blank lines", format!("\npool,reward,usdc\n\n{a},1,2\n \t\n{b},3,{max}\n\n\n")),
        ("leading zeros", format!("pool,reward,usdc\n{a},001,2\n{b},3,0{max}\n")),
    ];
    for (name, csv) in forms {
        assert_eq!(read_rewards_csv(csv.as_bytes()).unwrap(), expected, "{name}");
    }
}

#[test]
fn input_may_come_byte_by_byte() {
    struct ByteByByte<'a>(&'a [u8]);
    impl Read for ByteByByte<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
            let length = buffer.len().min(1);
            self.0.read(&mut buffer[..length])
        }
    }
    let csv = format!("\u{feff}pool,reward,usdc\r\n{},1,2\r\n\r\n{0},3,4\r\n", address(9));
    let mut rows = RewardsCsv::new(ByteByByte(csv.as_bytes())).unwrap();
    assert_eq!(rows.next().unwrap().unwrap(), row(9, 1, 2));
    assert_eq!(rows.next().unwrap().unwrap_err().line, 4);
    assert!(rows.next().is_none(), "it ends after an error");
}

#[test]
fn totals_follow_the_rows() {
    let csv = format!("pool,reward,usdc\n{},10,1\n{},20,2\n", address(1), address(2));
    let mut rows = RewardsCsv::new(csv.as_bytes()).unwrap();
    assert_eq!(rows.totals(), Totals { rewards: 0, usdc: 0 });
    rows.next().unwrap().unwrap();
    assert_eq!(rows.totals(), Totals { rewards: 10, usdc: 1 });
    rows.next().unwrap().unwrap();
    assert_eq!(rows.totals(), Totals { rewards: 30, usdc: 3 });
    assert!(rows.next().is_none());
}

#[test]
fn file_has_a_header_and_a_line_per_row() {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("rewards.csv");
    write_rewards_csv_file(&path, &[row(9, 1, 2), row(4, 3, u64::MAX)]).unwrap();
    let expected = format!("pool,reward,usdc\n{},1,2\n{},3,18446744073709551615\n", address(9), address(4));
    assert_eq!(fs::read_to_string(&path).unwrap(), expected);
}

#[test]
fn a_rewards_file_that_cannot_be_written_leaves_nothing_behind() {
    let directory = tempfile::tempdir().unwrap();
    // A directory stands in its way.
    let path = directory.path().join("rewards.csv");
    fs::create_dir(&path).unwrap();
    write_rewards_csv_file(&path, &[row(9, 1, 2)]).unwrap_err();
    let left: Vec<_> = fs::read_dir(directory.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["rewards.csv"]);
    write_rewards_csv_file(&directory.path().join("missing/rewards.csv"), &[row(9, 1, 2)]).unwrap_err();
}

/// Bytes that get further into the reader than random ones do.
fn almost_a_csv() -> impl Strategy<Value = Vec<u8>> {
    let pieces: Vec<Vec<u8>> = ["pool", "reward", "usdc", ",", "\n", "\r\n", "\"", " ", "7", "-", "\u{feff}"]
        .iter()
        .map(|piece| piece.as_bytes().to_vec())
        .chain([
            address(1).into_bytes(),
            address(2).into_bytes(),
            u64::MAX.to_string().into_bytes(),
            vec![0xff],
            vec![0],
        ])
        .collect();
    (any::<bool>(), prop::collection::vec(prop::sample::select(pieces), 0..60)).prop_map(|(with_header, pieces)| {
        let header: &[u8] = if with_header { b"pool,reward,usdc\n" } else { b"" };
        [header.to_vec(), pieces.concat()].concat()
    })
}

/// Never panics, and an error names a line that the file has.
fn check_any_bytes(bytes: &[u8]) {
    let lines = bytes.split_inclusive(|byte| *byte == b'\n').count().max(1);
    match read_rewards_csv(bytes) {
        Ok(rows) => assert!(!rows.is_empty()),
        Err(error) => assert!((1..=lines as u64).contains(&error.line), "{error} of {lines}"),
    }
}

proptest! {
    #[test]
    fn no_bytes_make_the_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..500)) {
        check_any_bytes(&bytes);
    }

    #[test]
    fn no_near_miss_makes_the_reader_panic(bytes in almost_a_csv()) {
        check_any_bytes(&bytes);
    }

    #[test]
    fn rewards_that_are_written_read_back(amounts in prop::collection::btree_map(any::<[u8; 32]>(), any::<(u32, u32)>(), 1..50)) {
        let rows: Vec<_> = amounts
            .into_iter()
            .map(|(pool, (reward, usdc))| RewardRow { pool: pool.into(), reward: reward.into(), usdc: usdc.into() })
            .collect();
        let mut csv = Vec::new();
        write_rewards_csv(&mut csv, &rows).unwrap();
        prop_assert_eq!(read_rewards_csv(csv.as_slice()).unwrap(), rows);
    }
}
