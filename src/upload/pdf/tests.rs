//! Files as others write them, and files as attackers do.

use std::{
    collections::BTreeMap,
    io::Write as _,
    sync::Arc,
    time::{Duration, Instant},
};

use flate2::{Compression, write::ZlibEncoder};
use lopdf::{
    Document as Written, EncryptionState, EncryptionVersion, Object, Permissions, SaveOptions,
    Stream, dictionary,
    encryption::crypt_filters::{Aes128CryptFilter, Aes256CryptFilter, CryptFilter},
    text_string,
};
use proptest::prelude::*;

use super::*;
use crate::upload;

const TITLE: &str = "Nhà cái uy tín – tài xỉu online";

/// A file of two pages: one in a font that says what its letters mean, one in a font that does not
/// have to; a link on each, one of them behind a reference.
fn written() -> Written {
    let mut file = Written::with_version("1.5");
    let pages = file.new_object_id();
    let letters = "2 beginbfrange <0001> <0003> <1EC9> <0010> <0010> [<00740061>] endbfrange";
    let letters = file.add_object(Stream::new(dictionary! {}, letters.into()));
    let below = file.add_object(dictionary! { "W" => vec![0.into(), 99.into(), 500.into()] });
    let wide = file.add_object(dictionary! {
        "Type" => "Font", "Subtype" => "Type0", "Encoding" => "Identity-H",
        "ToUnicode" => letters, "DescendantFonts" => vec![below.into()],
    });
    let plain = file.add_object(
        dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" },
    );
    let action = file.add_object(dictionary! {
        "S" => "URI", "URI" => Object::string_literal("https://nc.example/dang-ky"),
    });
    let link = file.add_object(dictionary! { "Subtype" => "Link", "A" => action });
    let inner = dictionary! {
        "Subtype" => "Link",
        "A" => dictionary! { "S" => "URI", "URI" => Object::string_literal("https://w88.example") },
    };
    let contents = [
        (wide, "BT /F 12 Tf 72 700 Td [<0010> -300 <0001>] TJ 0 -14 Td <0003> Tj ET"),
        (plain, "BT /F 12 Tf 72 700 Td (nha) Tj 50 0 Td (cai) Tj T* 0 -20 Td (caf\\351) Tj ET"),
    ];
    let annotations: [Object; 2] = [link.into(), inner.into()];
    let kids: Vec<Object> = contents
        .into_iter()
        .zip(annotations)
        .map(|((font, content), annotation)| {
            let content = file.add_object(Stream::new(dictionary! {}, content.into()));
            let page = dictionary! {
                "Type" => "Page", "Parent" => pages, "Contents" => vec![content.into()],
                "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
                "Annots" => vec![annotation],
            };
            file.add_object(page).into()
        })
        .collect();
    let tree = dictionary! { "Type" => "Pages", "Count" => 2, "Kids" => kids };
    file.objects.insert(pages, tree.into());
    let root = file.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
    let information = file.add_object(dictionary! {
        "Title" => text_string(TITLE), "Keywords" => Object::string_literal("xoc dia"),
        "Producer" => Object::string_literal("a writer"),
    });
    file.trailer.set("Root", root);
    file.trailer.set("Info", information);
    let id = Object::string_literal("0123456789abcdef");
    file.trailer.set("ID", vec![id.clone(), id]);
    file.compress();
    file
}

fn bytes(mut file: Written) -> Vec<u8> {
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).unwrap();
    bytes
}

fn packed(mut file: Written) -> Vec<u8> {
    let options = SaveOptions::builder().use_object_streams(true).use_xref_streams(true).build();
    let mut bytes = Vec::new();
    file.save_with_options(&mut bytes, options).unwrap();
    assert!(memchr::memmem::find(&bytes, b"/ObjStm").is_some());
    bytes
}

