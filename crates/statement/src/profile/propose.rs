//! What a table's header and values suggest for a profile; a person confirms it.

use std::collections::BTreeMap;

use super::target::has;
use super::{Amounts, Profile, Separator, Target, known, targets};
use crate::grid::{CellKind, Sheet};
use crate::layout::{Column, Role};
use crate::settings::FileSettings;
use crate::tabular::date::{Day, Moment};
use crate::tabular::field::{self, Field};
use crate::tabular::number::{self, DecimalMark, Evidence};
use crate::tabular::planning::{self, Planned};
use crate::tabular::side::{self, Direction};
use crate::tabular::{DateOrder, SignRule, day_at, number_at};
use crate::vocabulary::{Kind, Side, Status};

/// Rows that are looked at.
const SAMPLE: usize = 2_000;
/// Rows in which a header is looked for.
const DEEPEST: usize = 40;
/// A column of more different words holds no closed list.
const WORDS_MAX: usize = 24;

/// Words of channels and banks for kinds of ours, in small letters.
const KINDS: &[(Kind, &str)] = &[
    (
        Kind::Payment,
        "payment pay sale sales charge capture purchase zahlung kauf verkauf paiement vente \
         pago venta cobro pagamento venda betaling verkoop 支付 消费 交易 收款 売上 支払 결제",
    ),
    (
        Kind::Refund,
        "refund reversal return chargeback erstattung rückerstattung gutschrift remboursement \
         reembolso devolución estorno rimborso terugbetaling 退款 退货 充退 返金 환불",
    ),
    (
        Kind::TopUp,
        "top_up topup top-up deposit einzahlung dépôt depósito 充值 入金 충전",
    ),
    (
        Kind::Withdrawal,
        "withdrawal payout transfer_out auszahlung retrait virement retiro saque prelievo \
         uitbetaling 提现 付款 出金 출금",
    ),
];

/// Words for success.
const SUCCESS: &str = "success successful succeeded completed complete settled paid ok done \
    erfolgreich abgeschlossen gebucht réussi payé terminé completado pagado concluído pago \
    成功 支付成功 交易成功 已完成 完了 성공";

/// The row that looks like a header: as wide as most rows, and nothing in it is a number or
/// a day.
pub(super) fn header(sheet: &Sheet) -> usize {
    if let Some(row) = planning::plan(sheet, &FileSettings::default(), &BTreeMap::new())
        .and_then(|planned| planned.plan.header)
    {
        return row;
    }
    let rows = 0..sheet.len().min(DEEPEST);
    let filled = |row: usize| sheet.cells(row).filter(|cell| !cell.is_empty()).count();
    let mut widths: Vec<usize> = (0..sheet.len().min(400))
        .map(|row| sheet.width(row))
        .filter(|width| *width > 1)
        .collect();
    widths.sort_unstable();
    let common = widths
        .chunk_by(|a, b| a == b)
        .max_by_key(|group| group.len())
        .map_or(1, |group| group[0]);
    let words = |row: usize| {
        (0..sheet.width(row)).all(|column| {
            let cell = sheet.cell(row, column);
            let number = number::read(cell, DecimalMark::Point).is_ok()
                || number::read(cell, DecimalMark::Comma).is_ok();
            cell.is_empty() || !number && day_at(sheet, row, column).is_none()
        })
    };
    let fits = |row: &usize| filled(*row) * 2 > common && words(*row);
    rows.clone()
        .find(fits)
        .or_else(|| rows.clone().find(|row| !sheet.is_blank(*row)))
        .unwrap_or(0)
}

