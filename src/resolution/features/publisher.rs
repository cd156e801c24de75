//! The features of a candidate by the document's publisher, and where that is at home: a country domain (`.ie`,
//! `.co.uk`) tells the country, and a name that begins or ends with a town's (*Dallas Morning News*, `oxfordmail.co.uk`)
//! tells where most of its readers live.

use araxes_gazetteer::{Entry, FeatureClass, Gazetteer, fold, tokens};

use crate::resolution::cache::places::{Facts, Places, Slot};
use crate::resolution::curve;
use crate::resolution::feature::Feature;
use crate::resolution::model::FeatureSum;

/// Country domains and the ISO 3166-1 alpha-3 codes of their countries, those left out that are sold as anything
/// else (`.tv`, `.io`, `.co`).
const COUNTRY_DOMAINS: &str = "\
    adAND aeARE afAFG agATG alALB anANT aoAGO aqATA arARG asASM atAUT auAUS awABW axALA azAZE baBIH \
    bbBRB bdBGD beBEL bfBFA bgBGR bhBHR biBDI bjBEN blBLM bmBMU bnBRN boBOL bqBES brBRA bsBHS btBTN \
    bvBVT bwBWA byBLR caCAN cdCOD cfCAF cgCOG chCHE ciCIV ckCOK clCHL cmCMR cnCHN crCRI csSCG cuCUB \
    cvCPV cwCUW cyCYP czCZE deDEU djDJI dkDNK dmDMA doDOM dzDZA ecECU eeEST egEGY ehESH erERI esESP \
    etETH fiFIN fjFJI fkFLK foFRO frFRA gaGAB ukGBR gdGRD geGEO gfGUF ghGHA giGIB glGRL gmGMB gnGIN \
    gpGLP gqGNQ grGRC gsSGS gtGTM guGUM gwGNB gyGUY hkHKG hmHMD hnHND hrHRV htHTI huHUN idIDN ieIRL \
    ilISR imIMN inIND iqIRQ irIRN isISL itITA jeJEY jmJAM joJOR jpJPN keKEN kgKGZ khKHM kiKIR kmCOM \
    knKNA kpPRK krKOR kwKWT kyCYM kzKAZ lbLBN lcLCA liLIE lkLKA lrLBR lsLSO ltLTU luLUX lvLVA maMAR \
    mcMCO mdMDA mfMAF mgMDG mhMHL mkMKD mlMLI mmMMR mnMNG moMAC mpMNP mqMTQ mrMRT mtMLT muMUS mvMDV \
    mwMWI mxMEX myMYS mzMOZ naNAM ncNCL neNER nfNFK ngNGA niNIC nlNLD noNOR npNPL nrNRU nzNZL omOMN \
    paPAN pePER pfPYF pgPNG phPHL pkPAK plPOL pmSPM pnPCN prPRI psPSE ptPRT pwPLW pyPRY qaQAT reREU \
    roROU rsSRB ruRUS rwRWA saSAU sbSLB scSYC sdSDN seSWE sgSGP siSVN sjSJM skSVK slSLE smSMR snSEN \
    soSOM srSUR ssSSD svSLV sxSXM sySYR szSWZ tcTCA tdTCD tfATF tgTGO thTHA tjTJK tlTLS tmTKM tnTUN \
    trTUR ttTTO twTWN tzTZA uaUKR ugUGA umUMI usUSA uyURY uzUZB vaVAT veVEN vgVGB viVIR vnVNM vuVUT \
    wfWLF xkXKX yeYEM ytMYT zaZAF zmZMB zwZWE";

/// The shortest town's name that is looked for at the beginning or end of a domain.
const SHORTEST_PREFIX: usize = 5;

/// The smallest town, in inhabitants, that a domain or a newspaper is taken to be called after.
const SMALLEST_TOWN: u64 = 5_000;

/// Where a publisher is at home, as far as its name tells.
#[derive(Debug, Clone, Default)]
pub(crate) struct Home {
    /// The country of its domain.
    country: Option<Slot>,
    /// The United States, for a publisher at a domain of no country.
    without_country: Option<Slot>,
    /// The places that it may be called after: points on the unit sphere, and the share of each among them.
    places: Vec<([f32; 3], f32)>,
}

