//! `sitemap-burst`: a sitemap full of addresses that no editor would choose, or one that only the
//! crawler gets.

use std::collections::{BTreeMap, HashMap, HashSet};

use url::Url;

use super::{
    Answer, Asked, Example, Hit, Listed, Observation, Proof, Rule,
    slug::{self, Odd},
};
use crate::{
    finding::{Family, Signal, SignalKind, Text},
    identity::Identity,
};

/// The rule whose findings are about lists of addresses, not about pages.
pub const OF_LISTS: &str = "sitemap-burst";

pub(super) const RULE: Rule = Rule {
    id: OF_LISTS,
    family: Family::Backlink,
    what: Text {
        vi: "Sơ đồ trang (sitemap) hoặc nguồn tin (RSS) liệt kê hàng loạt địa chỉ mang từ khoá cờ bạc, vay, thuốc, tên nhà cái, chữ nước ngoài; hoặc chỉ máy tìm kiếm mới nhận được các địa chỉ đó.",
        en: "A sitemap or feed lists addresses in bulk that carry words of gambling, loans, drugs, brands or foreign letters; or only the search crawler gets them.",
    },
    why: Text {
        vi: "Trang rác không có liên kết từ trang chủ; sitemap là cách kẻ tấn công báo cho công cụ tìm kiếm biết hàng nghìn trang vừa được cài.",
        en: "Spam pages are not linked from the home page; by the sitemap the attacker tells search engines of the thousands of pages just planted.",
    },
    repair: Text {
        vi: "Tạo lại sitemap từ phần mềm quản trị; xoá tệp sitemap lạ và dòng Sitemap lạ trong robots.txt; xoá các trang được liệt kê (trả về 410); kiểm tra quyền sở hữu lạ trong Google Search Console; tìm mã trả lời riêng cho máy tìm kiếm.",
        en: "Make the sitemap anew from the CMS; delete odd sitemap files and odd Sitemap lines in robots.txt; delete the listed pages (answer 410); look for strange owners in Google Search Console; look for code that answers crawlers differently.",
    },
    examine,
    caught: &[
        Example::list(
            "a folder of doorways beside the news",
            &[Answer::all(
                "https://portal.gov.example/tin-tuc/hoi-nghi-tong-ket.html
https://portal.gov.example/tin-tuc/nong-thon-moi.html
https://portal.gov.example/app/nha-cai-uy-tin-2024.html
https://portal.gov.example/app/tai-xiu-online-doi-thuong.html
https://portal.gov.example/app/kubet77-dang-nhap.html
https://portal.gov.example/app/soi-cau-bach-thu.html
https://portal.gov.example/app/link-vao-nha-cai.html",
            )],
        ),
        Example::list(
            "only the crawler gets the addresses",
            &[
                Answer::all("https://portal.gov.example/\nhttps://portal.gov.example/tin-tuc"),
                Answer::only(
                    &[Identity::SearchCrawler],
                    "https://portal.gov.example/\nhttps://portal.gov.example/a1/nha-cai-uy-tin
https://portal.gov.example/b2/tai-xiu-online\nhttps://portal.gov.example/c3/no-hu-doi-thuong",
                ),
            ],
        ),
        Example::list(
            "Japanese shops",
            &[Answer::all(
                "https://portal.gov.example/tin-tuc
https://portal.gov.example/激安-バッグ-1.html\nhttps://portal.gov.example/時計-コピー-2.html
https://portal.gov.example/ブランド-財布-3.html\nhttps://portal.gov.example/スーパー-コピー-4.html",
            )],
        ),
    ],
    clean: &[
        Example::list(
            "news, some of it of crime",
            &[Answer::all(
                "https://portal.gov.example/an-ninh/triet-pha-duong-day-ca-do-bong-da.html
https://portal.gov.example/an-ninh/canh-bao-nha-cai-uy-tin-gia-mao.html
https://portal.gov.example/an-ninh/bat-nhom-doi-tuong-danh-bac-tai-xiu-online.html
https://portal.gov.example/the-thao/bang-xep-hang-bong-da.html
https://portal.gov.example/kinh-te/cho-vay-ho-ngheo.html",
            )],
        ),
        Example::list(
            "the crawler got a fresher list",
            &[
                Answer::all("https://portal.gov.example/tin/1\nhttps://portal.gov.example/tin/2"),
                Answer::only(
                    &[Identity::SearchCrawler],
                    "https://www.portal.gov.example/tin/1\nhttps://www.portal.gov.example/tin/2
https://www.portal.gov.example/tin/3\nhttps://www.portal.gov.example/tin/4
https://www.portal.gov.example/tin/xu-ly-lo-de-online",
                ),
            ],
        ),
        Example::list(
            "a version in Chinese",
            &[Answer::all(
                "https://portal.gov.example/zh/旅游\nhttps://portal.gov.example/zh/投资
https://portal.gov.example/zh/新闻\nhttps://portal.gov.example/zh/文化",
            )],
        ),
    ],
};

