//! Amounts as people read them.

/// Decimals of the two mints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Decimals {
    /// Of the stake token, which shares are shown with too.
    pub stake: u8,
    /// Of USDC.
    pub usdc: u8,
}

impl Decimals {
    /// Base units of the stake token, with its name.
    pub fn tokens(&self, base: impl Into<u128>) -> String {
        format!("{} tokens", in_units(base.into(), self.stake))
    }

    /// Base units of USDC, with its name.
    pub fn usdc(&self, base: impl Into<u128>) -> String {
        format!("{} USDC", in_units(base.into(), self.usdc))
    }
}

/// Base units as an exact decimal number of units of 10^`decimals`, without zeros at its end.
pub fn in_units(base: u128, decimals: u8) -> String {
    let places = usize::from(decimals);
    let padded = format!("{base:0>width$}", width = places.saturating_add(1));
    let (whole, fraction) = padded.split_at(padded.len().saturating_sub(places));
    match fraction.trim_end_matches('0') {
        "" => whole.to_owned(),
        fraction => format!("{whole}.{fraction}"),
    }
}