impl Home {
    /// What the name of a publisher, or the host it publishes at, tells.
    pub(crate) fn of(publisher: &str, places: &mut Places<'_>) -> Self {
        let gazetteer = places.gazetteer;
        let is_host = publisher.contains('.') && !publisher.contains(char::is_whitespace);
        let mut home = Self::default();
        let names: Vec<Vec<Entry>> = if is_host {
            let host = publisher
                .trim_start_matches("https://")
                .trim_start_matches("http://");
            let host = host.split('/').next().unwrap_or(host).to_lowercase();
            let labels: Vec<&str> = host.split('.').filter(|label| *label != "www").collect();
            let domain = labels.last().copied().unwrap_or_default();
            let own = country(domain, gazetteer);
            home.country = own.map(|country| places.slot(country));
            if own.is_none() && domain.len() > 2 {
                let usual = gazetteer.entry("iso:USA");
                home.without_country = usual.map(|country| places.slot(country));
            }
            let label = labels.iter().rev().skip(1).find(|label| label.len() > 3);
            label.map_or_else(Vec::new, |label| in_label(label, gazetteer))
        } else {
            let bracketed = in_brackets(publisher, gazetteer);
            let beginnings = beginnings_of_name(publisher, gazetteer);
            bracketed.into_iter().chain(beginnings).collect()
        };
        let divisions = divisions(&names, places);
        let towns = names
            .into_iter()
            .map(|entries| towns(&entries, &home, places));
        let towns = towns.into_iter().find(|towns| !towns.is_empty());
        let mut towns = towns.unwrap_or_default();
        // *Dorset County Chronicle (Dorchester)* is of the Dorchester in Dorset.
        let lies_in_one = |slot: Slot, places: &Places<'_>| {
            let facts = places.facts_of(slot);
            let mut divisions = divisions.iter().map(|&division| places.facts_of(division));
            divisions.any(|division| facts.lies_in(division.slot) || facts.lies_about(division))
        };
        if towns.iter().any(|&(slot, _)| lies_in_one(slot, places)) {
            towns.retain(|&(slot, _)| lies_in_one(slot, places));
        }
        let all: u64 = towns.iter().map(|(_, people)| people).sum();
        if !is_host && let Some(country) = most_live_in(&towns, all, places) {
            home.country = Some(country);
            towns.retain(|&(slot, _)| places.facts_of(slot).country == country);
        }
        let all: u64 = towns.iter().map(|(_, people)| people).sum();
        #[allow(clippy::cast_precision_loss)]
        let share = |people: u64| people as f32 / all.max(1) as f32;
        home.places = towns
            .into_iter()
            .map(|(slot, people)| (places.facts_of(slot).point, share(people)))
            .collect();
        home
    }

    /// The features that it gives a place.
    pub(crate) fn features_of(&self, facts: &Facts<'_>, features: &mut FeatureSum<'_>) {
        if self.country == Some(facts.country) {
            features.add(Feature::PublisherCountry, 1.0);
        }
        if facts.is_local && !self.places.is_empty() {
            let (mut near, mut nearest) = (0.0, 0.0_f32);
            for (point, share) in &self.places {
                let nearness = curve::nearby(facts.point, *point);
                near += share * nearness;
                nearest = nearest.max(nearness);
            }
            features.add(Feature::PublisherNear, near);
            features.add(Feature::PublisherTown, nearest);
            if self.without_country == Some(facts.country) {
                features.add(Feature::PublisherTownWithoutCountry, nearest);
            }
        }
        if self.without_country == Some(facts.country) {
            features.add(Feature::PublisherWithoutCountry, 1.0);
        }
    }
}

/// The towns among entries that a publisher is taken to be called after, with their inhabitants.
fn towns(entries: &[Entry], home: &Home, places: &mut Places<'_>) -> Vec<(Slot, u64)> {
    let mut towns = Vec::new();
    for &entry in entries {
        let slot = places.slot(entry);
        let facts = places.facts_of(slot);
        if facts.class == Some(FeatureClass::P)
            && facts.population >= SMALLEST_TOWN
            && home.country.is_none_or(|home| facts.country == home)
        {
            towns.push((slot, facts.population));
        }
    }
    towns
}