/// Fewer odd addresses than this are no burst; their pages are looked at all the same.
const BURST: usize = 3;
/// So many odd addresses are named even where they are lost among ordinary ones.
const MANY: usize = 20;
/// So many addresses in folders of which people know nothing need an explanation.
const UNKNOWN: usize = 10;
/// How many addresses and terms a finding names.
const SAMPLES: usize = 5;

fn examine(observation: &Observation<'_>, hits: &mut Vec<Hit>) {
    let Asked::List(listed) = observation.asked else { return };
    let list = List::read(observation, listed);
    let signals = list.signals();
    if signals.is_empty() {
        return;
    }
    let hidden = signals.iter().any(|signal| signal.kind == SignalKind::Identity);
    let samples = list.samples();
    let Some(first) = samples.first() else { return };
    let words = format!("{} / {}: {}", list.named(), list.total, samples.join(" "));
    hits.push(Hit {
        key: observation.url.path().to_owned(),
        subject: first.clone(),
        identity: if hidden { Identity::SearchCrawler } else { list.reader },
        signals,
        proof: Proof::Words(words),
    });
}

/// A list, read.
struct List<'a> {
    /// Who got it.
    reader: Identity,
    /// How many addresses it has.
    total: usize,
    odd: Vec<(&'a Url, Odd)>,
    /// Whether odd addresses fill a folder, or the list.
    concentrated: bool,
    /// How many odd addresses only the crawler gets.
    hidden: usize,
    /// Addresses that only the crawler gets, in folders of which people know nothing, if there are
    /// more than a fresher list explains.
    unknown: Vec<&'a Url>,
}

impl<'a> List<'a> {
    fn read(observation: &Observation<'_>, listed: &'a Listed) -> Self {
        let mut seen = HashSet::new();
        let mut folders: HashMap<&str, Share> = HashMap::new();
        let (mut all, mut hidden) = (Share::default(), 0);
        let mut odd = Vec::new();
        for (_, urls) in &listed.by {
            for url in urls.iter().filter(|url| seen.insert(Listed::place(url))) {
                let what = slug::odd(observation, listed, url);
                for share in [folders.entry(folder(url.path())).or_default(), &mut all] {
                    share.total += 1;
                    share.odd += usize::from(what.is_some());
                }
                if let Some(what) = what {
                    hidden += usize::from(!listed.open.contains(&Listed::place(url)));
                    odd.push((url, what));
                }
            }
        }
        let concentrated =
            all.is_concentrated() || folders.values().any(|share| share.is_concentrated());
        Self {
            reader: listed.by.first().map_or(Identity::Citizen, |(reader, _)| *reader),
            total: all.total,
            odd,
            concentrated,
            hidden,
            unknown: unknown(listed),
        }
    }

    fn signals(&self) -> Vec<Signal> {
        let burst = self.odd.len() >= BURST
            && (self.concentrated || self.hidden >= BURST || self.odd.len() >= MANY);
        let mut signals = Vec::new();
        if burst {
            let mut words: BTreeMap<&str, usize> = BTreeMap::new();
            self.odd.iter().flat_map(|(_, odd)| &odd.words).for_each(|word| {
                *words.entry(word).or_default() += 1;
            });
            let mut words: Vec<_> = words.into_iter().collect();
            words.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
            let words = words.into_iter().take(SAMPLES);
            signals.extend(words.map(|(word, _)| Signal::new(SignalKind::Address, word)));
            signals.push(Signal::new(SignalKind::Volume, self.odd.len().to_string()));
            let languages: HashSet<_> =
                self.odd.iter().filter_map(|(_, odd)| odd.language).collect();
            signals.extend(languages.into_iter().map(|own| Signal::new(SignalKind::Language, own)));
            if self.concentrated {
                signals.push(Signal::new(SignalKind::Doorway, "spam-folder"));
            }
            if self.odd.iter().filter(|(_, odd)| odd.kit).count() >= BURST {
                signals.push(Signal::new(SignalKind::Doorway, "kit-address"));
            }
            if self.odd.iter().filter(|(_, odd)| odd.upload).count() >= BURST {
                signals.push(Signal::new(SignalKind::Place, "upload-folder"));
            }
        }
        if (burst && self.hidden >= BURST) || !self.unknown.is_empty() {
            signals.push(Signal::new(SignalKind::Identity, Identity::SearchCrawler.id()));
        }
        signals.sort_unstable();
        signals
    }

    /// How many addresses the finding is about.
    fn named(&self) -> usize {
        if self.odd.len() < BURST { self.unknown.len() } else { self.odd.len() }
    }

