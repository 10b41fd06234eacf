//! A case, decided apart from how it is shown: both sides' rows beside each other, with the
//! fields that differ.

use tieout_engine::worklist::{Detail, RowView};
use tieout_statement::Column;

use crate::locales::domain::{beside, bucket, bucket_of, cell, reconciliation_short, sides};
use crate::locales::numbers::{amount, delta};
use crate::locales::reasons::{rule, sentence};
use crate::locales::{CaseKey, Locale, Words};
use crate::overview::Meaning;
use crate::ui::icon::Icon;

/// What a row has in a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// A text.
    Text(String),
    /// Nothing, though its record has the column.
    Empty,
    /// Its record has no such column, or there is no row.
    NoColumn,
}

/// One field of both sides.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Field {
    /// The column's word.
    pub label: String,
    /// Ours and theirs.
    pub values: [Value; 2],
    /// Whether the sides differ here.
    pub differs: bool,
    /// Whether it is an amount.
    pub figure: bool,
}

/// A row among several of a side.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowLine {
    /// Its own number.
    pub number: String,
    /// Kind, status, time.
    pub facts: String,
    /// Its amount.
    pub amount: String,
    /// `file:line`; nothing for an item.
    pub place: String,
    /// It counts in the comparison.
    pub counts: bool,
}

/// Both sides.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Sides {
    /// At most one row a side: field by field.
    Pair {
        /// What stands on the left and on the right.
        heads: [String; 2],
        /// The fields.
        fields: Vec<Field>,
    },
    /// Several rows on a side: line by line.
    Rows {
        /// What stands on the left and on the right.
        heads: [String; 2],
        /// Their lines.
        lines: [Vec<RowLine>; 2],
    },
}

/// A case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// The outcome's picture.
    pub icon: Icon,
    /// The outcome's class.
    pub class: String,
    /// The outcome.
    pub outcome: &'static str,
    /// The same in Chinese where the screen is English.
    pub beside: &'static str,
    /// Reconciliation, channel, kind, age.
    pub place: String,
    /// Its own number.
    pub key: String,
    /// Right less left.
    pub delta: String,
    /// Its currency.
    pub currency: String,
    /// Why.
    pub why: String,
    /// The rule.
    pub rule: Option<&'static str>,
    /// Both sides.
    pub sides: Sides,
    /// Where there is more than one answer.
    pub candidates: Vec<Vec<RowLine>>,
}

/// Decides a case.
#[must_use]
pub fn case(detail: &Detail, locale: Locale) -> Case {
    let item = &detail.item;
    let kind = detail
        .left
        .iter()
        .chain(&detail.right)
        .find_map(|row| cell_of(row, Column::Kind));
    let mut place = vec![reconciliation_short(item.reconciliation, locale).to_owned()];
    if !item.channel.is_empty() {
        place.push(item.channel.clone());
    }
    place.extend(kind.map(|kind| cell("kind", kind, locale)));
    if let Some(cardinality) = item.cardinality {
        place.push(crate::route::id_of(&cardinality));
    }
    if item.treatment.is_some() {
        place.push(bucket(bucket_of(item.age_days), locale).to_owned());
    }
    let candidates = detail.candidates.iter();
    Case {
        icon: super::outcome_icon(item.outcome),
        class: format!("{} fill", Meaning::of(item.outcome).word_class()),
        outcome: item.outcome.word(locale),
        beside: beside(item.outcome, locale),
        place: place.join(" · "),
        key: item.key.clone(),
        delta: delta(&item.delta),
        currency: item.currency.code().to_owned(),
        why: sentence(&detail.reason, item.reconciliation, locale),
        rule: rule(&detail.reason.code, locale),
        sides: both_sides(detail, locale),
        candidates: candidates
            .map(|rows| rows.iter().map(|row| row_line(row, locale)).collect())
            .collect(),
    }
}

fn cell_of(row: &RowView, column: Column) -> Option<&str> {
    let named = |(name, text): &(String, String)| (name == column.text()).then_some(text.clone());
    let at = row.cells.iter().position(|cell| named(cell).is_some())?;
    row.cells.get(at).map(|(_, text)| text.as_str())
}

fn heads(detail: &Detail, locale: Locale) -> [String; 2] {
    let names = sides(detail.item.reconciliation, locale);
    let words = [CaseKey::Ours, CaseKey::Theirs].map(|key| key.word(locale));
    [0, 1].map(|side| match locale {
        Locale::En => format!("{}, {}", words[side], names[side].to_lowercase()),
        Locale::Zh => format!("{} {}", words[side], names[side]),
    })
}

fn both_sides(detail: &Detail, locale: Locale) -> Sides {
    let heads = heads(detail, locale);
    if detail.left.len() <= 1 && detail.right.len() <= 1 {
        let fields = fields(
            [detail.left.first(), detail.right.first()],
            &detail.differing,
            locale,
        );
        return Sides::Pair { heads, fields };
    }
    let lines = [&detail.left, &detail.right]
        .map(|rows| rows.iter().map(|row| row_line(row, locale)).collect());
    Sides::Rows { heads, lines }
}

