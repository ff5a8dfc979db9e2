//! Hosts that take the name of a well-known service, to pass for it in a page's source.

/// Services whose code stands on pages everywhere, by the part of their name that people know.
/// Attackers need a name that nobody looks at twice, and these are the ones.
const SERVICES: &[&str] = &[
    "bootstrapcdn",
    "bootstrap",
    "cdnjs",
    "cloudflare",
    "doubleclick",
    "facebook",
    "fontawesome",
    "google-analytics",
    "googleadservices",
    "googleapis",
    "googlesyndication",
    "googletagmanager",
    "gstatic",
    "hotjar",
    "jquery",
    "jsdelivr",
    "microsoft",
    "recaptcha",
    "statcounter",
    "typekit",
    "unpkg",
    "wordpress",
];

/// What is put before or behind a service's name to make a name that is still to be had.
const FILLERS: &[&str] = &[
    "ajax",
    "analytics",
    "api",
    "apis",
    "app",
    "asset",
    "assets",
    "cache",
    "cdn",
    "cdns",
    "cloud",
    "code",
    "content",
    "core",
    "css",
    "data",
    "fast",
    "file",
    "files",
    "font",
    "fonts",
    "host",
    "http",
    "https",
    "js",
    "lib",
    "library",
    "libs",
    "load",
    "loader",
    "main",
    "manager",
    "min",
    "net",
    "online",
    "plugin",
    "plugins",
    "script",
    "scripts",
    "secure",
    "server",
    "service",
    "services",
    "source",
    "ssl",
    "stat",
    "static",
    "statics",
    "statistic",
    "statistics",
    "stats",
    "storage",
    "tag",
    "tags",
    "track",
    "tracker",
    "ui",
    "update",
    "updates",
    "web",
];

/// Those of them that make a library's name in one word with it.
const GLUED: &[&str] = &["api", "cdn", "js", "min", "static", "stats"];

/// The service whose name a host imitates. The host must be one that nobody vouches for.
pub(super) fn imitated(host: &str) -> Option<&'static str> {
    let domain = psl::domain_str(host)?;
    let label = domain.split('.').next()?;
    let below = host.strip_suffix(domain).unwrap_or_default();
    let ending = domain.get(label.len() + 1..).unwrap_or_default();
    SERVICES.iter().copied().find(|service| {
        // The great endings belong to the services themselves.
        let is_own = label == *service && matches!(ending, "com" | "net" | "org" | "io");
        !is_own
            && (is_dressed_up(label, service)
                || is_misspelt(label, service)
                || is_led_by(below, service))
    })
}

/// `jquery-cdn`, `cdn-jquery`; and the bare name under an ending of its own.
fn is_dressed_up(label: &str, service: &str) -> bool {
    let Some(at) = label.find(service) else { return false };
    let (before, after) = label.split_at(at);
    let after = after.get(service.len()..).unwrap_or_default();
    let is_filler = |word: &str| {
        let word = word.trim_end_matches(|c: char| c.is_ascii_digit());
        word.is_empty() || FILLERS.contains(&word)
    };
    // Written in one word, it is often the name of something else: a shop of tools, a school.
    let is_apart = |part: &str, mark: bool| part.is_empty() || mark || GLUED.contains(&part);
    before.split('-').chain(after.split('-')).all(is_filler)
        && is_apart(before, before.ends_with('-'))
        && is_apart(after, after.starts_with('-') || after.bytes().all(|b| b.is_ascii_digit()))
}

/// `googie-analytics`, `googletagmanagar`: one letter for another, left out, put in or swapped, in
/// a name long enough that this is no accident.
fn is_misspelt(label: &str, service: &str) -> bool {
    let allowed = match service.len() {
        ..8 => return false,
        8..12 => 1,
        _ => 2,
    };
    label != service
        && label.len().abs_diff(service.len()) <= allowed
        && label.is_ascii()
        && distance(label.as_bytes(), service.as_bytes()) <= allowed
}

/// `ajax.googleapis.com.example.top`: the whole name of the service in front of another.
fn is_led_by(below: &str, service: &str) -> bool {
    let mut labels = below.split('.').filter(|label| !label.is_empty());
    labels.any(|label| label == service)
        && below.split('.').any(|label| matches!(label, "com" | "net" | "org" | "io"))
}

/// How many letters must be changed, left out, put in or swapped with their neighbour.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1; b.len() + 1];
        for (j, &y) in b.iter().enumerate() {
            let changed = last[j] + usize::from(x != y);
            let mut least = changed.min(last[j + 1] + 1).min(row[j] + 1);
            let swapped = i > 0 && j > 0 && a[i - 1] == y && b[j - 1] == x;
            if swapped {
                least = least.min(before[j - 1] + 1);
            }
            row[j + 1] = least;
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn imitations_are_known_by_what_they_imitate() {
        for (host, service) in [
            ("jquery-cdn.example", "jquery"),
            ("cdn.jquery-main.example", "jquery"),
            ("code-jquery2.example", "jquery"),
            ("www.googie-analytics.example", "google-analytics"),
            ("goog1e-analytics.example", "google-analytics"),
            ("googletagmanagar.example", "googletagmanager"),
            ("cloudflare-static.example", "cloudflare"),
            ("coludflare.example", "cloudflare"),
            ("bootstrapcdn.example", "bootstrapcdn"),
            ("ajax.googleapis.com.khach.example", "googleapis"),
        ] {
            assert_eq!(imitated(host), Some(service), "{host}");
        }
    }

    #[test]
    fn names_of_their_own_are_no_imitations() {
        for host in [
            "jquery.khach.example",
            "jquerytools.example",
            "jqueryscript.example",
            "bootstrapmade.example",
            "cloudways.example",
            "facebookads-vietnam.example",
            "analytics.khach.example",
            "static.khach.example",
            "google.example",
            "stats.wordpress.com",
            "hotbar.example",
            "203.0.113.7",
            "example",
        ] {
            assert_eq!(imitated(host), None, "{host}");
        }
    }
}
