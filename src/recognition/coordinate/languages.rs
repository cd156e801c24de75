//! The words of the languages that positions are read in, a table for each.
//!
//! A word that two languages use for different things stands for neither: [`super::lexicon`] leaves it out, so that
//! such a position is not read rather than read wrongly.

/// What a language calls the parts of a position. All words are in lower case and without accents of vocalisation.
pub(super) struct Language {
    /// BCP 47.
    pub(super) code: &'static str,
    /// `latitude`, in the cases it stands in beside figures, and its abbreviations that need no other word.
    pub(super) latitude: &'static [&'static str],
    /// `longitude`, likewise.
    pub(super) longitude: &'static [&'static str],
    /// `north`, `south`, `east`, `west`.
    pub(super) hemispheres: [&'static [&'static str]; 4],
    /// Abbreviations of the four that count only where the axis follows: `с` of `с. ш.`
    pub(super) short_hemispheres: [&'static [&'static str]; 4],
    /// `ш` of `с. ш.`: an axis only behind such an abbreviation.
    pub(super) short_latitude: &'static [&'static str],
    pub(super) short_longitude: &'static [&'static str],
    /// Words that may stand between the others and say nothing: `of`, `geographical`.
    pub(super) fillers: &'static [&'static str],
    pub(super) degrees: &'static [&'static str],
    pub(super) minutes: &'static [&'static str],
    pub(super) seconds: &'static [&'static str],
    /// `and`, `by`: between the two halves.
    pub(super) joining: &'static [&'static str],
    /// `to`: between the two ends of a range, never inside a position.
    pub(super) ranges: &'static [&'static str],
    /// `coordinates`: forms and stems that announce a position.
    pub(super) cues: &'static [&'static str],
    pub(super) cue_stems: &'static [&'static str],
    /// Words with such a stem that are something else: a coordinator.
    pub(super) no_cues: &'static [&'static str],
    /// The words for the axes are also those for width and length.
    pub(super) also_sizes: bool,
    /// What the letter O stands for beside an angle in this language, as in `hemispheres`: 2 east, 3 west.
    pub(super) letter_o: Option<usize>,
}

const NONE: Language = Language {
    code: "",
    latitude: &[],
    longitude: &[],
    hemispheres: [&[], &[], &[], &[]],
    short_hemispheres: [&[], &[], &[], &[]],
    short_latitude: &[],
    short_longitude: &[],
    fillers: &[],
    degrees: &[],
    minutes: &[],
    seconds: &[],
    joining: &[],
    ranges: &[],
    cues: &[],
    cue_stems: &[],
    no_cues: &[],
    also_sizes: false,
    letter_o: None,
};

const ENGLISH: Language = Language {
    code: "en",
    latitude: &["lat", "latitude"],
    longitude: &["lon", "long", "lng", "longitude"],
    hemispheres: [
        &["north", "northern"],
        &["south", "southern"],
        &["east", "eastern"],
        &["west", "western"],
    ],
    fillers: &["of", "is", "at"],
    degrees: &["deg", "degs", "degree", "degrees"],
    minutes: &["min", "mins", "minute", "minutes"],
    seconds: &["sec", "secs", "second", "seconds"],
    joining: &["and", "by"],
    ranges: &["to", "through"],
    cues: &[
        "coordinate",
        "coordinates",
        "coords",
        "coord",
        "ordinates",
        "gps",
        "geo",
        "latlon",
        "latlong",
        "latlng",
        "geolocation",
    ],
    ..NONE
};

const RUSSIAN: Language = Language {
    code: "ru",
    latitude: &["широта", "широты", "широте", "шир"],
    longitude: &["долгота", "долготы", "долготе", "долг"],
    hemispheres: [
        &["северная", "северной", "сев", "сш"],
        &["южная", "южной", "юж", "юш"],
        &["восточная", "восточной", "вост", "вд"],
        &["западная", "западной", "зап", "зд"],
    ],
    short_hemispheres: [&["с"], &["ю"], &["в"], &["з"]],
    short_latitude: &["ш"],
    short_longitude: &["д"],
    fillers: &["географической", "географическая"],
    degrees: &["град", "градус", "градуса", "градусов"],
    minutes: &["мин", "минута", "минуты", "минут"],
    seconds: &["сек", "секунда", "секунды", "секунд"],
    joining: &["и"],
    ranges: &["до"],
    cue_stems: &["координат"],
    no_cues: &["координатор"],
    ..NONE
};

