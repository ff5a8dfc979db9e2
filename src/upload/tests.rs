//! Bodies of all kinds, and DOCX as others write it and as attackers do.

use std::{
    io::{Cursor, Write as _},
    time::Instant,
};

use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::*;

const RELATIONS: &str = r#"<Relationships>
    <Relationship Id="r1" Type="http://s.example/hyperlink" Target="https://nc.example/?a=1&amp;b"/>
    <Relationship Id="r2" Type="http://s.example/image" Target="media/a.png"/>
    <Relationship Id="r3" Type="http://s.example/hyperlink" Target="https://pic.example/"/>
    <Relationship Id="r4" Type="http://s.example/hyperlink" Target="mailto:a@so.example"/>
    </Relationships>"#;

const BODY: &str = r#"<w:document><w:body>
    <w:p><w:r><w:t>Nhà cái </w:t></w:r><w:r><w:t xml:space="preserve">uy tín</w:t></w:r></w:p>
    <w:p><w:hyperlink r:id="r1"><w:r><w:t>Đăng</w:t><w:tab/><w:t>ký &amp; chơi</w:t></w:r>
    </w:hyperlink></w:p><w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>
    HYPERLINK "https://field.example/" \o "x"</w:instrText></w:r><w:r>
    <w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Xem</w:t></w:r><w:r>
    <w:fldChar w:fldCharType="end"/></w:r><w:r><w:t> sau</w:t></w:r></w:p></w:body></w:document>"#;

const PROPERTIES: &str = "<cp:coreProperties><dc:title>Tài xỉu</dc:title><dc:creator>W88</dc:creator>\
    <cp:keywords>nổ hũ</cp:keywords></cp:coreProperties>";

fn archive(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(method);
    for (name, bytes) in files {
        archive.start_file(*name, options).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn docx(method: CompressionMethod) -> Vec<u8> {
    let files = [
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", BODY),
        ("word/_rels/document.xml.rels", RELATIONS),
        ("word/footer1.xml", "<w:ftr><w:p><w:r><w:t>chân trang</w:t></w:r></w:p></w:ftr>"),
        ("docProps/core.xml", PROPERTIES),
    ];
    archive(&files.map(|(name, text)| (name, text.as_bytes())), method)
}

#[test]
fn a_docx_is_read_with_its_links_and_their_words() {
    for method in [CompressionMethod::Deflated, CompressionMethod::Stored] {
        let document = read(&docx(method)).unwrap();
        assert_eq!(document.title, "Tài xỉu");
        assert_eq!(document.described, ["W88", "nổ hũ"]);
        assert_eq!(document.text, "Nhà cái uy tín Đăng ký & chơi Xem sau chân trang");
        let links = document.links.iter().map(|link| (link.href.as_str(), link.text.as_str()));
        let mut links: Vec<_> = links.filter(|(href, _)| href.starts_with("http")).collect();
        links.sort_unstable();
        let expected = [
            ("https://field.example/", "Xem"),
            ("https://nc.example/?a=1&b", "Đăng ký & chơi"),
            ("https://pic.example/", ""),
        ];
        assert_eq!(links, expected);
        assert!(document.limits_hit.is_empty());
    }
}

#[test]
fn of_an_archive_that_was_cut_comes_what_is_there() {
    let whole = docx(CompressionMethod::Deflated);
    let document = read(&whole[..whole.len() - 300]).unwrap();
    assert!(document.text.starts_with("Nhà cái uy tín"));
    (0..whole.len()).for_each(|end| drop(read(&whole[..end])));
}

#[test]
fn a_body_is_known_by_its_bytes() {
    assert!(is_document(b"\xef\xbb\xbf%PDF-1.7"));
    assert!(is_document(&docx(CompressionMethod::Deflated)));
    let too_late = [b" ".repeat(1024).as_slice(), b"%PDF-1.7"].concat();
    let other = archive(&[("xl/workbook.xml", b"<a/>")], CompressionMethod::Deflated);
    for body in [b"".as_slice(), b"PK\x03\x04", b"<title>word/</title>", &too_late, &other] {
        assert_eq!(read(body), None);
    }
}

#[test]
fn bombs_and_deep_or_broken_xml_stay_small() {
    let start = Instant::now();
    let bomb = vec![b' '; 300 << 20];
    let names = ["word/document.xml", "word/document2.xml", "word/footer1.xml"];
    let parts = names.map(|name| (name, bomb.as_slice()));
    let document = read(&archive(&parts, CompressionMethod::Deflated)).unwrap();
    assert_eq!(document.limits_hit, ["work"]);

    let text = format!("<w:t>{}</w:t>", "tài xỉu ".repeat(100_000));
    let deep = "<w:p><w:hyperlink>".repeat(200_000);
    let fields = "<w:fldChar w:fldCharType='begin'/><w:t>a</w:t>".repeat(80_000);
    let entities = "<!DOCTYPE x [<!ENTITY a 'nhà cái'><!ENTITY b '&a;&a;&a;'>]><w:t>&b;</w:t>";
    for xml in [&*text, &*deep, &*fields, entities, "<w:t", "<w:t>&#xD800;&zzz;</x>"] {
        let parts = [("word/document.xml", xml.as_bytes())];
        let document = read(&archive(&parts, CompressionMethod::Deflated)).unwrap();
        assert!(document.text.len() <= 2 * gather::MOST_TEXT && !document.text.contains("nhà"));
    }
    let headers = [b"PK\x03\x04word/".as_slice(), &b"PK\x03\x04".repeat(500_000)].concat();
    assert_eq!(read(&headers), None);
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}
