//! The closed words of our files: kind, family, status, side.

/// A closed word of the files: one byte in memory, one text in files.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        pub enum $name { $($(#[$vdoc])* $variant,)+ }

        impl $name {
            /// Every word, in the order of its codes.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The word as files write it.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// The word that files write so, or `None`.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }

            /// The word of a code that [`Self::code`] gave.
            #[must_use]
            pub fn from_code(code: u8) -> Option<Self> {
                Self::ALL.get(usize::from(code)).copied()
            }

            /// A small number for columns.
            #[must_use]
            pub const fn code(self) -> u8 { self as u8 }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.text())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
                Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("unknown word {text}")))
            }
        }
    };
}
pub(crate) use words;

words! {
    /// What a row is about.
    Kind {
        /// 充值: a customer puts money in.
        TopUp = "top_up",
        /// A payment through a channel or by balance.
        Payment = "payment",
        /// 充退: money goes back the way it came.
        Refund = "refund",
        /// 提现: a customer takes money out.
        Withdrawal = "withdrawal",
        /// Escrow released to the seller (payment and posting flow only).
        Confirm = "confirm",
        /// From one customer to another (payment and posting flow only).
        Transfer = "transfer",
        /// 资金调拨: between our own bank accounts (payment and posting flow only).
        FundTransfer = "fund_transfer",
    }
}

words! {
    /// How an instruction ended. Only [`Status::Success`] moves money.
    Status {
        /// Money moved.
        Success = "success",
        /// It will not move.
        Failed = "failed",
        /// Not known yet.
        Pending = "pending",
        /// Given up before it moved.
        Closed = "closed",
    }
}

words! {
    /// Debit or credit: in the books' sense for postings, in the bank's customers'
    /// sense for bank statements (`credit` = money came in).
    Side {
        /// 借.
        Debit = "debit",
        /// 贷.
        Credit = "credit",
    }
}

words! {
    /// Direction family of a kind: which way the money of a channel order goes.
    Family {
        /// Top-ups and payments: money in.
        In = "in",
        /// Refunds.
        Refund = "refund",
        /// Withdrawals.
        Payout = "payout",
    }
}

impl Kind {
    /// The direction family, or `None` for kinds that no channel knows.
    #[must_use]
    pub const fn family(self) -> Option<Family> {
        match self {
            Self::TopUp | Self::Payment => Some(Family::In),
            Self::Refund => Some(Family::Refund),
            Self::Withdrawal => Some(Family::Payout),
            Self::Confirm | Self::Transfer | Self::FundTransfer => None,
        }
    }
}
