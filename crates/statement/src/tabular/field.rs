//! What a column can mean, and what institutions call it.

use super::currency;
use super::number::half_width;
use crate::money::Currency;
use crate::vocabulary::words;

words! {
    /// What a column of a foreign table means.
    Field {
        /// The day (and time) when the account's keeper booked it.
        BookedAt = "booked_at",
        /// The day (and time) when it happened.
        HappenedAt = "happened_at",
        /// The day from which interest counts.
        ValueDate = "value_date",
        /// The time of day, in a cell of its own.
        Time = "time",
        /// The amount: signed, or with a direction beside it.
        Amount = "amount",
        /// Money in, in a column of its own.
        Credit = "credit",
        /// Money out, in a column of its own.
        Debit = "debit",
        /// Which way, as a word.
        Direction = "direction",
        /// The currency of the amount.
        Currency = "currency",
        /// The balance after the row.
        Balance = "balance",
        /// The balance before the row.
        BalanceBefore = "balance_before",
        /// The account itself.
        Account = "account",
        /// The number that the institution gave the row.
        TransactionNo = "transaction_no",
        /// The order that it belongs to.
        OrderNo = "order_no",
        /// Who is on the other end.
        Counterparty = "counterparty",
        /// The reference text.
        Reference = "reference",
        /// Free text.
        Memo = "memo",
        /// How it ended.
        Status = "status",
        /// What the row is about.
        Kind = "kind",
        /// The fee of the row.
        Fee = "fee",
        /// The channel's code.
        Channel = "channel",
        /// Our number of the channel's order.
        ChannelOrderNo = "channel_order_no",
        /// The payment order.
        PaymentOrderNo = "payment_order_no",
        /// The settlement batch.
        BatchNo = "batch_no",
    }
}

