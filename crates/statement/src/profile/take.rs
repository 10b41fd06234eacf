//! The rows of a sheet under a profile.

use super::target::has;
use super::{Amounts, NOT_AN_ORDER, Profile, Target};
use crate::calendar::LocalTime;
use crate::grid::{CellKind, Sheet};
use crate::layout::{Column, ColumnSpec, ColumnType, Role};
use crate::money::{Currency, MinorUnits};
use crate::problem::{FileProblem, Reason};
use crate::reading::Reading;
use crate::rows::Cell;
use crate::tabular::date::{self, Day};
use crate::tabular::number::{NotNumber, Number};
use crate::tabular::{currency, day_at, digits_lost, number_at};
use crate::vocabulary::{Family, Kind, Side, Status};
use crate::words::shorten;

/// More than any of our layouts has.
const WIDEST: usize = 16;

/// A refused cell: its field, and why.
type Refusal = (Target, Reason);

/// Which way an amount goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    In,
    Out,
    /// A word tells; `true`: it is written negative.
    Unsaid(bool),
}

/// Takes every row behind the header.
pub(super) fn rows(sheet: &Sheet, header: usize, profile: &Profile, reading: &mut Reading) {
    let taker = Taker::new(sheet, header, profile);
    let known: Vec<usize> = profile
        .columns
        .keys()
        .filter_map(|t| profile.place(*t))
        .collect();
    let others = sheet.cells(header).enumerate();
    reading.other_columns.extend(
        others
            .filter(|(column, name)| !known.contains(column) && !name.is_empty())
            .map(|(_, name)| name.to_owned()),
    );
    let mut lost = (0, 0_u64);
    let mut undecodable = (0, 0_u64);
    let mut beside = (0, 0_u64);
    for row in header + 1..sheet.len() {
        if sheet.is_blank(row) || sheet.cells(row).eq(sheet.cells(header)) {
            continue;
        }
        let place = sheet.row(row);
        if place.replaced {
            count(&mut undecodable, place.line);
        }
        if place.unclosed {
            reading.reject(place.line, None, Reason::UnclosedQuote);
            continue;
        }
        if taker.is_no_order(row) {
            match taker.beside_orders(row) {
                Ok((currency, at)) => {
                    count(&mut beside, place.line);
                    reading.neutral_row(currency, at);
                }
                Err((target, reason)) => {
                    reading.reject(place.line, Some(&taker.name(target)), reason);
                }
            }
            continue;
        }
        let mut cells = [Cell::Absent; WIDEST];
        match taker.row(row, &mut cells) {
            Ok(shortened) => {
                if shortened {
                    count(&mut lost, place.line);
                }
                let layout = profile.role.layout().len();
                reading.push(place.line, place.offset, &cells[..layout], 200);
            }
            Err((target, reason)) => {
                let column = taker.name(target);
                reading.reject(place.line, Some(&column), reason);
            }
        }
    }
    let (line, rows) = undecodable;
    if rows > 0 {
        reading
            .problems
            .push(FileProblem::Undecodable { line, rows });
    }
    let (line, rows) = beside;
    if rows > 0 {
        reading.problems.push(FileProblem::NotOrders { line, rows });
    }
    let (line, rows) = lost;
    if rows > 0 {
        reading
            .problems
            .push(FileProblem::DigitsLost { line, rows });
    }
}

fn count(place: &mut (u32, u64), line: u32) {
    if place.1 == 0 {
        place.0 = line;
    }
    place.1 += 1;
}

struct Taker<'a> {
    sheet: &'a Sheet,
    header: usize,
    profile: &'a Profile,
    /// Columns of money in and out that are written negative throughout.
    negative: [bool; 2],
}

impl<'a> Taker<'a> {
    fn new(sheet: &'a Sheet, header: usize, profile: &'a Profile) -> Self {
        let negative = [Target::Credit, Target::Debit].map(|target| {
            let Some(column) = profile.place(target) else {
                return false;
            };
            let numbers = (header + 1..sheet.len())
                .filter_map(|row| number_at(sheet, row, column, profile.decimal_mark).ok())
                .filter(|number| !number.is_zero());
            let (negative, all) = numbers.fold((0_usize, 0_usize), |(negative, all), number| {
                (negative + usize::from(number.negative), all + 1)
            });
            negative * 2 > all
        });
        Self {
            sheet,
            header,
            profile,
            negative,
        }
    }

