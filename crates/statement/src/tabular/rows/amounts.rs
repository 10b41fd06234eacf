//! What a row's cells say of its money: amount, currency, and the balance behind it.

use super::{Outcome, Refusal, Taker, said};
use crate::money::{Currency, MinorUnits};
use crate::problem::Reason;
use crate::tabular::currency;
use crate::tabular::field::Field;
use crate::tabular::judge;
use crate::tabular::number::{NotNumber, Number};
use crate::tabular::plan::SignRule;
use crate::tabular::side::{self, Direction};
use crate::vocabulary::Side;
use crate::words::shorten;

impl Taker<'_> {
    /// The amount that counts, its column, and which way it goes where that is said apart.
    pub(super) fn amount(
        &self,
        row: usize,
        direction: &mut Option<Direction>,
        outcome: &mut Outcome,
    ) -> Result<(Number, usize), Refusal> {
        if self.plan.sign == SignRule::Columns {
            return self.two_sided(row, direction);
        }
        let column = self.plan.column(Field::Amount).unwrap_or_default();
        let number = match self.number(row, column) {
            Err((_, Reason::Empty)) if self.table.blank_moves_nothing => {
                *direction = Some(Direction::Neutral);
                return Ok((Number::ZERO, column));
            }
            read => read?,
        };
        let turned = |negative: bool| if negative { Side::Credit } else { Side::Debit };
        if let Some(side) = number.side.filter(|_| !number.signed) {
            *direction = Some(Direction::Moves(side));
        }
        match self.plan.sign {
            SignRule::Turned => *direction = Some(Direction::Moves(turned(number.negative))),
            SignRule::Described => {
                let side = judge::described(self.sheet, self.plan, row).unwrap_or(Side::Debit);
                *direction = Some(Direction::Moves(side));
            }
            SignRule::Balanced => {
                let side = self.balanced.get(&row).copied();
                let said = || judge::described(self.sheet, self.plan, row);
                let side = side.or_else(said).unwrap_or(Side::Debit);
                *direction = Some(Direction::Moves(side));
            }
            _ => {}
        }
        let unmarked = self.plan.unmarked.map(Direction::Moves);
        *direction = direction.or(unmarked);
        if let Some(column) = self.plan.column(Field::Direction) {
            let text = self.sheet.cell(row, column);
            let blank = if self.wallet {
                Some(Direction::Neutral)
            } else {
                unmarked.and(*direction)
            };
            let word = side::direction(text).or(blank.filter(|_| text.is_empty()));
            match (self.plan.sign, word) {
                (_, Some(Direction::Neutral)) => *direction = Some(Direction::Neutral),
                (SignRule::Worded, Some(word)) => *direction = Some(word),
                (SignRule::Worded, None) => {
                    let expected = ["debit", "credit"].map(ToOwned::to_owned).to_vec();
                    let reason = if text.is_empty() {
                        Reason::Empty
                    } else {
                        Reason::UnknownWord {
                            text: shorten(text),
                            expected,
                        }
                    };
                    return Err((Some(column), reason));
                }
                (SignRule::Signed, Some(Direction::Moves(side))) => {
                    let by_sign = if number.negative {
                        Side::Debit
                    } else {
                        Side::Credit
                    };
                    if side != by_sign && !number.is_zero() {
                        if number.signed {
                            said(&mut outcome.contradictions, self.sheet.row(row).line);
                        } else {
                            *direction = Some(Direction::Moves(side));
                        }
                    }
                }
                _ => {}
            }
        }
        Ok((number, column))
    }

    fn number(&self, row: usize, column: usize) -> Result<Number, Refusal> {
        let text = self.sheet.cell(row, column);
        judge::number_at(self.sheet, row, column, self.plan.mark)
            .map_err(|why| (Some(column), why.reason(text)))
    }

    fn two_sided(
        &self,
        row: usize,
        direction: &mut Option<Direction>,
    ) -> Result<(Number, usize), Refusal> {
        let of = |field| -> Result<Option<(Number, usize)>, Refusal> {
            let Some(column) = self.plan.column(field) else {
                return Ok(None);
            };
            match judge::number_at(self.sheet, row, column, self.plan.mark) {
                Ok(number) => Ok(Some((number, column))),
                Err(NotNumber::Empty) => Ok(None),
                Err(why) => Err((Some(column), why.reason(self.sheet.cell(row, column)))),
            }
        };
        let (credit, debit) = (of(Field::Credit)?, of(Field::Debit)?);
        let filled =
            |found: &Option<(Number, usize)>| found.is_some_and(|(number, _)| !number.is_zero());
        let flip = |side| {
            if side == Side::Credit {
                Side::Debit
            } else {
                Side::Credit
            }
        };
        let (found, side) = match (filled(&credit), filled(&debit)) {
            (true, true) => {
                let column = self.plan.column(Field::Debit);
                let text = column.map_or("", |column| self.sheet.cell(row, column));
                return Err((
                    column,
                    Reason::NotAnAmount {
                        text: format!("{} beside money in", shorten(text)),
                    },
                ));
            }
            (false, true) => (debit, Side::Debit),
            (true, false) => (credit, Side::Credit),
            (false, false) => (credit.or(debit), Side::Credit),
        };
        let Some((number, column)) = found else {
            return Err((self.plan.column(Field::Debit), Reason::Empty));
        };
        // A negative amount in a column of positive ones goes back the other way.
        let back = match side {
            Side::Debit => number.negative && !self.debit_negative,
            Side::Credit => number.negative && !self.credit_negative,
        };
        *direction = Some(Direction::Moves(if back { flip(side) } else { side }));
        Ok((number, column))
    }

    pub(super) fn currency(
        &self,
        row: usize,
        amount: usize,
        number: &Number,
    ) -> Result<Currency, Refusal> {
        if let Some(currency) = number.currency {
            return Ok(currency);
        }
        // `Amount (USD)` beside the currency of another amount. `元` is of several.
        let coded = |code: &Currency| {
            let header = self
                .plan
                .header
                .map_or("", |header| self.sheet.cell(header, amount));
            header.contains(code.code())
        };
        if let Some(currency) = self.units.get(&amount).copied().filter(coded) {
            return Ok(currency);
        }
        for column in self.plan.all(Field::Currency) {
            let text = self.sheet.cell(row, *column);
            let upper = text.to_ascii_uppercase();
            if let Some(known) = currency::named(text).or_else(|| Currency::parse(&upper)) {
                return Ok(known);
            }
            if text.chars().any(char::is_alphanumeric) {
                return Err((
                    Some(*column),
                    Reason::NotACurrency {
                        text: shorten(text),
                    },
                ));
            }
        }
        let named = self.units.get(&amount).copied().or(self.plan.currency);
        named.ok_or((
            None,
            Reason::NotACurrency {
                text: String::new(),
            },
        ))
    }

    pub(super) fn balance(
        &self,
        row: usize,
        currency: Currency,
        minor: i64,
        direction: Direction,
    ) -> Option<MinorUnits> {
        let read = |field| {
            let column = self.plan.column(field)?;
            let number = judge::number_at(self.sheet, row, column, self.plan.mark).ok()?;
            let mut balance = number.signed_minor(currency, "").ok()?;
            if number.side == Some(Side::Debit) && !number.signed {
                balance.0 = -balance.0;
            }
            (number.currency.is_none_or(|named| named == currency)).then_some(balance)
        };
        read(Field::Balance).or_else(|| {
            let before = read(Field::BalanceBefore)?;
            let movement = match direction {
                Direction::Moves(Side::Credit) => minor,
                Direction::Moves(Side::Debit) => -minor,
                Direction::Neutral => 0,
            };
            before.0.checked_add(movement).map(MinorUnits)
        })
    }

    /// The amount without the row's fee, where that is taken off beside it.
    pub(super) fn less_fee(
        &self,
        row: usize,
        currency: Currency,
        minor: i64,
        negative: bool,
    ) -> (i64, bool) {
        let fee = self
            .plan
            .column(Field::Fee)
            .filter(|_| self.plan.less_fee)
            .and_then(|column| judge::number_at(self.sheet, row, column, self.plan.mark).ok())
            .and_then(|number| number.minor(currency, "").ok())
            .unwrap_or(0);
        let signed = if negative { -minor } else { minor };
        match signed.checked_sub(fee) {
            Some(net) => (net.saturating_abs(), net < 0),
            None => (minor, negative),
        }
    }
}
