//! What users type: amounts, rates, spans of time and addresses, against big integers (SPEC 14).

#![allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]

mod base58;
mod number;

use std::fmt::Display;
use std::str::FromStr;

use base58::{base58, bytes_of, BASE58};
use bolero::check;
use inference_staking_cli::input::{parse_pubkey, ui, AmountFault, Bps, Decimal, Quantity, Rate, Span};
use num_bigint::BigUint;
use number::Number;
use serde_json::{json, Value};

/// The input as it is, and the same bytes as a text of these characters: few bytes drawn at random are a number.
fn texts(bytes: &[u8], characters: &str) -> [String; 2] {
    let characters: Vec<char> = characters.chars().collect();
    let drawn = bytes.iter().map(|byte| characters[usize::from(*byte) % characters.len()]).collect();
    [String::from_utf8_lossy(bytes).into_owned(), drawn]
}

/// A file holds a text for the same value, and no fraction as a number.
fn assert_same_in_a_file<T: FromStr + for<'de> serde::Deserialize<'de> + PartialEq + std::fmt::Debug>(text: &str) {
    assert_eq!(serde_json::from_value::<T>(json!(text)).ok(), text.parse().ok(), "`{text}`");
    if let Ok(number @ Value::Number(_)) = serde_json::from_str(text) {
        assert!(number.is_u64() || serde_json::from_value::<T>(number).is_err(), "the float {text} was taken");
    }
}

fn assert_reads_back<T: FromStr + Display + PartialEq + std::fmt::Debug>(value: &T) {
    assert_eq!(value.to_string().parse().ok().as_ref(), Some(value));
}

#[test]
fn amounts() {
    check!().for_each(|bytes: &[u8]| {
        // In front of a seed stands the number of decimals, as a byte.
        let Some((decimals, bytes)) = bytes.split_first() else { return };
        for text in texts(bytes, "0123456789.") {
            assert_amount(&text, *decimals);
            // Most mints have few decimals.
            assert_amount(&text, decimals % 21);
        }
        let base = bytes.iter().take(8).fold(0, |base, byte| base << 8 | u64::from(*byte));
        assert_eq!(ui(base, *decimals).parse::<Decimal>().and_then(|amount| amount.to_base(*decimals)), Ok(base));
    });
}

fn assert_amount(text: &str, decimals: u8) {
    assert_same_in_a_file::<Decimal>(text);
    assert_same_in_a_file::<Quantity>(text);
    let (parsed, quantity) = (text.parse::<Decimal>(), text.parse::<Quantity>());
    let Some(number) = Number::read(text) else {
        assert_eq!(parsed, Err(AmountFault::NotDecimal(text.to_owned())));
        let is_all = text.eq_ignore_ascii_case("all");
        return assert_eq!(quantity.ok(), is_all.then_some(Quantity::All));
    };
    let amount = parsed.unwrap();
    assert_eq!(quantity, Ok(Quantity::Exactly(amount.clone())));
    assert_eq!(amount.to_string(), number.canonical());
    assert_reads_back(&amount);
    match amount.to_base(decimals) {
        Ok(base) => {
            assert_eq!(number.in_units(decimals.into()), Some(BigUint::from(base)));
            assert_eq!(ui(base, decimals), number.canonical());
        }
        Err(AmountFault::TooFine { has, .. }) => {
            assert_eq!(has, usize::try_from(number.places).unwrap());
            assert!(number.in_units(decimals.into()).is_none());
        }
        Err(AmountFault::TooLarge { .. }) => {
            assert!(number.in_units(decimals.into()).unwrap() > BigUint::from(u64::MAX));
        }
        Err(fault) => panic!("`{text}` is a number: {fault}"),
    }
}

#[test]
fn rates() {
    check!().for_each(|bytes: &[u8]| {
        for text in texts(bytes, "0123456789.0123456789% ") {
            assert_rate(&text);
            assert_rate(&format!("{text}%"));
            assert_rate(&format!("{text}bps"));
        }
    });
}

