//! Design-system components and browser wrappers. They know nothing of payments.

pub mod browser;
pub mod dialog;
pub mod drop_zone;
pub mod icon;
pub mod long_list;
pub mod menu;
pub mod pager;
pub mod progress;
pub mod save;
pub mod virtual_rows;
