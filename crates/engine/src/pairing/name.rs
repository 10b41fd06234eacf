//! Names of rows in decisions: of what they hold, never of where they stand.

use tieout_statement::Role;

use crate::fund::view::ITEM_ROLE;
use crate::identity::RowIdentity;

/// The word of an expected settlement, which is no row of a file.
const ITEM: &str = "item";

/// `channel_flow:9f…` and, of rows with equal cells, `channel_flow:9f…#2` for the second.
pub(crate) fn name_of(row: RowIdentity) -> String {
    let role = Role::ALL.iter().find(|role| role.code() == row.role);
    let word = role.map_or(ITEM, |role| role.text());
    let cells = row.cells;
    match row.ordinal {
        1 => format!("{word}:{cells:032x}"),
        ordinal => format!("{word}:{cells:032x}#{ordinal}"),
    }
}

/// The row of a name; `None` for what names none.
pub(crate) fn row_of(name: &str) -> Option<RowIdentity> {
    let (word, rest) = name.split_once(':')?;
    let (cells, ordinal) = match rest.split_once('#') {
        Some((cells, ordinal)) => (cells, ordinal.parse().ok().filter(|&n| n > 0)?),
        None => (rest, 1),
    };
    let role = match word {
        ITEM => ITEM_ROLE,
        _ => Role::ALL.iter().find(|role| role.text() == word)?.code(),
    };
    Some(RowIdentity {
        role,
        cells: u128::from_str_radix(cells, 16).ok()?,
        ordinal,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back_to_its_row() {
        for (role, ordinal) in [(ITEM_ROLE, 1), (Role::ChannelFlow.code(), 1), (0, 3)] {
            let row = RowIdentity {
                role,
                cells: 0x00ff_u128 << 100 | 7,
                ordinal,
            };
            assert_eq!(row_of(&name_of(row)), Some(row));
        }
        for wrong in ["", "channel_flow", "nothing:00", "item:xyz", "item:00#0"] {
            assert_eq!(row_of(wrong), None, "{wrong}");
        }
    }
}
