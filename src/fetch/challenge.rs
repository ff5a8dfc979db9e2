//! Answers that are not the portal's own content: errors, firewall pages, captchas, maintenance.
//!
//! They are never compared with anything and never learned, which makes them a hiding place: an
//! attacker would only have to mention a captcha. So what comes with an honest status is believed
//! to be an interstitial only if it is small, carries the marks that only that product leaves,
//! all of them, shows next to no text, and leads nowhere but to its maker.

use super::{Capture, charset, glance::Glance};
use crate::finding::{Sentence, Text};

/// No interstitial at an honest status is larger, in bytes.
const LARGEST: usize = 16 << 10;
/// No interstitial shows more text, in characters.
const MOST_TEXT: usize = 900;
/// No notice of maintenance is longer, in characters.
const LONGEST_NOTICE: usize = 400;

/// What a product's interstitial looks like.
struct Interstitial {
    name: Text,
    /// All of them stand in the page, in lower case.
    marks: &'static [&'static str],
    /// Hosts that the page may lead to, with all below them.
    hosts: &'static [&'static str],
    /// Whether its maker encodes the script; no encoded script is accepted where he does not.
    encoded: bool,
}

const INTERSTITIALS: &[Interstitial] = &[
    Interstitial {
        name: Text { vi: "trang xác minh của Cloudflare", en: "Cloudflare challenge" },
        marks: &["_cf_chl_opt", "/cdn-cgi/challenge-platform/"],
        hosts: &["cloudflare.com"],
        encoded: true,
    },
    Interstitial {
        name: Text { vi: "trang xác minh của Cloudflare", en: "Cloudflare challenge" },
        marks: &["cf-browser-verification", "/cdn-cgi/"],
        hosts: &["cloudflare.com"],
        encoded: true,
    },
    Interstitial {
        name: Text { vi: "trang xác minh của Sucuri", en: "Sucuri challenge" },
        marks: &["sucuri_cloudproxy_js", "document.cookie", "location.reload"],
        hosts: &["sucuri.net"],
        encoded: true,
    },
    Interstitial {
        name: Text { vi: "trang xác minh của Incapsula", en: "Incapsula challenge" },
        marks: &["/_incapsula_resource?", "<iframe", "incident"],
        hosts: &["incapsula.com", "imperva.com"],
        encoded: false,
    },
    Interstitial {
        name: Text { vi: "trang xác minh của Incapsula", en: "Incapsula challenge" },
        marks: &["/_incapsula_resource?", "noindex", "<script"],
        hosts: &["incapsula.com", "imperva.com"],
        encoded: false,
    },
    Interstitial {
        name: Text { vi: "trang xác minh của Jiasule", en: "Jiasule challenge" },
        marks: &["__jsl_clearance", "document.cookie", "location"],
        hosts: &[],
        encoded: true,
    },
    Interstitial {
        name: Text { vi: "trang xác minh của DDoS-Guard", en: "DDoS-Guard challenge" },
        marks: &["ddos-guard", "/.well-known/ddos-guard/"],
        hosts: &["ddos-guard.net"],
        encoded: false,
    },
    Interstitial {
        name: Text { vi: "trang xác minh của AWS WAF", en: "AWS WAF challenge" },
        marks: &["awswafcookiedomainlist", "awswafintegration"],
        hosts: &["awswaf.com"],
        encoded: true,
    },
    Interstitial {
        name: Text { vi: "trang captcha của DataDome", en: "DataDome captcha" },
        marks: &["captcha-delivery.com", "var dd="],
        hosts: &["captcha-delivery.com", "datadome.co"],
        encoded: false,
    },
    Interstitial {
        name: Text { vi: "trang captcha của HUMAN", en: "HUMAN captcha" },
        marks: &["_pxappid", "px-captcha"],
        hosts: &["perimeterx.net", "px-cdn.net", "px-cloud.net"],
        encoded: true,
    },
    Interstitial {
        name: Text { vi: "trang xác minh của Anubis", en: "Anubis challenge" },
        marks: &["/.within.website/x/cmd/anubis", "anubis_challenge"],
        hosts: &["techaro.lol"],
        encoded: false,
    },
    Interstitial {
        name: Text { vi: "trang xác minh bằng cookie thử", en: "test-cookie challenge" },
        marks: &["slowaes.decrypt", "tonumbers(", "document.cookie=\"__test="],
        hosts: &[],
        encoded: false,
    },
    Interstitial {
        name: Text { vi: "trang xác minh bằng cookie", en: "cookie challenge" },
        marks: &["document.cookie=\"d1n=", "window.location.reload"],
        hosts: &[],
        encoded: false,
    },
    Interstitial {
        name: Text { vi: "trang kiểm tra trình duyệt", en: "browser check" },
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

/// Stems of the words by which those who deface a portal give themselves away.
const BOASTS: &[&str] = &["hack", "h4ck", "h4x", "pwn", "owned", "deface"];

/// Why an answer cannot be compared with anything, if it cannot.
///
/// 404 and 410 are answers like others: what a portal shows where nothing is tells much.
pub(super) fn reason(capture: &Capture) -> Option<Sentence> {
    if capture.leaves_to.is_some() {
        return None;
    }
    let status = capture.status();
    let refused = match status {
        404 | 410 => return None,
        ..400 => None,
        401 => Some(Text { vi: "yêu cầu đăng nhập", en: "asks for a login" }),
        403 => Some(Text { vi: "từ chối truy cập", en: "access refused" }),
        429 => Some(Text { vi: "giới hạn tần suất truy cập", en: "asked too often" }),
        400..500 => Some(Text { vi: "từ chối yêu cầu", en: "request refused" }),
        500.. => Some(Text { vi: "lỗi máy chủ", en: "server error" }),
    };
    if let Some(Text { vi, en }) = refused {
        return Some(Sentence { vi: format!("{vi} ({status})"), en: format!("{en} ({status})") });
    }
    if capture.body.len() > LARGEST || capture.cut.is_some() {
        return None;
    }
    let page = charset::decode(&capture.body, capture.header("content-type")).text;
    interstitial(&page, capture.url().host_str().unwrap_or_default()).map(Sentence::from)
}

fn interstitial(page: &str, own: &str) -> Option<Text> {
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
        return Some(Text { vi: "trang captcha", en: "captcha page" });
    }
    let opening: String = glance.text.chars().take(200).collect();
    let announced =
        MAINTENANCE.iter().any(|phrase| glance.title.contains(phrase) || opening.contains(phrase));
    let boasts = BOASTS.iter().any(|stem| page.contains(stem));
    // A notice of maintenance is short, has nothing to run and nowhere to go.
    let plain = glance.links <= 3 && !glance.runs && glance.leads_only_to(own, &[]);
    (announced && plain && !boasts && glance.text.chars().count() <= LONGEST_NOTICE)
        .then_some(Text { vi: "trang thông báo bảo trì", en: "maintenance page" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn says(page: &str) -> Option<&'static str> {
        interstitial(page, "portal.example").map(|known| known.en)
    }

    const CLOUDFLARE: &str = "<title>Just a moment...</title><noscript>Enable JavaScript and \
        cookies to continue</noscript><script>window._cf_chl_opt={cType:'managed'};\
        a.src='/cdn-cgi/challenge-platform/h/g/orchestrate/chl_page/v1';</script>";
    const INCAPSULA: &str = "<html><head><META NAME=\"robots\" CONTENT=\"noindex,nofollow\">\
        <script src=\"/_Incapsula_Resource?SWJIYLWA=71\"></script><body></body></html>";
    const COOKIE: &str = "<html><body><script>document.cookie=\"D1N=0a1b2c\"+\"; path=/\";\
        window.location.reload(true);</script></body></html>";
    const CAPTCHA: &str = "<title>Xác minh</title><p>Vui lòng xác nhận bạn không phải là robot.</p>\
        <script src='https://www.google.com/recaptcha/api.js'></script><form method=post>\
        <div class='g-recaptcha' data-sitekey=x></div></form>";
    const CLOSED: &str = "<html><head><title>Thông báo</title><style>p{color:red}</style></head>\
        <body><h1>Hệ thống đang bảo trì</h1><p>Xin quý vị vui lòng quay lại sau.</p></body></html>";

    #[test]
    fn interstitials_are_recognised() {
        assert_eq!(says(CLOUDFLARE), Some("Cloudflare challenge"));
        assert_eq!(says(INCAPSULA), Some("Incapsula challenge"));
        assert_eq!(says(COOKIE), Some("cookie challenge"));
        assert_eq!(says(CAPTCHA), Some("captcha page"));
        assert_eq!(says(CLOSED), Some("maintenance page"));
        assert_eq!(says(&CLOSED.replace("đang bảo trì", "ĐANG BẢO TRÌ")), Some("maintenance page"));
    }

    #[test]
    fn nothing_that_leads_elsewhere_hides_as_an_interstitial() {
        for page in [CLOUDFLARE, INCAPSULA, COOKIE, CAPTCHA, CLOSED] {
            for plant in [
                "<a href='https://nhacai.example/'>nhà cái</a>",
                "<script src=//nhacai.example/x.js></script>",
                "<script>location='https:\\/\\/nhacai.example'</script>",
                "<img src='https:///nhacai.example/x'>",
                "<a href='http:\\\\nhacai.example'>x</a>",
                "<a href=//cloudflare.com.nhacai.example>x</a>",
            ] {
                let planted = page.replacen("</title>", &format!("</title>{plant}"), 1)
                    + if page.contains("</title>") { "" } else { plant };
                assert_eq!(says(&planted), None, "{planted}");
            }
        }
    }

    #[test]
    fn content_that_speaks_of_captchas_or_maintenance_is_content() {
        let news = "<p>Cổng thông tin điện tử huyện đưa tin về công tác cải cách hành chính.</p>";
        for page in [CLOUDFLARE, INCAPSULA, COOKIE, CAPTCHA, CLOSED] {
            assert_eq!(says(&format!("{page}{}", news.repeat(20))), None);
        }
        for page in [
            // A defacer who claims maintenance.
            "<title>Website đang bảo trì</title><h1>Hacked by someone</h1>",
            // A redirect that claims it.
            "<title>Website đang bảo trì</title><script>location.replace(x)</script>",
            "<title>Website đang bảo trì</title><body onload=go()>",
            "<title>Website đang bảo trì</title><meta http-equiv=refresh content='0;url=/x'>",
            // A form with a captcha, and a login.
            "<form><input name=hoten><div class=g-recaptcha></div></form><p>Gửi câu hỏi</p>",
            "<p>Tôi không phải là robot</p><input type=\"password\"><div class=h-captcha></div>",
            // One mark of a product is no interstitial.
            "<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script><p>Tin tức</p>",
            "<p>Just a moment... checking your browser</p>",
            // The fake check that makes visitors run commands.
            "<p>Checking your browser. Please enable JavaScript</p><script>setTimeout(function(){\
             eval(atob('bG9jYXRpb249Jy8vYmV0ODguZXhhbXBsZSc='))},1)</script>",
        ] {
            assert_eq!(says(page), None, "{page}");
        }
    }
}