fn assert_whole(file: &[u8]) {
    let document = upload::read(file).unwrap();
    assert_eq!(document.title, TITLE);
    assert_eq!(document.described, ["xoc dia"]);
    assert_eq!(document.text, "ta ỉ ị nha cai café");
    let links: Vec<&str> = document.links.iter().map(|link| link.href.as_str()).collect();
    assert_eq!(links.len(), 2, "{links:?}");
    assert!(links.contains(&"https://nc.example/dang-ky"));
    assert!(links.contains(&"https://w88.example"));
    assert!(document.limits_hit.is_empty(), "{:?}", document.limits_hit);
}

#[test]
fn a_file_is_read_however_its_objects_are_packed() {
    assert_whole(&bytes(written()));
    assert_whole(&packed(written()));
    // What stands before a file does not hide it.
    assert_whole(&[b"\xef\xbb\xbf\r\n".as_slice(), &bytes(written())].concat());
}

#[test]
fn a_lock_that_anybody_opens_hides_nothing() {
    let all = Permissions::all();
    let lock = |method: Arc<dyn CryptFilter>| BTreeMap::from([(b"StdCF".to_vec(), method)]);
    let (owner_password, filter) = ("owner", b"StdCF".to_vec());
    for user_password in ["", "secret"] {
        let file = written();
        let states = [
            EncryptionVersion::V1 {
                document: &file,
                owner_password,
                user_password,
                permissions: all,
            },
            EncryptionVersion::V2 {
                document: &file,
                owner_password,
                user_password,
                key_length: 128,
                permissions: all,
            },
            EncryptionVersion::V4 {
                document: &file,
                encrypt_metadata: true,
                crypt_filters: lock(Arc::new(Aes128CryptFilter)),
                stream_filter: filter.clone(),
                string_filter: filter.clone(),
                owner_password,
                user_password,
                permissions: all,
            },
            EncryptionVersion::V5 {
                encrypt_metadata: true,
                crypt_filters: lock(Arc::new(Aes256CryptFilter)),
                file_encryption_key: &[7; 32],
                stream_filter: filter.clone(),
                string_filter: filter.clone(),
                owner_password,
                user_password,
                permissions: all,
            },
        ]
        .map(|version| EncryptionState::try_from(version).unwrap());
        for state in states {
            let mut file = file.clone();
            file.encrypt(&state).unwrap();
            if user_password.is_empty() {
                assert_whole(&bytes(file));
            } else {
                let document = upload::read(&bytes(file)).unwrap();
                assert_eq!(document.limits_hit, ["locked"]);
                assert!(document.links.is_empty() && document.title.is_empty());
            }
        }
    }
}

#[test]
fn of_a_file_that_was_cut_comes_what_is_there() {
    for whole in [bytes(written()), packed(written())] {
        let mut titles = 0;
        for end in 10..whole.len() {
            let document = upload::read(&whole[..end]).unwrap();
            titles += usize::from(document.title == TITLE);
        }
        assert!(titles > 20, "{titles}");
    }
    let whole = bytes(written());
    let xref = memchr::memmem::find(&whole, b"xref").unwrap();
    assert_whole(&whole[..xref]);
}

#[test]
fn what_stands_later_replaces_what_stands_before() {
    let file = b"%PDF-1.4\n1 0 obj<</Title(old)>>endobj\n1 0 obj<</Title(new)>>endobj\n\
        2 0 obj<</Length 9>>stream\n 1 0 obj\nendstream endobj trailer<</Info 1 0 R>>";
    assert_eq!(upload::read(file).unwrap().title, "new");
}

#[test]
fn metadata_count_where_nothing_else_does() {
    let packet = "<x:xmpmeta><rdf:RDF><rdf:Description><dc:title><rdf:Alt><rdf:li xml:lang='x'>\
        T&#224;i xỉu &amp; lô đề</rdf:li></rdf:Alt></dc:title><dc:subject><rdf:Bag><rdf:li>nổ hũ\
        </rdf:li></rdf:Bag></dc:subject></rdf:Description></rdf:RDF></x:xmpmeta>";
    let file = format!("%PDF-1.4 1 0 obj<</Type/Metadata/Subtype/XML>>stream\n{packet}\nendstream");
    let document = upload::read(file.as_bytes()).unwrap();
    assert_eq!(document.title, "Tài xỉu & lô đề");
    assert_eq!(document.described, ["nổ hũ"]);
}