const UKRAINIAN: Language = Language {
    code: "uk",
    latitude: &["широти", "широті"],
    longitude: &["довгота", "довготи", "довготі", "довг"],
    hemispheres: [
        &["північна", "північної", "півн", "пнш"],
        &["південна", "південної", "півд", "пдш"],
        &["східна", "східної", "схід", "схд"],
        &["західна", "західної", "захід", "зхд"],
    ],
    short_hemispheres: [&["пн"], &["пд"], &["сх"], &["зх", "зах"]],
    fillers: &["географічної", "географічна"],
    degrees: &["градусів", "градуси"],
    minutes: &["хв", "хвилин", "хвилини", "хвилина"],
    seconds: &["секунди"],
    joining: &["і", "та", "й"],
    ..NONE
};

const ARMENIAN: Language = Language {
    code: "hy",
    latitude: &["լայնություն", "լայնության", "լայնությունը"],
    longitude: &["երկայնություն", "երկայնության", "երկայնությունը"],
    hemispheres: [
        &["հյուսիսային"],
        &["հարավային"],
        &["արևելյան", "արեւելյան"],
        &["արևմտյան", "արեւմտյան"],
    ],
    short_hemispheres: [
        &["հս", "հյուս"],
        &["հվ", "հր", "հար"],
        &["ավ", "արև"],
        &["ամ", "արմ"],
    ],
    short_latitude: &["լ", "լայն"],
    short_longitude: &["ե", "երկ"],
    fillers: &["աշխարհագրական"],
    degrees: &["աստիճան"],
    minutes: &["րոպե"],
    seconds: &["վայրկյան"],
    joining: &["և", "եւ"],
    cue_stems: &["կոորդինատ"],
    no_cues: &["կոորդինատոր"],
    also_sizes: true,
    ..NONE
};

const AZERBAIJANI: Language = Language {
    code: "az",
    latitude: &["enlik", "enliyi", "enliyində"],
    longitude: &["uzunluq", "uzunluğu", "uzunluğunda"],
    hemispheres: [
        &["şimal", "şimali"],
        &["cənub", "cənubi"],
        &["şərq", "şərqi"],
        &["qərb", "qərbi"],
    ],
    short_hemispheres: [&["şm"], &["cn", "c"], &["ş", "şr"], &["q", "qb"]],
    short_latitude: &["en"],
    short_longitude: &["uz", "u"],
    fillers: &["coğrafi"],
    degrees: &["dərəcə"],
    minutes: &["dəqiqə"],
    seconds: &["saniyə"],
    joining: &["və"],
    ranges: &["ilə"],
    cue_stems: &["koordinat"],
    no_cues: &["koordinator"],
    also_sizes: true,
    ..NONE
};

const TURKISH: Language = Language {
    code: "tr",
    latitude: &["enlem", "enlemi", "enleminde"],
    longitude: &["boylam", "boylamı", "boylamında"],
    hemispheres: [&["kuzey"], &["güney"], &["doğu"], &["batı"]],
    degrees: &["derece"],
    minutes: &["dakika"],
    seconds: &["saniye"],
    joining: &["ve"],
    ranges: &["ile"],
    no_cues: &["koordinatör"],
    ..NONE
};

const GEORGIAN: Language = Language {
    code: "ka",
    latitude: &["განედი", "განედის", "განედზე", "განედისა", "განედში", "გან"],
    longitude: &["გრძედი", "გრძედის", "გრძედზე", "გრძედისა", "გრძედში", "გრძ"],
    hemispheres: [
        &["ჩრდილოეთ", "ჩრდილოეთი", "ჩრდილოეთის", "ჩრდ"],
        &["სამხრეთ", "სამხრეთი", "სამხრეთის", "სამხ"],
        &["აღმოსავლეთ", "აღმოსავლეთი", "აღმოსავლეთის", "აღმ"],
        &["დასავლეთ", "დასავლეთი", "დასავლეთის", "დას"],
    ],
    short_hemispheres: [&["ჩ"], &["ს"], &["ა"], &["დ"]],
    // Both words begin with the same letter.
    short_latitude: &["გ"],
    short_longitude: &["გ"],
    fillers: &["გეოგრაფიული"],
    degrees: &["გრადუსი", "გრადუსის"],
    minutes: &["წუთი", "წთ"],
    seconds: &["წამი", "წმ"],
    joining: &["და"],
    cue_stems: &["კოორდინატ"],
    no_cues: &["კოორდინატორ"],
    ..NONE
};

