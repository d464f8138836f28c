//! Decimal numbers by big integers.

use num_bigint::BigUint;

/// An exact number: its digits without a point, and how many of them stand behind it.
#[derive(Debug)]
pub struct Number {
    pub digits: BigUint,
    pub places: u32,
}

impl Number {
    /// Digits with at most one point between them, else nothing.
    pub fn read(text: &str) -> Option<Self> {
        let mut number = Self { digits: BigUint::ZERO, places: 0 };
        let (mut behind, mut last) = (false, None);
        for character in text.chars() {
            match character {
                '0'..='9' => {
                    number.digits = number.digits * 10u32 + character.to_digit(10)?;
                    number.places += u32::from(behind);
                }
                '.' if last.is_some() && !behind => behind = true,
                _ => return None,
            }
            last = Some(character);
        }
        last.filter(char::is_ascii_digit)?;
        while number.places > 0 && (&number.digits % 10u32) == BigUint::ZERO {
            number.digits /= 10u32;
            number.places -= 1;
        }
        Some(number)
    }

    /// The number in units of 10^-`decimals`, if it is not finer.
    pub fn in_units(&self, decimals: u32) -> Option<BigUint> {
        Some(&self.digits * BigUint::from(10u32).pow(decimals.checked_sub(self.places)?))
    }

    /// The one text of the number: no zeros in front or at the end.
    pub fn canonical(&self) -> String {
        let places = usize::try_from(self.places).unwrap();
        let padded = format!("{:0>width$}", self.digits.to_string(), width = places + 1);
        let (whole, fraction) = padded.split_at(padded.len() - places);
        if fraction.is_empty() {
            whole.to_owned()
        } else {
            format!("{whole}.{fraction}")
        }
    }
}