/// Names of columns by what they mean, the surest first; in the form of [`normal`].
const SYNONYMS: &[(Field, &str)] = &[
    (
        Field::BookedAt,
        "记账日期 记账日 入账日期 入账日 银行记账日 记账时间 入账时间 过账日期 会计日期 \
         bookingdate bookeddate bookedat postingdate posteddate dateposted postdate posted \
         buchungstag buchungsdatum buchung datumbuchung boekdatum boekingsdatum \
         boekingdatum dateopération dateoperation datedopération datedecomptabilisation \
         datecomptable datecompta fechadecontable fechacontable fechaoperación \
         fechaoperacion fechadeoperación datacontabile dataoperazione dataregistrazione \
         postedtransactionsdate accountingdate effectivedate datumzaúčtování \
         datazaksiegowania datlançamento datalançamento entrydate 取引日 お取引日 取扱日付 \
         年月日 completeddate finisheddate availableon availableonutc settlementdate \
         清算日期 清算日 executiondate bookkeepingdate bokföringsdatum bokføringsdato \
         bogføringsdato kirjauspäivä utförtdatum dataksięgowania bokföringsdag rundate \
         datecomptabilisation transactiondateposted dataregistracji könyvelésdátuma \
         datumplatby датапроведения датаплатежа датапроводки datainregistrarii ημερομηνία \
         ngàygiaodịch datecompleted תאריךחיוב датаобработки датаобработкиоперации",
    ),
    (
        Field::HappenedAt,
        "交易日期 交易日 交易时间 交易日期时间 交易创建时间 交易成功时间 付款时间 创建时间 \
         发生时间 发生日期 成交日期 日期 日期时间 时间日期 交易发生时间 交易完成时间 \
         支付时间 消费日期 交割日期 业务日期 完成时间 记账日期时间 date transactiondate \
         transactiondatetime transdate trandate txndate purchasedate datetime created \
         createdutc createdat datecreated timestamp starteddate transactioncreationdate \
         dateoftransaction activitydate txdate transactiontime datum belegdatum \
         umsatzdatum transaktionsdatum kaufdatum auftragsdatum datumverrichting \
         transactiedatum datumtransactie fecha fechavalor data datadellavaluta \
         datedelatransaction datedevente datedelopération datedachat 日付 ご利用日 利用日 \
         取引日時 dato datumprovedení dataoperacji datatransakcji transaktionsdag \
         tapahtumapäivä maksupäivä päivämäärä creationdate settledate dateop dateoperacion \
         tarih işlemtarihi islemtarihi датаоперации датасовершенияоперации תאריךעסקה datumdertransaktion дата датачас датаiчасоперації \
         датаічасоперації датаоперації dátum teljesítésdátuma tranzakcióidőpontja \
         datatranzactiei תאריך تاريخ التاريخ 거래일시 거래일자 거래일 日時 ご利用年月日 \
         利用年月日 取引年月日 operationdate operationdateutc tanggal releasedate \
         ngàygiaodịch reskontradatum datumsplatnosti 日期時間 帳務日期 bokförd \
         datemouvement datumtijd transaktionsdato datahora completedon วันที่ \
         fechademovimiento fechamovimiento fmovimiento",
    ),
    (
        Field::ValueDate,
        "起息日 起息日期 valuedate valutadatum wertstellung wertstellungstag valuta \
         valutatag rentedatum datevaleur datedevaleur fechadevalor datavaluta valutadato \
         interestdate datumverrekening postingeffectivedate fvalor dateval arvopäivä \
         valutadag rentedato datavalor datawaluty datumvaluty értéknap valörtarihi \
         датавалютирования valuedat תאריךערך",
    ),
    (
        Field::Time,
        "时间 交易时刻 发生时刻 time uhrzeit hora heure ora tijd timezonetime 時刻 记账时刻",
    ),
    (
        Field::Amount,
        "суммапересчитаннаяввалютусчета суммаввалютесчета 记账金额 入账金额 入账币种金额 人民币金额 清算金额 实付金额 结算金额 发生金额 \
         交易金额 金额 发生额 交易额 收支金额 动账金额 变动金额 本次金额 支付金额 \
         支出收入金额 交易币种金额 订单金额 交易金额元 账户变动金额 billingamount settlementamount net \
         nettotal transactionnetamount amounttotal netamount accountamount bookedamount \
         postedamount amountinaccountcurrency amount amt transactionamount \
         transactionvalue txnamount value amountcad cad localamount amountlocal \
         payoutamount paymentamount netto neto betrag umsatz umsatzincwährung betraginkontowährung \
         buchungsbetrag bedrag bedragbijaf bedragineur transactiebedrag montant \
         montantdelopération montantnet importe importeneto monto cantidad importo valor \
         金額 ご利用金額 利用金額 お支払金額 取引金額 支払金額 belopp beløb beløp määrä \
         summa kwota kwotaoperacji zaúčtovanáčástka zaúètovanaèástka zaúètovanáèástka \
         částka tutar işlemtutarı islemtutari суммаплатежа сумма сума суммаоперации \
         сумавалютікартки сумаввалютікартки сумаввалютірахунку suma összeg összege \
         määräeuroa summaeur ποσό סכום المبلغ 금액 거래금액 入出金 입출금액 入出金額 \
         movimentoeur částkavměněúčtu částkavměnìúčtu totalamountinclvat totalamount \
         transactionamountlocal creditdebitamount montantoperation montantoperationeneuro \
         castka jumlah nominalnya nominal umsatzineur kwotatransakcji \
         kwotawwalucierachunku cuantía cuantia objem amountwithsign amountsigned money \
         montanteneuros montantavecsigne סכוםחיוב סכוםעסקה mutatie mouvements variación variazioni \
         mudança änderung change",
    ),
    (
        Field::Credit,
        "记账金额收入 收入金额 贷方发生额元收入 贷方发生额 贷方金额 收入 存入 转入金额 贷方 贷方发生额收入 \
         交易金额收入 存入金额 收入贷方 贷记金额 入账 贷方发生额元 收入金额元 贷方发生额贷 \
         转入 贷方交易金额 收方金额 增加金额 credit creditamount creditamt credits moneyin \
         paidin deposit deposits depositamount depositamt in received receipts inflow \
         netcredit netcreditnc amountcredit incoming incomingamount creditamountcr cr \
         moneyinamount depositscredits haben gutschrift gutschriften bij bijschrijving \
         crédit recettes haber abono abonos ingresos ingreso avere entrate accrediti \
         accredito crédito créditos お預入 入金 お預入金額 預入金額 入金額 入金金額 \
         お預り金額 uznania insättning indsat 收入金额人民币 お預入れ 存入金額 存入金額元 \
         收入金額 存款 存款金額 sốtiềnghicó ฝาก 預かり金額 お預かり金額 預り金額 \
         受入金額 ご入金 入金金額円 お預入金額円 innpåkonto inn ind indbetaling kredyt \
         alacak alacağa giriş приход зачисление зараховано кредит jóváírás בזכות זכות دائن \
         입금 입금액 맡기신금액 entrada entradas crediti accreditieuro accrediteuro \
         gutschriftsbetrag toegevoegd ricavi abonoseuros créditeuros creditamountinr \
         insättningar zasilenia wpływy príjem příjem amountin receivedamount moneyreceived zahlungsbetrageingehend rechnungsbetrageingehend",
    ),
    (
        Field::Debit,
        "记账金额支出 支出金额 借方发生额元支取 借方发生额支取 借方发生额 借方金额 支出 支取 取出 转出金额 借方 \
         借方发生额支出 交易金额支出 支取金额 支出借方 借记金额 出账 借方发生额元 \
         支出金额元 借方发生额借 转出 借方交易金额 付方金额 减少金额 debit debitamount \
         debitamt debits moneyout paidout withdrawal withdrawals withdrawalamount \
         withdrawalamt out spent payments outflow netdebit netdebitnc amountdebit outgoing \
         outgoingamount debitamountdr dr moneyoutamount withdrawalsdebits soll belastung \
         belastungen lastschrift af afschrijving débit dépenses debe cargo cargos gastos \
         gasto dare uscite addebiti addebito débito débitos debet お引出 出金 お引出金額 \
         引出金額 出金額 出金金額 お支払い金額 obciążenia uttag hævet 支出金额人民币 \
         お引出し 支出金額 提款 提款金額 支出金額元 sốtiềnghinợ ถอน 支払い金額 お支払額 \
         払出金額 支払額 ご出金 出金金額円 utfrakonto ut ud udbetaling borç borc çıkış \
         расход списание списано дебет terhelés בחובה חובה مدين 출금 출금액 찾으신금액 \
         saída saídas saida saidas addebitieuro débiteuros wypływy výdaj výdej amountout \
         sentamount moneysent belastungsbetrag 提取 提取金額 轉出金額 zahlungsbetragausgehend \
         rechnungsbetragausgehend",
    ),
    (
        Field::Direction,
        "收支 收付 借贷 借贷标志 借贷标识 借贷方向 收支类型 收支标志 交易方向 资金流向 \
         收付标志 收入支出 借贷别 收支方向 资金方向 出入账 进出标志 存取标志 creditdebit \
         debitcredit drcr crdr dc cd direction creditdebitindicator debitcreditindicator \
         balanceimpact transactiondirection crdb dbcr debitcreditcd indicator inout \
         creditordebit sollhaben sollhabenkennzeichen afbij bijaf credebet debcred sens \
         debehaber daream 入出金区分 入払区分 auswirkungaufguthaben shk billingamountsign amountsign",
    ),
    (
        Field::Currency,
        "валютасчета 记账币种 入账币种 账户币种 结算币种 清算币种 币种 币别 交易币种 货币 货币种类 \
         币种名称 入账货币 交易货币 货币代码 币种代码 billingcurrency accountcurrency \
         netcurrency settlementcurrency currency currencycode ccy curr cur \
         transactioncurrency amountcurrency währung waehrung whrg kontowährung munt \
         muntsoort valutacode devise moneda divisa moeda 通貨 měnaúčtu mìnaúètu waluta \
         měna valuutta devisecompte divisas monn whg parabirimi 幣別 幣種 döviz валюта \
         валютаплатежа валютарахунку devizanem valutakod valutakód מטבע العملة 통화 \
         currencyiso moneta billedcurrency валютаоперации מטבעחיוב מטבעעסקה zahlungswährung",
    ),
    (
        Field::Balance,
        "余额 账户余额 本次余额 联机余额 可用余额 交易后余额 账面余额 当前余额 余额元 结余 \
         帐户余额 交易余额 资金余额 剩余金额 本次资金余额 balance runningbalance \
         accountbalance balanceafter closingbalance newbalance balanceaftertransaction \
         bookbalance ledgerbalance saldo saldonachbuchung saldonatrn saldonamutatie \
         neuersaldo kontostand guthaben solde saldocontable saldodisponibile \
         saldocontabile 残高 差引残高 お取引後残高 saldopooperacji saldofinal \
         beginsaldoafter balanceamount currentbalance availablebalance saldonachbetrag \
         resultingbalance saldopotransakcji saldoporealizacji saldorachunku disponible \
         bokförtsaldo balancecad bakiye остаток баланс остатокпослеоперации залишок \
         залишокпісляоперації egyenleg könyveltegyenleg יתרה היתרה היתרהבשח יתרהבשח الرصيد \
         잔액 거래후잔액 取引後残高 お取引後の残高 残高円 zůstatek stanpotransakcji \
         saldodisp saldoapós saldodisponível saldorunning runningbal sold solddisponibil \
         υπόλοιπο accountbalanceafter balanceafterbooking soldeaprès soldcontabil zustatek \
         sốdư 餘額 帳戶餘額 結餘 คงเหลือ partialbalance nouveausolde saldoefter \
         resterendsaldo saldi saldocontabileeur endingbalance balafterbkng cashbalance verfügbaresguthaben bal accountrunningbalance saldos 現在貸付高 現在高",
    ),
    (
        Field::BalanceBefore,
        "交易前余额 期初余额 上次余额 balancebefore openingbalance previousbalance \
         beginsaldo saldovormutatie saldovorbuchung saldovoormutatie saldovoorboeking \
         startsaldo beginningbalance",
    ),
    (
        Field::Account,
        "本方账号 账号 账户 卡号 交易卡号 卡号末四位 卡号后四位 卡末四位 借记卡号 交易账号 \
         查询账号 本方账户 我方账号 帐号 商户编号 商户号 account accountnumber accountno \
         iban ibanbban rekeningnummer rekening auftragskonto kontonummereigen eigenkonto \
         ibanauftragskonto compte cuenta conto kontonr konto accountid accountname cardno \
         card cardnumber firstbankcard postedaccount kredietkaart merchantaccount \
         ownaccount numérodecompte 口座番号 čísloúčtu number",
    ),
    (
        Field::TransactionNo,
        "交易流水号 流水号 交易号 交易单号 交易订单号 业务流水号 交易序号 日志号 凭证号 \
         账务流水号 微信支付业务单号 支付宝交易号 支付宝流水号 核心流水号 银联流水号 \
         系统跟踪号 检索参考号 平台流水号 交易参考号 记账流水号 资金流水号 回单编号 \
         transactionid transactionnumber transactionno transactionref transactionreference \
         transactionreferencenumber balancetransactionid id pspreference transactiecode \
         transactionscode transaktionscode referencenumber volgnr volgnummer \
         transactiereferentie códigodetransacción codigodetransaccion iddetransacción \
         iddelatransaction numérodetransaction idtransakce refno refnum txid txnid \
         uniqueid fitid ftreferencenumber journalno お取引番号",
    ),
    (
        Field::OrderNo,
        "商户订单号 商家订单号 商户单号 商家单号 订单号 merchantreference merchantorderno \
         orderid orderno ordernumber sourceid invoicenumber invoiceid rechnungsnummer \
         númerodefactura",
    ),
    (
        Field::Counterparty,
        "交易对方 对方户名 对方名称 对方账户名 对方账户名称 对手信息 对方单位名称 \
         收付款人名称 对方 商户名称 交易商户 交易场所 对方单位 交易对手 交易对方名称 \
         收款人名称 对手户名 对方户名账号 付款人名称 对方信息 counterparty \
         counterpartyname payee name merchant merchantname beneficiary payeename \
         beneficiaryname partner partnername counteraccountname recipient vendor \
         description1 namecounterpty שםביתהעסק שםביתעסק empfänger auftraggeberempfänger auftraggeberbegünstigter \
         begünstigterzahlungspflichtiger beguenstigterzahlungspflichtiger beguenstigter \
         zahlungspflichtiger namezahlungsbeteiligter zahlungsempfänger naamtegenpartij \
         tegenpartij naam naamomschrijving bénéficiaire beneficiario nombre nom ご利用店名 \
         利用店名 nazevprotiúčtu kontrahent mottagare",
    ),
    (
        Field::Reference,
        "对方账号 对方卡号 对方卡号账号 对方帐号 reference customerreference bankreference \
         paymentreference endtoendid verwendungszweck kundenreferenz \
         kundenreferenzendtoend betalingskenmerk référence referencia riferimento \
         checknumber chequenumber chequeno checkorslip tegenrekening",
    ),
    (
        Field::Memo,
        "交易摘要 摘要 交易描述 交易说明 商品 商品说明 商品名称 交易附言 附言 备注 用途 \
         交易名称 交易类型 业务摘要 交易用途 订单标题 交易详情 业务类型 资金用途 附言摘要 \
         客户摘要 交易地点附言 摘要代码 摘要说明 业务名称 description details memo \
         narrative narration particulars note notes remarks transactiondescription \
         transactiondetails desc transactioncodedescription trasactiondescription1 \
         transactiondescription1 subject item payeeinformation buchungstext beschreibung \
         vorgangverwendungszweck vorgang omschrijving omschrijving1 mededelingen \
         mededeling libellé libelle libelléopération concepto descripción descripcion \
         descrizione causale descrição histórico 摘要内容 お取引内容 取引内容 内容 opis \
         opisoperacji meddelande text tekst zpráva popis selite transaktion beskrivelse \
         title titulo título назначение основание описание açıklama aciklama megnevezés közlemény \
         תיאור البيان الوصف 적요 내용 label label1 forklaring selitys avisierungstext \
         descripciónmovimiento movimiento",
    ),
    (
        Field::Status,
        "当前状态 交易状态 状态 交易结果 处理结果 订单状态 成功标志 status \
         transactionstatus state estado statut stato статус durum état etat estatus \
         transactionstate estadodelatransacción settlementstatus info contabilizzazione",
    ),
    (
        Field::Kind,
        "交易种类 资金类型 交易类别 type transactiontype trantype typ \
         transactiecodeomschrijving mutatiesoort tipo reportingcategory category 交易分类",
    ),
    (
        Field::Fee,
        "手续费 服务费 手续费金额 fee fees gebühr tarifa frais commission",
    ),
];

