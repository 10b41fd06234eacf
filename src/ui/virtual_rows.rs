//! Rows of a list that is far longer than the screen: which stand where, and how the
//! browser's scroll bar, which has a longest length, stands for all of them.
//!
//! Lengths are CSS pixels.

/// Beyond this length browsers stop laying out (Firefox at some 17.8 million, Chromium at
/// 33.5): a longer list is scrolled in proportion.
pub const LONGEST: i64 = 8_000_000;

/// A heading and the items below it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Block {
    /// Whether a heading stands above.
    pub headed: bool,
    /// Items below it.
    pub items: u64,
}

/// What stands in a row.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum RowKind {
    /// The heading of a block.
    Heading(usize),
    /// An item by its number in the whole list, and its block.
    Item(u64, usize),
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Placed {
    block: Block,
    first_row: u64,
    first_item: u64,
    top: i64,
}

/// Where every row stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rows {
    blocks: Vec<Placed>,
    rows: u64,
    items: u64,
    length: i64,
    heading: i64,
    item: i64,
}

fn px(rows: u64, each: i64) -> i64 {
    i64::try_from(rows)
        .unwrap_or(i64::MAX / 4096)
        .saturating_mul(each)
}

impl Rows {
    /// Places blocks under one another, with rows of these heights.
    #[must_use]
    pub fn new(blocks: &[Block], heading: i64, item: i64) -> Self {
        let (mut rows, mut items, mut length) = (0, 0, 0_i64);
        let mut placed = Vec::with_capacity(blocks.len());
        for &block in blocks {
            placed.push(Placed {
                block,
                first_row: rows,
                first_item: items,
                top: length,
            });
            rows += u64::from(block.headed) + block.items;
            items += block.items;
            let head = if block.headed { heading } else { 0 };
            length = length
                .saturating_add(head)
                .saturating_add(px(block.items, item));
        }
        Self {
            blocks: placed,
            rows,
            items,
            length,
            heading,
            item,
        }
    }

    /// Headings and items in all.
    #[must_use]
    pub const fn rows(&self) -> u64 {
        self.rows
    }

    /// Items in all.
    #[must_use]
    pub const fn items(&self) -> u64 {
        self.items
    }

    /// The length of all rows.
    #[must_use]
    pub const fn length(&self) -> i64 {
        self.length
    }

    fn block_of_row(&self, row: u64) -> Option<(usize, &Placed)> {
        let after = self
            .blocks
            .partition_point(|placed| placed.first_row <= row);
        // Blocks without rows share their first row with the next: the last one holds it.
        let at = after.checked_sub(1)?;
        self.blocks.get(at).map(|placed| (at, placed))
    }

    /// What stands in a row.
    #[must_use]
    pub fn kind(&self, row: u64) -> Option<RowKind> {
        if row >= self.rows {
            return None;
        }
        let (at, placed) = self.block_of_row(row)?;
        let within = row - placed.first_row;
        Some(match (placed.block.headed, within) {
            (true, 0) => RowKind::Heading(at),
            (headed, _) => RowKind::Item(placed.first_item + within - u64::from(headed), at),
        })
    }

    /// The row of an item.
    #[must_use]
    pub fn row_of_item(&self, item: u64) -> u64 {
        let after = self
            .blocks
            .partition_point(|placed| placed.first_item <= item);
        after
            .checked_sub(1)
            .and_then(|at| self.blocks.get(at))
            .map_or(0, |placed| {
                placed.first_row + u64::from(placed.block.headed) + item - placed.first_item
            })
    }

    /// Where a row begins.
    #[must_use]
    pub fn top(&self, row: u64) -> i64 {
        let Some((_, placed)) = self.block_of_row(row) else {
            return 0;
        };
        match (placed.block.headed, row - placed.first_row) {
            (_, 0) => placed.top,
            (true, within) => placed.top + self.heading + px(within - 1, self.item),
            (false, within) => placed.top + px(within, self.item),
        }
    }

    /// The row at a height, the last one beyond the end.
    #[must_use]
    pub fn row_at(&self, y: i64) -> u64 {
        let after = self.blocks.partition_point(|placed| placed.top <= y.max(0));
        let Some(placed) = after.checked_sub(1).and_then(|at| self.blocks.get(at)) else {
            return 0;
        };
        let mut within = y.max(0) - placed.top;
        let mut row = placed.first_row;
        if placed.block.headed {
            if within < self.heading {
                return row;
            }
            within -= self.heading;
            row += 1;
        }
        let item = u64::try_from(within / self.item.max(1)).unwrap_or(0);
        (row + item).min(self.rows.saturating_sub(1))
    }

    /// The length that the scroll bar has.
    #[must_use]
    pub fn scroll_length(&self) -> i64 {
        self.length.min(LONGEST)
    }
}

