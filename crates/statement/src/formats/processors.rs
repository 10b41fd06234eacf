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
        // What is pending is in the account's balance and only not paid out yet.
        without: &[F::BookedAt, F::Status],
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
        ..PLAIN
    },
);

/// Words of PayPal for payments that were announced, held up or given up, by language.
const PAYPAL_UNMOVED: &[&str] = &[
    "processing",
    "unclaimed",
    "in bearbeitung",
    "abgebrochen",
    "fehlgeschlagen",
    "abgelaufen",
    "en cours",
    "échoué",
    "expiré",
    "denegado",
    "rechazado",
    "cancelado",
    "anulado",
    "fallido",
    "vencido",
    "in sospeso",
    "in attesa",
    "negato",
    "annullato",
    "non riuscito",
    "scaduto",
    "in behandeling",
    "openstaand",
    "mislukt",
    "verlopen",
    "pendente",
    "negado",
    "recusado",
    "falhou",
    "expirado",
    "oczekujące",
    "oczekuje",
    "odrzucono",
    "anulowano",
    "wygasło",
    "väntande",
    "nekad",
    "avbruten",
    "afventer",
    "afvist",
    "annulleret",
    "venter",
    "avslått",
    "avbrutt",
    "odottaa",
    "hylätty",
    "peruutettu",
    "保留中",
    "拒否",
    "キャンセル済み",
    "待处理",
    "已拒绝",
    "待處理",
    "已拒絕",
    "в обработке",
    "ожидание",
    "отменено",
    "zrušeno",
    "zamítnuto",
];

/// PayPal activity download, in every language that its headers were met in.
pub static PAYPAL_ACTIVITY: Format = report(
    "paypal-activity",
    "https://developer.paypal.com/docs/reports/online-reports/activity-download/",
    &TableFormat {
        title: "PayPal activity",
        columns: &[
            must(
                F::HappenedAt,
                &[
                    "Date",
                    "Datum",
                    "Fecha",
                    "Data",
                    "Dato",
                    "Päivämäärä",
                    "日付",
                    "日期",
                    "Дата",
                ],
            ),
            must(
                F::Time,
                &[
                    "Time",
                    "Uhrzeit",
                    "Hora",
                    "Heure",
                    "Ora",
                    "Tijd",
                    "Godzina",
                    "Czas",
                    "Tid",
                    "Tidspunkt",
                    "Klokkeslæt",
                    "Klokkeslett",
                    "Aika",
                    "Čas",
                    "Время",
                    "時間",
                    "时间",
                ],
            ),
            may(
                F::Counterparty,
                &[
                    "Name", "Nombre", "Nom", "Nome", "Naam", "Nazwa", "Namn", "Navn", "Nimi",
                    "Název", "Имя", "名前", "姓名", "名称", "名稱",
                ],
            ),
            may(
                F::Kind,
                &[
                    "Type",
                    "Typ",
                    "Tipo",
                    "Description",
                    "Beschreibung",
                    "Descripción",
                    "Descrizione",
                    "Omschrijving",
                    "Descrição",
                    "Opis",
                    "Beskrivning",
                    "Beskrivelse",
                    "Kuvaus",
                    "Tyyppi",
                    "タイプ",
                    "说明",
                    "类型",
                    "類型",
                    "Тип",
                ],
            ),
            may(
                F::Status,
                &[
                    "Status",
                    "Estado",
                    "État",
                    "Stato",
                    "Tila",
                    "Stav",
                    "ステータス",
                    "状态",
                    "狀態",
                    "Состояние",
                ],
            ),
            must(
                F::Currency,
                &[
                    "Currency",
                    "Währung",
                    "Divisa",
                    "Devise",
                    "Valuta",
                    "Moeda",
                    "Waluta",
                    "Valuutta",
                    "Měna",
                    "Валюта",
                    "通貨",
                    "币种",
                    "货币",
                    "幣別",
                    "貨幣",
                ],
            ),
            may(
                F::Fee,
                &[
                    "Fee",
                    "Fees",
                    "Gebühr",
                    "Entgelt",
                    "Comisión",
                    "Tarifa",
                    "Commission",
                    "Tariffa",
                    "Kosten",
                    "Opłata",
                    "Avgift",
                    "Gebyr",
                    "Maksu",
                    "Poplatek",
                    "Комиссия",
                    "手数料",
                    "费用",
                    "手续费",
                    "手續費",
                ],
            ),
            must(
                F::Amount,
                &[
                    "Net",
                    "Netto",
                    "Neto",
                    "Líquido",
                    "Valor líquido",
                    "Нетто",
                    "正味",
                    "純額",
                    "净额",
                    "淨額",
                    "Total",
                ],
            ),
            must(
                F::TransactionNo,
                &[
                    "Transaction ID",
                    "Transaktionscode",
                    "Id. de transacción",
                    "Numéro de transaction",
                    "Codice transazione",
                    "ID transazione",
                    "Transactiereferentie",
                    "Transactie-ID",
                    "Transactiecode",
                    "ID da transação",
                    "Código da transação",
                    "Numer transakcji",
                    "Identyfikator transakcji",
                    "Transaktions-id",
                    "Transaksjons-ID",
                    "Tapahtumatunnus",
                    "ID transakce",
                    "Код операции",
                    "Код транзакции",
                    "取引ID",
                    "取引 ID",
                    "交易号",
                    "交易號",
                    "交易編號",
                ],
            ),
            may(
                F::Balance,
                &[
                    "Balance",
                    "Guthaben",
                    "Saldo",
                    "Solde",
                    "Zůstatek",
                    "Остаток",
                    "残高",
                    "余额",
                    "餘額",
                    "結餘",
                ],
            ),
            may(
                F::Direction,
                &[
                    "Balance Impact",
                    "Auswirkung auf Guthaben",
                    "Impact sur le solde",
                    "Repercusión en el saldo",
                    "Impacto en el saldo",
                    "Impatto sul saldo",
                    "Invloed op saldo",
                    "Impacto no saldo",
                    "Wpływ na saldo",
                    "余额影响",
                ],
            ),
        ],
        sign: Some(SignRule::Signed),
        unmoved: PAYPAL_UNMOVED,
        direction_decides: true,
        ..PLAIN
    },
);

/// Words of PayPal's transaction detail report: pending, denied. A reversed payment (`V`)
/// moved, and its reversal is a row of its own.
const REPORT_UNMOVED: &[&str] = &["p", "d"];

/// PayPal settlement report, and the transaction detail report of the same form: record
/// types, minor units, gross amounts.
pub static PAYPAL_SETTLEMENT: Format = report(
    "paypal-settlement",
    "https://developer.paypal.com/docs/reports/sftp-reports/settlement-report/",
    &TableFormat {
        title: "PayPal settlement report (STL) and transaction detail report (TRR)",
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
            may(F::Status, &["Transactional Status", "Transaction Status"]),
        ],
        sign: Some(SignRule::Worded),
        minor_units: true,
        unmoved: REPORT_UNMOVED,
        mark: Some("SB"),
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
