//! Checks what a carry-over file says before anything is made of it.

use tieout_statement::{Currency, Date, FileProblem, MinorUnits, Role};

use super::{CarryOver, VERSION, rows};

fn invalid(
    line: Option<u32>,
    detail: impl Into<String>,
    expected: impl Into<String>,
) -> FileProblem {
    FileProblem::Invalid {
        line,
        detail: detail.into(),
        expected: expected.into(),
    }
}

/// See [`CarryOver::parse`].
pub(super) fn parse(text: &str) -> Result<CarryOver, FileProblem> {
    let carry_over: CarryOver = serde_json::from_str(text).map_err(|error| {
        let line = u32::try_from(error.line()).ok().filter(|&line| line > 0);
        invalid(
            line,
            error.to_string(),
            "a carry-over file as an earlier day wrote it",
        )
    })?;
    if carry_over.tieout_carry_over != VERSION {
        let found = format!("layout {} of the carry-over", carry_over.tieout_carry_over);
        return Err(invalid(None, found, format!("layout {VERSION}")));
    }
    date(&carry_over.accounting_date, "accounting_date")?;
    for (list, name) in [(&carry_over.rows, "rows"), (&carry_over.lines, "lines")] {
        for (at, row) in list.iter().enumerate() {
            let place = || format!("{name}[{at}]");
            date(&row.first_seen, &place())?;
            if (name == "lines") != (row.role == Role::BankStatement) {
                let found = format!("{}: a row of {}", place(), row.role.text());
                return Err(invalid(
                    None,
                    found,
                    "bank lines in `lines`, all others in `rows`",
                ));
            }
            rows::check(row).map_err(|wrong| {
                invalid(
                    None,
                    format!("{}: {wrong}", place()),
                    "a cell of our own layout",
                )
            })?;
        }
    }
    for (at, item) in carry_over.items.iter().enumerate() {
        let place = format!("items[{at}] {}", item.key);
        for text in [&item.business_date, &item.due_date, &item.first_seen] {
            date(text, &place)?;
        }
        for text in [&item.gross, &item.refunds, &item.fees, &item.payouts] {
            signed(text, item.currency, &place)?;
        }
    }
    for (at, open) in carry_over.open.iter().enumerate() {
        let place = format!("open[{at}] {}", open.key);
        date(&open.first_seen, &place)?;
        signed(&open.amount, open.currency, &place)?;
    }
    for (at, balance) in carry_over.balances.iter().enumerate() {
        let place = format!("balances[{at}] {} {}", balance.account, balance.detail);
        signed(&balance.amount, balance.currency, &place)?;
    }
    Ok(carry_over)
}

fn signed(text: &str, currency: Currency, place: &str) -> Result<MinorUnits, FileProblem> {
    MinorUnits::parse_signed(text, currency).map_err(|_| {
        invalid(
            None,
            format!("{place}: {text} is not an amount"),
            "an amount such as 5.00",
        )
    })
}

fn date(text: &str, place: &str) -> Result<Date, FileProblem> {
    Date::parse(text)
        .ok_or_else(|| invalid(None, format!("{place}: {text} is not a date"), "YYYY-MM-DD"))
}

/// Cells as a JSON object that keeps its order.
pub(super) mod in_order {
    use std::fmt;

    use serde::de::{MapAccess, Visitor};
    use serde::ser::SerializeMap as _;
    use serde::{Deserializer, Serializer};

    pub fn serialize<S: Serializer>(
        cells: &[(String, String)],
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(cells.len()))?;
        for (column, text) in cells {
            map.serialize_entry(column, text)?;
        }
        map.end()
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Vec<(String, String)>, D::Error> {
        struct Cells;
        impl<'de> Visitor<'de> for Cells {
            type Value = Vec<(String, String)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("cells by column name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut cells = Vec::new();
                while let Some(cell) = map.next_entry()? {
                    cells.push(cell);
                }
                Ok(cells)
            }
        }
        deserializer.deserialize_map(Cells)
    }
}