/// Where a list is scrolled to: of the scroll bar, and of the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Scrolled {
    /// The scroll bar's own place.
    pub bar: i64,
    /// The height of the list at the window's upper edge.
    pub list: i64,
}

impl Scrolled {
    /// The place after the bar moved: a step of less than a window moves the list by as
    /// much; a longer one, or the bar's end, moves it in proportion.
    #[must_use]
    pub fn moved(self, bar: i64, window: i64, rows: &Rows) -> Self {
        let (bar_end, list_end) = ends(window, rows);
        let bar = bar.clamp(0, bar_end);
        let step = bar - self.bar;
        let list = if bar_end == list_end {
            bar
        } else if bar == 0 || bar == bar_end || step.abs() >= window {
            proportion(bar, bar_end, list_end)
        } else {
            (self.list + step).clamp(0, list_end)
        };
        Self { bar, list }
    }

    /// The place that has a height of the list at the window's upper edge.
    #[must_use]
    pub fn at(list: i64, window: i64, rows: &Rows) -> Self {
        let (bar_end, list_end) = ends(window, rows);
        let list = list.clamp(0, list_end);
        Self {
            bar: proportion(list, list_end, bar_end),
            list,
        }
    }
}

fn ends(window: i64, rows: &Rows) -> (i64, i64) {
    (
        (rows.scroll_length() - window).max(0),
        (rows.length() - window).max(0),
    )
}

fn proportion(part: i64, whole: i64, of: i64) -> i64 {
    if whole <= 0 {
        return 0;
    }
    let share = i128::from(part) * i128::from(of) / i128::from(whole);
    i64::try_from(share).unwrap_or(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Rows {
        let block = |headed, items| Block { headed, items };
        Rows::new(&[block(true, 3), block(true, 0), block(true, 2)], 36, 28)
    }

    #[test]
    fn headings_and_items_stand_under_one_another() {
        let rows = rows();
        let kinds: Vec<_> = (0..9).filter_map(|row| rows.kind(row)).collect();
        assert_eq!(
            kinds,
            [
                RowKind::Heading(0),
                RowKind::Item(0, 0),
                RowKind::Item(1, 0),
                RowKind::Item(2, 0),
                RowKind::Heading(1),
                RowKind::Heading(2),
                RowKind::Item(3, 2),
                RowKind::Item(4, 2),
            ]
        );
        assert_eq!(rows.length(), 3 * 36 + 5 * 28);
    }

    #[test]
    fn every_height_is_of_the_row_that_covers_it() {
        let rows = rows();
        for row in 0..rows.rows() {
            let (top, next) = (rows.top(row), rows.top(row + 1).max(rows.top(row) + 1));
            assert_eq!(rows.row_at(top), row);
            if row + 1 < rows.rows() {
                assert_eq!(rows.row_at(next - 1), row);
            }
        }
        assert_eq!(rows.row_at(1_000_000), rows.rows() - 1);
        assert_eq!(rows.row_at(-5), 0);
        for item in 0..rows.items() {
            let row = rows.row_of_item(item);
            assert!(matches!(rows.kind(row), Some(RowKind::Item(n, _)) if n == item));
        }
    }

    #[test]
    fn a_list_without_headings_or_without_rows_is_one_too() {
        let plain = Rows::new(
            &[Block {
                headed: false,
                items: 2,
            }],
            36,
            28,
        );
        assert_eq!(plain.kind(0), Some(RowKind::Item(0, 0)));
        assert_eq!((plain.top(1), plain.row_of_item(1)), (28, 1));
        let none = Rows::new(&[], 36, 28);
        assert_eq!((none.kind(0), none.row_at(10), none.length()), (None, 0, 0));
    }

    #[test]
    fn a_list_of_millions_is_reached_to_its_last_row_and_scrolls_by_single_rows() {
        let rows = Rows::new(
            &[Block {
                headed: false,
                items: 5_000_000,
            }],
            36,
            28,
        );
        let window = 700;
        let end = Scrolled::default().moved(LONGEST, window, &rows);
        assert_eq!(end.list, rows.length() - window);
        let middle = Scrolled::default().moved(4_000_000, window, &rows);
        let step = middle.moved(4_000_028, window, &rows);
        assert_eq!(step.list - middle.list, 28);
        assert_eq!(Scrolled::at(0, window, &rows), Scrolled::default());
        assert_eq!(
            Scrolled::at(rows.length(), window, &rows).bar,
            LONGEST - window
        );
    }

    #[test]
    fn a_short_list_scrolls_as_the_bar_does() {
        let rows = rows();
        let place = Scrolled::default().moved(50, 100, &rows);
        assert_eq!(place, Scrolled { bar: 50, list: 50 });
        assert_eq!(place.moved(9_999, 100, &rows).list, rows.length() - 100);
    }
}