fn assert_rate(text: &str) {
    let percent = text.strip_suffix('%').map(|number| Number::read(number.trim_end()));
    // A part of 100 % in units of 10^-`decimals` percent.
    let part = |decimals: u32| {
        let units = percent.as_ref()?.as_ref()?.in_units(decimals)?;
        (units <= BigUint::from(100u32) * BigUint::from(10u32).pow(decimals)).then_some(units)
    };
    let plain = || {
        // Of bare numbers only 0 says what it is.
        let digits = if text == "0" { text } else { text.strip_suffix("bps")?.trim_end() };
        let number = Number::read(digits).filter(|_| !digits.contains('.'))?;
        Some(number.digits).filter(|bps| *bps <= BigUint::from(10_000u32))
    };
    let bps = if percent.is_some() { part(2) } else { plain() };
    assert_eq!(text.parse::<Bps>().ok().map(|bps| BigUint::from(bps.0)), bps, "`{text}` in basis points");
    // 10^15 is one, so a percent has 13 decimals; the schedule's rates are percentages only.
    assert_eq!(text.parse::<Rate>().ok().map(|rate| BigUint::from(rate.0)), part(13), "`{text}` of 10^15");
    assert_same_in_a_file::<Bps>(text);
    assert_same_in_a_file::<Rate>(text);
    for written in [text.parse::<Bps>().map(|it| it.to_string()), text.parse::<Rate>().map(|it| it.to_string())] {
        let Ok(written) = written else { continue };
        if let Some(Some(number)) = &percent {
            assert_eq!(written, format!("{}%", number.canonical()));
        }
        assert!(written.ends_with('%'));
    }
    text.parse::<Bps>().iter().for_each(assert_reads_back);
    text.parse::<Rate>().iter().for_each(assert_reads_back);
}

#[test]
fn spans() {
    check!().for_each(|bytes: &[u8]| {
        for text in texts(bytes, "0123456789wdhms 0123456789") {
            let expected = seconds(&text).and_then(|seconds| u64::try_from(seconds).ok());
            let parsed = text.parse::<Span>();
            assert_eq!(parsed.as_ref().ok().map(|span| span.0), expected, "`{text}`");
            assert_eq!(serde_json::from_value::<Span>(json!(text)).ok(), parsed.clone().ok());
            if let Ok(span) = parsed {
                assert_reads_back(&span);
                assert_shown_in_falling_units(span);
            }
        }
    });
}

/// A number and its unit, once or more, with white space behind any of them; or 0 alone.
fn seconds(text: &str) -> Option<BigUint> {
    if text == "0" {
        return Some(BigUint::ZERO);
    }
    let (mut sum, mut number, mut after_unit) = (BigUint::ZERO, None::<BigUint>, false);
    for character in text.chars() {
        let size: u32 = match character {
            '0'..='9' => {
                number = Some(number.unwrap_or_default() * 10u32 + character.to_digit(10)?);
                continue;
            }
            'w' => 604_800,
            'd' => 86_400,
            'h' => 3_600,
            'm' => 60,
            's' => 1,
            _ if character.is_whitespace() && after_unit && number.is_none() => continue,
            _ => return None,
        };
        sum += number.take()? * size;
        after_unit = true;
    }
    (after_unit && number.is_none()).then_some(sum)
}

fn assert_shown_in_falling_units(span: Span) {
    let Span(all) = span;
    let parts = [(all / 86_400, 'd'), (all / 3_600 % 24, 'h'), (all / 60 % 60, 'm'), (all % 60, 's')];
    let shown: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, unit)| format!("{count}{unit}")).collect();
    assert_eq!(span.to_string(), if shown.is_empty() { "0s".to_owned() } else { shown.join(" ") });
}

#[test]
fn addresses() {
    check!().for_each(|bytes: &[u8]| {
        let mut key = [0; 32];
        key.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
        let written = base58(&key);
        assert_eq!(parse_pubkey(&written).map(|address| address.to_bytes()), Ok(key));
        let longer = texts(bytes, BASE58).map(|text| format!("1{text}"));
        for text in texts(bytes, BASE58).into_iter().chain(longer).chain([mistyped(&written, bytes)]) {
            match parse_pubkey(&text) {
                Ok(address) => {
                    assert_eq!(bytes_of(&text), Some(address.to_bytes().to_vec()));
                    assert_eq!(address.to_string(), text);
                }
                Err(why) => {
                    let is_plain = |character: char| matches!(character, ' '..='~');
                    assert!(why.contains(&text) || !text.chars().all(is_plain), "{why}");
                    assert!(why.chars().all(is_plain), "{why}");
                    assert!(bytes_of(&text).is_none_or(|bytes| bytes.len() != 32), "{text} is an address");
                }
            }
        }
    });
}

/// The text with one character changed to another of the alphabet.
fn mistyped(text: &str, bytes: &[u8]) -> String {
    let (at, to) = (bytes.first().copied().unwrap_or(0), bytes.last().copied().unwrap_or(0));
    let at = usize::from(at) % text.len();
    let to = BASE58.chars().nth(usize::from(to) % BASE58.len());
    text.char_indices().filter_map(|(place, character)| if place == at { to } else { Some(character) }).collect()
}
