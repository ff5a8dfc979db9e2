//! Random markup and styles: nothing that is put together from real pieces may panic.

use proptest::prelude::*;

use super::{read, read_with_stylesheet};

fn markup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("<a href=//bet88.example>"),
        Just("</a>"),
        Just("<div style='display:none'>"),
        Just("<div class=x id=y hidden>"),
        Just("</div>"),
        Just("<p>"),
        Just("<b><i>"),
        Just("</b>"),
        Just("<table>"),
        Just("<tr><td>"),
        Just("</table>"),
        Just("<template>"),
        Just("</template>"),
        Just("<svg><a href=x><title>"),
        Just("</svg>"),
        Just("<math><mi>"),
        Just("<select><option>"),
        Just("</select>"),
        Just("<script>a<b"),
        Just("</script>"),
        Just("<style>.x{display:none}"),
        Just("</style>"),
        Just("<noscript>"),
        Just("<!-- <a href=c> -->"),
        Just("<!--"),
        Just("</html>"),
        Just("<body bgcolor=#000 onload='a()'>"),
        Just("<frameset>"),
        Just("<iframe srcdoc='<a href=s>' src=f>"),
        Just("<form action=/><input type=password>"),
        Just("<meta http-equiv=refresh content='0;url=\u{e9}'>"),
        Just("&nbsp;&am"),
        Just("\0"),
        Just("Cổng thông tin"),
        Just("<"),
        Just("<h1>"),
        Just("<marquee height=1>"),
        Just("<base href='::'>"),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn markup_of_any_kind_is_read(source in markup()) {
        let page = read(&source);
        for link in &page.links {
            let located = page.locate(&link.spot);
            prop_assert!(source.get(located.range).is_some());
        }
        prop_assert!(page.links_total >= page.links.len());
    }

    #[test]
    fn text_of_any_kind_is_read(source in "\\PC*", css in "[a-z.#:{}()\\[\\];,@!\"'0-9é%*>~ -]*") {
        read(&source);
        read_with_stylesheet(&format!("<p class=a style='{source}'>{source}"), &css);
        crate::page::text::fold(&source);
    }
}