/// Ends of longer names; asked where nothing else names an amount or a day.
const ENDINGS: &[(Field, &str)] = &[
    (
        Field::Amount,
        "金额 amount betrag bedrag montant importe importo",
    ),
    (Field::BookedAt, "日期 date datum fecha 日付"),
];

/// A header's name as it is compared: half-width small letters and digits of any script,
/// without what stands in parentheses where that is a unit.
#[must_use]
pub fn normal(header: &str) -> String {
    let (name, _) = unit(header);
    letters(&name)
}

fn letters(text: &str) -> String {
    text.chars()
        .map(half_width)
        .flat_map(char::to_lowercase)
        .filter(|c| c.is_alphanumeric())
        .collect()
}

/// A header without its unit, and the currency that the unit names: `Betrag (EUR)`,
/// `金额(元)`, `Amount CZK`.
pub(crate) fn unit(header: &str) -> (String, Option<Currency>) {
    let half: String = header.chars().map(half_width).collect();
    let half = half.trim();
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let (Some(from), Some(to)) = (half.rfind(open), half.rfind(close))
            && from < to
        {
            let inner = half[from + 1..to].trim();
            let of_unit = ["单位", "in ", "In "]
                .iter()
                .find_map(|word| inner.strip_prefix(word))
                .unwrap_or(inner);
            let named = currency::named(of_unit.trim_matches([':', ' ', '+', '-']));
            // `金額(元)`: of Taiwan, or of Hong Kong; the mainland writes `金额`.
            let yuan = matches!(of_unit, "元" | "圓") && half.contains(['額', '餘', '幣']);
            if yuan {
                return (format!("{}{}", &half[..from], &half[to + 1..]), None);
            }
            if named.is_some() || matches!(inner, "$" | "¥" | "万元" | "UTC") {
                return (format!("{}{}", &half[..from], &half[to + 1..]), named);
            }
        }
    }
    if let Some((name, last)) = half.rsplit_once([' ', '_', '/'])
        && let Some(named) = currency::named(last)
        && (last.bytes().all(|b| b.is_ascii_uppercase()) || matches!(last, "euro" | "euros"))
        && !name.trim().is_empty()
    {
        let name = name.trim_end();
        let bare = [" in", " en"]
            .iter()
            .find_map(|word| name.strip_suffix(word));
        return (bare.unwrap_or(name).to_owned(), Some(named));
    }
    if let Some(named) = half.strip_suffix('$').and_then(currency::named) {
        return ("amount".to_owned(), Some(named));
    }
    (half.to_owned(), None)
}

