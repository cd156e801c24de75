//! What a place is: the feature codes of GeoNames, and the words by which other sources say the same.
//!
//! The codes are those of <https://www.geonames.org/export/codes.html>.

use std::sync::LazyLock;

use crate::compile::hash::QuickMap;
use crate::compile::place::FeatureClass;

/// What a place is, as a compiled gazetteer keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// The class.
    pub class: FeatureClass,
    /// The code, empty where only the class is known.
    pub code: &'static str,
}

const CODES: [(FeatureClass, &str); 9] = [
    (
        FeatureClass::A,
        "ADM1 ADM1H ADM2 ADM2H ADM3 ADM3H ADM4 ADM4H ADM5 ADM5H ADMD ADMDH LTER PCL PCLD PCLF PCLH PCLI PCLIX PCLS \
         PRSH TERR ZN ZNB",
    ),
    (
        FeatureClass::H,
        "AIRS ANCH BAY BAYS BGHT BNK BNKR BNKX BOG CAPG CHN CHNL CHNM CHNN CNFL CNL CNLA CNLB CNLD CNLI CNLN CNLQ \
         CNLSB CNLX COVE CRKT CRNT CUTF DCK DCKB DOMG DPRG DTCH DTCHD DTCHI DTCHM ESTY FISH FJD FJDS FLLS FLLSX \
         FLTM FLTT GLCR GULF GYSR HBR HBRX INLT INLTQ LBED LGN LGNS LGNX LK LKC LKI LKN LKNI LKO LKOI LKS LKSB LKSC \
         LKSI LKSN LKSNI LKX MFGN MGV MOOR MRSH MRSHN NRWS OCN OVF PND PNDI PNDN PNDNI PNDS PNDSF PNDSI PNDSN POOL \
         POOLI RCH RDGG RDST RF RFC RFS RFX RPDS RSV RSVI RSVT RVN SBKH SD SEA SHOL SILL SPNG SPNS SPNT STM STMA \
         STMB STMC STMD STMH STMI STMIX STMM STMQ STMS STMSB STMX STRT SWMP SYSI TNLC WAD WADB WADJ WADM WADS WADX \
         WHRL WLL WLLQ WLLS WTLD WTLDI WTRC WTRH",
    ),
    (
        FeatureClass::L,
        "AGRC AMUS AREA BSN BSND BSNP BTL CLG CMN CNS COLF CONT CST CTRB DEVH FLD FLDI GASF GRAZ GVL INDS LAND LCTY \
         MILB MNA MVA NVB OAS OILF PEAT PRK PRT QCKS RES RESA RESF RESH RESN RESP RESV RESW RGN RGNE RGNH RGNL RNGA \
         SALT SNOW TRB",
    ),
    (
        FeatureClass::P,
        "PPL PPLA PPLA2 PPLA3 PPLA4 PPLA5 PPLC PPLCH PPLF PPLG PPLH PPLL PPLQ PPLR PPLS PPLW PPLX STLMT",
    ),
    (
        FeatureClass::R,
        "CSWY OILP PRMN PTGE RD RDA RDB RDCUT RDJCT RJCT RR RRQ RTE RYD ST STKR TNL TNLN TNLRD TNLRR TNLS TRL",
    ),
    (
        FeatureClass::S,
        "ADMF AGRF AIRB AIRF AIRH AIRP AIRQ AIRT AMTH ANS AQC ARCH ARCHV ART ASTR ASYL ATHF ATM BANK BCN BDG BDGQ \
         BLDA BLDG BLDO BP BRKS BRKW BSTN BTYD BUR BUSTN BUSTP CARN CAVE CH CMP CMPL CMPLA CMPMN CMPO CMPQ CMPRF CMTY \
         COMC CRRL CSNO CSTL CSTM CTHSE CTRA CTRCM CTRF CTRM CTRR CTRS CVNT DAM DAMQ DAMSB DARY DCKD DCKY DIKE DIP \
         DPOF EST ESTO ESTR ESTSG ESTT ESTX FCL FNDY FRM FRMQ FRMS FRMT FT FY FYT GATE GDN GHAT GHSE GOSP GOVL GRVE \
         HERM HLT HMSD HSE HSEC HSP HSPC HSPD HSPL HSTS HTL HUT HUTS INSM ITTR JTY LDNG LEPC LIBR LNDF LOCK LTHSE \
         MALL MAR MFG MFGB MFGC MFGCU MFGLM MFGM MFGPH MFGQ MFGSG MKT ML MLM MLO MLSG MLSGQ MLSW MLWND MLWTR MN MNAU \
         MNC MNCR MNCU MNFE MNMT MNN MNQ MNQR MOLE MSQE MSSN MSSNQ MSTY MTRO MUS NOV NSY OBPT OBS OBSR OILJ OILQ \
         OILR OILT OILW OPRA PAL PGDA PIER PKLT PMPO PMPW PO PP PPQ PRKGT PRKHQ PRN PRNJ PRNQ PS PSH PSN PSTB PSTC \
         PSTP PYR PYRS QUAY RDCR RDIN RECG RECR REST RET RHSE RKRY RLG RLGR RNCH RSD RSGNL RSRT RSTN RSTNQ RSTP \
         RSTPQ RUIN SCH SCHA SCHC SCHL SCHM SCHN SCHT SECP SHPF SHRN SHSE SLCE SNTR SPA SPLY SQR STBL STDM STNB STNC \
         STNE STNF STNI STNM STNR STNS STNW STPS SWT SYG THTR TMB TMPL TNKD TOLL TOWR TRAM TRANT TRIG TRMO TWO UNIP \
         UNIV USGE VETF WALL WALLA WEIR WHRF WRCK WTRW ZNF ZOO",
    ),
    (
        FeatureClass::T,
        "ASPH ATOL BAR BCH BCHS BDLD BLDR BLHL BLOW BNCH BUTE CAPE CFT CLDA CLF CNYN CONE CRDR CRQ CRQS CRTR CUET \
         DLTA DPR DSRT DUNE DVD ERG FAN FORD FSR GAP GRGE HDLD HLL HLLS HMCK HMDA INTF ISL ISLET ISLF ISLM ISLS ISLT \
         ISLX ISTH KRST LAVA LEV MESA MND MRN MT MTS NKM NTK NTKS PAN PANS PASS PEN PENX PK PKS PLAT PLATX PLDR PLN \
         PLNX PROM PT PTS RDGB RDGE REG RK RKFL RKS SAND SBED SCRP SDL SHOR SINK SLID SLP SPIT SPUR TAL TRGD TRR UPLD \
         VAL VALG VALS VALX VLC",
    ),
    (
        FeatureClass::U,
        "APNU ARCU ARRU BDLU BKSU BNKU BSNU CDAU CNSU CNYU CRSU DEPU EDGU ESCU FANU FLTU FRZU FURU GAPU GLYU HLLU \
         HLSU HOLU KNLU KNSU LDGU LEVU MDVU MESU MNDU MOTU MTU PKSU PKU PLFU PLNU PLTU PNLU PRVU RDGU RDSU RFSU RFU \
         RISU SCNU SCSU SDLU SHFU SHLU SHSU SHVU SILU SLPU SMSU SMU SPRU TERU TMSU TMTU TNGU TRGU TRNU VALU VLSU",
    ),
    (
        FeatureClass::V,
        "BUSH CULT FRST FRSTF GROVE GRSLD GRVC GRVO GRVP GRVPN HTH MDW OCH SCRB TREE TUND VIN VINS",
    ),
];

