//! Which part of a page is its text, and what around and within it is not.
//!
//! Three questions, each answered by what pages have in common rather than by lists of sites: what says of itself that it
//! is no text (navigation, forms, what is hidden, what its class or role calls comments, cookies, related links)? Which
//! element holds most of the sentences that are left? And which blocks in it are lists of links, or lines around them?

use super::tree::{Node, Tree, is_inline};

/// What is known of the texts in a node: sums over the nodes before it, so that what lies in it is a difference.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    /// Characters of words.
    all: usize,
    /// Of these in links.
    linked: usize,
    /// Of these in sentences: see [`Article::sentences`].
    good: usize,
}

/// Which texts of a page belong to its reading text.
#[derive(Debug)]
pub(super) struct Article {
    /// By the nodes' numbers.
    kept: Vec<bool>,
    /// The node in which the text lies.
    pub(super) root: usize,
    /// Words of texts that are not kept, though a browser would show them.
    pub(super) dropped_words: usize,
}

/// Words in classes and ids that call an element something other than the page's text.
const OTHER: &[&str] = &[
    "ad",
    "ads",
    "advert",
    "advertisement",
    "advertising",
    "adslot",
    "adsense",
    "advertorial",
    "banner",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "captcha",
    "carousel",
    "cookie",
    "cookies",
    "consent",
    "copyright",
    "credits",
    "disqus",
    "dropdown",
    "footer",
    "gdpr",
    "login",
    "masthead",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "noprint",
    "pager",
    "pagination",
    "paywall",
    "popup",
    "popular",
    "prevnext",
    "print",
    "promo",
    "promos",
    "promotion",
    "rating",
    "ratings",
    "recirc",
    "recommend",
    "recommended",
    "recommendations",
    "related",
    "share",
    "sharing",
    "shares",
    "sharedaddy",
    "sidebar",
    "signin",
    "signup",
    "skip",
    "social",
    "socials",
    "sponsor",
    "sponsored",
    "subscribe",
    "subscription",
    "subnav",
    "taboola",
    "outbrain",
    "tags",
    "taglist",
    "toc",
    "tooltip",
    "topbar",
    "toolbar",
    "trending",
    "screenreader",
    "addtoany",
    "followus",
    "jp",
    "toolbox",
    "offcanvas",
    "sticky",
    "syndication",
    "tweet",
    "upsell",
    "whatsapp",
    "crp",
    "yarpp",
    "authorbox",
    "noindex",
    "placeholder",
    "skeleton",
    "loading",
    "spinner",
    "lightbox",
    "backtotop",
    "snackbar",
    "toast",
    "editsection",
    "reflist",
    "navbox",
    "catlinks",
    "jumplinks",
    "printfooter",
];

/// Words that call it what others wrote below the text.
const COMMENTS: &[&str] = &[
    "comment",
    "comments",
    "commentlist",
    "respond",
    "disqus",
    "replies",
    "reply",
];

/// Words that save an element whose other words condemn it.
const SAVES: &[&str] = &[
    "content",
    "article",
    "body",
    "main",
    "entry",
    "post",
    "story",
    "text",
    "page",
    "wrapper",
    "container",
    "layout",
    "with",
    "has",
    "no",
];

/// A page with fewer characters in sentences has its text elsewhere.
const LEAST_GOOD: usize = 400;

/// What is hidden counts only if it makes so many times the text that is not.
const MOST_HIDDEN: usize = 4;

/// Where pruning leaves less of the sentences than this, it was wrong; in hundredths.
const LEAST_LEFT: usize = 25;

