//! The emission schedule, as flags and as a table of the `init` file.

use clap::{ArgAction, Args, ValueEnum};
use inference_staking_client::state::{EmissionSchedule, NewEmissionSchedule};
use inference_staking_math::emission::ScheduleKind;
use serde::Deserialize;

use crate::failure::{Failure, Outcome};
use crate::input::{ui, Decimal, Quantity, Rate};

/// Kinds of schedules.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A rate of the supply that decays every period towards a long-term rate
    Disinflation,
    /// A budget for each of up to 8 periods, nothing afterwards
    Table,
}

/// What was given of a schedule.
#[derive(Args, Clone, Debug, Default, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields, default)]
pub struct EmissionSettings {
    /// Kind of the schedule
    #[arg(long = "emission", value_enum, value_name = "KIND")]
    pub kind: Option<Kind>,
    /// Epochs of a period
    #[arg(long, value_name = "EPOCHS")]
    pub epochs_per_period: Option<u64>,
    /// Disinflation: supply before the first period
    #[arg(long, value_name = "TOKENS")]
    pub base_supply: Option<Decimal>,
    /// Disinflation: rate of the first period, such as 8%
    #[arg(long, value_name = "RATE")]
    pub initial_rate: Option<Rate>,
    /// Disinflation: part by which the rate falls each period, such as 15%
    #[arg(long, value_name = "RATE")]
    pub decay: Option<Rate>,
    /// Disinflation: the rate never falls below this, such as 1.5%
    #[arg(long, value_name = "RATE")]
    pub long_term_rate: Option<Rate>,
    /// Disinflation: whether what was issued counts into the supply of the next period
    #[arg(long, action = ArgAction::Set, value_name = "BOOL")]
    pub compounding: Option<bool>,
    /// Disinflation: most tokens that all periods together may issue, or ALL for no cap
    #[arg(long, value_name = "TOKENS")]
    pub cap: Option<Quantity>,
    /// Table: tokens that each period issues, separated by commas
    #[arg(long, value_name = "TOKENS", value_delimiter = ',')]
    pub budgets: Option<Vec<Decimal>>,
}

fn needed<T>(value: Option<T>, name: &str) -> Outcome<T> {
    let message = || format!("emission `{name}` is missing: give it in the file or as a flag");
    value.ok_or_else(|| Failure::bad_input(message()))
}

impl EmissionSettings {
    /// These, and what they leave out from `other`.
    pub fn or(self, other: Self) -> Self {
        Self {
            kind: self.kind.or(other.kind),
            epochs_per_period: self.epochs_per_period.or(other.epochs_per_period),
            base_supply: self.base_supply.or(other.base_supply),
            initial_rate: self.initial_rate.or(other.initial_rate),
            decay: self.decay.or(other.decay),
            long_term_rate: self.long_term_rate.or(other.long_term_rate),
            compounding: self.compounding.or(other.compounding),
            cap: self.cap.or(other.cap),
            budgets: self.budgets.or(other.budgets),
        }
    }

    /// The settings of a schedule that is stored.
    ///
    /// # Errors
    /// Never for amounts of the chain.
    pub fn of(stored: &EmissionSchedule, decimals: u8) -> Outcome<Self> {
        let amount = |base| ui(base, decimals).parse::<Decimal>().map_err(Failure::bad_input);
        let schedule = stored.schedule();
        let epochs_per_period = Some(schedule.epochs_per_period);
        Ok(match schedule.kind {
            ScheduleKind::Disinflation { base_supply, initial_rate, decay, long_term_rate, compounding, cap } => Self {
                kind: Some(Kind::Disinflation),
                epochs_per_period,
                base_supply: Some(amount(base_supply)?),
                initial_rate: Some(Rate(initial_rate)),
                decay: Some(Rate(decay)),
                long_term_rate: Some(Rate(long_term_rate)),
                compounding: Some(compounding),
                cap: Some(Quantity::Exactly(amount(cap)?)),
                budgets: None,
            },
            ScheduleKind::Table(budgets) => Self {
                kind: Some(Kind::Table),
                epochs_per_period,
                budgets: Some(budgets.into_iter().map(amount).collect::<Outcome<_>>()?),
                ..Self::default()
            },
        })
    }

    fn has_parts_of_disinflation(&self) -> bool {
        let amounts = self.base_supply.is_some() || self.cap.is_some() || self.compounding.is_some();
        amounts || [&self.initial_rate, &self.decay, &self.long_term_rate].into_iter().any(Option::is_some)
    }

    /// The schedule as an instruction gives it.
    ///
    /// # Errors
    /// Bad input if a part is missing, or belongs to the other kind.
    pub fn schedule(self, decimals: u8) -> Outcome<NewEmissionSchedule> {
        let base = |amount: &Decimal| amount.to_base(decimals).map_err(Failure::bad_input);
        let epochs_per_period = needed(self.epochs_per_period, "epochs_per_period")?;
        match needed(self.kind, "kind")? {
            Kind::Table if self.has_parts_of_disinflation() => Err(Failure::bad_input(
                "emission `base_supply`, `initial_rate`, `decay`, `long_term_rate`, `compounding` and `cap` belong to disinflation: \
                 leave them out, or write kind `disinflation`",
            )),
            Kind::Table => {
                let budgets = needed(self.budgets, "budgets")?.iter().map(base).collect::<Outcome<_>>()?;
                Ok(NewEmissionSchedule::Table { epochs_per_period, budgets })
            }
            Kind::Disinflation if self.budgets.is_some() => {
                Err(Failure::bad_input("emission `budgets` belong to a table: leave them out, or write kind `table`"))
            }
            Kind::Disinflation => Ok(NewEmissionSchedule::Disinflation {
                base_supply: base(&needed(self.base_supply, "base_supply")?)?,
                initial_rate: needed(self.initial_rate, "initial_rate")?.0,
                decay: needed(self.decay, "decay")?.0,
                long_term_rate: needed(self.long_term_rate, "long_term_rate")?.0,
                epochs_per_period,
                compounding: needed(self.compounding, "compounding")?,
                cap: match needed(self.cap, "cap")? {
                    Quantity::All => u64::MAX,
                    Quantity::Exactly(cap) => base(&cap)?,
                },
            }),
        }
    }
}
