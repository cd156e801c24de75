//! What a page says about itself: in JSON-LD, in OpenGraph and other `<meta>` elements, in `<time>`, `<title>` and `<h1>`.
//!
//! They often disagree. JSON-LD is asked first, since it says which of its things the page is about; of titles the heading
//! that a reader sees is preferred, if another source has heard of it.

use serde_json::Value;

use crate::document::date;
use crate::document::{DateBasis, DatePrecision, DocumentDate};

use super::tree::Tree;

/// What a page says about itself.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub(super) title: Option<String>,
    pub(super) date: Option<DocumentDate>,
    pub(super) publisher: Option<String>,
    pub(super) author: Option<String>,
    pub(super) language: Option<String>,
    pub(super) url: Option<String>,
    /// What people wrote there is what the page is for.
    pub(super) is_forum: bool,
}

/// JSON-LD nested deeper is not looked at.
const DEEPEST: usize = 12;

/// The sorts of things a page can be in JSON-LD.
const PAGES: &[&str] = &[
    "article",
    "newsarticle",
    "blogposting",
    "report",
    "reportagenewsarticle",
    "analysisnewsarticle",
    "opinionnewsarticle",
    "techarticle",
    "scholarlyarticle",
    "medicalwebpage",
    "liveblogposting",
    "socialmediaposting",
    "discussionforumposting",
    "webpage",
    "qapage",
    "question",
    "recipe",
    "review",
    "howto",
    "advertisercontentarticle",
    "backgroundnewsarticle",
    "itempage",
    "faqpage",
    "collectionpage",
    "creativework",
    "posting",
];

/// Where JSON-LD was asked.
#[derive(Debug, Default)]
struct Linked {
    /// The best page so far, by its place in the order of trust.
    rank: usize,
    title: Option<String>,
    date: Option<String>,
    modified: Option<String>,
    publisher: Option<String>,
    author: Option<String>,
    url: Option<String>,
    language: Option<String>,
    is_forum: bool,
    site: Option<String>,
}