    /// Some of them, far apart in the list.
    fn samples(&self) -> Vec<String> {
        let odd = self.odd.iter().map(|(url, _)| *url);
        let named: Vec<&Url> =
            if self.odd.len() < BURST { self.unknown.clone() } else { odd.collect() };
        let step = (named.len() / SAMPLES).max(1);
        let shown = named.iter().step_by(step).take(SAMPLES);
        shown.map(|url| super::echo::decoded(&Listed::place(url)).into_owned()).collect()
    }
}

/// How much of a folder is odd.
#[derive(Clone, Copy, Default)]
struct Share {
    total: usize,
    odd: usize,
}

impl Share {
    fn is_concentrated(self) -> bool {
        (self.odd >= BURST && self.odd * 2 >= self.total)
            || (self.odd >= UNKNOWN && self.odd * 10 >= self.total)
    }
}

fn folder(path: &str) -> &str {
    let path = path.trim_end_matches('/');
    path.rfind('/').map_or("/", |slash| &path[..=slash])
}

/// The first folder of an address that has one.
fn section(place: &str) -> Option<&str> {
    let path = place.split('?').next().unwrap_or_default();
    path.trim_start_matches('/').split_once('/').map(|(section, _)| section)
}

/// What only the crawler gets, if it is a world of its own: whole sections of which people know
/// nothing, at least half as much as they know in all. A list that is merely fresher names what is new
/// in sections that people know.
fn unknown(listed: &Listed) -> Vec<&Url> {
    let known: HashSet<&str> = listed.open.iter().filter_map(|place| section(place)).collect();
    let unknown: Vec<&Url> = listed
        .of(Identity::SearchCrawler)
        .iter()
        .filter(|url| {
            let place = Listed::place(url);
            !listed.open.contains(&place)
                && section(&place).is_some_and(|section| !known.contains(section))
        })
        .collect();
    let is_world =
        unknown.len() >= UNKNOWN && unknown.len() * 2 >= listed.open.len() && !known.is_empty();
    if is_world { unknown } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Instant};

    use super::*;
    use crate::{knowledge::Knowledge, target::Target};

    fn hits(citizen: &[String], crawler: &[String]) -> Vec<Hit> {
        let url = Url::parse("https://portal.example/sitemap.xml").unwrap();
        let urls = |list: &[String]| -> Vec<Url> {
            list.iter().map(|path| url.join(path).unwrap()).collect()
        };
        let by = vec![(Identity::Citizen, urls(citizen)), (Identity::SearchCrawler, urls(crawler))];
        let open = Arc::new(by[0].1.iter().map(Listed::place).collect());
        let listed = Listed { by, open, writes: None };
        let mut hits = Vec::new();
        let observation = Observation {
            target: &Target::ad_hoc(url.clone()),
            knowledge: &Knowledge::builtin(),
            url: &url,
            asked: Asked::List(&listed),
            usual: &crate::detect::NOTHING_USUAL,
            views: &[],
        };
        examine(&observation, &mut hits);
        hits
    }

    fn numbered(form: &str, count: usize) -> Vec<String> {
        (0..count).map(|number| form.replace('#', &number.to_string())).collect()
    }

    #[test]
    fn a_finding_says_how_many_of_how_many_and_which() {
        let list = [numbered("/tin/#", 95), numbered("/x/nha-cai-uy-tin-#", 5)].concat();
        let hits = hits(&list, &list);
        let Proof::Words(words) = &hits[0].proof else { panic!("an excerpt of its own") };
        assert!(words.starts_with("5 / 100: /x/nha-cai-uy-tin-0 /x/nha-cai-uy-tin-1"), "{words}");
        assert_eq!(hits[0].identity, Identity::Citizen);
    }

    #[test]
    fn odd_addresses_scattered_over_a_newspaper_are_no_burst() {
        let news = numbered("/the-thao/nhan-dinh-soi-keo-#", 9);
        let list = [numbered("/the-thao/#", 900), news].concat();
        assert!(hits(&list, &list).is_empty());
    }

    #[test]
    fn a_world_of_its_own_is_told_from_a_fresher_list() {
        let open = numbered("/tin/#", 20);
        let fresher = [open.clone(), numbered("/tin/moi-#", 60), numbered("/video/#", 5)].concat();
        assert!(hits(&open, &fresher).is_empty());
        let world = [open.clone(), numbered("/xk/q#z7.html", 60)].concat();
        let hits = hits(&open, &world);
        assert_eq!(hits[0].identity, Identity::SearchCrawler);
        assert_eq!(super::super::severity(&hits[0].signals), crate::finding::Severity::Medium);
    }

    #[test]
    fn the_largest_lists_end_in_time() {
        let start = Instant::now();
        let long = format!("/#/{}", "nha-cai-uy-tin-w88-%E6%BF%80-".repeat(8));
        let list = numbered(&long, 10_000);
        assert_eq!(hits(&list, &list).len(), 1);
        assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
    }
}