/// Every code that GeoNames has, with its class, in the order of the classes.
pub fn codes() -> impl Iterator<Item = Feature> {
    CODES.into_iter().flat_map(|(class, codes)| {
        let codes = codes.split_ascii_whitespace();
        codes.map(move |code| Feature { class, code })
    })
}

/// The words that stand for a code, each with its code, in the order of the words.
pub fn words() -> impl Iterator<Item = (&'static str, &'static str)> {
    WORDS.into_iter()
}

static FEATURES: LazyLock<QuickMap<&'static str, Feature>> =
    LazyLock::new(|| codes().map(|feature| (feature.code, feature)).collect());

/// Words of Natural Earth (`featurecla`), Who's On First (`placetype`), the Art & Architecture Thesaurus and of people
/// for what GeoNames has a code for.
const WORDS: [(&str, &str); 149] = [
    ("admin-0 capital", "PPLC"),
    ("admin-0 capital alt", "PPLC"),
    ("admin-0 country", "PCLI"),
    ("admin-0 dependency", "PCLD"),
    ("admin-0 region capital", "PPLA"),
    ("admin-0 sovereignty", "PCLI"),
    ("admin-0 claim area", "TERR"),
    ("admin-0 breakaway and disputed", "TERR"),
    ("admin-1 capital", "PPLA"),
    ("admin-1 region capital", "PPLA"),
    ("admin-1 states provinces", "ADM1"),
    ("admin-1 states provinces lakes", "ADM1"),
    ("administrative division", "ADMD"),
    ("airport", "AIRP"),
    ("alkaline lake", "LKN"),
    ("archaeological site", "ANS"),
    ("archipelago", "ISLS"),
    ("area", "AREA"),
    ("basin", "DPR"),
    ("bay", "BAY"),
    ("bays", "BAYS"),
    ("beach", "BCH"),
    ("borough", "PPLX"),
    ("bridge", "BDG"),
    ("building", "BLDG"),
    ("camp", "CMP"),
    ("campus", "SCHC"),
    ("canal", "CNL"),
    ("cape", "CAPE"),
    ("capital", "PPLC"),
    ("castle", "CSTL"),
    ("cave", "CAVE"),
    ("cemetery", "CMTY"),
    ("channel", "CHN"),
    ("church", "CH"),
    ("city", "PPL"),
    ("cliff", "CLF"),
    ("coast", "CST"),
    ("colony", "PCLD"),
    ("concourse", "AIRT"),
    ("continent", "CONT"),
    ("country", "PCLI"),
    ("county", "ADM2"),
    ("cove", "COVE"),
    ("creek", "STM"),
    ("dam", "DAM"),
    ("delta", "DLTA"),
    ("department", "ADM1"),
    ("dependency", "PCLD"),
    ("depression", "DPR"),
    ("desert", "DSRT"),
    ("disputed", "TERR"),
    ("district", "ADM2"),
    ("dragons-be-here", "AREA"),
    ("empire", "PCLH"),
    ("estuary", "ESTY"),
    ("farm", "FRM"),
    ("fjord", "FJD"),
    ("foothills", "HLLS"),
    ("forest", "FRST"),
    ("fort", "FT"),
    ("fortress", "FT"),
    ("geoarea", "AREA"),
    ("glacier", "GLCR"),
    ("gorge", "GRGE"),
    ("gulf", "GULF"),
    ("hamlet", "PPL"),
    ("harbour", "HBR"),
    ("hill", "HLL"),
    ("hills", "HLLS"),
    ("historic place", "PPLH"),
    ("hospital", "HSP"),
    ("hotel", "HTL"),
    ("inhabited place", "PPL"),
    ("inlet", "INLT"),
    ("island", "ISL"),
    ("island group", "ISLS"),
    ("islands", "ISLS"),
    ("isthmus", "ISTH"),
    ("kingdom", "PCLH"),
    ("lagoon", "LGN"),
    ("lake", "LK"),
    ("lake centerline", "STM"),
    ("lakes", "LKS"),
    ("localadmin", "ADM3"),
    ("locality", "PPL"),
    ("lowland", "PLN"),
    ("macrocounty", "ADMD"),
    ("macrohood", "PPLX"),
    ("macroregion", "RGN"),
    ("marinearea", "SEA"),
    ("marsh", "MRSH"),
    ("meteorological station", "STNM"),
    ("metro area", "RGN"),
    ("microhood", "PPLX"),
    ("monastery", "MSTY"),
    ("mosque", "MSQE"),
    ("mountain", "MT"),
    ("mountain range", "MTS"),
    ("mountains", "MTS"),
    ("municipality", "ADM2"),
    ("neighborhood", "PPLX"),
    ("neighbourhood", "PPLX"),
    ("oasis", "OAS"),
    ("ocean", "OCN"),
    ("park", "PRK"),
    ("parish", "ADM2"),
    ("pass", "PASS"),
    ("peak", "PK"),
    ("pen/cape", "PEN"),
    ("peninsula", "PEN"),
    ("plain", "PLN"),
    ("plateau", "PLAT"),
    ("playa", "SALT"),
    ("populated place", "PPL"),
    ("port", "PRT"),
    ("province", "ADM1"),
    ("railway station", "RSTN"),
    ("range", "MTS"),
    ("range/mtn", "MTS"),
    ("rapids", "RPDS"),
    ("reef", "RF"),
    ("region", "ADM1"),
    ("reservoir", "RSV"),
    ("river", "STM"),
    ("river (intermittent)", "STMI"),
    ("road", "RD"),
    ("ruin", "RUIN"),
    ("ruins", "RUIN"),
    ("school", "SCH"),
    ("scientific station", "STNB"),
    ("sea", "SEA"),
    ("settlement", "PPL"),
    ("sound", "SD"),
    ("spot elevation", "PK"),
    ("spring", "SPNG"),
    ("state", "ADM1"),
    ("strait", "STRT"),
    ("stream", "STM"),
    ("street", "ST"),
    ("suburb", "PPLX"),
    ("town", "PPL"),
    ("tundra", "TUND"),
    ("valley", "VAL"),
    ("venue", "BLDG"),
    ("village", "PPL"),
    ("volcano", "VLC"),
    ("waterfall", "FLLS"),
    ("wetlands", "WTLD"),
];

