//! How attackers dress up the pages that they put in place of others.

use std::sync::LazyLock;

use regex::RegexSet;

use crate::page::Page;

/// The most bytes of a source that are searched.
const MOST: usize = 256 << 10;

/// A mark with its name in signals.
struct Mark {
    name: &'static str,
    /// Over the source in lower case.
    pattern: &'static str,
}

/// Each alone stands on many a page.
const MARKS: &[Mark] = &[
    Mark {
        name: "black-ground",
        pattern: concat!(
            r#"bgcolor\s*=\s*["']?\s*(?:black|#?0{3}(?:0{3})?(?-u:\b)|#?1{3}(?:1{3})?(?-u:\b))"#,
            r"|background(?:-color)?\s*:\s*(?:black|#(?:[01]{3}|0{6}|(?:0[0-9a-f]|1[0-4]){3})(?-u:\b)",
            r"|rgba?\(\s*0\s*,\s*0\s*,\s*0\s*(?:,\s*(?:1|0?\.[89]\d*)\s*)?\))"
        ),
    },
    Mark {
        name: "loud-letters",
        pattern: concat!(
            r#"(?-u:\b)(?:color|text)\s*[:=]\s*["']?\s*(?:lime|green|red|#0f0(?-u:\b)|#00ff[0-9a-f]{2}(?-u:\b)|#f00(?-u:\b)|#ff0000(?-u:\b)|crimson"#,
            r"|greenyellow|springgreen|#39ff14|#28fe14)|text-shadow\s*:[^;}]{0,60}(?:red|lime|#f00|#0f0|#ff0000|#00ff00)",
            r"|iceland|orbitron|share tech mono|press start|nosifer|creepster|vt323|ubuntu mono",
        ),
    },
    Mark {
        name: "effects",
        pattern: concat!(
            r"matrix[^(\d]|snowstorm|fallingsnow|glitch|typed(?:\.min)?\.js|type-?_?writer|flicker|scan-?line",
            r"|blink|particles(?:\.min)?\.js|particlesjs|katakana|fireworks"
        ),
    },
    Mark {
        name: "sound",
        pattern: concat!(
            r"<audio[^>]{0,300}autoplay|<bgsound|<embed[^>]{0,300}\.(?:mp3|mid|wav|ogg|swf)|new audio\(",
            r"|(?:youtube|youtu\.be|soundcloud)[^\s>]{0,200}auto_?play=(?:1|true)",
            r"|<(?:iframe|embed)[^>]{0,300}\.mp3"
        ),
    },
    Mark {
        name: "guarded",
        pattern: concat!(
            r"oncontextmenu|onselectstart|ondragstart|contextmenu['\x22]|keycode\s*={2,3}\s*123",
            r#"|onkeydown\s*=\s*["']?return false"#
        ),
    },
    Mark {
        name: "upload-host",
        pattern: concat!(
            r"(?:ibb\.co|imgur\.com|postimg\.(?:cc|org)|top4top\.(?:io|net)|catbox\.moe|envs\.sh",
            r"|hizliresim|resimlink|gifyu\.com|giphy\.com|tenor\.com|prnt\.sc|imageshack|photobucket",
            r"|tinypic|pastebin\.com|anonfiles?\.|dropbox(?:usercontent)?\.com|vocaroo|voca\.ro",
            r"|4shared|mediafire|telegra\.ph|uguu\.se|0x0\.st|freeimage\.host|discordapp\.(?:com|net)",
            r"|pixeldrain|upload\.ee|files\.fm|imgbox|imgbb|sndup\.net|quickshare)/"
        ),
    },
    Mark { name: "image-header", pattern: r"\A.{0,4}(?:gif8[79]a|.{0,8}jfif|png\W)" },
];

static SET: LazyLock<Option<RegexSet>> =
    LazyLock::new(|| RegexSet::new(MARKS.iter().map(|mark| mark.pattern)).ok());

/// The marks that a page bears, by name.
pub(super) fn marks(page: &Page) -> Vec<&'static str> {
    let Some(set) = SET.as_ref() else { return Vec::new() };
    let facts = page.scripts.iter().filter_map(|script| script.facts.as_ref());
    let written = facts.flat_map(|facts| facts.writes.iter().map(|write| write.markup.as_str()));
    let mut room = MOST;
    let mut found = vec![false; MARKS.len()];
    for text in std::iter::once(&*page.source).chain(written) {
        let head = &text[..text.floor_char_boundary(room)];
        set.matches(&head.to_ascii_lowercase()).iter().for_each(|index| found[index] = true);
        room -= head.len();
    }
    MARKS.iter().zip(found).filter(|(_, found)| *found).map(|(mark, _)| mark.name).collect()
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::marks;
    use crate::page::{Loaded, Reader};

    fn of(source: &str) -> Vec<&'static str> {
        let url = Url::parse("https://portal.example/").unwrap();
        marks(&Reader::new().read(source.into(), &url, &[], &Loaded::default()))
    }

    #[test]
    fn marks_are_seen_in_the_source_and_in_what_scripts_write() {
        assert_eq!(of("<body bgcolor='#000000' text=lime>"), ["black-ground", "loud-letters"]);
        assert_eq!(of("<style>body { background: #0a0a0a }</style>"), ["black-ground"]);
        assert_eq!(of("<audio src=a.mp3 autoplay>"), ["sound"]);
        assert_eq!(of("GIF89a;<html>"), ["image-header"]);
        let encoded = "<script>document.write(unescape('%3Cbody%20bgcolor%3Dblack%3E'))</script>";
        assert_eq!(of(encoded), ["black-ground"]);
        assert!(of("<body bgcolor=#001122><video autoplay muted src=a.mp4><p>Tin tức").is_empty());
    }
}