/// A profile for the table below a header; `role`: what its rows are, where that is said.
pub(super) fn profile(sheet: &Sheet, header: usize, role: Option<Role>) -> Profile {
    let names: Vec<String> = sheet.cells(header).map(ToOwned::to_owned).collect();
    let planned = planning::plan(sheet, &FileSettings::default(), &BTreeMap::new())
        .filter(|planned| planned.plan.header == Some(header));
    let role = role.unwrap_or_else(|| role_of(&names));
    let mut profile = Profile::new(role, names);
    profile.separator = sheet.separator().and_then(Separator::of);
    let rows: Vec<usize> = (header + 1..sheet.len())
        .filter(|row| !sheet.is_blank(*row))
        .take(SAMPLE)
        .collect();
    for (target, place) in places(&profile, planned.as_ref()) {
        let name = Profile::column_name(&profile.header, place);
        if !profile.columns.values().any(|taken| *taken == name) {
            profile.columns.insert(target, name);
        }
    }
    let format = planned.as_ref().map_or("", |planned| planned.plan.format);
    let orders = known::orders(&mut profile, format);
    if !orders {
        signs(&mut profile, planned.as_ref());
    }
    let said = std::mem::take(&mut profile.constants);
    profile.decimal_mark = mark(sheet, &rows, &profile);
    settle(sheet, &rows, &mut profile);
    profile.constants = constants(sheet, header, &profile, planned.as_ref());
    profile.constants.extend(said);
    profile
}

/// What a value-dependent part of a profile should be, once its columns are known: the order
/// of dates where a date decides it, the sign of fees, translations of words known.
pub(super) fn settle(sheet: &Sheet, rows: &[usize], profile: &mut Profile) {
    if profile.date_order.is_none() {
        profile.date_order = order(sheet, rows, profile);
    }
    if let Some(fee) = profile.place(Target::Column(Column::Fee)) {
        let numbers = rows
            .iter()
            .filter_map(|row| number_at(sheet, *row, fee, profile.decimal_mark).ok())
            .filter(|number| !number.is_zero());
        let (negative, all) = numbers.fold((0, 0), |(negative, all), number| {
            (negative + usize::from(number.negative), all + 1)
        });
        profile.negative_fees = negative * 2 > all;
    }
    for target in [Column::Kind, Column::Status, Column::Side].map(Target::Column) {
        let words = words_of(sheet, rows, profile, target);
        let known = profile.words.entry(target).or_default();
        for (word, _) in words {
            if !known.contains_key(&word)
                && let Some(ours) = translation(target, &word, profile.role)
            {
                known.insert(word, ours.to_owned());
            }
        }
    }
    profile.words.retain(|_, words| !words.is_empty());
}

/// Words of a field's column and how often each stands there, most first; none where they
/// are too many to be a closed list.
pub(super) fn words_of(
    sheet: &Sheet,
    rows: &[usize],
    profile: &Profile,
    target: Target,
) -> Vec<(String, u64)> {
    let Some(column) = profile.place(target) else {
        return Vec::new();
    };
    let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
    for row in rows {
        let cell = sheet
            .cell(*row, column)
            .trim_start_matches(['`', '\''])
            .trim();
        if !cell.is_empty() {
            *counts.entry(cell).or_default() += 1;
        }
    }
    let mut words: Vec<(String, u64)> = counts
        .into_iter()
        .map(|(word, count)| (word.to_owned(), count))
        .collect();
    words.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words.truncate(WORDS_MAX);
    words
}

fn translation(target: Target, word: &str, role: Role) -> Option<&'static str> {
    let small = word.to_lowercase();
    let among = |list: &str| list.split_whitespace().any(|known| known == small);
    match target {
        Target::Column(Column::Kind) => {
            let channel = matches!(role, Role::ChannelFlow | Role::ChannelStatement);
            let own = Kind::parse(&small).filter(|kind| !channel || kind.family().is_some());
            let known = || {
                KINDS
                    .iter()
                    .find(|(_, list)| among(list))
                    .map(|(kind, _)| *kind)
            };
            own.or_else(known).map(Kind::text)
        }
        Target::Column(Column::Status) => {
            let success = || among(SUCCESS).then_some(Status::Success);
            let status = Status::parse(&small).or_else(success);
            status.or_else(|| side::unmoved(word)).map(Status::text)
        }
        Target::Column(Column::Side) => match side::direction(word) {
            Some(Direction::Moves(side)) => Some(side.text()),
            _ => Side::parse(&small).map(Side::text),
        },
        _ => None,
    }
}

