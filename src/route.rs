//! Where the user is: a screen and what it shows, written into the address after `#`, so
//! that back, forward and bookmarks work.

use leptos::ev;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tieout_engine::outcome::Outcome;
use tieout_engine::worklist::{GroupBy, Query, SortBy};
use tieout_statement::Currency;

use crate::locales::ShellKey;
use crate::locales::domain::OUTCOMES;
use crate::places::{BooksPlace, ReportView};
use crate::ui::browser;
use crate::ui::icon::Icon;

/// A screen that exists. A new one is a variant here and an arm in the shell.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Screen {
    /// Files of the day; empty, the landing.
    #[default]
    Intake,
    /// Does the day tie out?
    Overview,
    /// Exceptions as cases.
    Worklist,
    /// Journal, accounts, identities.
    Books,
    /// Reports and files.
    Reports,
    /// Language, theme, the day's settings.
    Settings,
}

impl Screen {
    /// Every screen, in the order of the rail.
    pub const ALL: [Self; 6] = [
        Self::Intake,
        Self::Overview,
        Self::Worklist,
        Self::Books,
        Self::Reports,
        Self::Settings,
    ];

    /// Its word in the address and in its link's hook.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Intake => "intake",
            Self::Overview => "overview",
            Self::Worklist => "worklist",
            Self::Books => "books",
            Self::Reports => "reports",
            Self::Settings => "settings",
        }
    }

    /// Its name.
    #[must_use]
    pub const fn name(self) -> ShellKey {
        match self {
            Self::Intake => ShellKey::Intake,
            Self::Overview => ShellKey::Overview,
            Self::Worklist => ShellKey::Worklist,
            Self::Books => ShellKey::Books,
            Self::Reports => ShellKey::Reports,
            Self::Settings => ShellKey::Settings,
        }
    }

    /// Its picture.
    #[must_use]
    pub const fn icon(self) -> Icon {
        match self {
            Self::Intake => Icon::Intake,
            Self::Overview => Icon::Overview,
            Self::Worklist => Icon::Worklist,
            Self::Books => Icon::Books,
            Self::Reports => Icon::Reports,
            Self::Settings => Icon::Settings,
        }
    }

    /// The letter that goes to it after `g`.
    #[must_use]
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Intake => "i",
            Self::Overview => "o",
            Self::Worklist => "w",
            Self::Books => "b",
            Self::Reports => "r",
            Self::Settings => "s",
        }
    }
}

/// A place in the app.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Route {
    /// The screen.
    pub screen: Screen,
    /// What the worklist lists.
    pub query: Query,
    /// The case that is open, by the handle of its item.
    pub case: Option<u64>,
    /// Overview and books show the day after the proposed treatments.
    pub after: bool,
    /// What the books show.
    pub books: BooksPlace,
    /// The report that stands open.
    pub report: ReportView,
}

impl Default for Route {
    fn default() -> Self {
        Self {
            screen: Screen::default(),
            query: to_decide(),
            case: None,
            after: false,
            books: BooksPlace::default(),
            report: ReportView::default(),
        }
    }
}

/// Every exception that wants a decision: all but timing differences.
#[must_use]
pub fn to_decide() -> Query {
    let wants = |o: &Outcome| o.is_exception() && !o.ties_out();
    Query {
        outcomes: OUTCOMES.into_iter().filter(wants).collect(),
        ..Query::default()
    }
}

impl Route {
    /// A screen with nothing chosen on it.
    #[must_use]
    pub fn to(screen: Screen) -> Self {
        Self {
            screen,
            ..Self::default()
        }
    }

    /// The worklist with a query.
    #[must_use]
    pub fn list(query: Query) -> Self {
        Self {
            screen: Screen::Worklist,
            query,
            ..Self::default()
        }
    }

    /// The worklist with a group of any outcome open.
    #[must_use]
    pub fn group(handle: u64) -> Self {
        Self {
            case: Some(handle),
            ..Self::list(Query::default())
        }
    }

    /// A place in the books, at a stage.
    #[must_use]
    pub fn books(books: BooksPlace, after: bool) -> Self {
        Self {
            screen: Screen::Books,
            after,
            books,
            ..Self::default()
        }
    }

    /// A report.
    #[must_use]
    pub fn report(report: ReportView) -> Self {
        Self {
            screen: Screen::Reports,
            report,
            ..Self::default()
        }
    }

