//! Nights on which a portal cannot be judged, or only slowly.

use std::time::Duration;

use crate::{
    chance::Chance,
    exchange::{Answer, Ask},
    portal::Portal,
};

/// What a portal does instead of answering as it should.
enum Mishap {
    /// Every page is a 503.
    Unavailable,
    /// A firewall asks about half of the visits to wait.
    Firewall,
    /// Nobody answers.
    Down,
}

/// Portal, night and what happens.
const MISHAPS: &[(usize, i64, Mishap)] = &[
    (2, 9, Mishap::Unavailable),
    (5, 21, Mishap::Unavailable),
    (3, 5, Mishap::Firewall),
    (3, 17, Mishap::Firewall),
    (8, 12, Mishap::Firewall),
    (6, 10, Mishap::Down),
    (6, 11, Mishap::Down),
    (14, 15, Mishap::Down),
    (14, 16, Mishap::Down),
];

const WAITING_ROOM: &str = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>\
    <script>window._cf_chl_opt={cType:'managed'};var a=document.createElement('script');\
    a.src='/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1';\
    document.head.appendChild(a);</script><noscript>Enable JavaScript and cookies to continue\
    </noscript></body></html>";

/// What happens on this night, if anything does.
pub fn mishap(chance: Chance, portal: &Portal, ask: &Ask<'_>) -> Option<Answer> {
    let tonight = |own: &&(usize, i64, Mishap)| own.0 == portal.index && own.1 == ask.night;
    let answer = match MISHAPS.iter().find(tonight)?.2 {
        Mishap::Unavailable => {
            let text = "<title>503</title><h1>Service Unavailable</h1><p>Hệ thống quá tải.</p>";
            // The scan comes back as soon as it may: it waits in real time.
            let headers = vec![("retry-after", "0".into())];
            Answer { headers, ..Answer::status(503, text.into()) }
        }
        Mishap::Firewall => {
            let key = format!("{}/waf/{}/{}", portal.id, ask.night, ask.visit);
            match chance.below(4, &key) {
                0 => Answer::status(403, WAITING_ROOM.into()),
                1 => Answer::html(WAITING_ROOM.into()),
                _ => return None,
            }
        }
        Mishap::Down => Answer { is_down: true, ..Answer::html(String::new()) },
    };
    Some(answer)
}

/// Headers and cookies that change with the machine that answers, and a page that takes its time.
pub fn balance(chance: Chance, portal: &Portal, ask: &Ask<'_>, answer: &mut Answer) {
    let key = format!("{}/machine/{}/{}", portal.id, ask.night, ask.visit);
    let session = chance.token(2, &key);
    answer.headers = match chance.below(3, &key) {
        0 => vec![
            ("x-backend", "web01".into()),
            ("set-cookie", format!("SERVERID=a; sid={session}")),
        ],
        1 => vec![("via", "1.1 varnish".into()), ("set-cookie", format!("JSESSIONID={session}"))],
        _ => {
            vec![("x-served-by", format!("node-{}", ask.visit % 5)), ("age", ask.visit.to_string())]
        }
    };
    if portal.index == 7 && ask.night % 4 == 0 && ask.path.ends_with("lich-tiep-dan.html") {
        answer.wait = Duration::from_millis(300);
    }
}
