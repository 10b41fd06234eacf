//! Reports of processors as channel statements: what a proposal says where a person wants
//! orders of a channel, in place of movements on the account that the processor keeps.
//!
//! An order's amount is gross, its fee beside it. Rows that are no orders (payouts, fees,
//! transfers between accounts) are counted and left out.

use super::{Amounts, NOT_AN_ORDER, Profile, Target};
use crate::layout::{Column as C, Role};

/// How a format's report is a channel statement.
struct Orders {
    /// The format's id.
    format: &'static str,
    /// The code of the channel.
    channel: &'static str,
    /// Which columns give which field; the first that the header has counts.
    columns: &'static [(Target, &'static [&'static str])],
    amounts: Amounts,
    /// Fees are written negative where they cost us.
    negative_fees: bool,
    /// Words of the kind, each with a word of ours.
    kinds: &'static [(&'static str, &'static [&'static str])],
}

const fn of(column: C) -> Target {
    Target::Column(column)
}

const STRIPE_KINDS: &[(&str, &[&str])] = &[
    (
        "payment",
        &["charge", "payment", "dispute_reversal", "refund_failure"],
    ),
    (
        "refund",
        &[
            "refund",
            "payment_refund",
            "partial_capture_reversal",
            "dispute",
            "charge_failure",
        ],
    ),
    (
        NOT_AN_ORDER,
        &[
            "payout",
            "payout_reversal",
            "payout_minimum_balance_hold",
            "payout_minimum_balance_release",
            "transfer",
            "transfer_reversal",
            "topup",
            "topup_reversal",
            "fee",
            "stripe_fee",
            "stripe_fx_fee",
            "network_cost",
            "tax",
            "tax_fee",
            "application_fee",
            "application_fee_refund",
            "platform_earning",
            "platform_earning_refund",
            "adjustment",
            "other_adjustment",
            "advance",
            "advance_funding",
            "contribution",
            "connect_reserved_funds",
            "risk_reserved_funds",
            "reserve_transaction",
            "reserved_funds",
            "fee_credits",
        ],
    ),
];