/// Two columns that hold the same thing under two names.
fn field_name(column: &str) -> &str {
    if column == Column::ChannelOrderNo.text() {
        Column::OrderNo.text()
    } else {
        column
    }
}

/// Columns that the head of the case says already, where both sides say the same.
const SAID_ABOVE: [Column; 3] = [Column::Channel, Column::Kind, Column::Currency];

/// The fields of two rows, in the order of the closed list of columns.
fn fields(rows: [Option<&RowView>; 2], differing: &[String], locale: Locale) -> Vec<Field> {
    let both_orders = rows.iter().flatten().any(|row| holds(row, Column::OrderNo));
    let unified = |name: &'static str| if both_orders { field_name(name) } else { name };
    let mut names: Vec<&str> = Vec::new();
    for column in Column::ALL {
        let name = unified(column.text());
        let held = rows.iter().flatten().any(|row| {
            let layout = row.role.layout().iter();
            layout
                .clone()
                .any(|spec| unified(spec.column.text()) == name)
        });
        if held && !names.contains(&name) {
            names.push(name);
        }
    }
    let value = |row: Option<&RowView>, name: &str| {
        let Some(row) = row else {
            return Value::NoColumn;
        };
        let named = |column: &str| column == name || (both_orders && field_name(column) == name);
        match row.cells.iter().find(|(column, _)| named(column)) {
            Some((column, text)) => Value::Text(shown(column, text, locale)),
            None if row
                .role
                .layout()
                .iter()
                .any(|spec| named(spec.column.text())) =>
            {
                Value::Empty
            }
            None => Value::NoColumn,
        }
    };
    let field = |name: &str| {
        let values = rows.map(|row| value(row, name));
        let differs = differing
            .iter()
            .any(|column| unified_text(column, both_orders) == name);
        let above = Column::parse(name).is_some_and(|column| SAID_ABOVE.contains(&column));
        let said = values.iter().any(|value| matches!(value, Value::Text(_)));
        (said && (differs || !above)).then(|| Field {
            label: Column::parse(name)
                .map_or_else(|| name.to_owned(), |column| column.word(locale).to_owned()),
            differs,
            figure: is_figure(name),
            values,
        })
    };
    names.into_iter().filter_map(field).collect()
}

fn unified_text(column: &str, both_orders: bool) -> &str {
    if both_orders {
        field_name(column)
    } else {
        column
    }
}

fn holds(row: &RowView, column: Column) -> bool {
    row.role.layout().iter().any(|spec| spec.column == column)
}

fn is_figure(column: &str) -> bool {
    matches!(
        Column::parse(column),
        Some(Column::Amount | Column::Fee | Column::Balance | Column::Opening | Column::Closing)
    )
}

fn shown(column: &str, text: &str, locale: Locale) -> String {
    if is_figure(column) {
        amount(text)
    } else {
        cell(column, text, locale)
    }
}

/// A row in one line.
#[must_use]
pub fn row_line(row: &RowView, locale: Locale) -> RowLine {
    let facts = [
        Column::Kind,
        Column::AccountCode,
        Column::Side,
        Column::Status,
        Column::FinishedAt,
        Column::PostedAt,
        Column::BookedAt,
    ];
    let facts: Vec<String> = facts
        .into_iter()
        .filter_map(|column| Some(cell(column.text(), cell_of(row, column)?, locale)))
        .collect();
    let number = cell_of(row, row.role.own_number()).unwrap_or("–");
    RowLine {
        number: number.to_owned(),
        facts: facts.join(" · "),
        amount: cell_of(row, Column::Amount).map(amount).unwrap_or_default(),
        place: row.place.as_ref().map_or_else(String::new, |place| {
            format!("{}:{}", place.file, place.line)
        }),
        counts: row.counts,
    }
}

/// Texts of a row's fields that differ, as its file may write them: what to mark in its
/// original line.
#[must_use]
pub fn marks_of(row: &RowView, differing: &[String]) -> Vec<String> {
    row.cells
        .iter()
        .filter(|(column, text)| {
            !text.is_empty()
                && differing
                    .iter()
                    .any(|name| field_name(name) == field_name(column))
        })
        .map(|(_, text)| text.clone())
        .collect()
}

/// A line cut at the marks: each part and whether it is marked. A text is marked where it
/// stands as a cell of its own, once.
#[must_use]
pub fn cut_at_marks(line: &str, marks: &[String]) -> Vec<(String, bool)> {
    let mut places: Vec<(usize, usize)> = marks
        .iter()
        .filter_map(|mark| place_of_cell(line, mark))
        .collect();
    places.sort_unstable();
    let mut parts = Vec::new();
    let mut done = 0;
    for (from, to) in places {
        if from < done {
            continue;
        }
        parts.push((line[done..from].to_owned(), false));
        parts.push((line[from..to].to_owned(), true));
        done = to;
    }
    parts.push((line[done..].to_owned(), false));
    parts.retain(|(text, _)| !text.is_empty());
    parts
}

