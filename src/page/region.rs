//! The part of the page in which something stands.

use super::Region;

/// The region that an element opens, if it opens one.
pub(super) fn opened_by(
    tag: &str,
    role: Option<&str>,
    id: Option<&str>,
    classes: &str,
) -> Option<Region> {
    let by_tag = match tag {
        "header" => Some(Region::Header),
        "nav" | "menu" => Some(Region::Nav),
        "main" | "article" => Some(Region::Main),
        "aside" => Some(Region::Aside),
        "footer" => Some(Region::Footer),
        _ => None,
    };
    let by_role = || match role?.trim().to_ascii_lowercase().as_str() {
        "banner" => Some(Region::Header),
        "navigation" | "menu" | "menubar" => Some(Region::Nav),
        "main" => Some(Region::Main),
        "complementary" => Some(Region::Aside),
        "contentinfo" => Some(Region::Footer),
        _ => None,
    };
    by_tag.or_else(by_role).or_else(|| by_words(id?)).or_else(|| by_words(classes))
}

/// The region inside which another begins: a menu in the footer is still the footer.
pub(super) fn inside(outer: Region, opened: Option<Region>) -> Region {
    match outer {
        Region::Footer | Region::BeforeBegin | Region::AfterEnd => outer,
        _ => opened.unwrap_or(outer),
    }
}

fn by_words(names: &str) -> Option<Region> {
    let mut previous = "";
    for word in names.split(|c: char| !c.is_ascii_alphanumeric()).take(40) {
        let is = |known: &str| word.eq_ignore_ascii_case(known);
        let region = match word.as_bytes().first().map(u8::to_ascii_lowercase) {
            Some(b'f') if is("footer") || is("foot") => Some(Region::Footer),
            Some(b'c') if is("chantrang") || is("copyright") => Some(Region::Footer),
            Some(b't') if is("trang") && previous.eq_ignore_ascii_case("chan") => {
                Some(Region::Footer)
            }
            Some(b'h') if is("header") => Some(Region::Header),
            Some(b'b') if is("banner") => Some(Region::Header),
            Some(b'n') if is("nav") || is("navbar") || is("navigation") => Some(Region::Nav),
            Some(b'm') if is("menu") || is("mainmenu") => Some(Region::Nav),
            Some(b's') if is("sidebar") => Some(Region::Aside),
            Some(b'a') if is("aside") => Some(Region::Aside),
            _ => None,
        };
        if region.is_some() {
            return region;
        }
        previous = word;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_region_where_elements_do_not() {
        assert_eq!(opened_by("footer", None, None, ""), Some(Region::Footer));
        assert_eq!(opened_by("div", Some("navigation"), None, ""), Some(Region::Nav));
        assert_eq!(opened_by("div", None, Some("chan-trang"), ""), Some(Region::Footer));
        assert_eq!(opened_by("div", None, None, "col-12 site-Footer"), Some(Region::Footer));
        assert_eq!(opened_by("div", None, None, "footage canavan"), None);
        assert_eq!(inside(Region::Footer, Some(Region::Nav)), Region::Footer);
        assert_eq!(inside(Region::Header, Some(Region::Nav)), Region::Nav);
    }
}