impl Article {
    /// Finds the text of a page. In a `forum`, what others wrote is the text.
    pub(super) fn of(tree: &Tree, page: &str, forum: bool) -> Self {
        let nodes = &tree.nodes;
        let mut finder = Finder {
            tree,
            page,
            kept: vec![true; nodes.len()],
            shown: vec![true; nodes.len()],
            sums: Vec::new(),
        };
        finder.hide(false);
        finder.count();
        let shown = finder.of(0).good;
        if shown < LEAST_GOOD {
            // Some pages are shown by a script, and hidden until it has run.
            let strict = (finder.kept.clone(), finder.shown.clone());
            finder.kept.fill(true);
            finder.shown.fill(true);
            finder.hide(true);
            finder.count();
            if finder.of(0).good < MOST_HIDDEN * shown {
                (finder.kept, finder.shown) = strict;
                finder.count();
            }
        }
        let whole = finder.of(0).good;
        let shown = finder.kept.clone();
        finder.prune(Strictness::Names, forum);
        finder.count();
        if finder.of(0).good * 100 < whole * LEAST_LEFT {
            // The names mean something else here.
            finder.kept = shown;
            finder.count();
            finder.prune(Strictness::Elements, forum);
            finder.count();
        }
        let root = finder.root();
        finder.clean(root);
        finder.count();
        if finder.of(root).all == 0 {
            // A page of links and nothing else.
            return Self::whole(tree);
        }
        let words = |at: usize| tree.read(page, at).split_whitespace().count();
        let end = nodes.get(root).map_or(0, |node| node.end);
        let dropped_words = (0..nodes.len())
            .filter(|&at| finder.shown[at] && !((root..end).contains(&at) && finder.kept[at]))
            .map(words)
            .sum();
        Self {
            kept: finder.kept,
            root,
            dropped_words,
        }
    }

    /// All that a page shows.
    pub(super) fn whole(tree: &Tree) -> Self {
        let mut kept = vec![true; tree.nodes.len()];
        for (at, node) in tree.nodes.iter().enumerate() {
            if node.name.is_some_and(|name| is_unseen(name, node, false)) {
                kept[at..node.end].fill(false);
            }
        }
        Self {
            kept,
            root: 0,
            dropped_words: 0,
        }
    }

    /// Whether a node belongs to the text.
    pub(super) fn keeps(&self, at: usize) -> bool {
        self.kept.get(at).copied().unwrap_or_default()
    }
}

struct Finder<'a> {
    tree: &'a Tree,
    page: &'a str,
    kept: Vec<bool>,
    /// What a browser shows.
    shown: Vec<bool>,
    /// One more than there are nodes.
    sums: Vec<Sums>,
}