impl Head {
    /// Reads what a page says about itself.
    pub(super) fn of(tree: &Tree, page: &str) -> Self {
        let mut linked = Linked::default();
        let mut metas: Vec<(String, &str)> = Vec::new();
        let (mut titles, mut headings): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
        let mut times: Vec<(bool, String)> = Vec::new();
        let (mut language, mut canonical) = (None, None);
        let mut is_forum = false;
        let mut dated: Vec<String> = Vec::new();
        let mut below: Vec<usize> = Vec::new();
        let mut in_svg = 0;
        for (at, node) in tree.nodes.iter().enumerate() {
            let Some(name) = node.name else { continue };
            let attribute = |name: &str| {
                node.attribute(name)
                    .map(str::trim)
                    .filter(|value| !value.is_empty())
            };
            match name {
                "svg" => in_svg = node.end,
                "script"
                    if attribute("type")
                        .is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json")) =>
                {
                    let text: String = (at..node.end).map(|at| tree.read(page, at)).collect();
                    linked.read(&text);
                }
                "meta" => {
                    let key = attribute("property")
                        .or_else(|| attribute("name"))
                        .or_else(|| attribute("itemprop"))
                        .or_else(|| attribute("http-equiv"));
                    if let (Some(key), Some(content)) = (key, attribute("content")) {
                        metas.push((key.to_ascii_lowercase(), content));
                    }
                }
                "title" if titles.is_empty() && at >= in_svg => titles.push(tree.text(page, at)),
                "h1" => {
                    headings.push(tree.text(page, at));
                    below.push(at);
                }
                "html" => language = attribute("lang").or_else(|| attribute("xml:lang")),
                "link" if attribute("rel") == Some("canonical") => {
                    canonical = canonical.or_else(|| attribute("href"))
                }
                "time" => {
                    let published = node.attribute("pubdate").is_some()
                        || attribute("itemprop") == Some("datePublished")
                        || attribute("class").is_some_and(|class| {
                            class.contains("publish") || class.contains("entry-date")
                        });
                    let value =
                        attribute("datetime").map_or_else(|| tree.text(page, at), str::to_owned);
                    times.push((published, value));
                }
                _ => {
                    if attribute("itemprop") == Some("datePublished") {
                        let value = attribute("datetime").or_else(|| attribute("content"));
                        times.push((
                            true,
                            value.map_or_else(|| tree.text(page, at), str::to_owned),
                        ));
                    } else if let Some(class) = attribute("class")
                        && is_date_class(class)
                        && node.end - at < 12
                    {
                        dated.push(tree.text(page, at));
                    }
                    if name == "body" {
                        let words = format!(
                            "{} {}",
                            attribute("class").unwrap_or_default(),
                            attribute("id").unwrap_or_default()
                        );
                        is_forum |= is_forum_name(&words);
                    }
                }
            }
        }
        let meta = |keys: &[&str]| {
            keys.iter().find_map(|key| {
                let found = metas.iter().find(|(name, _)| name == key);
                found.map(|(_, content)| (*content).to_owned())
            })
        };
        let generator = meta(&["generator"]).unwrap_or_default();
        is_forum |= linked.is_forum || is_forum_name(&generator);
        let url = canonical
            .map(str::to_owned)
            .or_else(|| meta(&["og:url"]))
            .or(linked.url.clone());
        let url = url.filter(|url| url.starts_with("http://") || url.starts_with("https://"));
        let site = meta(&["og:site_name", "application-name"])
            .or_else(|| linked.publisher.clone())
            .or_else(|| linked.site.clone());
        let title = title(
            &headings,
            linked.title.as_deref(),
            meta(&["og:title", "twitter:title", "dc.title", "citation_title"]).as_deref(),
            titles.first().map(String::as_str),
            site.as_deref(),
        );
        let stated = |text: String| {
            let text = text.trim();
            let found = DocumentDate::stated(text.get(..10).unwrap_or(text))
                .or_else(|| DocumentDate::stated(text))
                .or_else(|| {
                    date::find(text).next().map(|found| DocumentDate {
                        date: found.date,
                        precision: found.precision,
                        basis: DateBasis::Stated,
                    })
                })?;
            (found.precision == DatePrecision::Day).then_some(found)
        };
        let date = linked
            .date
            .clone()
            .and_then(stated)
            .or_else(|| {
                meta(&[
                    "article:published_time",
                    "og:article:published_time",
                    "article:published",
                    "datepublished",
                    "date_published",
                    "publish_date",
                    "publish-date",
                    "published-date",
                    "published date",
                    "ms.date",
                    "publication_date",
                    "publicationdate",
                    "pubdate",
                    "parsely-pub-date",
                    "sailthru.date",
                    "citation_publication_date",
                    "citation_date",
                    "citation_online_date",
                    "dc.date.issued",
                    "dcterms.created",
                    "dcterms.issued",
                    "dc.date",
                    "dcterms.date",
                    "dc.date.created",
                    "cxenseparse:recs:publishtime",
                    "published_at",
                    "date",
                    "og:pubdate",
                    "og:published_time",
                    "article.published",
                    "originalpublicationdate",
                    "content_create_date",
                    "created",
                ])
                .and_then(stated)
            })
            .or_else(|| {
                times
                    .iter()
                    .filter(|(published, _)| *published)
                    .find_map(|(_, value)| stated(value.clone()))
            })
            .or_else(|| url.as_deref().and_then(date_in_address))
            .or_else(|| dated.into_iter().find_map(stated))
            .or_else(|| times.iter().find_map(|(_, value)| stated(value.clone())))
            .or_else(|| below.iter().find_map(|&at| date_below(tree, page, at)))
            .or_else(|| linked.modified.clone().and_then(stated))
            .or_else(|| {
                meta(&[
                    "article:modified_time",
                    "og:updated_time",
                    "last-modified",
                    "updated date",
                ])
                .and_then(stated)
            });
        Self {
            title,
            date,
            publisher: meta(&["og:site_name"])
                .or(linked.publisher)
                .or_else(|| {
                    meta(&[
                        "dc.publisher",
                        "dcterms.publisher",
                        "citation_publisher",
                        "publisher",
                    ])
                })
                .or_else(|| meta(&["application-name"]))
                .or(linked.site),
            author: linked.author.or_else(|| {
                meta(&[
                    "author",
                    "article:author",
                    "dc.creator",
                    "citation_author",
                    "parsely-author",
                    "sailthru.author",
                    "byl",
                ])
                .filter(|name| !name.contains("://"))
            }),
            language: language
                .map(str::to_owned)
                .or_else(|| meta(&["og:locale", "content-language"]))
                .or(linked.language)
                .map(|tag| tag.replace('_', "-"))
                .filter(|tag| tag.len() <= 20),
            url,
            is_forum,
        }
    }
}