/// The share of the inhabitants of all towns that a paper may be called after that must live in one country for it to be
/// the paper's.
const SHARE_OF_COUNTRY: f64 = 0.75;

/// The country in which most of the inhabitants of some towns live, `all` of them together.
#[allow(clippy::cast_precision_loss)]
fn most_live_in(towns: &[(Slot, u64)], all: u64, places: &Places<'_>) -> Option<Slot> {
    let country = |slot: Slot| places.facts_of(slot).country;
    let largest = towns.iter().max_by_key(|town| town.1)?;
    let own = country(largest.0);
    let there = towns.iter().filter(|town| country(town.0) == own);
    let people: u64 = there.map(|town| town.1).sum();
    (own.is_somewhere() && people as f64 >= SHARE_OF_COUNTRY * all as f64).then_some(own)
}

/// The divisions among the names with which that of a publisher begins.
fn divisions(names: &[Vec<Entry>], places: &mut Places<'_>) -> Vec<Slot> {
    let slots = names.iter().flatten().map(|&entry| places.slot(entry));
    let slots: Vec<Slot> = slots.collect();
    let is_division = |slot: &Slot| places.facts_of(*slot).is_division();
    slots.into_iter().filter(is_division).collect()
}

fn country(domain: &str, gazetteer: &Gazetteer) -> Option<Entry> {
    let code = COUNTRY_DOMAINS
        .split_whitespace()
        .find_map(|pair| pair.strip_prefix(domain).filter(|code| code.len() == 3))?;
    gazetteer.entry(&format!("iso:{code}"))
}

/// What papers put before the name of their town.
const BEFORE_TOWN: &[&str] = &["the", "daily", "my", "online", "thisis"];

/// The names with which a domain begins or ends, but for what papers put before the town: the longest first, those at
/// the beginning before those at the end.
fn in_label(label: &str, gazetteer: &Gazetteer) -> Vec<Vec<Entry>> {
    let letters: String = label.chars().filter(char::is_ascii_alphabetic).collect();
    let mut plain = letters.as_str();
    while let Some(rest) = BEFORE_TOWN.iter().find_map(|word| {
        plain
            .strip_prefix(word)
            .filter(|rest| rest.len() >= SHORTEST_PREFIX)
    }) {
        plain = rest;
    }
    let lengths = || (SHORTEST_PREFIX..=plain.len()).rev();
    let beginnings = lengths().filter_map(|length| plain.get(..length));
    let ends = lengths().filter_map(|length| plain.get(plain.len() - length..));
    beginnings
        .chain(ends)
        .map(|name| entries(gazetteer, &[name]))
        .filter(|found| !found.is_empty())
        .collect()
}

/// What a name has in brackets at its end, as catalogues of libraries say where a paper was printed: *The Ashton Reporter
/// (Ashton-under-Lyne)*.
fn in_brackets(name: &str, gazetteer: &Gazetteer) -> Vec<Vec<Entry>> {
    let place = name.trim_end().strip_suffix(')');
    let Some((_, place)) = place.and_then(|name| name.rsplit_once('(')) else {
        return Vec::new();
    };
    let keys: Vec<String> = tokens(place).map(|token| fold(token.core(place))).collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let found = entries(gazetteer, &keys);
    if found.is_empty() {
        Vec::new()
    } else {
        vec![found]
    }
}

/// The runs of words with which a name begins, an article apart, the longest first.
fn beginnings_of_name(name: &str, gazetteer: &Gazetteer) -> Vec<Vec<Entry>> {
    let keys: Vec<String> = tokens(name)
        .map(|token| fold(token.core(name)))
        .filter(|key| !key.is_empty())
        .collect();
    let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
    let keys = keys.strip_prefix(&["the"]).unwrap_or(&keys);
    (1..=keys.len())
        .rev()
        .filter_map(|length| keys.get(..length))
        .map(|name| entries(gazetteer, name))
        .filter(|found| !found.is_empty())
        .collect()
}

fn entries(gazetteer: &Gazetteer, keys: &[&str]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = gazetteer
        .lookup_keys(keys)
        .into_iter()
        .map(|name| name.entry)
        .collect();
    entries.sort_unstable();
    entries.dedup();
    entries
}