fn place_of_cell(line: &str, text: &str) -> Option<(usize, usize)> {
    let edge = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '.' && c != '-');
    line.match_indices(text)
        .map(|(from, found)| (from, from + found.len()))
        .find(|&(from, to)| {
            edge(line[..from].chars().next_back()) && edge(line[to..].chars().next())
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use tieout_engine::outcome::{Outcome, ReconciliationName, Treatment};
    use tieout_engine::report::ReasonReport;
    use tieout_engine::worklist::{Item, Place};
    use tieout_statement::{Currency, Role};

    fn row(role: Role, cells: &[(&str, &str)]) -> RowView {
        RowView {
            role,
            place: Some(Place {
                file: "channel_flow.csv".to_owned(),
                line: 8,
                offset: 0,
            }),
            cells: cells
                .iter()
                .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
                .collect(),
            counts: true,
        }
    }

    fn dropped() -> Detail {
        Detail {
            item: Item {
                handle: 1,
                id: "x-1".to_owned(),
                key: "C1".to_owned(),
                reconciliation: ReconciliationName::Channel,
                outcome: Outcome::DroppedOrder,
                cardinality: None,
                channel: "wechat".to_owned(),
                currency: Currency::CNY,
                left_amount: Some("50.00".to_owned()),
                right_amount: Some("50.00".to_owned()),
                delta: "50.00".to_owned(),
                treatment: Some(Treatment::Supplement),
                age_days: 0,
                decision: None,
            },
            reason: ReasonReport {
                by_hand: None,
                code: "no_success_on_left".to_owned(),
                values: vec!["50.00".to_owned(), "pending".to_owned()],
                text: String::new(),
                cleaned: Vec::new(),
            },
            left: vec![row(
                Role::ChannelFlow,
                &[
                    ("channel_order_no", "C1"),
                    ("kind", "top_up"),
                    ("status", "pending"),
                    ("amount", "50.00"),
                ],
            )],
            right: vec![row(
                Role::ChannelStatement,
                &[
                    ("order_no", "C1"),
                    ("kind", "top_up"),
                    ("status", "success"),
                    ("amount", "1050.00"),
                ],
            )],
            candidates: Vec::new(),
            candidate_pairs: Vec::new(),
            differing: vec!["status".to_owned(), "amount".to_owned()],
        }
    }

    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    #[test]
    fn both_sides_stand_field_by_field_and_differing_ones_are_marked() {
        let case = case(&dropped(), Locale::En);
        assert_eq!(case.place, "Channel · wechat · top-up · today");
        assert_eq!(case.why, "Theirs says success (50.00); ours says pending.");
        let Sides::Pair { fields, .. } = case.sides else {
            panic!("one row a side is a pair");
        };
        let of = |label: &str| fields.iter().find(|field| field.label == label);
        let order = of("order no").expect("one field for both numbers");
        assert_eq!(order.values, [text("C1"), text("C1")]);
        let amount = of("amount").expect("a field");
        assert_eq!(amount.values[1], text("1,050.00"));
        assert!(amount.figure && amount.differs && !order.differs);
        assert_eq!(of("batch"), None, "no row fills it");
        assert_eq!(of("kind"), None, "the head says it, and both agree");
    }

    #[test]
    fn a_missing_side_is_a_column_of_nothing() {
        let mut lone = dropped();
        lone.left.clear();
        let Sides::Pair { fields, .. } = case(&lone, Locale::Zh).sides else {
            panic!("one row is a pair");
        };
        assert!(
            fields
                .iter()
                .all(|field| field.values[0] == Value::NoColumn)
        );
    }

    #[test]
    fn several_rows_on_a_side_stand_line_by_line() {
        let mut several = dropped();
        several.right.push(several.right[0].clone());
        let Sides::Rows { lines, .. } = case(&several, Locale::En).sides else {
            panic!("two rows are lines");
        };
        assert_eq!(lines[1].len(), 2);
        assert_eq!(lines[0][0].place, "channel_flow.csv:8");
        assert_eq!(lines[0][0].facts, "top-up · pending");
    }

    #[test]
    fn what_differs_is_marked_in_the_original_line_as_a_cell_of_its_own() {
        let detail = dropped();
        let marks = marks_of(&detail.left[0], &detail.differing);
        assert_eq!(marks, ["pending", "50.00"]);
        let parts = cut_at_marks("C-50.00,pending,150.00,50.00,", &marks);
        let marked: Vec<_> = parts
            .iter()
            .filter(|part| part.1)
            .map(|part| part.0.as_str())
            .collect();
        assert_eq!(marked, ["pending", "50.00"]);
        let whole: String = parts.into_iter().map(|part| part.0).collect();
        assert_eq!(whole, "C-50.00,pending,150.00,50.00,");
    }
}