const ALL: &[Orders] = &[
    Orders {
        format: "stripe-balance",
        channel: "stripe",
        columns: &[
            (of(C::OrderNo), &["source_id", "Source", "source"]),
            (of(C::TransactionNo), &["balance_transaction_id", "id"]),
            (of(C::Kind), &["reporting_category", "Type", "type"]),
            (of(C::Currency), &["currency", "Currency"]),
            (of(C::Amount), &["gross", "Amount", "amount"]),
            (of(C::Fee), &["fee", "Fee", "fees", "Fees"]),
            (
                of(C::FinishedAt),
                &["created_utc", "Created (UTC)", "created", "Created"],
            ),
            (of(C::BatchNo), &["automatic_payout_id"]),
        ],
        amounts: Amounts::Signed,
        negative_fees: false,
        kinds: STRIPE_KINDS,
    },
    Orders {
        format: "stripe-payout",
        channel: "stripe",
        columns: &[
            (of(C::OrderNo), &["source_id"]),
            (of(C::TransactionNo), &["balance_transaction_id"]),
            (of(C::Kind), &["reporting_category"]),
            (of(C::Currency), &["currency"]),
            (of(C::Amount), &["gross"]),
            (of(C::Fee), &["fee"]),
            (of(C::FinishedAt), &["created_utc", "created"]),
            (of(C::BatchNo), &["automatic_payout_id"]),
        ],
        amounts: Amounts::Signed,
        negative_fees: false,
        kinds: STRIPE_KINDS,
    },
    Orders {
        format: "adyen-settlement",
        channel: "adyen",
        columns: &[
            (of(C::OrderNo), &["Merchant Reference"]),
            (
                of(C::TransactionNo),
                &["Modification Reference", "Psp Reference"],
            ),
            (of(C::Kind), &["Type"]),
            (of(C::Currency), &["Gross Currency"]),
            (Target::Debit, &["Gross Debit (GC)"]),
            (Target::Credit, &["Gross Credit (GC)"]),
            (of(C::FinishedAt), &["Creation Date", "Booking Date"]),
            (of(C::BatchNo), &["Batch Number"]),
        ],
        amounts: Amounts::Columns,
        negative_fees: false,
        kinds: &[
            (
                "payment",
                &[
                    "Settled",
                    "ChargebackReversed",
                    "RefundedReversed",
                    "SettledExternallyWithInfo",
                ],
            ),
            (
                "refund",
                &[
                    "Refunded",
                    "Chargeback",
                    "SecondChargeback",
                    "SettledReversed",
                ],
            ),
            (
                NOT_AN_ORDER,
                &[
                    "Fee",
                    "MiscCosts",
                    "MerchantPayout",
                    "MerchantPayin",
                    "Balancetransfer",
                    "DepositCorrection",
                    "InvoiceDeduction",
                    "ReserveAdjustment",
                    "PaymentCost",
                    "Epoch",
                    "BankInstructionReturned",
                    "InternalCompanyPayout",
                ],
            ),
        ],
    },
    Orders {
        format: "unionpay-detail",
        channel: "unionpay",
        columns: &[
            (
                of(C::OrderNo),
                &["商户订单号", "订单号", "检索参考号", "系统参考号", "参考号"],
            ),
            (
                of(C::TransactionNo),
                &["检索参考号", "系统参考号", "参考号"],
            ),
            (of(C::Kind), &["交易类型"]),
            (of(C::Amount), &["交易金额"]),
            (of(C::Fee), &["手续费", "商户手续费"]),
            (of(C::FinishedAt), &["交易日期"]),
            (Target::Time, &["交易时间"]),
        ],
        amounts: Amounts::Signed,
        negative_fees: false,
        kinds: &[
            (
                "payment",
                &["消费", "支付", "预授权完成", "代收", "退货撤销"],
            ),
            (
                "refund",
                &[
                    "退货",
                    "退款",
                    "消费撤销",
                    "撤销",
                    "预授权完成撤销",
                    "冲正",
                    "消费冲正",
                ],
            ),
            (NOT_AN_ORDER, &["预授权", "预授权撤销", "余额查询", "查询"]),
        ],
    },
    Orders {
        format: "netsunion-detail",
        channel: "netsunion",
        columns: &[
            (of(C::OrderNo), &["订单号"]),
            (of(C::TransactionNo), &["交易流水号"]),
            (of(C::Kind), &["交易类别", "业务种类"]),
            (of(C::Status), &["交易状态"]),
            (of(C::Currency), &["币种"]),
            (of(C::Amount), &["交易金额"]),
            (of(C::FinishedAt), &["清算日期"]),
            (of(C::BatchNo), &["批次号", "交易批次号"]),
        ],
        amounts: Amounts::Worded,
        negative_fees: false,
        kinds: &[
            (
                "payment",
                &[
                    "协议支付",
                    "网关支付",
                    "认证支付",
                    "商业委托支付",
                    "支付",
                    "消费",
                ],
            ),
            ("refund", &["退款", "退货"]),
            ("withdrawal", &["付款", "代付", "提现"]),
        ],
    },
    Orders {
        format: "paypal-activity",
        channel: "paypal",
        columns: &[
            (
                of(C::OrderNo),
                &[
                    "Invoice Number",
                    "Invoice ID",
                    "Rechnungsnummer",
                    "Número de factura",
                ],
            ),
            (
                of(C::TransactionNo),
                &["Transaction ID", "Transaktionscode", "Id. de transacción"],
            ),
            (
                of(C::Kind),
                &[
                    "Type",
                    "Description",
                    "Typ",
                    "Beschreibung",
                    "Tipo",
                    "Descripción",
                ],
            ),
            (of(C::Status), &["Status", "Estado"]),
            (of(C::Currency), &["Currency", "Währung", "Divisa"]),
            (of(C::Amount), &["Gross", "Brutto", "Bruto"]),
            (
                of(C::Fee),
                &["Fee", "Entgelt", "Gebühr", "Comisión", "Tarifa"],
            ),
            (of(C::FinishedAt), &["Date", "Datum", "Fecha"]),
            (Target::Time, &["Time", "Uhrzeit", "Hora"]),
        ],
        amounts: Amounts::Signed,
        negative_fees: true,
        kinds: &[
            (
                "payment",
                &[
                    "Express Checkout Payment",
                    "Website Payment",
                    "Mobile Payment",
                    "General Payment",
                    "Payment",
                    "Zahlung",
                    "Website-Zahlung",
                    "PreApproved Payment Bill User Payment",
                    "Subscription Payment",
                ],
            ),
            (
                "refund",
                &[
                    "Payment Refund",
                    "Refund",
                    "Payment Reversal",
                    "Rückzahlung",
                    "Rückerstattung",
                ],
            ),
            (
                NOT_AN_ORDER,
                &[
                    "General Currency Conversion",
                    "General Withdrawal",
                    "General Withdrawal - Bank Account",
                    "User Initiated Withdrawal",
                    "Withdraw Funds to Bank Account",
                    "Account Hold for Open Authorization",
                    "Reversal of General Account Hold",
                    "General Account Correction",
                    "Bank Deposit to PP Account",
                    "Payment Hold",
                    "Payment Release",
                    "Reserve Hold",
                    "Reserve Release",
                    "Abbuchung",
                    "Allgemeine Währungsumrechnung",
                ],
            ),
        ],
    },
];

/// Says what a format's report is as a channel statement, of what its header has; whether
/// the format is one of those that can be.
pub(super) fn orders(profile: &mut Profile, format: &str) -> bool {
    let known = ALL.iter().find(|orders| orders.format == format);
    let Some(orders) = known.filter(|_| profile.role == Role::ChannelStatement) else {
        return false;
    };
    profile.columns.clear();
    for (target, names) in orders.columns {
        let alike = |name: &str| {
            let named = |cell: &String| super::compared(cell) == super::compared(name);
            profile.header.iter().position(named)
        };
        if let Some(place) = names.iter().find_map(|name| alike(name)) {
            let name = Profile::column_name(&profile.header, place);
            if !profile.columns.values().any(|taken| *taken == name) {
                profile.columns.insert(*target, name);
            }
        }
    }
    profile.amounts = orders.amounts;
    profile.negative_fees = orders.negative_fees;
    let kinds = profile.words.entry(of(C::Kind)).or_default();
    for (ours, words) in orders.kinds {
        for word in *words {
            kinds.insert((*word).to_owned(), (*ours).to_owned());
        }
    }
    let channel = orders.channel.to_owned();
    profile.constants.insert(of(C::Channel), channel);
    true
}
