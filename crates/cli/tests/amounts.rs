//! Amounts, rates and times as users write them: exact, in both directions.

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

use inference_staking_cli::input::{ui, AmountFault, Bps, Decimal, Quantity, Rate, Span};

fn base(text: &str, decimals: u8) -> Result<u64, AmountFault> {
    text.parse::<Decimal>()?.to_base(decimals)
}

#[test]
fn amounts_become_base_units_exactly() {
    assert_eq!(base("1.5", 6), Ok(1_500_000));
    assert_eq!(base("0.000001", 6), Ok(1));
    assert_eq!(base("1.500000000", 6), Ok(1_500_000));
    assert_eq!(base("007", 0), Ok(7));
    assert_eq!(base("0.0", 0), Ok(0));
    // 0.1 + 0.2 and its kin are no floats here; 2^53 + 1 has no double.
    assert_eq!(base("9007199254.740993", 6), Ok(9_007_199_254_740_993));
    assert_eq!(base("18446744073709.551615", 6), Ok(u64::MAX));
    assert_eq!(base("18.446744073709551615", 18), Ok(u64::MAX));
    assert_eq!(base("0.00000000000000000001", 20), Ok(1));
}

#[test]
fn amounts_that_are_too_fine_or_too_large_are_refused() {
    let fine = base("0.0000001", 6).unwrap_err();
    assert_eq!(fine.to_string(), "`0.0000001` has 7 decimals, the mint only 6: leave out what is finer than 0.000001");
    let large = base("18446744073709.551616", 6).unwrap_err();
    assert_eq!(
        large.to_string(),
        "`18446744073709.551616` is more than a token account can hold: at most 18446744073709.551615"
    );
    assert!(matches!(base("1", 20), Err(AmountFault::TooLarge { .. })));
    assert!(matches!(base("1", 255), Err(AmountFault::TooLarge { .. })));
    assert!(matches!(base(&"9".repeat(400), 6), Err(AmountFault::TooLarge { .. })));
}

#[test]
fn what_is_no_number_is_no_amount() {
    for text in ["", ".", "1.", ".5", "-1", "+1", "1,5", "1_000", "1e6", "1.2.3", " 1", "1 ", "NaN", "inf", "0x10", "١"]
    {
        assert!(matches!(base(text, 6), Err(AmountFault::NotDecimal(_))), "`{text}`");
    }
}

#[test]
fn all_is_a_quantity_in_any_case() {
    for text in ["ALL", "all", "All"] {
        assert_eq!(text.parse(), Ok(Quantity::All));
    }
    assert!("everything".parse::<Quantity>().is_err());
}

#[test]
fn base_units_are_shown_without_zeros_at_the_end() {
    assert_eq!(ui(1_500_000, 6), "1.5");
    assert_eq!(ui(1, 6), "0.000001");
    assert_eq!(ui(0, 6), "0");
    assert_eq!(ui(1_000_000, 6), "1");
    assert_eq!(ui(100, 0), "100");
    assert_eq!(ui(u64::MAX, 6), "18446744073709.551615");
    assert_eq!(ui(1, 25), format!("0.{}1", "0".repeat(24)));
}

#[test]
fn what_is_shown_reads_back_as_the_same() {
    for amount in [0, 1, 9, 10, 999_999, 1_000_000, 1_000_001, 123_456_789_012, u64::MAX - 1, u64::MAX] {
        for decimals in [0, 1, 6, 9, 18, 19] {
            assert_eq!(base(&ui(amount, decimals), decimals), Ok(amount), "{amount} with {decimals} decimals");
        }
    }
}

#[test]
fn rates_are_percent_or_basis_points() {
    for (text, bps) in [("12.5%", 1_250), ("1250bps", 1_250), ("0", 0), ("100%", 10_000), ("0.01 %", 1)] {
        assert_eq!(text.parse(), Ok(Bps(bps)), "{text}");
    }
    for text in ["+5", "+5bps", "99999999999999999999%", "", "%", "12.5", "-1%", "100.01%", "10001", "0.001%", "ten"] {
        assert!(text.parse::<Bps>().is_err(), "{text}");
    }
    assert_eq!(Bps(1_250).to_string(), "12.5%");
    // SPEC 16: 8 % and 1.5 % of 10^15.
    assert_eq!("8%".parse(), Ok(Rate(80_000_000_000_000)));
    assert_eq!("1.5%".parse(), Ok(Rate(15_000_000_000_000)));
    assert_eq!("0.0000000000001%".parse(), Ok(Rate(1)));
    assert_eq!(Rate(41_760_500_000_000).to_string(), "4.17605%");
    for text in ["8", "100.1%", "0.00000000000001%"] {
        assert!(text.parse::<Rate>().is_err(), "{text}");
    }
}

#[test]
fn times_have_units() {
    for (text, seconds) in [
        ("7d", 604_800),
        ("36h", 129_600),
        ("1d12h", 129_600),
        ("1d 12h", 129_600),
        ("90m", 5_400),
        ("45s", 45),
        ("2w", 1_209_600),
        ("0", 0),
    ] {
        assert_eq!(text.parse(), Ok(Span(seconds)), "{text}");
    }
    for text in ["", "7", "d", "-1d", "1.5d", "1y", "1d1", "99999999999999999999d", "999999999999999999w"] {
        assert!(text.parse::<Span>().is_err(), "{text}");
    }
    assert_eq!(Span(129_600).to_string(), "1d 12h");
    assert_eq!(Span(61).to_string(), "1m 1s");
    assert_eq!(Span(0).to_string(), "0s");
}