impl Finder<'_> {
    fn node(&self, at: usize) -> &Node {
        &self.tree.nodes[at]
    }

    fn drop(&mut self, at: usize) {
        let end = self.node(at).end;
        self.kept[at..end].fill(false);
    }

    /// Takes out what a browser does not show, or shows as something else than text.
    fn hide(&mut self, only_never: bool) {
        let mut at = 0;
        while at < self.tree.nodes.len() {
            let node = self.node(at);
            if node
                .name
                .is_some_and(|name| is_unseen(name, node, only_never))
            {
                let end = node.end;
                self.kept[at..end].fill(false);
                self.shown[at..end].fill(false);
                at = end.max(at + 1);
            } else {
                at += 1;
            }
        }
    }

    fn count(&mut self) {
        let mut sum = Sums::default();
        let mut sums = Vec::with_capacity(self.tree.nodes.len() + 1);
        for (at, node) in self.tree.nodes.iter().enumerate() {
            sums.push(sum);
            if node.name.is_none() && self.kept[at] {
                let text = self.tree.read(self.page, at);
                let length = text.chars().filter(|char| !char.is_whitespace()).count();
                sum.all += length;
                if node.linked {
                    sum.linked += length;
                } else if length >= 20 || (length > 0 && self.is_in_sentence(at)) {
                    sum.good += length;
                }
            }
        }
        sums.push(sum);
        self.sums = sums;
    }

    /// Whether a short text stands in a paragraph.
    fn is_in_sentence(&self, at: usize) -> bool {
        let mut up = self.node(at).parent;
        for _ in 0..4 {
            let node = self.node(up);
            match node.name {
                Some("p" | "blockquote" | "pre") => return true,
                Some(name) if is_inline(name) => up = node.parent,
                _ => return false,
            }
        }
        false
    }

    fn of(&self, at: usize) -> Sums {
        let (before, behind) = (self.sums[at], self.sums[self.node(at).end]);
        Sums {
            all: behind.all - before.all,
            linked: behind.linked - before.linked,
            good: behind.good - before.good,
        }
    }

    /// Takes out what says of itself that it is not the text.
    fn prune(&mut self, strictness: Strictness, forum: bool) {
        let total = self.of(0);
        let mut at = 0;
        while at < self.tree.nodes.len() {
            let node = self.node(at);
            let Some(name) = node.name.filter(|_| self.kept[at]) else {
                at += 1;
                continue;
            };
            let inside = self.of(at);
            let verdict = verdict(name, node, forum);
            let goes = match verdict {
                Verdict::Keep => false,
                Verdict::Certain => true,
                // What holds most of the page is called so for another reason.
                Verdict::Likely | Verdict::Comments if strictness == Strictness::Elements => false,
                Verdict::Likely => inside.good * 2 < total.good || inside.linked * 2 > inside.all,
                Verdict::Comments => {
                    total.good.saturating_sub(inside.good) >= LEAST_GOOD
                        || inside.good * 2 < total.good
                }
            };
            if goes {
                let end = node.end;
                self.drop(at);
                at = end.max(at + 1);
            } else {
                at += 1;
            }
        }
    }

    /// Whether the page is a list of links rather than a text.
    fn is_list(&self, at: usize) -> bool {
        let inside = self.of(at);
        inside.good * 10 < inside.all * 4
    }

    /// How much a node holds of what the page is made of.
    fn worth(&self, at: usize, is_list: bool) -> usize {
        let inside = self.of(at);
        if is_list { inside.all } else { inside.good }
    }

    /// The element that holds the text.
    fn root(&self) -> usize {
        let is_list = self.is_list(0);
        let total = self.worth(0, is_list);
        let nodes = &self.tree.nodes;
        let best = |is: &dyn Fn(&Node) -> bool, least: usize| {
            let found = (0..nodes.len()).filter(|&at| self.kept[at] && is(&nodes[at]));
            // Of equals the outermost.
            let found = found.max_by_key(|&at| (self.worth(at, is_list), usize::MAX - at))?;
            (self.worth(found, is_list) * 100 >= total * least).then_some(found)
        };
        let body = best(&|node| node.is("body"), 0).unwrap_or(0);
        let start = best(
            &|node| {
                node.attribute("itemprop")
                    .is_some_and(|prop| prop.eq_ignore_ascii_case("articleBody"))
            },
            40,
        )
        .or_else(|| best(&|node| node.is("article"), 60))
        .or_else(|| {
            best(
                &|node| node.is("main") || node.attribute("role") == Some("main"),
                40,
            )
        })
        .unwrap_or(body);
        self.descend(start, is_list)
    }

    /// Goes down as long as one child holds nearly all.
    fn descend(&self, mut at: usize, is_list: bool) -> usize {
        loop {
            let whole = self.worth(at, is_list);
            let mut child = at + 1;
            let mut next = None;
            while child < self.node(at).end {
                let node = self.node(child);
                if node.name.is_some()
                    && self.worth(child, is_list) * 100 >= whole * 90
                    && whole > 0
                {
                    next = Some(child);
                    break;
                }
                child = node.end.max(child + 1);
            }
            match next {
                Some(child)
                    if !matches!(
                        self.node(child).name,
                        Some(
                            "p" | "ul"
                                | "ol"
                                | "dl"
                                | "table"
                                | "tbody"
                                | "tr"
                                | "blockquote"
                                | "pre"
                        )
                    ) && !is_inline(self.node(child).name.unwrap_or_default()) =>
                {
                    at = child
                }
                _ => return at,
            }
        }
    }

    /// Takes lists of links out of the text.
    fn clean(&mut self, root: usize) {
        if self.is_list(root) {
            return;
        }
        let end = self.node(root).end;
        let mut at = root + 1;
        while at < end {
            let node = self.node(at);
            let Some(name) = node.name.filter(|_| self.kept[at]) else {
                at += 1;
                continue;
            };
            let inside = self.of(at);
            let density = |percent: usize| inside.linked * 100 > inside.all * percent;
            let goes = match name {
                "ul" | "ol" | "dl" => density(70) && inside.all > 0 && inside.good * 4 < inside.all,
                "div" | "section" | "table" => {
                    density(80) && inside.good * 5 < inside.all && inside.all > 0
                }
                _ => false,
            };
            if goes {
                let behind = node.end;
                self.drop(at);
                at = behind.max(at + 1);
            } else {
                at += 1;
            }
        }
    }
}

