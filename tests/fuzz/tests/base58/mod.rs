//! Base 58 by its definition.

use num_bigint::BigUint;

pub const BASE58: &str = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// A leading 1 for each leading zero byte, then the number in base 58.
pub fn base58(bytes: &[u8]) -> String {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let mut rest = BigUint::from_bytes_be(bytes);
    let mut digits = Vec::new();
    while rest > BigUint::ZERO {
        digits.push(BASE58.as_bytes()[usize::try_from(&rest % 58u32).unwrap()]);
        rest /= 58u32;
    }
    digits.extend(std::iter::repeat_n(b'1', zeros));
    digits.reverse();
    String::from_utf8(digits).unwrap()
}

/// The bytes of a text in base 58, however many; nothing if it is none.
pub fn bytes_of(text: &str) -> Option<Vec<u8>> {
    let zeros = text.bytes().take_while(|digit| *digit == b'1').count();
    let digit = |character| BASE58.find(character).and_then(|place| u32::try_from(place).ok());
    let number = text.chars().try_fold(BigUint::ZERO, |number, character| Some(number * 58u32 + digit(character)?))?;
    let mut bytes = vec![0; zeros];
    if number > BigUint::ZERO {
        bytes.extend(number.to_bytes_be());
    }
    Some(bytes)
}
