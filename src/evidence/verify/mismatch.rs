//! One thing in which a pack is not as it was made, and how people are told of it.

use serde::Serialize;

use crate::{
    evidence::records::Broken,
    finding::{Sentence, Text},
    report::defang,
};

pub use crate::evidence::records::Fault;

/// A file that differs, and in what.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Mismatch {
    /// Its path in the pack; the zip itself is `(zip)`.
    pub path: String,
    /// What differs.
    #[serde(flatten)]
    pub what: What,
}

/// In what a file differs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "difference", rename_all = "kebab-case")]
pub enum What {
    /// It has other content than it had.
    Changed {
        /// SHA-256 as it was, if any witness still says it.
        expected: Option<String>,
        /// SHA-256 as it is.
        found: String,
    },
    /// It is shorter than it was.
    Truncated {
        /// Bytes that it had.
        expected: u64,
        /// Bytes that it has.
        found: u64,
    },
    /// It is longer than it was.
    Longer {
        /// Bytes that it had.
        expected: u64,
        /// Bytes that it has.
        found: u64,
    },
    /// It holds what belongs into another file.
    Swapped {
        /// The file whose content it has.
        with: String,
    },
    /// It is not there.
    Missing,
    /// It is there and in no list.
    Extra,
    /// It has another name now.
    Renamed {
        /// Its name now.
        to: String,
    },
    /// It is no regular file: a link, a device.
    Strange,
    /// Its name leads out of the pack, or stands in it twice.
    Improper,
    /// It can not be read.
    Unreadable {
        /// What the system said.
        reason: String,
    },
    /// A line of it is not as it has to be.
    Line {
        /// Its number, from 1 on.
        line: u64,
        /// Why, in English.
        reason: String,
    },
    /// An entry of it about another file is not as that file and the other list say.
    Entry {
        /// The other file.
        about: String,
    },
    /// A record of a web archive does not fit its own digests, or can not be read; those before it
    /// are whole.
    Record {
        /// Its number, from 1 on.
        record: usize,
        /// Where it begins in the file.
        at: u64,
        /// Its type, if that can be read.
        kind: Option<String>,
        /// The address that it is about, if that can be read.
        target: Option<String>,
        /// What does not fit.
        fault: Fault,
    },
    /// It was put into the pack like this, and was not as the item's own manifest says even then.
    BeforePacking {
        /// SHA-256 by the item's manifest, if it names the file.
        expected: Option<String>,
    },
    /// The chain has no line for the manifest of this item.
    NotInChain,
    /// Bytes of the zip around a file were changed; the file's content is told apart.
    Container {
        /// The first of them.
        at: u64,
        /// In which part of the zip they stand.
        part: &'static str,
    },
    /// The zip was made by another program, so nothing is said of the bytes around the files.
    Repacked,
}

impl Mismatch {
    pub(super) fn new(path: &str, what: What) -> Self {
        Self { path: path.to_owned(), what }
    }

    /// The path as it may be shown.
    pub fn shown_path(&self) -> String {
        shown(&self.path)
    }