    /// As written after `#`.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        if self.screen == Screen::Worklist {
            query_parts(&self.query, &mut parts);
            if let Some(case) = self.case {
                parts.push(format!("case={case}"));
            }
        }
        if matches!(self.screen, Screen::Overview | Screen::Books) && self.after {
            parts.push("after=1".to_owned());
        }
        if self.screen == Screen::Books {
            for (name, values) in self.books.parts() {
                let values: Vec<_> = values.iter().map(|value| encode(value)).collect();
                parts.push(format!("{name}={}", values.join(",")));
            }
        }
        if self.screen == Screen::Reports && self.report != ReportView::default() {
            parts.push(format!("report={}", self.report.id()));
        }
        let id = self.screen.id();
        if parts.is_empty() {
            id.to_owned()
        } else {
            format!("{id}?{}", parts.join("&"))
        }
    }

    /// As a link.
    #[must_use]
    pub fn href(&self) -> String {
        format!("#{}", self.hash())
    }

    /// Reads what stands after `#`; what is not understood is left out.
    #[must_use]
    pub fn parse(hash: &str) -> Self {
        let hash = hash.strip_prefix('/').unwrap_or(hash);
        let (id, rest) = hash.split_once('?').unwrap_or((hash, ""));
        let screen = Screen::ALL.into_iter().find(|s| s.id() == id);
        let mut route = Self::to(screen.unwrap_or_default());
        for (name, value) in rest.split('&').filter_map(|part| part.split_once('=')) {
            match (route.screen, name) {
                (Screen::Overview | Screen::Books, "after") => route.after = value == "1",
                (Screen::Books, _) => {
                    let values = value.split(',').map(decode).collect();
                    route.books.read(name, values);
                }
                (Screen::Reports, "report") => route.report = ReportView::by_id(value),
                _ => read_part(&mut route, name, value),
            }
        }
        route
    }
}

/// The id of a closed word, as the report writes it.
#[must_use]
pub fn id_of<T: Serialize>(word: &T) -> String {
    match serde_json::to_value(word) {
        Ok(serde_json::Value::String(id)) => id,
        _ => String::new(),
    }
}

/// The closed word of an id.
#[must_use]
pub fn by_id<T: DeserializeOwned>(id: &str) -> Option<T> {
    serde_json::from_value(serde_json::Value::String(id.to_owned())).ok()
}

fn query_parts(query: &Query, parts: &mut Vec<String>) {
    let mut list = |name: &str, values: Vec<String>| {
        if !values.is_empty() {
            let values: Vec<_> = values.iter().map(|value| encode(value)).collect();
            parts.push(format!("{name}={}", values.join(",")));
        }
    };
    list("recon", query.reconciliations.iter().map(id_of).collect());
    if query.outcomes.is_empty() {
        list("outcome", vec!["all".to_owned()]);
    } else if query.outcomes != to_decide().outcomes {
        list("outcome", query.outcomes.iter().map(id_of).collect());
    }
    list("channel", query.channels.clone());
    list("age", query.ages.iter().map(ToString::to_string).collect());
    list("treatment", query.treatments.iter().map(id_of).collect());
    list("decision", query.standings.iter().map(id_of).collect());
    list(
        "currency",
        query
            .currencies
            .iter()
            .map(|c| c.code().to_owned())
            .collect(),
    );
    if !query.text.is_empty() {
        list("q", vec![query.text.clone()]);
    }
    if query.sort != SortBy::default() {
        list("sort", vec![id_of(&query.sort)]);
    }
    if query.reversed {
        list("reversed", vec!["1".to_owned()]);
    }
    if query.group != GroupBy::default() {
        list("group", vec![id_of(&query.group)]);
    }
}

fn read_part(route: &mut Route, name: &str, value: &str) {
    let values: Vec<String> = value.split(',').map(decode).collect();
    let query = &mut route.query;
    match name {
        "recon" => query.reconciliations = values.iter().filter_map(|v| by_id(v)).collect(),
        "outcome" if value == "all" => query.outcomes.clear(),
        "outcome" => {
            let outcomes: Vec<Outcome> = values.iter().filter_map(|v| by_id(v)).collect();
            if !outcomes.is_empty() {
                query.outcomes = outcomes;
            }
        }
        "channel" => query.channels = values,
        "age" => query.ages = values.iter().filter_map(|v| v.parse().ok()).collect(),
        "treatment" => query.treatments = values.iter().filter_map(|v| by_id(v)).collect(),
        "decision" => query.standings = values.iter().filter_map(|v| by_id(v)).collect(),
        "currency" => {
            query.currencies = values.iter().filter_map(|v| Currency::parse(v)).collect();
        }
        "q" => query.text = decode(value),
        "sort" => query.sort = by_id(value).unwrap_or_default(),
        "reversed" => query.reversed = true,
        "group" => query.group = by_id(value).unwrap_or_default(),
        "case" => route.case = value.parse().ok(),
        _ => {}
    }
}

