//! Lists of groups: filtered, sorted, under headings.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::decisions::Standing;
use crate::outcome::{Outcome, Treatment};
use crate::result::DayResult;
use crate::summary::{Amounts, bucket, weight};
use crate::view::View;
use crate::worklist::{GroupBy, Listing, Query, Section, SortBy};

/// A group that a query asks for.
#[derive(Clone, Copy)]
struct Hit {
    which: u32,
    group: u32,
    age_days: i64,
}

pub(crate) fn list(result: &DayResult, query: &Query) -> (Listing, Vec<u64>) {
    let views: Vec<View<'_>> = result.views().collect();
    let mut hits = Vec::new();
    for view in &views {
        if query.reconciliations.is_empty() || query.reconciliations.contains(&view.name()) {
            find(result, view, query, &mut hits);
        }
    }
    sort(&views, query, &mut hits);
    let sections = sections(&views, query, &mut hits);
    let handle = |hit: &Hit| views[hit.which as usize].handle(hit.group as usize);
    let handles = hits.iter().map(handle).collect();
    let listing = Listing {
        total: hits.len() as u64,
        sections,
        channels: channels(result, &views),
    };
    (listing, handles)
}

/// Appends the groups of a reconciliation that a query asks for, in the order of keys.
fn find(result: &DayResult, view: &View<'_>, query: &Query, hits: &mut Vec<Hit>) {
    let needle = query.text.trim().to_ascii_lowercase();
    let holding = (!needle.is_empty()).then(|| view.holding(needle.as_bytes()));
    let wanted = |outcome: Outcome| {
        if query.outcomes.is_empty() {
            outcome.is_exception()
        } else {
            query.outcomes.contains(&outcome)
        }
    };
    // Exceptions come in the order of groups, so that one walk meets them all.
    let list = result.exceptions().list.iter().zip(0_u32..);
    let mut exceptions = list.filter(|(e, _)| e.reconciliation == view.which());
    let mut next = exceptions.next();
    for group in 0..view.len() {
        let mut facts = None;
        let mut standing = Standing::Open;
        if let Some((exception, at)) = next.filter(|(e, _)| e.group as usize == group) {
            facts = Some((exception.treatment, exception.age_days));
            standing = result.standing(at);
            next = exceptions.next();
        }
        let (treatment, age_days) = facts.map_or((None, 0), |(t, age)| (Some(t), age));
        if wanted(view.outcome(group))
            && (query.standings.is_empty() || query.standings.contains(&standing))
            && passes(view, query, group, treatment, age_days)
            && holding.as_ref().is_none_or(|holding| holding[group])
        {
            hits.push(Hit {
                which: u32::try_from(view.which()).expect("four reconciliations"),
                group: u32::try_from(group).expect("groups are counted in 32 bits"),
                age_days,
            });
        }
    }
}

fn passes(
    view: &View<'_>,
    query: &Query,
    group: usize,
    treatment: Option<Treatment>,
    age_days: i64,
) -> bool {
    let age = u8::try_from(bucket(age_days)).expect("five buckets");
    (query.treatments.is_empty() || treatment.is_some_and(|t| query.treatments.contains(&t)))
        && (query.ages.is_empty() || query.ages.contains(&age))
        && (query.currencies.is_empty() || query.currencies.contains(&view.currency(group)))
        && (query.channels.is_empty() || {
            let channel = view.channel(group);
            query.channels.iter().any(|wanted| wanted == channel)
        })
}

/// Sorts hits, which come in the order of keys; equal ones stay in it.
fn sort(views: &[View<'_>], query: &Query, hits: &mut [Hit]) {
    let of = |hit: &Hit| (&views[hit.which as usize], hit.group as usize);
    let amount = |hit: &Hit, side: usize| {
        let (view, group) = of(hit);
        let minor = view.amount(group, side);
        minor.map_or(i128::MIN, |minor| weight(minor, view.currency(group)))
    };
    match query.sort {
        SortBy::AtRisk => hits.sort_by_cached_key(|hit| {
            let (view, group) = of(hit);
            let delta = view.delta(group);
            Reverse(if delta == 0 {
                0
            } else {
                weight(delta.abs(), view.currency(group))
            })
        }),
        // Each reconciliation's come in this order already, so that runs are merged.
        SortBy::Key => hits.sort_by(|a, b| {
            let key = |hit| {
                let (view, group) = of(hit);
                view.key(group)
            };
            key(a).cmp(key(b))
        }),
        SortBy::Age => hits.sort_by_key(|hit| Reverse(hit.age_days)),
        SortBy::LeftAmount => hits.sort_by_cached_key(|hit| Reverse(amount(hit, 0))),
        SortBy::RightAmount => hits.sort_by_cached_key(|hit| Reverse(amount(hit, 1))),
    }
    if query.reversed {
        hits.reverse();
    }
}

/// What a hit stands under.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Heading {
    None,
    Outcome(Outcome),
    Channel(String),
    Age(usize),
}

impl Heading {
    fn key(&self) -> String {
        match self {
            Self::None => String::new(),
            Self::Outcome(outcome) => outcome.text().to_owned(),
            Self::Channel(channel) => channel.clone(),
            Self::Age(bucket) => bucket.to_string(),
        }
    }
}

/// Brings hits together under their headings, and counts them.
fn sections(views: &[View<'_>], query: &Query, hits: &mut Vec<Hit>) -> Vec<Section> {
    let mut by_heading: BTreeMap<Heading, (Vec<Hit>, Amounts)> = BTreeMap::new();
    let mut latest: Option<(Heading, (Vec<Hit>, Amounts))> = None;
    for hit in hits.drain(..) {
        let (view, group) = (&views[hit.which as usize], hit.group as usize);
        let heading = match query.group {
            GroupBy::None => Heading::None,
            GroupBy::Outcome => Heading::Outcome(view.outcome(group)),
            GroupBy::Channel => Heading::Channel(view.channel(group).to_owned()),
            GroupBy::Age => Heading::Age(bucket(hit.age_days)),
        };
        // Neighbours mostly share their heading: it is looked up when it changes.
        let (_, (list, at_risk)) = match &mut latest {
            Some(same) if same.0 == heading => same,
            other => {
                let begun = by_heading.remove(&heading).unwrap_or_default();
                if let Some((before, section)) = other.replace((heading, begun)) {
                    by_heading.insert(before, section);
                }
                other.as_mut().expect("just put there")
            }
        };
        list.push(hit);
        let delta = view.delta(group);
        at_risk.add(view.currency(group), delta.abs());
    }
    by_heading.extend(latest);
    let mut ordered: Vec<_> = by_heading.into_iter().collect();
    if query.group == GroupBy::Outcome {
        ordered.sort_by_key(|(_, (_, at_risk))| Reverse(at_risk.weight()));
    }
    let mut sections = Vec::with_capacity(ordered.len());
    for (heading, (list, at_risk)) in ordered {
        sections.push(Section {
            key: heading.key(),
            count: list.len() as u64,
            at_risk: at_risk.views(),
        });
        hits.extend(list);
    }
    sections
}

/// Channels that occur among exceptions.
fn channels(result: &DayResult, views: &[View<'_>]) -> Vec<String> {
    let mut channels: Vec<&str> = Vec::new();
    for exception in &result.exceptions().list {
        let channel = views[exception.reconciliation].channel(exception.group as usize);
        if let Err(at) = channels.binary_search(&channel) {
            channels.insert(at, channel);
        }
    }
    let named = channels.into_iter().filter(|channel| !channel.is_empty());
    named.map(str::to_owned).collect()
}
