//! `yii-debug`: the bar below every page of Yii, and its error pages.

use super::{Example, Exposure};
use crate::{
    finding::Text,
    page::Page,
    software::{Clue, Place, Shown, Traces},
};

pub(super) const EXPOSURE: Exposure = Exposure {
    id: "yii-debug",
    name: "Yii debug mode",
    shows: Text {
        vi: "Câu truy vấn, phiên làm việc và đường dẫn bên trong hiện ra cho mọi người.",
        en: "Queries, sessions and inner paths are shown to everybody.",
    },
    marks: &["yii-debug-toolbar", r#"">Yii Framework</a>/"#],
    headers: &[],
    clue,
    seen: &[
        Example::seen(
            "the bar",
            &[Shown::Page(
                r#"<p>Tin</p><div id="yii-debug-toolbar" data-url="/debug/default/toolbar?tag=565fc133e63ad" style="display:none" class="yii-debug-toolbar-bottom"></div>"#,
            )],
            "toolbar?tag=565fc133e63ad",
        ),
        Example::seen(
            "an error page",
            &[Shown::Page(
                r#"<title>CDbException</title><h1>CDbException</h1><p class="message">CDbCommand failed</p><div class="traces"><h2>Stack Trace</h2></div><div class="version">2019-05-02 Apache/2.4 <a href="http://www.yiiframework.com/">Yii Framework</a>/1.1.13</div>"#,
            )],
            "CDbException",
        ),
    ],
    unseen: &[
        Example::unseen(
            "an article that quotes it",
            &[Shown::Page(
                r#"<p>&lt;div id="yii-debug-toolbar" data-url="/debug/default/toolbar"></p>"#,
            )],
        ),
        Example::unseen(
            "who made it",
            &[Shown::Page(
                r#"<footer>Powered by <a href="http://www.yiiframework.com/">Yii Framework</a>/1.1.13</footer>"#,
            )],
        ),
    ],
};

fn clue(traces: &Traces<'_>, page: &Page) -> Option<Clue> {
    if let Some(bar) = traces.tag_with("id=\"yii-debug-toolbar") {
        return Some(Clue::proof(Place::Markup, bar));
    }
    traces.source_with("\">Yii Framework</a>/")?;
    let trace = ["class=\"traces\"", "class=\"call-stack\""];
    trace.into_iter().find_map(|class| traces.tag_with(class))?;
    Some(Clue::proof(Place::Title, &page.title))
}