const PERSIAN: Language = Language {
    code: "fa",
    latitude: &["عرض"],
    longitude: &["طول"],
    hemispheres: [
        &["شمالی"],
        &["جنوبی"],
        &["شرقی", "خاوری"],
        &["غربی", "باختری"],
    ],
    fillers: &["جغرافیایی", "جغرافیائی"],
    degrees: &["درجه"],
    minutes: &["دقیقه"],
    seconds: &["ثانیه"],
    joining: &["و"],
    ranges: &["تا"],
    cues: &["مختصات"],
    also_sizes: true,
    ..NONE
};

const ARABIC: Language = Language {
    code: "ar",
    latitude: &["العرض"],
    longitude: &["الطول"],
    hemispheres: [
        &["شمالا", "شمال", "شمالي", "الشمالي", "شمالية"],
        &["جنوبا", "جنوب", "جنوبي", "الجنوبي", "جنوبية"],
        &["شرقا", "شرق", "شرقي", "الشرقي", "شرقية"],
        &["غربا", "غرب", "غربي", "الغربي", "غربية"],
    ],
    fillers: &["الجغرافي"],
    degrees: &["درجة", "درجات"],
    minutes: &["دقيقة", "دقائق"],
    seconds: &["ثانية", "ثوان", "ثواني"],
    joining: &["وخط", "ودائرة"],
    ranges: &["إلى", "الى"],
    cues: &[
        "إحداثيات",
        "الإحداثيات",
        "احداثيات",
        "الاحداثيات",
        "إحداثياته",
        "إحداثياتها",
    ],
    also_sizes: true,
    ..NONE
};

const GREEK: Language = Language {
    code: "el",
    latitude: &["πλάτος", "πλάτους"],
    longitude: &["μήκος", "μήκους"],
    hemispheres: [
        &["βόρεια", "βόρειο", "βόρειου", "βορείου", "βορ"],
        &["νότια", "νότιο", "νότιου", "νοτίου", "νοτ"],
        &["ανατολικά", "ανατολικό", "ανατολικού", "ανατ"],
        &["δυτικά", "δυτικό", "δυτικού", "δυτ"],
    ],
    short_hemispheres: [&["β"], &["ν"], &["α", "αν"], &["δ"]],
    short_latitude: &["πλ", "π"],
    short_longitude: &["μηκ", "μήκ", "μ"],
    fillers: &["γεωγραφικό", "γεωγραφικού", "γ", "γεωγρ"],
    degrees: &["μοίρες", "μοίρα", "μοιρών"],
    minutes: &["λεπτά", "λεπτό", "λεπτών"],
    seconds: &["δευτερόλεπτα", "δευτερολέπτων"],
    joining: &["και"],
    ranges: &["έως", "ως"],
    cue_stems: &["συντεταγμέν"],
    also_sizes: true,
    ..NONE
};

const CHINESE: Language = Language {
    code: "zh",
    latitude: &["纬度", "緯度"],
    longitude: &["经度", "經度", "経度"],
    hemispheres: [
        &["北纬", "北緯"],
        &["南纬", "南緯"],
        &["东经", "東經", "東経"],
        &["西经", "西經", "西経"],
    ],
    joining: &["和"],
    ranges: &["至", "到"],
    cues: &["坐标", "座标", "坐標", "座標"],
    ..NONE
};

