//! Amounts as people read them, from integers alone.

use inference_staking_math::shares::PoolShares;

/// Decimals of the two mints; the report checks that the chain agrees.
pub const DECIMALS: u32 = 6;

/// `1234567` as `1,234,567`.
pub fn grouped(number: u128) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Base units of a mint as whole units: `1234567` as `1.234567`.
pub fn units(base_units: impl Into<u128>) -> String {
    fixed_point(base_units.into(), DECIMALS)
}

/// Base units of a mint as the command line takes them: `1234567890` as `1234.567890`.
pub fn decimal(base_units: impl Into<u128>) -> String {
    units(base_units).replace(',', "")
}

/// The difference of two amounts with its sign.
pub fn difference(amount: u128, from: u128) -> String {
    match amount.cmp(&from) {
        std::cmp::Ordering::Less => format!("-{}", units(from - amount)),
        std::cmp::Ordering::Equal => units(0u8),
        std::cmp::Ordering::Greater => format!("+{}", units(amount - from)),
    }
}

/// Tokens of one share with 9 decimals, rounded down; `-` without shares.
pub fn price(totals: PoolShares) -> String {
    const PLACES: u32 = 9;
    totals.price_floor(10u64.pow(PLACES)).map_or("-".into(), |scaled| fixed_point(scaled, PLACES))
}

/// Basis points as percent: `1234` as `12.34 %`.
pub fn percent(bps: u128) -> String {
    format!("{} %", fixed_point(bps, 2))
}

fn fixed_point(scaled: u128, decimals: u32) -> String {
    let one = 10u128.pow(decimals);
    format!("{}.{:0width$}", grouped(scaled / one), scaled % one, width = decimals as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_grouped_and_padded() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(grouped(1_234_567), "1,234,567");
        assert_eq!(units(1u8), "0.000001");
        assert_eq!(units(1_234_567_000_001u64), "1,234,567.000001");
        assert_eq!(decimal(1_234_567_000_001u64), "1234567.000001");
        assert_eq!(difference(1, 1_000_001), "-1.000000");
        assert_eq!(difference(3, 1), "+0.000002");
        assert_eq!(price(PoolShares { total_staked: 1, total_shares: 3 }), "0.333333333");
        assert_eq!(price(PoolShares { total_staked: 1, total_shares: 0 }), "-");
        assert_eq!(percent(1_234), "12.34 %");
    }
}
