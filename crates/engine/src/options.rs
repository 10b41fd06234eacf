//! The options of channel reconciliation as matching uses them, and what they did.

use tieout_statement::Currency;
use tieout_statement::money::major;
use tieout_statement::rows::TextColumn;

use crate::cleaning::Cleaner;
use crate::matching::Names;
use crate::outcome::Outcome;
use crate::reason::Why;
use crate::report::Note;
use crate::settings::{Settings, Tolerance};
use crate::view::KeyView;

/// What the user's options change in a reconciliation: by default nothing.
#[derive(Debug, Default)]
pub(crate) struct Options {
    /// By number of the channel; empty where no channel has one.
    tolerances: Vec<Option<Tolerance>>,
    /// By number of the channel; empty where no channel has one.
    cleaners: Vec<Option<Cleaner>>,
    /// Numbers of the left and the right as they are compared, of the rows cleaned so far.
    cleaned: [TextColumn; 2],
}

impl Options {
    pub fn of(settings: &Settings, channels: &Names) -> Self {
        let codes = || channels.texts.iter().map(|code| settings.channel(code));
        let tolerance = |tolerance: Tolerance| tolerance.is_on().then_some(tolerance);
        Self {
            tolerances: unless_all_none(codes().map(|channel| tolerance(channel.tolerance))),
            cleaners: unless_all_none(codes().map(|channel| Cleaner::of(&channel.cleaning))),
            cleaned: Default::default(),
        }
    }

    pub fn cleans(&self) -> bool {
        !self.cleaners.is_empty()
    }

    /// The column that rows of a side meet by, if it is not the one that was read.
    pub fn cleaned(&self, side: usize) -> Option<&TextColumn> {
        self.cleans().then_some(&self.cleaned[side])
    }

    /// The cleaner of a channel's number.
    pub fn cleaner(&self, channel: u32) -> Option<&Cleaner> {
        self.cleaners.get(channel as usize)?.as_ref()
    }

    /// Cleans further rows of a side; `channel` gives a row's channel.
    pub fn clean(
        &mut self,
        side: usize,
        numbers: &TextColumn,
        rows: std::ops::Range<u32>,
        channel: impl Fn(u32) -> u32,
    ) {
        let column = &mut self.cleaned[side];
        for row in rows {
            let number = numbers.get(row as usize);
            match self.cleaners[channel(row) as usize].as_ref() {
                Some(cleaner) => column.bytes.extend(cleaner.clean(number).as_bytes()),
                None => column.bytes.extend(number.as_bytes()),
            }
            let end = u32::try_from(column.bytes.len());
            column
                .ends
                .push(end.expect("no number grows when it is cleaned"));
        }
    }

    pub fn tolerances<'a>(&'a self, currencies: &'a [String]) -> Tolerances<'a> {
        Tolerances {
            by_channel: &self.tolerances,
            currencies,
        }
    }
}

fn unless_all_none<T>(all: impl Iterator<Item = Option<T>>) -> Vec<Option<T>> {
    let all: Vec<Option<T>> = all.collect();
    if all.iter().all(Option::is_none) {
        Vec::new()
    } else {
        all
    }
}

/// How far sums may differ, by channel and currency.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tolerances<'a> {
    by_channel: &'a [Option<Tolerance>],
    currencies: &'a [String],
}

impl Tolerances<'_> {
    /// The largest difference forgiven beside a sum of ours, minor units; `None` where the
    /// channel forgives none. Channel and currency by their numbers.
    pub fn allowed(&self, channel: u32, currency: u32, ours: i128) -> Option<i128> {
        let tolerance = self.by_channel.get(channel as usize)?.as_ref()?;
        let currency = Currency::parse(&self.currencies[currency as usize])?;
        Some(tolerance.allowed(ours, currency.decimals()))
    }
}

/// Which ways of cleaning made a group's rows meet, each once; none where all are written
/// alike.
pub(crate) fn cleanings(view: &KeyView<'_>, group: usize) -> Vec<String> {
    if !view.result.lexicon.options.cleans() {
        return Vec::new();
    }
    let mut rows = view.rows(group).into_iter().zip(&view.sides);
    let mut numbers: Vec<&str> = Vec::new();
    let mut cleaner = None;
    rows.by_ref().for_each(|(rows, side)| {
        for &row in rows {
            numbers.push(side.own_number.get(row as usize));
            cleaner = view.result.lexicon.options.cleaner(side.channel.get(row));
        }
    });
    numbers.sort_unstable();
    numbers.dedup();
    let (Some(cleaner), true) = (cleaner, numbers.len() > 1) else {
        return Vec::new();
    };
    let mut all: Vec<&str> = Vec::new();
    for part in numbers.iter().flat_map(|number| cleaner.acted(number)) {
        if !all.contains(&part) {
            all.push(part);
        }
    }
    all.sort_by_key(|part| Cleaner::ORDER.iter().position(|of| of == part));
    all.into_iter().map(str::to_owned).collect()
}

/// What the options did, by channel and currency.
pub(crate) fn notes(view: &KeyView<'_>, settings: &Settings) -> Vec<Note> {
    let options = &view.result.lexicon.options;
    if options.tolerances.is_empty() && !options.cleans() {
        return Vec::new();
    }
    let mut residues: std::collections::BTreeMap<(&str, Currency), (u64, i128)> =
        Default::default();
    let mut cleaned: std::collections::BTreeMap<&str, u64> = Default::default();
    for group in (0..view.len()).filter(|&group| view.outcome(group) == Outcome::Matched) {
        if view.result.groups.verdict(group).why == Why::WithinTolerance {
            let by = (view.channel(group), view.currency(group));
            let (count, sum) = residues.entry(by).or_default();
            *count += 1;
            *sum += view.delta(group);
        }
        if !cleanings(view, group).is_empty() {
            *cleaned.entry(view.channel(group)).or_default() += 1;
        }
    }
    let residue = |((channel, currency), (count, sum)): ((&str, Currency), (u64, i128))| {
        let (sum, treatment) = (
            major(sum, currency),
            settings.channel(channel).tolerance.treatment,
        );
        note(
            "tolerance_residue",
            [
                channel,
                &currency.to_string(),
                &count.to_string(),
                &sum,
                treatment.text(),
            ],
            format!(
                "channel {channel}: within its tolerance, {count} matched with a difference, {sum} {currency} in all (theirs less ours), to be booked by {}",
                treatment.text()
            ),
        )
    };
    let met = |(channel, count): (&str, u64)| {
        note(
            "met_cleaned",
            [channel, &count.to_string()],
            format!(
                "channel {channel}: {count} matched only because their numbers are compared cleaned"
            ),
        )
    };
    let residues = residues.into_iter().map(residue);
    residues.chain(cleaned.into_iter().map(met)).collect()
}

fn note<const N: usize>(code: &str, values: [&str; N], text: String) -> Note {
    Note {
        code: code.to_owned(),
        file: None,
        line: None,
        values: values.map(str::to_owned).to_vec(),
        text,
    }
}