const GERMAN: Language = Language {
    code: "de",
    latitude: &["breite", "breitengrad"],
    longitude: &["länge", "längengrad"],
    hemispheres: [
        &["nord", "nördlich", "nördliche", "nördlicher", "nördl"],
        &["süd", "südlich", "südliche", "südlicher", "südl"],
        &["ost", "östlich", "östliche", "östlicher", "östl"],
        &["westlich", "westliche", "westlicher", "westl"],
    ],
    short_hemispheres: [&["nö"], &["sü"], &["ö", "ös"], &[]],
    short_latitude: &["br"],
    short_longitude: &["l"],
    fillers: &[
        "geografische",
        "geografischer",
        "geographische",
        "geographischer",
    ],
    degrees: &["grad"],
    minutes: &["minuten"],
    seconds: &["sekunde", "sekunden"],
    joining: &["und"],
    ranges: &["bis"],
    letter_o: Some(2),
    also_sizes: true,
    ..NONE
};

const FRENCH: Language = Language {
    code: "fr",
    hemispheres: [&[], &["sud"], &["est"], &["ouest"]],
    fillers: &["de", "géographique"],
    degrees: &["degré", "degrés"],
    seconds: &["seconde", "secondes"],
    joining: &["et"],
    ranges: &["à"],
    cue_stems: &["coordonn"],
    letter_o: Some(3),
    ..NONE
};

const SPANISH: Language = Language {
    code: "es",
    latitude: &["latitud"],
    longitude: &["longitud"],
    hemispheres: [&["norte"], &["sur"], &["este"], &["oeste"]],
    fillers: &["geográfica"],
    degrees: &["grado", "grados"],
    minutes: &["minuto", "minutos"],
    seconds: &["segundo", "segundos"],
    joining: &["y"],
    ranges: &["hasta"],
    cue_stems: &["coordenad"],
    no_cues: &["coordenador"],
    letter_o: Some(3),
    ..NONE
};

const ITALIAN: Language = Language {
    code: "it",
    latitude: &["latitudine"],
    longitude: &["longitudine"],
    hemispheres: [&[], &[], &[], &["ovest"]],
    fillers: &["di", "geografica"],
    degrees: &["gradi"],
    minutes: &["minuti"],
    seconds: &["secondo", "secondi"],
    joining: &["e"],
    ranges: &["a"],
    cues: &["coordinata"],
    letter_o: Some(3),
    ..NONE
};

const PORTUGUESE: Language = Language {
    code: "pt",
    hemispheres: [&[], &["sul"], &["leste"], &[]],
    degrees: &["grau", "graus"],
    joining: &[],
    ranges: &["até"],
    letter_o: Some(3),
    ..NONE
};

const POLISH: Language = Language {
    code: "pl",
    latitude: &["szer", "szerokość", "szerokości"],
    longitude: &["dł", "długość", "długości"],
    hemispheres: [
        &["płn", "północna", "północnej", "północ"],
        &["płd", "południowa", "południowej", "południe"],
        &["wsch", "wschodnia", "wschodniej", "wschód"],
        &["zach", "zachodnia", "zachodniej", "zachód"],
    ],
    fillers: &["geogr", "geograficzna", "geograficznej"],
    degrees: &["stopień", "stopnie", "stopni"],
    minutes: &["minuta", "minuty", "minut"],
    seconds: &["sekunda", "sekundy", "sekund"],
    joining: &["i"],
    ranges: &["do"],
    cue_stems: &["współrzędn"],
    also_sizes: true,
    ..NONE
};

/// All of them.
pub(super) const ALL: &[Language] = &[
    ENGLISH,
    RUSSIAN,
    UKRAINIAN,
    ARMENIAN,
    AZERBAIJANI,
    TURKISH,
    GEORGIAN,
    PERSIAN,
    ARABIC,
    GREEK,
    CHINESE,
    GERMAN,
    FRENCH,
    SPANISH,
    ITALIAN,
    PORTUGUESE,
    POLISH,
];

/// The words of writing without blanks between words, which are looked for wherever they may begin.
pub(super) const CHINESE_TERMS: &[&[&str]] = &[
    CHINESE.hemispheres[0],
    CHINESE.hemispheres[1],
    CHINESE.hemispheres[2],
    CHINESE.hemispheres[3],
    CHINESE.latitude,
    CHINESE.longitude,
    CHINESE.cues,
];