/// How many nodes behind a heading its by-line stands at most.
const BYLINE: usize = 160;

/// A date in a short text under a heading.
fn date_below(tree: &Tree, page: &str, heading: usize) -> Option<DocumentDate> {
    (heading..tree.nodes.len().min(heading + BYLINE)).find_map(|at| {
        let text = tree.read(page, at).trim();
        let found = (text.len() <= 80)
            .then(|| date::find(text).next())
            .flatten()?;
        (found.precision == DatePrecision::Day).then_some(DocumentDate {
            date: found.date,
            precision: found.precision,
            basis: DateBasis::ByLine,
        })
    })
}

fn is_date_class(class: &str) -> bool {
    let class = class.to_ascii_lowercase();
    ["date", "publish", "posted-on", "timestamp"]
        .iter()
        .any(|word| class.contains(word))
        && !class.contains("update")
        && !class.contains("related")
}

fn is_forum_name(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    [
        "discourse",
        "phpbb",
        "vbulletin",
        "xenforo",
        "forum",
        "viewtopic",
        "showthread",
        "mybb",
        "invision",
        "smf",
    ]
    .iter()
    .any(|name| text.contains(name))
}

/// `…/2024/01/18/…` or `…/2024-01-18-…`.
fn date_in_address(url: &str) -> Option<DocumentDate> {
    let mut parts = url
        .split(|char: char| !char.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .peekable();
    while let Some(part) = parts.next() {
        let (year, month, day) = match part.len() {
            4 => {
                let mut next = parts.clone();
                (
                    part,
                    next.next().unwrap_or_default().to_owned(),
                    next.next().unwrap_or_default().to_owned(),
                )
            }
            8 => (
                part.get(..4)?,
                part.get(4..6)?.to_owned(),
                part.get(6..)?.to_owned(),
            ),
            _ => continue,
        };
        if !(1995..=2100).contains(&year.parse::<i32>().ok()?)
            || month.is_empty()
            || day.is_empty()
            || month.len() > 2
            || day.len() > 2
        {
            continue;
        }
        if let Some(date) = DocumentDate::stated(&format!("{year}-{month:0>2}-{day:0>2}")) {
            return Some(date);
        }
    }
    None
}

/// The words of a title, to compare.
fn words(text: &str) -> Vec<String> {
    text.split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// How many of the words of `of` are in `among`.
fn share(of: &[String], among: &[String]) -> usize {
    if of.is_empty() {
        return 0;
    }
    of.iter().filter(|word| among.contains(word)).count() * 100 / of.len()
}

fn title(
    headings: &[String],
    linked: Option<&str>,
    graph: Option<&str>,
    title: Option<&str>,
    site: Option<&str>,
) -> Option<String> {
    let one = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let clean = |text: Option<&str>| {
        text.map(|text| without_site(&one(text), site))
            .filter(|text| !text.is_empty())
    };
    let (linked, graph, title) = (clean(linked), clean(graph), clean(title));
    let others: Vec<Vec<String>> = [&linked, &graph, &title]
        .into_iter()
        .flatten()
        .map(|text| words(text))
        .collect();
    let heading = headings
        .iter()
        .map(|text| one(text))
        .filter(|text| !text.is_empty() && text.len() <= 300);
    let known = heading.clone().filter_map(|text| {
        let own = words(&text);
        let best = others
            .iter()
            .map(|other| share(&own, other).min(share(other, &own).max(40)))
            .max()
            .unwrap_or_default();
        let is_site = site.is_some_and(|site| words(site) == own);
        (best >= 50 && !is_site).then_some((best, text))
    });
    let known = known.max_by_key(|(best, _)| *best).map(|(_, text)| text);
    let only = (headings.len() == 1)
        .then(|| heading.clone().next())
        .flatten();
    known.or(graph).or(linked).or(title).or(only)
}

/// A title without the site's name before or behind it.
fn without_site(title: &str, site: Option<&str>) -> String {
    for mark in [" | ", " – ", " — ", " - ", " :: ", " » ", " • ", " · "] {
        if let Some((front, back)) = title.rsplit_once(mark) {
            let named = site.is_some_and(|site| {
                let (site, back) = (words(site), words(back));
                share(&back, &site).max(share(&site, &back)) >= 60
            });
            if named
                || (mark != " - " && back.split(' ').count() <= 4 && front.split(' ').count() >= 3)
                || (mark == " - " && back.split(' ').count() <= 3 && front.split(' ').count() >= 4)
            {
                return without_site(front, site);
            }
        }
    }
    title.trim().to_owned()
}

impl Linked {
    fn read(&mut self, text: &str) {
        let text = text
            .trim()
            .trim_start_matches("<!--")
            .trim_end_matches("-->")
            .trim_end_matches(';');
        // Line breaks in texts are no JSON, and common.
        let parsed = serde_json::from_str::<Value>(text).or_else(|_| {
            let plain: String = text
                .chars()
                .map(|char| if char.is_control() { ' ' } else { char })
                .collect();
            serde_json::from_str::<Value>(&plain)
        });
        if let Ok(value) = parsed {
            self.value(&value, 0);
        }
    }

    fn value(&mut self, value: &Value, depth: usize) {
        if depth > DEEPEST {
            return;
        }
        match value {
            Value::Array(items) => items.iter().for_each(|item| self.value(item, depth + 1)),
            Value::Object(object) => {
                self.thing(value);
                for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    if let Some(inner) = object.get(key) {
                        self.value(inner, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    fn thing(&mut self, thing: &Value) {
        let kinds: Vec<String> = match thing.get("@type") {
            Some(Value::String(kind)) => vec![kind.to_ascii_lowercase()],
            Some(Value::Array(kinds)) => kinds
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_ascii_lowercase)
                .collect(),
            _ => return,
        };
        if kinds
            .iter()
            .any(|kind| matches!(kind.as_str(), "discussionforumposting" | "qapage"))
        {
            self.is_forum = true;
        }
        if kinds.iter().any(|kind| {
            kind == "website" || kind == "organization" || kind == "newsmediaorganization"
        }) {
            self.site = self.site.take().or_else(|| name(thing));
        }
        let is_page = kinds.iter().any(|kind| PAGES.contains(&kind.as_str()));
        if !is_page {
            return;
        }
        let rank = if kinds.iter().any(|kind| {
            kind.ends_with("article")
                || kind.ends_with("posting")
                || kind == "report"
                || kind == "recipe"
                || kind == "review"
        }) {
            3
        } else {
            1
        };
        let text = |key: &str| {
            thing
                .get(key)
                .and_then(Value::as_str)
                .map(|text| super::tree::decoded(text.trim()))
                .filter(|text| !text.is_empty())
        };
        let better = rank > self.rank;
        let put = |slot: &mut Option<String>, value: Option<String>| {
            if value.is_some() && (better || slot.is_none()) {
                *slot = value;
            }
        };
        let title = text("headline").or_else(|| (rank == 3).then(|| text("name")).flatten());
        put(&mut self.title, title);
        put(
            &mut self.date,
            text("datePublished").or_else(|| text("dateCreated")),
        );
        put(&mut self.modified, text("dateModified"));
        put(&mut self.publisher, thing.get("publisher").and_then(name));
        put(&mut self.author, thing.get("author").and_then(name));
        put(&mut self.language, text("inLanguage"));
        put(&mut self.url, text("url"));
        self.rank = self.rank.max(rank);
    }
}

/// The name of a person or organisation, or of several.
fn name(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            Some(text.trim().to_owned()).filter(|text| !text.is_empty() && !text.contains("://"))
        }
        Value::Object(object) => object.get("name").and_then(name),
        Value::Array(items) => {
            let names: Vec<String> = items.iter().take(8).filter_map(name).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        _ => None,
    }
}
