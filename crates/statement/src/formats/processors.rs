//! Reports of payment processors: Stripe, PayPal, Adyen, and the details of UnionPay
//! acquirers and NetsUnion.
//!
//! What moves the account that the processor keeps counts: the net amount, in the account's
//! currency. Only PayPal's settlement report counts gross amounts, as its own totals do.

use super::tables::{PLAIN, TableFormat, may, must};
use super::{Format, Shape};
use crate::rows::Role;
use crate::tabular::{Field as F, SignRule};

const CNY: Option<[u8; 3]> = Some(*b"CNY");

const fn report(id: &'static str, source: &'static str, table: &'static TableFormat) -> Format {
    Format {
        id,
        role: Some(Role::BankStatement),
        shape: Shape::Grid(table),
        source,
    }
}

/// Stripe balance transactions: the dashboard's export and the balance reports.
pub static STRIPE_BALANCE: Format = report(
    "stripe-balance",
    "https://docs.stripe.com/reports/report-types/balance",
    &TableFormat {
        title: "Stripe balance transactions",
        columns: &[
            must(F::TransactionNo, &["balance_transaction_id", "id"]),
            must(F::HappenedAt, &["created_utc", "Created (UTC)", "created"]),
            must(F::Amount, &["net"]),
            must(F::Fee, &["fee", "fees"]),
            must(F::Currency, &["currency"]),
            may(F::Kind, &["reporting_category", "type"]),
            may(F::OrderNo, &["source_id", "source"]),
            may(F::Memo, &["description"]),
        ],
        sign: Some(SignRule::Signed),
        without: &[F::BookedAt],
        ..PLAIN
    },
);

/// Stripe payout reconciliation: the same transactions by payout.
pub static STRIPE_PAYOUT: Format = report(
    "stripe-payout",
    "https://docs.stripe.com/reports/report-types/payout-reconciliation",
    &TableFormat {
        title: "Stripe payout reconciliation",
        columns: &[
            must(F::BatchNo, &["automatic_payout_id"]),
            must(F::TransactionNo, &["balance_transaction_id"]),
            must(F::HappenedAt, &["created_utc", "created"]),
            must(F::Amount, &["net"]),
            must(F::Fee, &["fee"]),
            must(F::Currency, &["currency"]),
            may(F::Kind, &["reporting_category"]),
            may(F::OrderNo, &["source_id"]),
            may(F::Memo, &["description"]),
        ],
        sign: Some(SignRule::Signed),
        without: &[F::BookedAt],
        ..PLAIN
    },
);

/// PayPal activity download, in English, German and Spanish.
pub static PAYPAL_ACTIVITY: Format = report(
    "paypal-activity",
    "https://developer.paypal.com/docs/reports/online-reports/activity-download/",
    &TableFormat {
        title: "PayPal activity",
        columns: &[
            must(F::HappenedAt, &["Date", "Datum", "Fecha"]),
            must(F::Time, &["Time", "Uhrzeit", "Hora"]),
            may(F::Counterparty, &["Name", "Nombre"]),
            may(
                F::Kind,
                &[
                    "Type",
                    "Typ",
                    "Tipo",
                    "Description",
                    "Beschreibung",
                    "Descripción",
                ],
            ),
            may(F::Status, &["Status", "Estado"]),
            must(F::Currency, &["Currency", "Währung", "Divisa"]),
            may(F::Fee, &["Fee", "Gebühr", "Entgelt", "Comisión", "Tarifa"]),
            must(F::Amount, &["Net", "Netto", "Neto"]),
            must(
                F::TransactionNo,
                &["Transaction ID", "Transaktionscode", "Id. de transacción"],
            ),
            may(F::Balance, &["Balance", "Guthaben", "Saldo"]),
            may(F::Direction, &["Balance Impact", "Auswirkung auf Guthaben"]),
        ],
        sign: Some(SignRule::Signed),
        ..PLAIN
    },
);