/// What a header's names say that the rows are.
fn role_of(names: &[String]) -> Role {
    let own = |role: &Role| {
        let layout = role.layout().iter();
        layout
            .filter(|spec| {
                names
                    .iter()
                    .any(|name| name.eq_ignore_ascii_case(spec.column.text()))
            })
            .count()
    };
    let best = Role::ALL.iter().copied().max_by_key(own);
    if let Some(role) = best.filter(|role| own(role) >= 4) {
        return role;
    }
    let means = |wanted: Field| {
        names
            .iter()
            .any(|name| field::meaning(name).is_some_and(|(field, _)| field == wanted))
    };
    let number = means(Field::OrderNo) || means(Field::ChannelOrderNo);
    if number && (means(Field::Status) || means(Field::Fee)) {
        Role::ChannelStatement
    } else {
        Role::BankStatement
    }
}

/// The target of a meaning in a role's table.
fn target_of(field: Field, role: Role) -> Option<Target> {
    let of = |columns: &[Column]| {
        let known = columns.iter().copied().find(|column| has(role, *column));
        known.map(Target::Column)
    };
    use Column as C;
    match field {
        Field::BookedAt | Field::HappenedAt => of(&[C::BookedAt, C::FinishedAt, C::PostedAt]),
        Field::Time => Some(Target::Time),
        Field::Amount => of(&[C::Amount, C::Opening]),
        Field::Credit => has(role, C::Amount).then_some(Target::Credit),
        Field::Debit => has(role, C::Amount).then_some(Target::Debit),
        Field::Direction => of(&[C::Side, C::Kind]),
        Field::Currency => of(&[C::Currency]),
        Field::Balance => of(&[C::Balance, C::Closing]),
        Field::Account => of(&[C::BankAccount, C::AccountCode]),
        Field::TransactionNo => of(&[C::TransactionNo, C::PostingNo]),
        Field::OrderNo => of(&[
            C::OrderNo,
            C::ChannelOrderNo,
            C::PaymentOrderNo,
            C::Reference,
        ]),
        Field::Counterparty => of(&[C::Counterparty]),
        Field::Reference => of(&[C::Reference]),
        Field::Memo => of(&[C::Memo]),
        Field::Status => of(&[C::Status]),
        Field::Kind => of(&[C::Kind]),
        Field::Fee => of(&[C::Fee]),
        Field::Channel => of(&[C::Channel]),
        Field::ChannelOrderNo => of(&[C::ChannelOrderNo, C::OrderNo]),
        Field::PaymentOrderNo => of(&[C::PaymentOrderNo]),
        Field::BatchNo => of(&[C::BatchNo]),
        Field::ValueDate | Field::BalanceBefore => None,
    }
}

/// Columns by what they give, the surest first: our own names, what the table's plan knows,
/// names in any language.
fn places(profile: &Profile, planned: Option<&Planned>) -> Vec<(Target, usize)> {
    let (role, names) = (profile.role, &profile.header);
    let mut found: BTreeMap<Target, usize> = BTreeMap::new();
    for target in targets(role) {
        let own = |name: &String| name.eq_ignore_ascii_case(target.text());
        if let Some(place) = names.iter().position(own) {
            found.insert(target, place);
        }
    }
    if let Some(planned) = planned {
        for (field, columns) in &planned.plan.columns {
            let place = columns.first().copied();
            if let (Some(target), Some(place)) = (target_of(*field, role), place) {
                found.entry(target).or_insert(place);
            }
        }
    }
    let mut ranked: Vec<(usize, usize, Target)> = Vec::new();
    for (place, name) in names.iter().enumerate() {
        if let Some((field, rank)) = field::meaning(name)
            && let Some(target) = target_of(field, role)
        {
            ranked.push((rank, place, target));
        }
    }
    ranked.sort_unstable();
    for (_, place, target) in ranked {
        found.entry(target).or_insert(place);
    }
    // One column gives one field; amounts of one column go before those of two.
    let amount = found.contains_key(&Target::Column(Column::Amount));
    let both = found.contains_key(&Target::Credit) && found.contains_key(&Target::Debit);
    found.retain(|target, _| match target {
        Target::Credit | Target::Debit => both,
        Target::Column(Column::Amount) => amount && !both,
        _ => true,
    });
    found.into_iter().collect()
}

