//! Answers that are not the portal's own content: errors, firewall pages, captchas, maintenance.
//!
//! They are never compared with anything and never learned, which makes them a hiding place: an
//! attacker would only have to mention a captcha. So what comes with an honest status is believed
//! to be an interstitial only if it is small, carries the marks that only that product leaves,
//! all of them, shows next to no text, and leads nowhere but to its maker.

use super::{Capture, charset, glance::Glance};

/// No interstitial at an honest status is larger, in bytes.
const LARGEST: usize = 16 << 10;
/// No interstitial shows more text, in characters.
const MOST_TEXT: usize = 900;

/// What a product's interstitial looks like.
struct Interstitial {
    name: &'static str,
    /// All of them stand in the page, in lower case.
    marks: &'static [&'static str],
    /// Hosts that the page may lead to, with all below them.
    hosts: &'static [&'static str],
    /// Whether its maker encodes the script; no encoded script is accepted where he does not.
    encoded: bool,
}

const INTERSTITIALS: &[Interstitial] = &[
    Interstitial {
        name: "Cloudflare challenge",
        marks: &["_cf_chl_opt", "/cdn-cgi/challenge-platform/"],
        hosts: &["cloudflare.com"],
        encoded: true,
    },
    Interstitial {
        name: "Cloudflare challenge",
        marks: &["cf-browser-verification", "/cdn-cgi/"],
        hosts: &["cloudflare.com"],
        encoded: true,
    },
    Interstitial {
        name: "Sucuri challenge",
        marks: &["sucuri_cloudproxy_js", "document.cookie", "location.reload"],
        hosts: &["sucuri.net"],
        encoded: true,
    },
    Interstitial {
        name: "Incapsula challenge",
        marks: &["/_incapsula_resource?", "<iframe", "incident"],
        hosts: &["incapsula.com", "imperva.com"],
        encoded: false,
    },
    Interstitial {
        name: "Incapsula challenge",
        marks: &["/_incapsula_resource?", "noindex", "<script"],
        hosts: &["incapsula.com", "imperva.com"],
        encoded: false,
    },
    Interstitial {
        name: "Jiasule challenge",
        marks: &["__jsl_clearance", "document.cookie", "location"],
        hosts: &[],
        encoded: true,
    },
    Interstitial {
        name: "DDoS-Guard challenge",
        marks: &["ddos-guard", "/.well-known/ddos-guard/"],
        hosts: &["ddos-guard.net"],
        encoded: false,
    },
    Interstitial {
        name: "AWS WAF challenge",
        marks: &["awswafcookiedomainlist", "awswafintegration"],
        hosts: &["awswaf.com"],
        encoded: true,
    },
    Interstitial {
        name: "DataDome captcha",
        marks: &["captcha-delivery.com", "var dd="],
        hosts: &["captcha-delivery.com", "datadome.co"],
        encoded: false,
    },
    Interstitial {
        name: "HUMAN captcha",
        marks: &["_pxappid", "px-captcha"],
        hosts: &["perimeterx.net", "px-cdn.net", "px-cloud.net"],
        encoded: true,
    },
    Interstitial {
        name: "Anubis challenge",
        marks: &["/.within.website/x/cmd/anubis", "anubis_challenge"],
        hosts: &["techaro.lol"],
        encoded: false,
    },
    Interstitial {
        name: "test-cookie challenge",
        marks: &["slowaes.decrypt", "tonumbers(", "document.cookie=\"__test="],
        hosts: &[],
        encoded: false,
    },
    Interstitial {
        name: "cookie challenge",
        marks: &["document.cookie=\"d1n=", "window.location.reload"],
        hosts: &[],
        encoded: false,
    },
    Interstitial {
        name: "browser check",
        marks: &["checking your browser", "please", "javascript", "settimeout"],
        hosts: &[],
        encoded: false,
    },
];

/// Widgets of captcha makers, and the hosts they come from.
const CAPTCHAS: &[(&str, &[&str])] = &[
    ("g-recaptcha", &["google.com", "gstatic.com", "recaptcha.net"]),
    ("h-captcha", &["hcaptcha.com"]),
    ("cf-turnstile", &["cloudflare.com"]),
];

/// How a captcha page asks; a page with a captcha that asks for anything else is a form.
const CAPTCHA_ASKS: &[&str] = &[
    "not a robot",
    "you are human",
    "you are a human",
    "unusual traffic",
    "không phải là robot",
    "không phải là người máy",
    "không phải robot",
    "bạn là con người",
    "xác minh bạn là người",
    "truy cập bất thường",
];

/// How scripts are encoded.
const ENCODERS: &[&str] =
    &["eval(", "atob(", "unescape(", "fromcharcode", "function(p,a,c,k", "\\x", "\\u00"];

/// How a portal says that it is closed; each stands in the title or opens the visible text.
const MAINTENANCE: &[&str] = &[
    "đang bảo trì",
    "đang được bảo trì",
    "bảo trì hệ thống",
    "hệ thống bảo trì",
    "tạm dừng để bảo trì",
    "đang nâng cấp",
    "đang được nâng cấp",
    "under maintenance",
    "scheduled maintenance",
    "down for maintenance",
];

/// Why an answer cannot be compared with anything, if it cannot.
///
/// 404 and 410 are answers like others: what a portal shows where nothing is tells much.
pub(super) fn reason(capture: &Capture) -> Option<String> {
    if capture.leaves_to.is_some() {
        return None;
    }
    let status = capture.status();
    match status {
        404 | 410 => return None,
        401 => return Some("asks for a login (401)".to_owned()),
        403 => return Some("access refused (403)".to_owned()),
        429 => return Some("asked too often (429)".to_owned()),
        500.. => return Some(format!("server error ({status})")),
        400.. => return Some(format!("request refused ({status})")),
        _ => {}
    }
    if capture.body.len() > LARGEST || capture.cut.is_some() {
        return None;
    }
    let page = charset::decode(&capture.body, capture.header("content-type")).text;
    interstitial(&page, capture.url().host_str().unwrap_or_default()).map(str::to_owned)
}

fn interstitial(page: &str, own: &str) -> Option<&'static str> {
    let page = page.to_lowercase();
    let suspect =
        INTERSTITIALS.iter().find(|known| known.marks.iter().all(|mark| page.contains(mark)));
    let captcha = CAPTCHAS.iter().find(|(widget, _)| page.contains(widget));
    let closed = MAINTENANCE.iter().any(|phrase| page.contains(phrase));
    if suspect.is_none() && captcha.is_none() && !closed {
        return None;
    }

    let glance = Glance::at(&page);
    if glance.text.chars().count() > MOST_TEXT {
        return None;
    }
    let encoded = ENCODERS.iter().any(|encoder| page.contains(encoder));
    if let Some(known) = suspect
        && glance.leads_only_to(own, known.hosts)
        && (known.encoded || !encoded)
    {
        return Some(known.name);
    }
    if let Some((_, hosts)) = captcha
        && glance.leads_only_to(own, hosts)
        && !encoded
        && !page.contains("type=\"password\"")
        && CAPTCHA_ASKS.iter().any(|ask| glance.text.contains(ask))
    {
        return Some("captcha page");
    }
    let opening: String = glance.text.chars().take(200).collect();
    let announced =
        MAINTENANCE.iter().any(|phrase| glance.title.contains(phrase) || opening.contains(phrase));
    // A notice of maintenance has nothing to run and nowhere to go.
    if announced && glance.links <= 3 && !glance.runs && glance.leads_only_to(own, &[]) {
        return Some("maintenance page");
    }
    None
}