/// PayPal settlement report: record types, minor units, gross amounts.
pub static PAYPAL_SETTLEMENT: Format = report(
    "paypal-settlement",
    "https://developer.paypal.com/docs/reports/sftp-reports/settlement-report/",
    &TableFormat {
        title: "PayPal settlement report (STL)",
        columns: &[
            must(F::TransactionNo, &["Transaction ID"]),
            may(F::OrderNo, &["Invoice ID"]),
            may(F::Reference, &["PayPal Reference ID"]),
            may(F::Kind, &["Transaction Event Code"]),
            must(F::HappenedAt, &["Transaction Initiation Date"]),
            must(F::BookedAt, &["Transaction Completion Date"]),
            must(F::Direction, &["Transaction Debit or Credit"]),
            must(F::Amount, &["Gross Transaction Amount"]),
            must(F::Currency, &["Gross Transaction Currency"]),
            may(F::Fee, &["Fee Amount"]),
        ],
        sign: Some(SignRule::Worded),
        minor_units: true,
        ..PLAIN
    },
);

/// Adyen settlement detail: net debit and credit in the settlement's currency.
pub static ADYEN_SETTLEMENT: Format = report(
    "adyen-settlement",
    "https://docs.adyen.com/reporting/settlement-reconciliation/transaction-level/settlement-details-report/",
    &TableFormat {
        title: "Adyen settlement detail",
        columns: &[
            must(F::Account, &["Merchant Account"]),
            must(F::TransactionNo, &["Psp Reference"]),
            may(F::OrderNo, &["Merchant Reference"]),
            must(F::HappenedAt, &["Creation Date", "Booking Date"]),
            must(F::Kind, &["Type"]),
            must(F::Currency, &["Net Currency"]),
            must(F::Debit, &["Net Debit (NC)"]),
            must(F::Credit, &["Net Credit (NC)"]),
            may(F::BatchNo, &["Batch Number"]),
            may(F::Memo, &["Payment Method"]),
        ],
        sign: Some(SignRule::Columns),
        without: &[F::Amount],
        ..PLAIN
    },
);

/// A merchant's or acquirer's detail of UnionPay, delimited: what is settled counts.
pub static UNIONPAY_DETAIL: Format = report(
    "unionpay-detail",
    "https://open.unionpay.com/tjweb/acproduct/list",
    &TableFormat {
        title: "UnionPay merchant and acquirer detail, delimited 银联商户明细",
        columns: &[
            must(F::Account, &["商户编号", "商户号", "商户代码"]),
            must(F::BookedAt, &["清算日期"]),
            must(F::HappenedAt, &["交易日期", "交易时间"]),
            must(F::Amount, &["清算金额", "结算金额"]),
            must(F::Fee, &["手续费", "商户手续费"]),
            must(F::TransactionNo, &["检索参考号", "系统参考号", "参考号"]),
            may(F::Kind, &["交易类型"]),
            may(F::OrderNo, &["商户订单号", "订单号"]),
        ],
        sign: Some(SignRule::Signed),
        currency: CNY,
        ..PLAIN
    },
);

/// A detail as NetsUnion's members exchange it, delimited.
pub static NETSUNION_DETAIL: Format = report(
    "netsunion-detail",
    "https://www.nucc.com",
    &TableFormat {
        title: "NetsUnion-like detail, delimited 网联明细",
        columns: &[
            must(F::BookedAt, &["清算日期"]),
            must(F::BatchNo, &["批次号", "交易批次号"]),
            must(F::TransactionNo, &["交易流水号"]),
            must(F::Direction, &["借贷标识", "借贷标志"]),
            must(F::Amount, &["交易金额"]),
            may(F::Currency, &["币种"]),
            may(F::Kind, &["交易类别", "业务种类"]),
            may(F::Status, &["交易状态"]),
            may(F::OrderNo, &["订单号"]),
        ],
        sign: Some(SignRule::Worded),
        currency: CNY,
        ..PLAIN
    },
);