    /// The name of a field's column, or the field where it has none.
    fn name(&self, target: Target) -> String {
        match self.profile.place(target) {
            Some(column) if !self.sheet.cell(self.header, column).is_empty() => {
                self.sheet.cell(self.header, column).to_owned()
            }
            Some(column) => format!("#{}", column + 1),
            None => target.text().to_owned(),
        }
    }

    /// The text of a field: its cell, else its constant.
    fn text(&self, row: usize, target: Target) -> &'a str {
        let column = self.profile.place(target);
        let cell = column.map_or("", |column| self.sheet.cell(row, column));
        let cell = cell.trim_start_matches(['`', '\'']).trim();
        if cell.is_empty() {
            self.profile
                .constants
                .get(&target)
                .map_or("", String::as_str)
        } else {
            cell
        }
    }

    /// Whether a row is none of the channel's orders, by the word of its kind.
    fn is_no_order(&self, row: usize) -> bool {
        let target = Target::Column(Column::Kind);
        self.profile.has_orders() && self.translated(target, self.text(row, target)) == NOT_AN_ORDER
    }

    /// Currency and time of a row that is no order.
    fn beside_orders(&self, row: usize) -> Result<(Currency, Option<LocalTime>), Refusal> {
        let currency = self.currency(row)?;
        let days = self.profile.role.layout().iter();
        let mut days = days.filter(|spec| spec.kept == ColumnType::Time);
        let at = match days.next() {
            Some(spec) => self.cell(row, spec, currency, &mut false)?,
            None => Cell::Absent,
        };
        match at {
            Cell::Time(at) => Ok((currency, Some(at))),
            _ => Ok((currency, None)),
        }
    }

    /// Fills the cells of a row in the order of the layout; whether a number in it had lost
    /// its last digits and was left out.
    fn row(&self, row: usize, cells: &mut [Cell<'a>; WIDEST]) -> Result<bool, Refusal> {
        let role = self.profile.role;
        let currency = self.currency(row)?;
        let moved = has(role, Column::Amount)
            .then(|| self.amount(row, currency))
            .transpose()?;
        let (minor, way) = moved.unwrap_or((0, Way::Unsaid(false)));
        let mut shortened = false;
        for (spec, cell) in role.layout().iter().zip(cells) {
            *cell = match spec.column {
                Column::Amount => Cell::Minor(MinorUnits(minor)),
                Column::Currency => Cell::Currency(currency),
                Column::Kind => self.kind(row, way)?,
                Column::Side => self.side(row, way)?,
                _ => self.cell(row, spec, currency, &mut shortened)?,
            };
        }
        Ok(shortened)
    }

    fn cell(
        &self,
        row: usize,
        spec: &ColumnSpec,
        currency: Currency,
        shortened: &mut bool,
    ) -> Result<Cell<'a>, Refusal> {
        let target = Target::Column(spec.column);
        let text = self.text(row, target);
        if text.is_empty() {
            if spec.filled {
                return Err((target, Reason::Empty));
            }
            return Ok(Cell::Absent);
        }
        match spec.kept {
            ColumnType::Amount | ColumnType::SignedAmount => self.beside(row, spec, currency),
            ColumnType::Time => self.time(row, spec),
            ColumnType::Status => self.status(row),
            _ if digits_lost(text) && self.profile.place(target).is_some() => {
                if spec.filled {
                    let text = shorten(text);
                    return Err((target, Reason::DigitsLost { text }));
                }
                *shortened = true;
                Ok(Cell::Absent)
            }
            _ => Ok(Cell::Text(text)),
        }
    }

    fn currency(&self, row: usize) -> Result<Currency, Refusal> {
        let target = Target::Column(Column::Currency);
        let text = self.text(row, target);
        if text.is_empty() {
            return Err((target, Reason::Empty));
        }
        let named = currency::named(text).or_else(|| Currency::parse(&text.to_ascii_uppercase()));
        named.ok_or_else(|| {
            let text = shorten(text);
            (target, Reason::NotACurrency { text })
        })
    }

    /// A number of a field; `Ok(None)` where the cell is empty.
    fn number(&self, row: usize, target: Target) -> Result<Option<(Number, &'a str)>, Refusal> {
        let Some(column) = self.profile.place(target) else {
            return Ok(None);
        };
        let text = self.sheet.cell(row, column);
        match number_at(self.sheet, row, column, self.profile.decimal_mark) {
            Ok(number) => Ok(Some((number, text))),
            Err(NotNumber::Empty) => Ok(None),
            Err(why) => Err((target, why.reason(text))),
        }
    }

    fn minor(&self, number: Number, currency: Currency, text: &str) -> Result<i64, Reason> {
        if let Some(named) = number.currency.filter(|named| *named != currency) {
            return Err(Reason::NotAnAmount {
                text: format!("{} in {}", shorten(text), named.code()),
            });
        }
        let number = if self.profile.minor_units {
            number.as_minor_units(currency)
        } else {
            number
        };
        number.minor(currency, text)
    }

    /// The unsigned amount, and which way it goes.
    fn amount(&self, row: usize, currency: Currency) -> Result<(i64, Way), Refusal> {
        if self.profile.amounts == Amounts::Columns {
            return self.two_sided(row, currency);
        }
        let target = Target::Column(Column::Amount);
        let (number, text) = self.number(row, target)?.ok_or((target, Reason::Empty))?;
        let minor = self.minor(number, currency, text);
        let minor = minor.map_err(|reason| (target, reason))?;
        let negative = match number.side {
            Some(side) if !number.signed => side == Side::Debit,
            _ => number.negative,
        };
        let way = match (self.profile.amounts, negative) {
            (Amounts::Worded, negative) => Way::Unsaid(negative),
            (Amounts::Signed, false) | (Amounts::Turned, true) => Way::In,
            _ => Way::Out,
        };
        Ok((minor, way))
    }

    fn two_sided(&self, row: usize, currency: Currency) -> Result<(i64, Way), Refusal> {
        let read = |target| {
            let found = self.number(row, target)?;
            Ok(found.filter(|(number, _)| !number.is_zero()))
        };
        let (credit, debit) = (read(Target::Credit)?, read(Target::Debit)?);
        let (target, (number, text), way, turned) = match (credit, debit) {
            (Some(_), Some((_, text))) => {
                let text = format!("{} beside money in", shorten(text));
                return Err((Target::Debit, Reason::NotAnAmount { text }));
            }
            (Some(found), None) => (Target::Credit, found, Way::In, self.negative[0]),
            (None, Some(found)) => (Target::Debit, found, Way::Out, self.negative[1]),
            (None, None) => {
                // A zero is a row; nothing at all is none.
                for target in [Target::Credit, Target::Debit] {
                    if self.number(row, target)?.is_some() {
                        return Ok((0, Way::In));
                    }
                }
                return Err((Target::Debit, Reason::Empty));
            }
        };
        let minor = self.minor(number, currency, text);
        let minor = minor.map_err(|reason| (target, reason))?;
        // A negative amount in a column of positive ones goes back the other way.
        let back = number.negative != turned;
        Ok((
            minor,
            match (way, back) {
                (Way::In, false) | (Way::Out, true) => Way::In,
                _ => Way::Out,
            },
        ))
    }

    /// A fee, a balance, an opening.
    fn beside(
        &self,
        row: usize,
        spec: &ColumnSpec,
        currency: Currency,
    ) -> Result<Cell<'a>, Refusal> {
        let target = Target::Column(spec.column);
        let Some((number, text)) = self.number(row, target)? else {
            return if spec.filled {
                Err((target, Reason::Empty))
            } else {
                Ok(Cell::Absent)
            };
        };
        let minor = self.minor(number, currency, text);
        let minor = minor.map_err(|reason| (target, reason))?;
        let side = number.side.filter(|_| !number.signed);
        let turned = match spec.column {
            Column::Fee => self.profile.negative_fees,
            Column::Opening | Column::Closing => {
                (self.profile.amounts == Amounts::Turned) != (side == Some(Side::Credit))
            }
            _ => side == Some(Side::Debit),
        };
        let minor = if number.negative != turned {
            -minor
        } else {
            minor
        };
        Ok(Cell::Minor(MinorUnits(minor)))
    }

    fn time(&self, row: usize, spec: &ColumnSpec) -> Result<Cell<'a>, Refusal> {
        let target = Target::Column(spec.column);
        let column = self.profile.place(target);
        let text = self.text(row, target);
        let not = || {
            let text = shorten(text);
            (target, Reason::NotATime { text })
        };
        let moment = match column {
            Some(column) => day_at(self.sheet, row, column),
            None => date::read(text),
        };
        let moment = moment.ok_or_else(not)?;
        let day = match (moment.day, self.profile.date_order) {
            (Day::Either(..), None) => {
                let text = shorten(text);
                return Err((target, Reason::OpenDate { text }));
            }
            (_, order) => moment.date(order.unwrap_or_default(), None),
        };
        let day = day.ok_or_else(not)?;
        let seconds = match moment.seconds {
            None => self.time_of_day(row)?,
            known => known,
        };
        Ok(Cell::Time(date::at(day, seconds)))
    }

    fn time_of_day(&self, row: usize) -> Result<Option<i64>, Refusal> {
        let Some(column) = self.profile.place(Target::Time) else {
            return Ok(None);
        };
        let text = self.sheet.cell(row, column);
        if text.is_empty() {
            return Ok(None);
        }
        // A workbook keeps a time of day as the fraction of a day.
        let of_book = (self.sheet.kind(row, column) == CellKind::Date)
            .then(|| date::read(text).and_then(|moment| moment.seconds))
            .flatten();
        let seconds = of_book.or_else(|| date::time_of_day(text));
        let text = shorten(text);
        seconds
            .map(Some)
            .ok_or((Target::Time, Reason::NotATime { text }))
    }

    /// The word of ours for a text.
    fn translated(&self, target: Target, text: &'a str) -> &'a str {
        let Some(words) = self.profile.words.get(&target) else {
            return text;
        };
        if let Some(word) = words.get(text) {
            return word;
        }
        let small = text.to_lowercase();
        let found = words
            .iter()
            .find(|(known, _)| known.to_lowercase() == small);
        found.map_or(text, |(_, word)| word)
    }

    fn unknown<'w>(target: Target, text: &str, known: impl Iterator<Item = &'w str>) -> Refusal {
        let (text, expected) = (shorten(text), known.map(ToOwned::to_owned).collect());
        (target, Reason::UnknownWord { text, expected })
    }

    fn status(&self, row: usize) -> Result<Cell<'a>, Refusal> {
        let target = Target::Column(Column::Status);
        let text = self.text(row, target);
        let word = Status::parse(self.translated(target, text));
        let all = Status::ALL.iter().map(|word| word.text());
        word.map(Cell::Status)
            .ok_or_else(|| Self::unknown(target, text, all))
    }

    fn side(&self, row: usize, way: Way) -> Result<Cell<'a>, Refusal> {
        let target = Target::Column(Column::Side);
        let side = match way {
            Way::In => Side::Credit,
            Way::Out => Side::Debit,
            Way::Unsaid(negative) => {
                let text = self.text(row, target);
                if text.is_empty() {
                    return Err((target, Reason::Empty));
                }
                let all = Side::ALL.iter().map(|word| word.text());
                let side = Side::parse(self.translated(target, text))
                    .ok_or_else(|| Self::unknown(target, text, all))?;
                // What is negative and money in at once is neither.
                if negative && side == Side::Credit {
                    return Err(self.against(row, text));
                }
                side
            }
        };
        Ok(Cell::Side(side))
    }

    /// An amount whose sign says the opposite of the word beside it.
    fn against(&self, row: usize, word: &str) -> Refusal {
        let target = Target::Column(Column::Amount);
        let amount = self.text(row, target);
        let text = format!("{} beside {}", shorten(amount), shorten(word));
        (target, Reason::NotAnAmount { text })
    }

    fn kind(&self, row: usize, way: Way) -> Result<Cell<'a>, Refusal> {
        let target = Target::Column(Column::Kind);
        let channel = matches!(
            self.profile.role,
            Role::ChannelFlow | Role::ChannelStatement
        );
        let by_sign = self.profile.tells_kind();
        let text = match (by_sign, way) {
            (true, Way::In) => "+",
            (true, _) => "-",
            (false, _) => self.text(row, target),
        };
        if text.is_empty() {
            return Err((target, Reason::Empty));
        }
        let word = match self.translated(target, text) {
            "+" => Kind::Payment.text(),
            "-" => Kind::Refund.text(),
            word => word,
        };
        let known = Kind::ALL
            .iter()
            .filter(|kind| !channel || kind.family().is_some());
        let kind = known
            .clone()
            .find(|kind| kind.text() == word)
            .copied()
            .ok_or_else(|| Self::unknown(target, text, known.map(|kind| kind.text())))?;
        let out = match kind.family() {
            Some(Family::In) => Some(false),
            Some(Family::Refund | Family::Payout) => Some(true),
            None => None,
        };
        let against = match (way, out) {
            _ if self.profile.role == Role::PostingFlow => false,
            (Way::In, Some(out)) => out,
            (Way::Out, Some(out)) => !out,
            (Way::Unsaid(negative), Some(false)) => negative,
            _ => false,
        };
        if against && !by_sign {
            return Err(self.against(row, text));
        }
        Ok(Cell::Kind(kind))
    }
}