/// What a header names, and how surely: 0 = the surest name of its field. Of a header in two
/// languages, `交易金额[ Trade Amount ]`, the Chinese one where the whole is unknown.
pub(crate) fn meaning(header: &str) -> Option<(Field, usize)> {
    named(&normal(header)).or_else(|| {
        let (chinese, _) = header.split_once('[')?;
        named(&normal(chinese)).filter(|_| !chinese.is_ascii())
    })
}

fn named(name: &str) -> Option<(Field, usize)> {
    if name.is_empty() {
        return None;
    }
    SYNONYMS.iter().find_map(|(field, names)| {
        let rank = names.split_whitespace().position(|known| known == name)?;
        Some((*field, rank))
    })
}

/// What the end of a header's name suggests.
pub(crate) fn suggestion(header: &str) -> Option<Field> {
    let name = normal(header);
    let ends = |names: &str| names.split_whitespace().any(|known| name.ends_with(known));
    let found = ENDINGS.iter().find(|(_, names)| ends(names));
    let whole = (name == "total").then_some(Field::Amount);
    found.map(|(field, _)| *field).or(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_known_by_its_name_in_any_language_with_or_without_its_unit() {
        for (header, field) in [
            ("交易时间", Field::HappenedAt),
            ("金额（元）", Field::Amount),
            ("收/支", Field::Direction),
            ("记账金额(收入)", Field::Credit),
            ("Betrag (EUR)", Field::Amount),
            ("Amount CZK", Field::Amount),
            ("Withdrawals (SGD)", Field::Debit),
            ("Af Bij", Field::Direction),
            ("Saldo na trn", Field::Balance),
            ("日 志 号", Field::TransactionNo),
            ("Amount(in Rs)", Field::Amount),
            ("CAD$", Field::Amount),
            ("差引残高", Field::Balance),
            ("借方发生额/元(支取)", Field::Debit),
            ("交易后余额[ After-transaction balance ]", Field::Balance),
        ] {
            assert_eq!(meaning(header).map(|(f, _)| f), Some(field), "{header}");
        }
        assert_eq!(meaning("卡别名"), None);
        let unit = |text| unit(text).1.map(|c| c.code().to_owned());
        assert_eq!(unit("Betrag (EUR)").as_deref(), Some("EUR"));
        assert_eq!(unit("金额(元)").as_deref(), Some("CNY"));
        assert_eq!(unit("CAD$").as_deref(), Some("CAD"));
        assert_eq!(unit("金額(元)"), None);
        assert_eq!(unit("Date"), None);
    }
}
