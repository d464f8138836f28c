//! The metrics CSV: exact scores, and each kind of bad input with its line and message.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use inference_staking_rewards::{read_metrics_csv, MetricsCsv, MetricsTotals};
use solana_pubkey::Pubkey;

const HEADER: &str = "pool,score,usdc_revenue\n";
const U64_MAX: &str = "18446744073709551615";

fn pool(byte: u8) -> String {
    Pubkey::from([byte; 32]).to_string()
}

fn billionths(score: &str) -> u128 {
    let csv = format!("{HEADER}{},{score},0\n", pool(1));
    read_metrics_csv(csv.as_bytes()).unwrap()[0].score.billionths()
}

/// The message of a file whose line 3 is this, below a header and a good row.
fn message_of_third_line(line: &str) -> String {
    read_metrics_csv(format!("{HEADER}{},1,2\n{line}\n", pool(1)).as_bytes()).unwrap_err().to_string()
}

#[test]
fn scores_are_kept_exactly() {
    let cases = [
        ("0", 0),
        ("0.0", 0),
        ("1", 1_000_000_000),
        ("007", 7_000_000_000),
        ("12.5", 12_500_000_000),
        ("0.1", 100_000_000),
        ("0.000000001", 1),
        ("3.141592653", 3_141_592_653),
        (U64_MAX, 18_446_744_073_709_551_615_000_000_000),
        ("18446744073709551615.999999999", 18_446_744_073_709_551_615_999_999_999),
    ];
    for (score, expected) in cases {
        assert_eq!(billionths(score), expected, "{score}");
    }
    // As floats these two are the same.
    assert_ne!(billionths("9007199254740993"), billionths("9007199254740992"));
}

#[test]
fn scores_that_are_no_weights() {
    let cases = [
        ("", "is empty"),
        ("-1", "is `-1`, which is negative"),
        ("-0.5", "is `-0.5`, which is negative"),
        ("x", "is `x`, which is not a decimal number"),
        ("NaN", "is `NaN`, which is not a decimal number"),
        ("inf", "is `inf`, which is not a decimal number"),
        ("+1", "is `+1`, which is not a decimal number"),
        (".5", "is `.5`, which is not a decimal number"),
        ("5.", "is `5.`, which is not a decimal number"),
        ("1.2.3", "is `1.2.3`, which is not a decimal number"),
        ("1e9", "is `1e9`, which is not a decimal number"),
        ("1.-5", "is `1.-5`, which is not a decimal number"),
        ("0.1234567890", "is `0.1234567890`, which has too many decimals"),
        ("18446744073709551616", "is `18446744073709551616`, which is too large"),
    ];
    for (score, why) in cases {
        let expected = format!(
            "line 3: column `score` {why}: expected a weight from 0 to {U64_MAX} with at most 9 decimals, as in `12.5`"
        );
        assert_eq!(message_of_third_line(&format!("{},{score},2", pool(2))), expected);
    }
}

#[test]
fn revenue_is_base_units() {
    let expected = format!(
        "line 3: column `usdc_revenue` is `1.5`, which is not a whole number: \
         expected base units as a whole number from 0 to {U64_MAX}"
    );
    assert_eq!(message_of_third_line(&format!("{},1,1.5", pool(2))), expected);
}

#[test]
fn revenue_sum_above_64_bits() {
    let expected = format!(
        "line 3: the sum of `usdc_revenue` is above {U64_MAX}: amounts are base units, and their sum must fit 64 bits"
    );
    assert_eq!(message_of_third_line(&format!("{},1,{U64_MAX}", pool(2))), expected);
}

#[test]
fn a_rewards_csv_is_not_a_metrics_csv() {
    let error = read_metrics_csv("pool,reward,usdc\n".as_bytes()).unwrap_err();
    assert_eq!(error.to_string(), "line 1: unknown column `reward`: expected the columns `pool,score,usdc_revenue`");
}

#[test]
fn header_rows_and_pools_are_checked_as_in_the_rewards_csv() {
    let message = |csv: &str| read_metrics_csv(csv.as_bytes()).unwrap_err().to_string();
    let columns = "expected the columns `pool,score,usdc_revenue`";
    assert_eq!(
        message(""),
        "line 1: the file is empty: expected the header `pool,score,usdc_revenue` and a row per pool"
    );
    assert_eq!(message("pool,score\n"), format!("line 1: column `usdc_revenue` is missing in the header: {columns}"));
    assert_eq!(
        message_of_third_line(&format!("{},1", pool(2))),
        "line 3: found 2 field(s): expected 3, as in `pool,score,usdc_revenue`"
    );
    assert_eq!(
        message_of_third_line(&format!("{},5,6", pool(1))),
        format!("line 3: pool {} is already on line 2: expected each pool once", pool(1))
    );
    assert_eq!(
        message(&format!("{HEADER}{},1,2\n{},3", pool(1), pool(2))),
        "line 3: the file ends in the middle of this row: expected 3 fields, as in `pool,score,usdc_revenue`; \
         get the whole file"
    );
}

#[test]
fn metrics_may_come_as_people_and_spreadsheets_write_them() {
    let csv = format!("\u{feff}usdc_revenue,\"score\",pool\r\n\r\n2,\"1.5\",{}\r\n 4 , 3 ,{}\r\n", pool(9), pool(4));
    let mut rows = MetricsCsv::new(csv.as_bytes()).unwrap();
    let read: Vec<_> = rows.by_ref().map(Result::unwrap).collect();
    let read: Vec<_> = read.iter().map(|row| (row.pool, row.score.billionths(), row.usdc_revenue)).collect();
    let expected = [(Pubkey::from([9; 32]), 1_500_000_000, 2), (Pubkey::from([4; 32]), 3_000_000_000, 4)];
    assert_eq!(read, expected);
    assert_eq!(rows.totals(), MetricsTotals { usdc_revenue: 6 });
}