    /// As people are told of it, without the path.
    pub fn sentence(&self) -> Sentence {
        let (vi, en) = match &self.what {
            What::Changed { expected: Some(expected), found } => (
                format!("đã bị sửa: SHA-256 phải là {expected}, hiện là {found}"),
                format!("was changed: SHA-256 should be {expected}, is {found}"),
            ),
            What::Changed { expected: None, found } => (
                format!("đã bị sửa: SHA-256 hiện là {found}"),
                format!("was changed: SHA-256 is {found}"),
            ),
            What::Truncated { expected, found } => (
                format!("bị cắt ngắn: còn {found} trong {expected} byte"),
                format!("was truncated: {found} of {expected} bytes are left"),
            ),
            What::Longer { expected, found } => (
                format!("dài thêm: {found} byte thay vì {expected}"),
                format!("is longer: {found} bytes instead of {expected}"),
            ),
            What::Swapped { with } => (
                format!("chứa nội dung của {}", shown(with)),
                format!("holds what belongs into {}", shown(with)),
            ),
            What::Missing => ("bị thiếu".to_owned(), "is missing".to_owned()),
            What::Extra => {
                ("bị thêm vào, không có trong danh mục".to_owned(), "was added".to_owned())
            }
            What::Renamed { to } => {
                (format!("bị đổi tên thành {}", shown(to)), format!("was renamed to {}", shown(to)))
            }
            What::Strange => (
                "không phải tệp thông thường (liên kết, thiết bị)".to_owned(),
                "is no regular file (a link, a device)".to_owned(),
            ),
            What::Improper => (
                "có tên trùng hoặc tên dẫn ra ngoài gói; không được đọc".to_owned(),
                "has a name that is taken or leads out of the pack; it is not read".to_owned(),
            ),
            What::Unreadable { reason } => (
                format!("không đọc được: {}", shown(reason)),
                format!("can not be read: {}", shown(reason)),
            ),
            What::Line { line, reason } => (
                format!("dòng {line} không khớp: {}", shown(reason)),
                format!("line {line} does not fit: {}", shown(reason)),
            ),
            What::Entry { about } => (
                format!("mục về {} không khớp với tệp đó", shown(about)),
                format!("its entry on {} does not fit that file", shown(about)),
            ),
            What::Record { record, at, kind, target, fault } => {
                let about = [kind, target].into_iter().flatten();
                let about: Vec<_> = about.map(|text| defang(text)).collect();
                let about = about.join(" ");
                (
                    format!("bản ghi WARC số {record} (byte {at}) {about}: {}", told(*fault).vi),
                    format!("WARC record {record} (byte {at}) {about}: {}", told(*fault).en),
                )
            }
            What::BeforePacking { expected: Some(expected) } => (
                format!("đã khác từ trước khi lập gói: manifest của mục ghi SHA-256 {expected}"),
                format!(
                    "did not fit the item's own manifest when it was packed: that has {expected}"
                ),
            ),
            What::BeforePacking { expected: None } => (
                "không có trong manifest của mục từ trước khi lập gói".to_owned(),
                "was not in the item's own manifest when it was packed".to_owned(),
            ),
            What::NotInChain => (
                "không có dòng nào của sổ chuỗi ghi manifest này".to_owned(),
                "no line of the chain has this manifest".to_owned(),
            ),
            What::Container { at, part } => (
                format!("vỏ tệp zip bị sửa tại byte {at} ({part}), ngoài nội dung tệp"),
                format!("the zip was changed at byte {at} ({part}), outside of contents"),
            ),
            What::Repacked => (
                "vỏ tệp zip do chương trình khác tạo; nội dung được kiểm tra riêng".to_owned(),
                "the zip was made by another program; its contents are checked apart".to_owned(),
            ),
        };
        Sentence { vi, en }
    }
}

/// A name from a pack as it may be shown: it may come from anybody.
fn shown(name: &str) -> String {
    let short: String = name.chars().take(300).collect();
    let plain = |c: char| c.is_alphanumeric() || " ._-/():,`'\"=+".contains(c);
    short
        .chars()
        .flat_map(|c| if plain(c) { vec![c] } else { c.escape_unicode().collect() })
        .collect()
}

impl From<Broken> for What {
    fn from(broken: Broken) -> Self {
        let Broken { n: record, at, kind, target, fault } = broken;
        Self::Record { record, at, kind, target, fault }
    }
}

fn told(fault: Fault) -> Text {
    match fault {
        Fault::Packing => Text { vi: "phần nén bị hỏng", en: "its compression is broken" },
        Fault::Form => {
            Text { vi: "không phải bản ghi trọn vẹn", en: "it is no whole record" }
        }
        Fault::TooLarge => Text {
            vi: "lớn hơn mức của một bản ghi",
            en: "it is larger than records are",
        },
        Fault::Block => {
            Text { vi: "mã băm của khối không khớp", en: "its block has another digest" }
        }
        Fault::Payload => Text {
            vi: "mã băm của nội dung không khớp",
            en: "its payload has another digest",
        },
    }
}
