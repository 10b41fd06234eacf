//! Bank lines: whose each one is, and what its reference names.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, DefaultHasher};

use tieout_statement::{Column, Rows, Side};

use crate::settings::{ChannelSettings, Settings};

/// A set of texts with a fixed hasher: nothing depends on chance.
pub type Texts<'a> = HashSet<&'a str, BuildHasherDefault<DefaultHasher>>;

/// Whose a bank line is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Whose {
    /// 资金调拨: its reference is the order number of a fund transfer.
    Transfer,
    /// A channel's, by its place in [`Channels`].
    Channel(u32),
    /// Interest or a bank charge.
    OwnFunds,
    /// Nobody's that we know.
    Unknown,
}

/// Channels in the order in which a line is asked for them: of the settings, then by code.
#[derive(Clone, Debug, Default)]
pub struct Channels(pub Vec<ChannelSettings>);

impl Channels {
    /// The channels of the settings and others that occur, which take every default.
    pub fn of<'a>(settings: &Settings, others: impl Iterator<Item = &'a str>) -> Self {
        let mut list = settings.channels.clone();
        let mut codes: Vec<&str> = others
            .filter(|code| !list.iter().any(|channel| channel.code == *code))
            .collect();
        codes.sort_unstable();
        codes.dedup();
        let further: Vec<_> = codes
            .into_iter()
            .map(|code| settings.channel(code))
            .collect();
        list.extend(further);
        Self(list)
    }

    /// The place of the channel that a line belongs to by account and counterparty or
    /// reference; the first that fits.
    #[must_use]
    pub fn of_line(&self, lines: &Rows, line: u32) -> Option<u32> {
        let at = line as usize;
        let reference = lines.text(Column::Reference).get(at);
        let account = lines.symbol(Column::BankAccount).get(at);
        let counterparty = lines.text(Column::Counterparty).get(at);
        let fits = |channel: &ChannelSettings| {
            (channel.bank_account.is_empty() || channel.bank_account == account)
                && if channel.counterparty.is_empty() {
                    reference.contains(&channel.code)
                } else {
                    counterparty.contains(&channel.counterparty)
                }
        };
        let found = self.0.iter().position(fits)?;
        u32::try_from(found).ok()
    }

    /// The place of a channel's code.
    #[must_use]
    pub fn place(&self, code: &str) -> Option<u32> {
        let at = self.0.iter().position(|channel| channel.code == code)?;
        u32::try_from(at).ok()
    }
}

/// Decides whose lines are; texts and words are prepared once.
#[derive(Debug)]
pub struct Sorter<'a> {
    channels: &'a Channels,
    transfers: Texts<'a>,
    interest: Vec<String>,
    charge: Vec<String>,
}

impl<'a> Sorter<'a> {
    /// `transfers`: order numbers of kind `fund_transfer`, those of carried lines too.
    #[must_use]
    pub fn new(channels: &'a Channels, transfers: Texts<'a>, settings: &Settings) -> Self {
        let lower = |words: &[String]| words.iter().map(|w| w.to_ascii_lowercase()).collect();
        Self {
            channels,
            transfers,
            interest: lower(&settings.day.interest_words),
            charge: lower(&settings.day.charge_words),
        }
    }

    /// Whose a line is; the first that fits decides.
    #[must_use]
    pub fn whose(&self, lines: &Rows, line: u32) -> Whose {
        let at = line as usize;
        let reference = lines.text(Column::Reference).get(at);
        if !reference.is_empty() && self.transfers.contains(reference) {
            return Whose::Transfer;
        }
        if let Some(channel) = self.channels.of_line(lines, line) {
            return Whose::Channel(channel);
        }
        let words = if money_in(lines, line) {
            &self.interest
        } else {
            &self.charge
        };
        let memo = lines.text(Column::Memo).get(at).to_ascii_lowercase();
        if words.iter().any(|word| memo.contains(word.as_str())) {
            Whose::OwnFunds
        } else {
            Whose::Unknown
        }
    }
}

/// Whether a line brings money.
#[must_use]
pub fn money_in(lines: &Rows, line: u32) -> bool {
    lines.code(Column::Side)[line as usize] == Side::Credit.code()
}

/// A line's amount in minor units, never negative.
#[must_use]
pub fn amount(lines: &Rows, line: u32) -> i128 {
    i128::from(lines.number(Column::Amount)[line as usize])
}

/// What a reference names: the parts between white space and separators, and the whole.
pub fn tokens(reference: &str) -> impl Iterator<Item = &str> {
    let apart = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ';'
                    | ':'
                    | '/'
                    | '|'
                    | '('
                    | ')'
                    | '['
                    | ']'
                    | '，'
                    | '；'
                    | '：'
                    | '／'
                    | '｜'
                    | '（'
                    | '）'
                    | '［'
                    | '］'
            )
    };
    let whole = std::iter::once(reference).filter(move |whole| whole.contains(apart));
    reference
        .split(apart)
        .chain(whole)
        .filter(|token| !token.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reference_names_its_parts_and_itself() {
        let of = |text| tokens(text).collect::<Vec<_>>();
        assert_eq!(of("UP0302-A"), ["UP0302-A"]);
        assert_eq!(
            of("icbc C_1,C2；C3"),
            ["icbc", "C_1", "C2", "C3", "icbc C_1,C2；C3"]
        );
        assert_eq!(of(" (C1) "), ["C1", " (C1) "]);
        assert_eq!(of(""), [""; 0]);
    }

    #[test]
    fn channels_are_asked_in_the_order_of_the_settings_then_by_code() {
        let settings = Settings::parse("[[channel]]\ncode = \"z\"\n[[channel]]\ncode = \"a\"\n");
        let settings = settings.expect("good settings");
        let channels = Channels::of(&settings, ["m", "b", "a", "m"].into_iter());
        let codes: Vec<_> = channels.0.iter().map(|c| c.code.as_str()).collect();
        assert_eq!(codes, ["z", "a", "b", "m"]);
    }
}