static BY_WORD: LazyLock<QuickMap<&'static str, &'static str>> =
    LazyLock::new(|| WORDS.into_iter().collect());

/// The feature of a GeoNames code.
#[must_use]
pub fn of_code(code: &str) -> Option<Feature> {
    FEATURES.get(code).copied()
}

/// The class of its letter.
#[must_use]
pub fn class_of(letter: &str) -> Option<FeatureClass> {
    FeatureClass::ALL
        .into_iter()
        .zip(["A", "H", "L", "P", "R", "S", "T", "U", "V"])
        .find(|(_, own)| *own == letter)
        .map(|(class, _)| class)
}

/// What a source means by a word, a GeoNames code (`PPL`), or class and code (`P.PPL`).
#[must_use]
pub fn of_word(word: &str) -> Option<Feature> {
    let word = word.trim();
    let code = word.rsplit('.').next().unwrap_or(word);
    of_code(code).or_else(|| of_code(BY_WORD.get(word.to_lowercase().as_str())?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_has_a_code_that_geonames_has() {
        for (word, code) in WORDS {
            assert!(of_code(code).is_some(), "{word} {code}");
        }
        assert_eq!(BY_WORD.len(), WORDS.len(), "a word stands twice");
    }

    #[test]
    fn classes_are_found_by_their_letters() {
        for class in FeatureClass::ALL {
            assert_eq!(class_of(&format!("{class:?}")), Some(class));
        }
        for other in ["", "B", "a", "AA"] {
            assert_eq!(class_of(other), None);
        }
    }

    #[test]
    fn no_code_belongs_to_two_classes() {
        assert_eq!(codes().count(), FEATURES.len());
    }

    #[test]
    fn words_codes_and_classes_with_codes_are_understood() {
        for text in ["Lake", "LK", "H.LK"] {
            assert_eq!(of_word(text).map(|feature| feature.code), Some("LK"));
        }
        assert_eq!(of_word("phlogiston"), None);
    }
}