#[test]
fn drawings_that_are_brought_in_are_drawn_once() {
    let file = b"%PDF-1.4 1 0 obj<</Type/Page/Contents 2 0 R/Resources 3 0 R>>endobj\n\
        2 0 obj<<>>stream\nBI /W 1 ID \x00(x EI q /X Do Q\nendstream endobj\n\
        3 0 obj<</XObject<</X 4 0 R>>/Font<</F<</Subtype/Type1>>>>>>endobj\n\
        4 0 obj<</Subtype/Form>>stream\nBT /F 9 Tf (tai xiu) ' ET /X Do /X Do\nendstream endobj";
    assert_eq!(upload::read(file).unwrap().text, "tai xiu");
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn stream(id: usize, dict: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("{id} 0 obj<</Filter/FlateDecode/Length {} {dict}>>stream\n", content.len());
    [head.as_bytes(), content, b"\nendstream endobj\n"].concat()
}

/// Reads a file that was made to cost much; it must not.
fn endure(name: &str, file: &[u8]) -> Document {
    let start = Instant::now();
    let document = upload::read(file).unwrap();
    let took = start.elapsed();
    assert!(took < Duration::from_secs(20), "{name}: {took:?}");
    document
}

#[test]
fn a_table_that_names_one_object_many_times_costs_nothing() {
    let mut index = String::new();
    (100..100_000).for_each(|id| index += &format!("{id} 0 "));
    let content = format!("{index}[{}]", "0 ".repeat(500_000));
    let head = format!("/Type/ObjStm/N 99900/First {}", index.len());
    let file = [b"%PDF-1.5 ".as_slice(), &stream(1, &head, &zlib(content.as_bytes()))].concat();
    let document = endure("many names", &file);
    assert_eq!(document.limits_hit, ["work"]);
}

#[test]
fn bombs_do_not_go_off() {
    let once = zlib(&vec![b' '; 256 << 20]);
    let mut file = b"%PDF-1.5 ".to_vec();
    let mut kids = String::new();
    for id in 10..200 {
        file.extend(stream(id, "/Type/ObjStm/N 1/First 9", &once[..20_000]));
        kids += &format!("{} 0 R ", id + 1_000);
        file.extend(stream(id + 2_000, "", &once[..20_000]));
        let page =
            format!("{} 0 obj<</Type/Page/Contents {} 0 R>>endobj\n", id + 1_000, id + 2_000);
        file.extend(page.bytes());
    }
    file.extend(b"1 0 obj<</Kids[");
    file.extend(kids.bytes());
    file.extend(b"]>>endobj 2 0 obj<</Pages 1 0 R>>endobj trailer<</Root 2 0 R>>");
    assert!(endure("bombs", &file).limits_hit.contains(&"work"));
}

#[test]
fn depth_loops_and_what_is_never_closed_end() {
    let nested = [b"%PDF-1.4 1 0 obj ".as_slice(), &b"[".repeat(2 << 20)].concat();
    endure("nested", &nested);
    let nested = [b"%PDF-1.4 1 0 obj ".as_slice(), &b"<</A".repeat(1 << 20)].concat();
    endure("nested dictionaries", &nested);
    endure("unclosed", &[b"%PDF-1.4 ".as_slice(), &b"1 0 obj(".repeat(300_000)].concat());
    endure("unclosed hex", &[b"%PDF-1.4 ".as_slice(), &b"1 0 obj<41".repeat(300_000)].concat());
    endure("no end", &[b"%PDF-1.4 ".as_slice(), &b"1 0 obj<<>>stream\n".repeat(200_000)].concat());
    let loops = b"%PDF-1.4 1 0 obj 1 0 R endobj 2 0 obj<</Kids[2 0 R 3 0 R]/Resources 2 0 R>>endobj
        3 0 obj<</Type/Page/Contents[1 0 R 4 0 R]/Resources<</Font 1 0 R/XObject<</X 4 0 R>>>>>>
        endobj 4 0 obj<</Subtype/Form/Length 4 0 R>>stream\n/X Do /F 1 Tf (a) Tj\nendstream endobj
        5 0 obj<</Pages 2 0 R>>endobj trailer<</Root 5 0 R/Info 1 0 R/Encrypt null>>";
    endure("loops", loops);
}

#[test]
fn crowds_end() {
    let many = |start: &str, part: &str, count: usize| {
        [b"%PDF-1.4 ".as_slice(), start.as_bytes(), part.repeat(count).as_bytes()].concat()
    };
    let links = (0..100_000).map(|n| format!("<</URI(http://{n}.example)>>")).collect::<String>();
    let document = endure("links", format!("%PDF-1.4 1 0 obj[{links}]endobj").as_bytes());
    assert_eq!((document.links.len(), &*document.limits_hit), (1_000, ["links"].as_slice()));
    endure("trailers", &many("", "trailer<</A 1>>", 200_000));
    endure("headers", &many("", "1 0 obj ", 400_000));
    let ids: String = (0..200_000).map(|id| format!("{id} 0 obj 1 endobj ")).collect();
    endure("objects", format!("%PDF-1.4 {ids}").as_bytes());

    let drawings: String = (0..50_000).map(|n| format!("/N{n} {} 0 R", 100 + n % 900)).collect();
    let draw: String = (0..900).map(|n| format!("/N{n} Do /N{n} 1 Tf ")).collect();
    let forms: String = (0..900)
        .map(|n| {
            format!("{} 0 obj<</Subtype/Form>>stream\n{}\nendstream ", 100 + n, &draw[..3_000])
        })
        .collect();
    let pages: String = (2_000..2_040)
        .map(|n| {
            let both = format!("<</XObject<<{drawings}>>/Font<<{drawings}>>>>");
            let resources = if n == 2_000 { both } else { "2000 0 R".to_owned() };
            format!("{n} 0 obj<</Type/Page/Contents 100 0 R/Resources {resources}>>endobj ")
        })
        .collect();
    endure("resources", format!("%PDF-1.4 {forms}{pages}").as_bytes());

    let page = "1 0 obj<</Type/Page/Contents 2 0 R/Resources 3 0 R>>endobj 3 0 obj<</Font<</F 4 0 R\
        >>/XObject<</X 2 0 R>>>>endobj 4 0 obj<</Subtype/Type0/ToUnicode 5 0 R>>endobj ";
    let table = zlib(&b"1 beginbfrange <0000><FFFF><0041> ".repeat(200_000));
    let content = zlib(&b"/F 1 Tf<0001>Tj/X Do[<0002>-999 1e300]TJ ".repeat(180_000));
    let streams = [stream(5, "", &table), stream(2, "/Subtype/Form", &content)].concat();
    let document = endure("drawing", &[many(page, "", 1), streams].concat());
    assert!(document.text.len() <= 2 * MOST_TEXT, "{}", document.text.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_damage_makes_it_panic(
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..40),
        is_packed in any::<bool>(),
    ) {
        let mut file = if is_packed { packed(written()) } else { bytes(written()) };
        for (at, byte) in damage {
            let at = at.index(file.len());
            file[at] = byte;
        }
        let _ = upload::read(&file);
    }

    #[test]
    fn no_content_makes_it_panic(content in "[ \\[\\]<>()/\\\\A-F0-9TjJdmRqQ'\"%-]{0,400}") {
        let file = format!(
            "%PDF-1.4 1 0 obj<</Type/Page/Contents 2 0 R/Resources<</Font<</F<<>>>>>>>>endobj \
             2 0 obj<<>>stream\n/F 1 Tf {content}\nendstream endobj 3 0 obj {content} endobj"
        );
        let _ = upload::read(file.as_bytes());
    }
}