/// By what parts of a page are told from its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Strictness {
    /// By their elements, roles and names.
    Names,
    /// By their elements alone.
    Elements,
}

enum Verdict {
    Keep,
    Certain,
    Likely,
    Comments,
}

fn is_unseen(name: &str, node: &Node, only_never: bool) -> bool {
    if matches!(
        name,
        "script"
            | "style"
            | "template"
            | "iframe"
            | "svg"
            | "canvas"
            | "audio"
            | "object"
            | "embed"
            | "head"
            | "math"
            | "select"
            | "textarea"
            | "button"
            | "dialog"
            | "map"
    ) {
        return true;
    }
    if matches!(name, "body" | "html") || only_never {
        return false;
    }
    if name == "noscript" {
        return true;
    }
    // What is streamed stands hidden at the end until it is moved to its place.
    if node.attribute("id").is_some_and(|id| id.starts_with("S:")) {
        return false;
    }
    let style = node.attribute("style").unwrap_or_default();
    let hides = |what: &str| style.replace(' ', "").to_ascii_lowercase().contains(what);
    node.attribute("hidden")
        .is_some_and(|hidden| hidden != "until-found")
        || !style.is_empty() && (hides("display:none") || hides("visibility:hidden"))
        || node.attribute("aria-hidden") == Some("true")
}

fn verdict(name: &str, node: &Node, forum: bool) -> Verdict {
    match name {
        "nav" | "footer" => return Verdict::Certain,
        "aside" | "form" | "label" | "legend" => return Verdict::Likely,
        "body" | "html" | "main" | "h1" | "article" | "" => return Verdict::Keep,
        _ => {}
    }
    if let Some(
        "navigation" | "banner" | "contentinfo" | "search" | "dialog" | "alertdialog" | "menu"
        | "menubar" | "tablist" | "toolbar" | "complementary",
    ) = node.attribute("role")
    {
        return Verdict::Likely;
    }
    let mut other = false;
    let mut comments = false;
    let mut saved = false;
    let class = node.attribute("class").unwrap_or_default();
    let id = node.attribute("id").unwrap_or_default();
    // Long classes are made by frameworks, of all that may ever be.
    for word in words(class).chain(words(id)).take(40) {
        other |= OTHER.contains(&word.as_str());
        comments |= COMMENTS.contains(&word.as_str());
        saved |= SAVES.contains(&word.as_str());
    }
    if comments && !forum {
        return Verdict::Comments;
    }
    if other && !(saved && name != "ul") {
        return Verdict::Likely;
    }
    Verdict::Keep
}

/// The words of a class or id: `relatedPosts`, `related-posts`, `related_posts`.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split(|char: char| !char.is_ascii_alphanumeric())
        .filter(|part| !part.is_empty() && part.len() <= 40)
        .flat_map(|part| {
            let mut words = vec![String::new()];
            let mut lower = false;
            for char in part.chars() {
                if char.is_ascii_uppercase() && lower {
                    words.push(String::new());
                }
                lower = char.is_ascii_lowercase();
                if let Some(word) = words.last_mut() {
                    word.push(char.to_ascii_lowercase());
                }
            }
            words
        })
}