/// Writes any text so that it stands as one value.
fn encode(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let escaped = tail
            .get(..2)
            .filter(|_| *first == b'%')
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The present place, and the ways to another.
#[derive(Clone, Copy)]
pub struct Nav {
    /// The present place; written by the address only.
    pub route: RwSignal<Route>,
}

impl Nav {
    /// Follows the address from now on.
    #[must_use]
    pub fn follow_address() -> Self {
        let route = RwSignal::new(Route::parse(&browser::hash()));
        let listener = window_event_listener(ev::hashchange, move |_| {
            let next = Route::parse(&browser::hash());
            if route.with_untracked(|now| *now != next) {
                route.set(next);
            }
        });
        on_cleanup(move || listener.remove());
        Self { route }
    }

    /// The ways of the page that the caller is part of.
    ///
    /// # Panics
    /// Outside the app's tree.
    #[must_use]
    pub fn current() -> Self {
        use_context().expect("the app gives its ways to its whole tree")
    }

    /// The present screen.
    #[must_use]
    pub fn screen(self) -> Memo<Screen> {
        Memo::new(move |_| self.route.with(|route| route.screen))
    }

    /// Goes to a place, one step of the history.
    pub fn go(self, route: &Route) {
        browser::push_hash(&route.hash());
    }

    /// Goes to a place in place of this one: typing, moving along a list.
    pub fn replace(self, route: &Route) {
        browser::replace_hash(&route.hash());
    }
}

#[cfg(test)]
mod tests {
    use tieout_engine::decisions::Standing;

    use super::*;
    use crate::places::{BooksView, Opened};
    use crate::workspace::books::AccountDetail;
    use tieout_engine::books::view::JournalQuery;
    use tieout_engine::outcome::{ReconciliationName, Treatment};

    #[test]
    fn every_place_comes_back_from_its_address() {
        let query = Query {
            reconciliations: vec![ReconciliationName::Channel, ReconciliationName::Fund],
            outcomes: vec![Outcome::Matched, Outcome::DroppedOrder],
            channels: vec!["wechat,北京&=#%".to_owned(), "icbc".to_owned()],
            ages: vec![0, 4],
            treatments: vec![Treatment::CarryOver],
            standings: vec![Standing::Open, Standing::NeedsSecond],
            currencies: vec![Currency::CNY],
            text: "0302 100%,x".to_owned(),
            sort: SortBy::LeftAmount,
            reversed: true,
            group: GroupBy::None,
        };
        let books = BooksPlace {
            view: BooksView::Details,
            query: JournalQuery {
                when: vec!["day_cut".to_owned()],
                accounts: vec!["3001".to_owned(), "1002".to_owned()],
                text: "a,b&c=d%".to_owned(),
                ..JournalQuery::default()
            },
            of: "2011".to_owned(),
            detail: "买家,1".to_owned(),
            opened: Some(Opened::Account(AccountDetail {
                account: "6021".to_owned(),
                detail: String::new(),
                currency: Currency::CNY,
            })),
        };
        for route in [
            Route::default(),
            Route::to(Screen::Settings),
            Route {
                case: Some(17),
                ..Route::list(query)
            },
            Route::list(Query::default()),
            Route::list(to_decide()),
            Route {
                after: true,
                ..Route::to(Screen::Overview)
            },
            Route::books(BooksPlace::default(), false),
            Route::books(books, true),
            Route::report(ReportView::Proof),
        ] {
            assert_eq!(Route::parse(&route.hash()), route, "{}", route.hash());
        }
    }

    #[test]
    fn the_plain_worklist_is_what_wants_a_decision() {
        assert_eq!(Route::list(to_decide()).hash(), "worklist");
        assert!(!to_decide().outcomes.contains(&Outcome::TimingDifference));
        assert!(!to_decide().outcomes.contains(&Outcome::Matched));
        assert!(to_decide().outcomes.contains(&Outcome::Ambiguous));
    }

    #[test]
    fn nonsense_after_the_sign_leads_to_the_start() {
        for hash in ["", "nowhere", "?", "intake?x", "intake?outcome=none&age=x"] {
            assert_eq!(Route::parse(hash), Route::default(), "{hash}");
        }
    }
}
