//! Reports of payment processors: Stripe, Adyen, Checkout.com, dLocal, and the details of
//! UnionPay acquirers and NetsUnion. PayPal's stand in [`super::paypal`].
//!
//! What moves the account that the processor keeps counts: the net amount, in the account's
//! currency.

use super::tables::{PLAIN, TableFormat, may, must};
use super::{Format, Shape};
use crate::rows::Role;
use crate::tabular::{Field as F, SignRule};

const CNY: Option<[u8; 3]> = Some(*b"CNY");

pub(super) const fn report(
    id: &'static str,
    source: &'static str,
    table: &'static TableFormat,
) -> Format {
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
        // What is pending is in the account's balance and only not paid out yet.
        without: &[F::BookedAt, F::Status],
        fractions: true,
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
        // What is pending is in the account's balance and only not paid out yet.
        without: &[F::BookedAt, F::Status],
        fractions: true,
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
        fractions: true,
        ..PLAIN
    },
);

/// Adyen payments accounting: every step of a payment. The account is what Adyen owes the
/// merchant (Payable); steps before settlement move nothing there.
pub static ADYEN_ACCOUNTING: Format = report(
    "adyen-accounting",
    "https://docs.adyen.com/reporting/invoice-reconciliation/payment-accounting-report/",
    &TableFormat {
        title: "Adyen payments accounting",
        columns: &[
            must(F::Account, &["Merchant Account"]),
            must(F::TransactionNo, &["Psp Reference"]),
            may(F::OrderNo, &["Merchant Reference"]),
            must(F::HappenedAt, &["Booking Date"]),
            must(F::Kind, &["Record Type"]),
            must(F::Amount, &["Payable (SC)"]),
            must(F::Currency, &["Settlement Currency"]),
            may(F::Currency, &["Main Currency"]),
            may(F::Memo, &["Payment Method"]),
            may(F::BatchNo, &["Settlement Batch", "Batch Number"]),
        ],
        sign: Some(SignRule::Signed),
        without: &[F::BookedAt],
        blank_moves_nothing: true,
        fractions: true,
        ..PLAIN
    },
);

/// Checkout.com settlement breakdown: net amounts in the currency that is held.
pub static CHECKOUT_BREAKDOWN: Format = report(
    "checkout-breakdown",
    "https://www.checkout.com/docs/manage-your-account/reporting",
    &TableFormat {
        title: "Checkout.com settlement breakdown",
        columns: &[
            must(F::Account, &["Client Entity ID"]),
            must(F::Kind, &["Type"]),
            must(F::TransactionNo, &["Payment ID"]),
            may(F::OrderNo, &["Reference"]),
            must(F::HappenedAt, &["Processed On"]),
            must(F::Currency, &["Holding Currency"]),
            must(F::Amount, &["Net In Holding Currency"]),
            may(F::BatchNo, &["Payout ID"]),
            may(F::Memo, &["Payment Method"]),
        ],
        sign: Some(SignRule::Signed),
        without: &[F::BookedAt, F::Balance, F::Fee],
        fractions: true,
        ..PLAIN
    },
);

/// dLocal cross-border settlement: a summary above, then net amounts in its currency.
pub static DLOCAL_SETTLEMENT: Format = report(
    "dlocal-settlement",
    "https://docs.dlocal.com/docs/settlement-reports",
    &TableFormat {
        title: "dLocal cross-border settlement",
        columns: &[
            must(F::Kind, &["ROW_TYPE"]),
            may(F::HappenedAt, &["CREATION_DATE"]),
            must(F::BookedAt, &["APPROVED_DATE"]),
            must(F::TransactionNo, &["DLOCAL_TRANSACTION_ID"]),
            may(F::OrderNo, &["TRANSACTION_ID"]),
            must(F::Amount, &["NET_AMOUNT"]),
            must(F::Fee, &["FEE_AMOUNT"]),
            may(F::Memo, &["DESCRIPTION"]),
            may(F::Counterparty, &["PAYMENT_TYPE"]),
        ],
        sign: Some(SignRule::Signed),
        without: &[F::Currency, F::Status],
        undated: true,
        fractions: true,
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
