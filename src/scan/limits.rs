//! What a report says of a page or document that ran into a limit of its reader.

use url::Url;

use crate::finding::{Sentence, Text};

/// The note on one of [`Page::limits_hit`](crate::page::Page::limits_hit), or of a document's.
pub(super) fn note(url: &Url, limit: &'static str) -> Sentence {
    let Text { vi, en } = cause(limit).unwrap_or(Text { vi: limit, en: limit });
    Sentence {
        vi: format!("{url}: chỉ đọc được một phần do {vi}"),
        en: format!("{url}: read in part only, because of {en}"),
    }
}

fn cause(limit: &str) -> Option<Text> {
    Some(match limit {
        "attributes" => {
            Text { vi: "thẻ có quá nhiều thuộc tính", en: "tags with too many attributes" }
        }
        "css-matching" => {
            Text { vi: "quy tắc CSS quá phức tạp", en: "CSS rules that are too complex" }
        }
        "css-rules" => Text { vi: "quá nhiều quy tắc CSS", en: "too many CSS rules" },
        "depth" => {
            Text { vi: "các phần tử lồng nhau quá sâu", en: "elements nested too deeply" }
        }
        "elements" => Text { vi: "quá nhiều phần tử", en: "too many elements" },
        "forms" => Text { vi: "quá nhiều biểu mẫu", en: "too many forms" },
        "frames" => Text { vi: "quá nhiều khung nhúng", en: "too many frames" },
        "handlers" => {
            Text { vi: "quá nhiều mã xử lý sự kiện", en: "too many event handlers" }
        }
        "headings" => Text { vi: "quá nhiều tiêu đề", en: "too many headings" },
        "hidden-text" => {
            Text { vi: "quá nhiều khối nội dung bị ẩn", en: "too many concealed blocks" }
        }
        "images" => Text { vi: "quá nhiều hình ảnh", en: "too many images" },
        "links" => Text { vi: "quá nhiều liên kết", en: "too many links" },
        "locked" => Text { vi: "tài liệu đòi mật khẩu", en: "its password" },
        "metas" => Text { vi: "quá nhiều thẻ meta", en: "too many meta elements" },
        "pieces" => Text {
            vi: "quá nhiều mã HTML nằm trong chú thích và mã lệnh",
            en: "too much markup in comments and scripts",
        },
        "references" => Text {
            vi: "quá nhiều thẻ khai báo địa chỉ của trang",
            en: "too many references to itself",
        },
        "refreshes" => {
            Text { vi: "quá nhiều lệnh tự chuyển trang", en: "too many refreshes" }
        }
        "roots" => {
            Text { vi: "quá nhiều thẻ html và body", en: "too many html and body elements" }
        }
        "script-run" => Text {
            vi: "mã lệnh chạy quá lâu hoặc dùng quá nhiều bộ nhớ",
            en: "scripts that ran for too long or took too much memory",
        },
        "script-size" => Text { vi: "mã lệnh quá dài", en: "scripts that are too long" },
        "scripts" => Text { vi: "quá nhiều mã lệnh", en: "too many scripts" },
        "size" => Text { vi: "dung lượng quá lớn", en: "its size" },
        "stylesheets" => Text {
            vi: "bảng định kiểu CSS quá nhiều hoặc quá dài",
            en: "too many or too long stylesheets",
        },
        "work" => Text {
            vi: "tài liệu đòi quá nhiều công sức để đọc",
            en: "the work that reading all of it would take",
        },
        "written-markup" => Text {
            vi: "mã lệnh ghi thêm quá nhiều nội dung",
            en: "too much markup written by scripts",
        },
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use std::{fs, path::PathBuf};

    use super::*;

    /// The reader names its limits where it runs into them; the compiler does not compare those
    /// names with the ones above.
    #[test]
    fn every_limit_of_the_reader_has_its_words() {
        let names_one = |line: &&str| {
            [".limit(\"", "limits.push(\"", "limits_hit.push(\"", "has_room("]
                .iter()
                .any(|call| line.contains(call))
        };
        let (mut paths, mut named) =
            (["src/page", "src/behaviour", "src/upload"].map(PathBuf::from).to_vec(), 0);
        while let Some(path) = paths.pop() {
            if path.is_dir() {
                paths.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            for limit in source.lines().filter(names_one).filter_map(|line| line.rsplit('"').nth(1))
            {
                assert!(cause(limit).is_some(), "{}: {limit}", path.display());
                named += 1;
            }
        }
        assert!(named > 20, "{named}");
    }
}
