//! `exposed-installer-or-debug`: what is meant for those who build the portal is open to all.

use super::running;
use crate::{
    detect::{Answer, Example, Hit, Observation, Proof, Rule},
    finding::{Family, Signal, SignalKind, Text},
    identity::Identity,
};

pub(in crate::detect) const RULE: Rule = Rule {
    id: "exposed-installer-or-debug",
    family: Family::Exposure,
    what: Text {
        vi: "Trang gỡ lỗi, trang lỗi lộ bên trong, bộ cài đặt, phpinfo() hoặc danh sách tệp mở cho mọi người.",
        en: "A debug page, an error page with its insides, an installer, phpinfo() or a list of files that anybody can open.",
    },
    why: Text {
        vi: "Chúng lộ đường dẫn, khóa và phiên bản, hoặc cho phép cài lại cổng: là bản đồ cho kẻ tấn công.",
        en: "They give away paths, keys and versions, or let anybody install the portal anew: a map for attackers.",
    },
    repair: Text {
        vi: "Tắt chế độ gỡ lỗi trên máy chủ thật; xóa bộ cài đặt; tắt liệt kê thư mục; đổi các khóa đã lộ.",
        en: "Turn debugging off in production; delete the installer; turn listings off; change keys that were shown.",
    },
    examine,
    caught: &[Example::software(
        "the table of phpinfo()",
        &[Answer::all(
            r#"<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "DTD/xhtml1-transitional.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><head><title>PHP 7.4.33 - phpinfo()</title><meta name="ROBOTS" content="NOINDEX,NOFOLLOW,NOARCHIVE" /></head><body><div class="center"><table><tr class="h"><td><h1 class="p">PHP Version 7.4.33</h1></td></tr></table><table><tr><td class="e">System </td><td class="v">Linux</td></tr></table></div></body></html>"#,
        )],
    )],
    clean: &[Example::software(
        "a guide that speaks of it",
        &[Answer::all(
            r#"<head><title>Hướng dẫn dùng phpinfo()</title></head><body><h1>Hàm phpinfo() của PHP 7.4.33</h1><pre>PHP Version 7.4.33</pre></body>"#,
        )],
    )],
};

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    for (exposed, url) in running(observation).map_or(&[][..], |running| running.exposed) {
        hits.push(Hit {
            key: exposed.exposure.id.to_owned(),
            subject: format!("{} {url}", exposed.exposure.name),
            identity: Identity::Citizen,
            signals: vec![Signal::new(SignalKind::Exposed, exposed.exposure.id)],
            proof: Proof::Evidence(exposed.clue.excerpt.clone()),
        });
    }
}
