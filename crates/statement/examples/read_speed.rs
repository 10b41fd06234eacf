//! How fast a file is read: `cargo run --release -p tieout-statement --example read_speed
//! [rows]` makes a channel statement in memory and prints the median of five readings.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use tieout_statement::{FileReader, ReadSettings, transfer};

const CHUNK: usize = 8 << 20;

fn main() {
    let asked = std::env::args().nth(1);
    let rows: u64 = asked.and_then(|n| n.parse().ok()).unwrap_or(1_000_000);
    for (name, text) in [
        ("own layout", own(rows)),
        ("with quotes", quoted(rows)),
        ("WeChat Pay", wechat(rows)),
    ] {
        let mut times: Vec<Duration> = (0..5).map(|_| read(&text, rows)).collect();
        times.sort_unstable();
        report(name, rows, text.len(), times[2]);
    }
    let text = own(rows);
    let mut reader = FileReader::new("a.csv", text.len() as u64, &ReadSettings::default());
    reader.read(text.as_bytes());
    let table = reader.finish().rows.expect("a table was made");
    let start = Instant::now();
    let block = transfer::to_bytes(&table);
    let packed = start.elapsed();
    let back = transfer::from_bytes(&block).expect("its own bytes");
    let unpacked = start.elapsed() - packed;
    println!(
        "transfer: {} MB, out {packed:.0?}, in {unpacked:.0?}, {} rows",
        block.len() / 1_000_000,
        back.len()
    );
}

fn report(name: &str, rows: u64, bytes: usize, time: Duration) {
    let rate = bytes as u128 * 1_000 / time.as_micros().max(1) / 1_000;
    println!(
        "{name}: {rows} rows, {} MB in {time:.0?}: {rate} MB/s",
        bytes / 1_000_000
    );
}

fn read(text: &str, rows: u64) -> Duration {
    let start = Instant::now();
    let mut reader = FileReader::new("a.csv", text.len() as u64, &ReadSettings::default());
    for chunk in text.as_bytes().chunks(CHUNK) {
        reader.read(chunk);
    }
    let intake = reader.finish();
    let time = start.elapsed();
    assert_eq!(
        intake.report.rows_read,
        rows,
        "{:?}",
        intake.report.rows_rejected.first()
    );
    time
}

fn own(rows: u64) -> String {
    let mut text =
        "channel,order_no,transaction_no,kind,status,currency,amount,fee,finished_at,batch_no\n"
            .to_owned();
    for n in 0..rows {
        let channel = ["wechat", "alipay", "unionpay"][usize::try_from(n % 3).expect("small")];
        let (h, m, s) = (n / 3600 % 24, n / 60 % 60, n % 60);
        writeln!(
            text,
            "{channel},C20260302{n:010},420000{n:016},payment,success,CNY,{}.{:02},0.{:02},2026-03-02 {h:02}:{m:02}:{s:02},",
            n % 900 + 1, n % 100, n % 60
        )
        .expect("a string takes every letter");
    }
    text
}

fn quoted(rows: u64) -> String {
    own(rows).replace(",CNY,", ",\"CNY\",")
}

fn wechat(rows: u64) -> String {
    let mut text = "交易时间,公众账号ID,商户号,特约商户号,设备号,微信订单号,商户订单号,用户标识,交易类型,交易状态,付款银行,货币种类,应结订单金额,代金券金额,微信退款单号,商户退款单号,退款金额,充值券退款金额,退款类型,退款状态,商品名称,商户数据包,手续费,费率,订单金额,申请退款金额,费率备注\r\n".to_owned();
    for n in 0..rows {
        let (h, m, s) = (n / 3600 % 24, n / 60 % 60, n % 60);
        write!(
            text,
            "`2026-03-02 {h:02}:{m:02}:{s:02},`wx0000000000000001,`1900000109,`0,`,`420000{n:016},`C20260302{n:010},`o000000000000000000000000001,`JSAPI,`SUCCESS,`OTHERS,`CNY,`{}.{:02},`0.00,`0,`0,`0.00,`0.00,`,`,`商品,一件,`,`0.{:02}000,`0.60%,`{}.{:02},`0.00,`\r\n",
            n % 900 + 1, n % 100, n % 60, n % 900 + 1, n % 100
        )
        .expect("a string takes every letter");
    }
    text
}