fn signs(profile: &mut Profile, planned: Option<&Planned>) {
    let has_column = |target| profile.columns.contains_key(&target);
    let word = [Column::Kind, Column::Side]
        .map(Target::Column)
        .iter()
        .any(|target| has_column(*target));
    let by_plan = planned.map(|planned| planned.plan.sign);
    profile.amounts = if has_column(Target::Credit) && has_column(Target::Debit) {
        Amounts::Columns
    } else if word {
        Amounts::Worded
    } else if by_plan == Some(SignRule::Turned) {
        Amounts::Turned
    } else {
        Amounts::Signed
    };
}

fn amounts_of(profile: &Profile) -> Vec<usize> {
    let all = [
        Target::Column(Column::Amount),
        Target::Credit,
        Target::Debit,
        Target::Column(Column::Balance),
        Target::Column(Column::Opening),
    ];
    all.iter().filter_map(|t| profile.place(*t)).collect()
}

fn mark(sheet: &Sheet, rows: &[usize], profile: &Profile) -> DecimalMark {
    let columns = amounts_of(profile);
    let (mut points, mut commas) = (0_usize, 0_usize);
    for row in rows {
        for column in &columns {
            if sheet.kind(*row, *column) == CellKind::Number {
                continue;
            }
            match number::evidence(sheet.cell(*row, *column)) {
                Evidence::Sure(DecimalMark::Point) => points += 1,
                Evidence::Sure(DecimalMark::Comma) => commas += 1,
                _ => {}
            }
        }
    }
    if commas > points {
        DecimalMark::Comma
    } else {
        DecimalMark::Point
    }
}

/// The moments in the columns of days.
pub(super) fn moments<'a>(
    sheet: &'a Sheet,
    rows: &'a [usize],
    profile: &Profile,
) -> impl Iterator<Item = (Moment, &'a str)> + use<'a> {
    let days = [Column::BookedAt, Column::FinishedAt, Column::PostedAt];
    let column = days
        .iter()
        .find_map(|day| profile.place(Target::Column(*day)));
    rows.iter().filter_map(move |row| {
        let column = column?;
        Some((day_at(sheet, *row, column)?, sheet.cell(*row, column)))
    })
}

/// The order that the dates themselves decide.
fn order(sheet: &Sheet, rows: &[usize], profile: &Profile) -> Option<DateOrder> {
    let said: Vec<DateOrder> = moments(sheet, rows, profile)
        .filter_map(|(moment, _)| moment.order())
        .collect();
    let first = *said.first()?;
    said.iter().all(|order| *order == first).then_some(first)
}

/// A date that can be read both ways, where nothing decides.
pub(super) fn open_date(sheet: &Sheet, rows: &[usize], profile: &Profile) -> Option<String> {
    if profile.date_order.is_some() {
        return None;
    }
    let mut open = moments(sheet, rows, profile);
    let found = open.find(|(moment, _)| matches!(moment.day, Day::Either(..)));
    found.map(|(_, text)| text.to_owned())
}

fn constants(
    sheet: &Sheet,
    header: usize,
    profile: &Profile,
    planned: Option<&Planned>,
) -> BTreeMap<Target, String> {
    let mut constants = BTreeMap::new();
    let mut say = |column: Column, text: String| {
        let target = Target::Column(column);
        let open = has(profile.role, column) && !profile.columns.contains_key(&target);
        if open && !text.is_empty() {
            constants.insert(target, text);
        }
    };
    say(Column::Status, Status::Success.text().to_owned());
    let unit = |column: &usize| field::unit(sheet.cell(header, *column)).1;
    let named = amounts_of(profile).iter().find_map(unit);
    // What the table's plan had to assume is for a person to say.
    let said = planned.and_then(|planned| {
        let assumed = planned
            .assumed
            .iter()
            .any(|(what, _)| *what == crate::problem::Assumption::Currency);
        planned.plan.currency.filter(|_| !assumed)
    });
    let signs = amounts_of(profile).first().copied().and_then(|column| {
        let rows = header + 1..sheet.len().min(header + 50);
        rows.clone()
            .filter_map(|row| number_at(sheet, row, column, profile.decimal_mark).ok())
            .find_map(|number| number.currency)
    });
    let code = named.or(signs).or(said);
    say(
        Column::Currency,
        code.map_or_else(String::new, |c| c.code().to_owned()),
    );
    let account = planned.and_then(|planned| planned.around.accounts.first().cloned());
    say(Column::BankAccount, account.unwrap_or_default());
    constants
}
