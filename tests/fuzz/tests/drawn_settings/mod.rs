//! Settings for `init` drawn from bytes, and by hand what such a file may hold.

use anchor_lang::prelude::Pubkey;
use inference_staking_cli::input::{Bps, Decimal, Quantity, Rate, Span};
use toml::{Table, Value};

/// What `init` cannot do without, in the order in which it looks for them.
pub const NEEDED_ADDRESSES: [&str; 4] =
    ["stake_mint", "usdc_mint", "slashing_token_destination", "slashing_usdc_destination"];

/// The one setting that stands in no table.
const NETWORK_KIND: &str = "is_test_network";

#[derive(Clone, Copy)]
enum Form {
    Address,
    Addresses,
    Flag,
    Amount,
    AmountOrAll,
    Amounts,
    Span,
    Bps,
    Rate,
    Whole(i64),
    Kind,
}

const KEYS: [(&str, &str, Form); 28] = [
    ("addresses", "stake_mint", Form::Address),
    ("addresses", "usdc_mint", Form::Address),
    ("addresses", "slashing_token_destination", Form::Address),
    ("addresses", "slashing_usdc_destination", Form::Address),
    ("addresses", "reward_authorities", Form::Addresses),
    ("addresses", "halt_authorities", Form::Addresses),
    ("addresses", "slashing_authorities", Form::Addresses),
    ("parameters", "pool_creation_allowed", Form::Flag),
    ("parameters", "registration_fee", Form::Amount),
    ("parameters", "registration_fee_wallet", Form::Address),
    ("parameters", "min_operator_token_stake", Form::Amount),
    ("parameters", "delegator_unstake_delay", Form::Span),
    ("parameters", "operator_unstake_delay", Form::Span),
    ("parameters", "slashing_delay", Form::Span),
    ("parameters", "challenge_period", Form::Span),
    ("parameters", "bypass_delay", Form::Span),
    ("parameters", "min_epoch_length", Form::Span),
    ("parameters", "max_commission", Form::Bps),
    ("parameters", "commission_notice_epochs", Form::Whole(u16::MAX as i64)),
    ("emission", "kind", Form::Kind),
    ("emission", "epochs_per_period", Form::Whole(i64::MAX)),
    ("emission", "base_supply", Form::Amount),
    ("emission", "initial_rate", Form::Rate),
    ("emission", "decay", Form::Rate),
    ("emission", "long_term_rate", Form::Rate),
    ("emission", "compounding", Form::Flag),
    ("emission", "cap", Form::AmountOrAll),
    ("emission", "budgets", Form::Amounts),
];

/// Values of all forms, good ones and bad ones.
const VALUES: [&str; 24] = [
    "\"So11111111111111111111111111111111111111112\"",
    "[\"So11111111111111111111111111111111111111112\"]",
    "[]",
    "\"So11111111111111111111111111111111111111110\"",
    "true",
    "\"1.5\"",
    "1000",
    "65536",
    "-1",
    "1.5",
    "\"ALL\"",
    "[\"0.000001\", 7]",
    "[1, -7]",
    "\"7d\"",
    "\"1d 12h\"",
    "\"7\"",
    "\"50%\"",
    "\"100.01%\"",
    "\"0.0000000000001%\"",
    "\"250bps\"",
    "\"table\"",
    "\"disinflation\"",
    "\"linear\"",
    "{}",
];

/// Lines of a settings file: the first byte chooses what the kind of the network is said to be, or that it is not said; each pair of bytes chooses a key and a value. A key that is unknown, or stands in another table
/// than its own, is among them.
pub fn drawn(bytes: &[u8]) -> String {
    let mut tables = [("addresses", String::new()), ("parameters", String::new()), ("emission", String::new())];
    for pair in bytes.chunks_exact(2) {
        let (at, value) = (usize::from(pair[0]), VALUES[usize::from(pair[1]) % VALUES.len()]);
        let (own, key, _) = KEYS[at % KEYS.len()];
        let (table, key) = match at / KEYS.len() {
            8 => ("emission", key),
            9 => (own, "reward_authority"),
            _ => (own, key),
        };
        for (name, lines) in &mut tables {
            // A key twice would be no TOML.
            if *name == table && !lines.lines().any(|line| line.starts_with(&format!("{key} = "))) {
                lines.push_str(&format!("{key} = {value}\n"));
            }
        }
    }
    let kind = bytes.first().and_then(|byte| VALUES.get(usize::from(*byte) % (VALUES.len() + 1)));
    let kind = kind.map(|value| format!("{NETWORK_KIND} = {value}\n")).unwrap_or_default();
    kind + &tables.iter().map(|(name, lines)| format!("[{name}]\n{lines}")).collect::<String>()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Taken,
    Refused,
}

/// Whether a value has one meaning here and in JSON: neither a date, nor a list in place of a table, which would be read as
/// its fields in order, nor a table in place of a name.
pub fn is_clear(settings: &Table) -> bool {
    settings.values().all(|value| !value.is_array()) && settings.values().all(is_plain)
}

fn is_plain(value: &Value) -> bool {
    match value {
        Value::Datetime(_) => false,
        Value::Float(number) => number.is_finite(),
        Value::Array(values) => values.iter().all(is_plain),
        Value::Table(values) => {
            values.iter().all(|(key, value)| is_plain(value) && !(key == "kind" && value.is_table()))
        }
        _ => true,
    }
}

/// Every key is known and has a value of its form.
pub fn is_init_file(settings: &Table) -> Verdict {
    let is_fine = settings.iter().all(|(table, values)| {
        if table == NETWORK_KIND {
            return values.is_bool();
        }
        let is_known = KEYS.iter().any(|(name, ..)| name == table);
        is_known
            && values.as_table().is_some_and(|values| values.iter().all(|(key, value)| is_setting(table, key, value)))
    });
    if is_fine {
        Verdict::Taken
    } else {
        Verdict::Refused
    }
}

fn is_setting(table: &str, key: &str, value: &Value) -> bool {
    let found = KEYS.iter().find(|(owner, name, _)| *owner == table && *name == key);
    found.is_some_and(|(_, _, form)| has_form(value, *form))
}

fn has_form(value: &Value, form: Form) -> bool {
    let text = value.as_str();
    let is_whole = |most: i64| value.as_integer().is_some_and(|number| (0..=most).contains(&number));
    let all = |form: Form| value.as_array().is_some_and(|values| values.iter().all(|value| has_form(value, form)));
    match form {
        Form::Address => text.is_some_and(|text| text.parse::<Pubkey>().is_ok()),
        Form::Addresses => all(Form::Address),
        Form::Flag => value.is_bool(),
        Form::Amount => is_whole(i64::MAX) || text.is_some_and(|text| text.parse::<Decimal>().is_ok()),
        Form::AmountOrAll => is_whole(i64::MAX) || text.is_some_and(|text| text.parse::<Quantity>().is_ok()),
        Form::Amounts => all(Form::Amount),
        Form::Span => text.is_some_and(|text| text.parse::<Span>().is_ok()),
        Form::Bps => is_whole(10_000) || text.is_some_and(|text| text.parse::<Bps>().is_ok()),
        Form::Rate => text.is_some_and(|text| text.parse::<Rate>().is_ok()),
        Form::Whole(most) => is_whole(most),
        Form::Kind => matches!(text, Some("disinflation" | "table")),
    }
}
