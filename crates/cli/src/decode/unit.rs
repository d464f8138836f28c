//! What the numbers of instructions count.

use crate::input::{ui, Bps, Rate, Span};
use crate::view::Decimals;

/// A number of an instruction as people write it, by the name that it has there. Without decimals amounts stay base units.
pub(super) fn in_words(name: &str, number: u64, decimals: Option<Decimals>) -> String {
    match name {
        // As it is given: no cap.
        "cap" if number == u64::MAX => "ALL".to_owned(),
        "reward"
        | "total_rewards"
        | "amount"
        | "activating_amount"
        | "unstaking_amount"
        | "activating"
        | "base_supply"
        | "cap"
        | "budgets"
        | "registration_fee"
        | "max_registration_fee"
        | "min_operator_token_stake" => amount(number, decimals.map(|decimals| decimals.stake), "tokens"),
        "shares" => amount(number, decimals.map(|decimals| decimals.stake), "shares"),
        "usdc" | "total_usdc" => amount(number, decimals.map(|decimals| decimals.usdc), "USDC"),
        "delegator_unstake_delay"
        | "operator_unstake_delay"
        | "slashing_delay"
        | "challenge_period"
        | "bypass_delay"
        | "min_epoch_length"
        | "seconds"
        | "duration" => Span(number).to_string(),
        "initial_rate" | "decay" | "long_term_rate" => Rate(number).to_string(),
        _ => match u16::try_from(number) {
            Ok(bps) if name.ends_with("_bps") => Bps(bps).to_string(),
            _ => number.to_string(),
        },
    }
}

fn amount(base: u64, decimals: Option<u8>, of: &str) -> String {
    match decimals {
        // Decimals are those of the network that was asked, base units those of the message.
        Some(decimals) => format!("{} {of} ({base} base units)", ui(base, decimals)),
        None => format!("{base} base units of {of}"),
    }
}

#[cfg(test)]
#[allow(clippy::restriction, clippy::pedantic, reason = "a test may panic, index and calculate")]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_unit_of_their_name() {
        let decimals = Some(Decimals { stake: 6, usdc: 2 });
        let words = |name, number| in_words(name, number, decimals);
        assert_eq!(words("amount", 1_500_000), "1.5 tokens (1500000 base units)");
        assert_eq!(words("shares", 2_000_000), "2 shares (2000000 base units)");
        assert_eq!(words("total_usdc", 150), "1.5 USDC (150 base units)");
        assert_eq!(words("cap", 1_500_000), "1.5 tokens (1500000 base units)");
        assert_eq!(words("cap", u64::MAX), "ALL");
        assert_eq!(words("slashing_delay", 172_800), "2d");
        assert_eq!(words("reward_commission_bps", 1_250), "12.5%");
        assert_eq!(words("decay", 150_000_000_000_000), "15%");
        assert_eq!(words("epoch", 7), "7");
        assert_eq!(in_words("amount", 7, None), "7 base units of tokens");
    }

    /// So that no amount of a new argument is shown without its unit.
    #[test]
    fn every_number_of_the_program_is_known() {
        let counts =
            ["epoch", "epochs_per_period", "leaf_index", "root_index", "ticket", "depths", "commission_notice_epochs"];
        let idl: serde_json::Value = serde_json::from_str(super::super::idl::IDL).unwrap();
        let fields_of = |it: &serde_json::Value| it["args"].as_array().cloned().unwrap_or_default();
        let arguments = idl["instructions"].as_array().unwrap().iter().flat_map(fields_of);
        let is_input = |it: &&serde_json::Value| {
            let name = it["name"].as_str().unwrap();
            name.ends_with("Args") || ["PoolOverviewParameters", "BatchLeaf", "NewEmissionSchedule"].contains(&name)
        };
        let list = |it: &serde_json::Value| it.as_array().cloned().unwrap_or_default();
        let types = idl["types"].as_array().unwrap().iter().filter(is_input).map(|it| &it["type"]);
        let fields = types.flat_map(|it| {
            let of_variants = list(&it["variants"]).into_iter().flat_map(move |variant| list(&variant["fields"]));
            list(&it["fields"]).into_iter().chain(of_variants)
        });
        let numbers: Vec<String> = arguments
            .chain(fields)
            .filter(|field| ["u64", "u16"].iter().any(|number| field["type"].to_string().contains(number)))
            .map(|field| field["name"].as_str().unwrap().to_owned())
            .collect();
        assert!(numbers.contains(&"base_supply".to_owned()) && numbers.contains(&"budgets".to_owned()), "{numbers:?}");
        for name in numbers {
            let is_plain = in_words(&name, 1, None) == "1";
            assert_eq!(is_plain, counts.contains(&name.as_str()), "{name}");
        }
    }
}
