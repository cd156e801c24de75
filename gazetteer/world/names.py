"""Which of the many names of a place are worth keeping, and in which language they are: the names of Unicode CLDR, and the
choice among the alternate names of GeoNames, which come without a language. Used by derive.py."""
import functools
import re
import tarfile
import unicodedata
import xml.etree.ElementTree as xml

# Languages of CLDR whose names are kept: those with a large press, and those of the countries around the Caucasus.
LANGUAGES = ("af am ar az be bg bn bs ca ckb cs cy da de el es et eu fa fi fr ga gl he hi hr hu hy id is it ja ka kk ko ku ky "
             "lt lv mk mn ms nl no pl ps pt ro ru sk sl sq sr sr_Latn sv sw tg th tk tr uk ur uz zh zh_Hant").split()
# Languages in which first-level divisions of any country are named; others name those of their own countries.
LANGUAGES_OF_DIVISIONS = "ar az de es fa fr hy it ka nl pl pt ru tr uk".split()

# Languages in which labels are often asked for: each has rows of its own, also where another has the same name.
LABEL_LANGUAGES = "ru uk hy az tr ka fa ar es fr de it pt nl pl el zh".split()


def importance(language):
    """Of languages that agree on a name the first gives it its tag."""
    known = LABEL_LANGUAGES.index(language) if language in LABEL_LANGUAGES else len(LABEL_LANGUAGES)
    return (known, language)


# Macro-regions of CLDR (codes of UN M.49) and the regions of facts/regions.csv.
REGIONS = {
    "001": "", "002": "africa", "003": "north-america", "005": "south-america", "009": "oceania", "011": "west-africa",
    "013": "central-america", "014": "east-africa", "015": "north-africa", "017": "central-africa",
    "018": "southern-africa", "019": "americas", "029": "caribbean", "030": "east-asia", "034": "south-asia",
    "035": "southeast-asia", "039": "southern-europe", "053": "australasia", "054": "melanesia", "061": "polynesia",
    "142": "asia", "143": "central-asia", "145": "western-asia", "150": "europe", "151": "eastern-europe",
    "154": "northern-europe", "155": "western-europe", "202": "sub-saharan-africa", "419": "latin-america"}

# Official or chief languages of countries in which their own name is an endonym.
OWN = {"af": "ZA", "am": "ET", "ar": "AE BH DJ DZ EG EH IL IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TD TN YE", "az": "AZ",
       "be": "BY", "bg": "BG", "bn": "BD", "bs": "BA", "ca": "AD", "ckb": "IQ", "cs": "CZ", "cy": "GB", "da": "DK", "de": "AT CH DE LI LU",
       "el": "CY GR", "es": "AR BO CL CO CR CU DO EC ES GQ GT HN MX NI PA PE PR PY SV UY VE", "et": "EE", "fa": "AF IR TJ",
       "fi": "FI", "fr": "BE BF BI BJ CD CF CG CH CI CM DJ FR GA GN HT LU MC MG ML NE SN TD TG", "ga": "IE", "he": "IL",
       "hi": "IN", "hr": "BA HR", "hu": "HU", "hy": "AM", "id": "ID", "is": "IS", "it": "CH IT SM VA", "ja": "JP",
       "ka": "GE", "kk": "KZ", "ko": "KP KR", "ky": "KG", "lt": "LT", "lv": "LV", "mk": "MK", "mn": "MN", "ms": "BN MY SG",
       "nl": "BE NL SR", "no": "NO", "pl": "PL", "ps": "AF", "pt": "AO BR CV GW MZ PT ST TL", "ro": "MD RO", "ru": "BY KG KZ RU",
       "sk": "SK", "sl": "SI", "sq": "AL XK", "sr": "BA ME RS", "sv": "FI SE", "sw": "KE TZ", "tg": "TJ", "th": "TH",
       "tk": "TM", "tr": "CY TR", "uk": "UA", "ur": "PK", "uz": "UZ", "vi": "VN", "zh": "CN HK MO SG TW"}

# Abbreviated nouns, which texts write out as well.
WRITTEN_OUT = {"ru": (("о-ва ", "острова "), ("о-в ", "остров "), ("архипелаг ", "архипелаг ")),
               "bg": (("о-ви ", "острови "), ("о-в ", "остров ")), "kk": (("а-дары", "аралдары"),), "cs": (), "hy": (("կղզ․", "կղզիներ"),)}


class Cldr:
    """Names of territories, exemplar cities of time zones, and subdivisions, each by language."""

    def __init__(self, archive):
        self.territories, self.cities, self.divisions = {}, {}, {}
        wanted = {f"package/3rdparty/cldr/common/{part}/{language}.xml": (part, language)
                  for part in ("main", "subdivisions") for language in ("en", *LANGUAGES)}
        with tarfile.open(fileobj=archive, mode="r:gz") as tar:
            for entry in tar:
                part, language = wanted.get(entry.name, (None, None))
                if part == "main":
                    root = xml.fromstring(tar.extractfile(entry).read())
                    self.territories[language] = [(row.get("type"), row.get("alt") or "", text) for row in
                                                  root.iterfind("localeDisplayNames/territories/territory")
                                                  if (text := stated(row))]
                    self.cities[language] = [(zone.get("type"), text) for zone in
                                             root.iterfind("dates/timeZoneNames/zone")
                                             for city in zone.iterfind("exemplarCity") if (text := stated(city))]
                elif part:
                    root = xml.fromstring(tar.extractfile(entry).read())
                    self.divisions[language] = {row.get("type"): text for row in
                                                root.iterfind("localeDisplayNames/subdivisions/subdivision")
                                                if not row.get("alt") and (text := stated(row))}
        missing = [language for language in LANGUAGES if language not in self.territories]
        if missing:
            raise SystemExit(f"CLDR has no names in {missing}")


def stated(element):
    """The text of an element that is confirmed, or at least contributed, and not inherited."""
    text = (element.text or "").strip()
    return "" if element.get("draft") == "unconfirmed" or "↑" in text else unicodedata.normalize("NFC", text)


def tag(language):
    """The tag under which names are kept: a script says nothing that their column does not say."""
    return {"sr_Latn": "sr", "zh_Hant": "zh", "no": "nb"}.get(language, language)


def spoken_forms(language, name):
    """A name of CLDR as running text has it: no brackets, no two halves, no abbreviated noun."""
    name = " ".join(name.replace("\u200e", "").replace("\u200f", "").replace("\u00ad", "").split())
    if re.search(r"[()\[\]（）0-9/:;,،、]| [-–—] |[–—]", name) or len(name) > 48:
        return []
    forms = [name]
    for short, full in WRITTEN_OUT.get(language, ()):
        if short in name and short != full:
            forms.append(name.replace(short, full))
    if "’" in name:
        forms.append(name.replace("’", "'"))
    return forms


# ---------------------------------------------------------------- the alternate names of a city

# What languages are called in themselves: some cities have these among their names.
LANGUAGE_NAMES = set("Hayeren hindi kartuli English Deutsch Français Español Русский Українська Հայերեն ქართული 日本語 中文 한국어 हिन्दी "
                     "العربية فارسی עברית Ελληνικά Türkçe Azərbaycanca Беларуская Български Српски Қазақша".split())

CYRILLIC = {"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "z", "з": "z", "и": "i", "й": "i",
            "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
            "х": "h", "ц": "c", "ч": "c", "ш": "s", "щ": "s", "ъ": "", "ы": "i", "ь": "", "э": "e", "ю": "iu", "я": "ia",
            "і": "i", "ї": "i", "є": "e", "ґ": "g", "ў": "u", "ј": "i", "љ": "li", "њ": "ni", "џ": "c", "ђ": "d", "ћ": "c",
            "ѓ": "g", "ќ": "k", "ѕ": "z", "қ": "k", "ғ": "g", "ң": "n", "ө": "o", "ү": "u", "ұ": "u", "һ": "h", "ә": "a",
            "ӣ": "i", "ӯ": "u", "ҳ": "h", "ҷ": "c", "ӑ": "a", "ӗ": "e", "ҫ": "s", "ӳ": "u", "ӱ": "u", "ӧ": "o", "ҥ": "n"}
SOUNDS = (("shch", "s"), ("sch", "s"), ("tsch", "c"), ("tch", "c"), ("sh", "s"), ("ch", "c"), ("zh", "z"), ("kh", "h"), ("ts", "c"),
          ("yo", "e"), ("ye", "e"), ("ph", "f"), ("th", "t"), ("w", "v"), ("y", "i"), ("j", "i"), ("x", "ks"), ("q", "k"))


def sounds(text):
    """A rough key of how a name in Latin or Cyrillic script sounds."""
    text = unicodedata.normalize("NFC", text).lower()
    if any(c in CYRILLIC for c in text):
        text = "".join(CYRILLIC.get(c, c) for c in text)
    else:
        text = unicodedata.normalize("NFD", text)
        text = "".join(c for c in text if c.isalpha() or c in " -")
        for spelt, sound in SOUNDS:
            text = text.replace(spelt, sound)
    text = re.sub(r"[^a-z]+", " ", text).strip()
    return re.sub(r"i+", "i", re.sub(r"(.)\1", r"\1", text))


@functools.lru_cache(maxsize=65536)
def pairs(text):
    """The pairs of sounds in a name."""
    text = f" {sounds(text)} "
    return frozenset(text[i:i + 2] for i in range(len(text) - 1))


def alike(a, b):
    """How far two names sound alike, from 0 to 1."""
    a, b = pairs(a), pairs(b)
    return 2 * len(a & b) / (len(a) + len(b))


# Letters of languages that write Cyrillic: a name is in none of them that has others.
ALPHABETS = {
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя", "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя’'", "be": "абвгдеёжзійклмнопрстуўфхцчшыьэюя’'",
    "bg": "абвгдежзийклмнопрстуфхцчшщъьюя", "sr": "абвгдђежзијклљмнњопрстћуфхцчџш", "mk": "абвгдѓежзѕијклљмнњопрстќуфхцчџш",
    "kk": "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі", "ky": "абвгдеёжзийклмнопрстуфхцчшщъыьэюяңөү",
    "tg": "абвгдеёжзийклмнопрстуфхчшъэюяғӣқӯҳҷ", "mn": "абвгдеёжзийклмнопрстуфхцчшщъыьэюяөү"}
HOME_LANGUAGE = {"RU": "ru", "UA": "uk", "BY": "be", "BG": "bg", "RS": "sr", "ME": "sr", "MK": "mk", "KZ": "kk", "KG": "ky",
                 "TJ": "tg", "MN": "mn"}


def is_in(language, name):
    """Whether a name has only letters of a language."""
    return all(c in ALPHABETS[language] or not c.isalpha() for c in name.lower())


# How Russian and Ukrainian are romanised in the labels of GeoNames; the soft sign is an apostrophe, which labels leave out.
ROMAN = dict(zip("абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґў’",
                 "a b v g d e zh z i y k l m n o p r s t u f kh ts ch sh shch  y ' e yu ya e i i ye g w ".split(" ")))


def romanised(name, language):
    """A name as the tables of GeoNames romanise it."""
    letters = {**ROMAN, "г": "h", "и": "y"} if language in ("uk", "be") else ROMAN
    return plain_roman("".join(letters.get(c, c) for c in name.lower()))


def plain_roman(name):
    """What romanisations of one name have in common."""
    name = unicodedata.normalize("NFD", name.lower().replace("’", "'").replace("ʼ", "'"))
    name = "".join(c for c in name if not unicodedata.combining(c))
    for spelt, plain in (("ye", "e"), ("iu", "yu"), ("ia", "ya"), ("yo", "e"), ("ii", "iy")):
        name = name.replace(spelt, plain)
    return re.sub("(yy|iy)(?= |-|$)", "y", name)


def cyrillic_languages(names, country, label, latin):
    """Which of the names of a city in Cyrillic script is its own in the language of the country, or in Russian where that
    is spoken: the one of which a name in Latin script is the romanisation, with its soft signs where it has some."""
    found, known = {}, {plain_roman(name) for name in (label, *latin)}
    known |= {re.sub("c(?!h)", "ts", name) for name in known}
    wanted = {"RU": ("ru",), "UA": ("uk", "ru"), "BY": ("be", "ru"), "KZ": ("kk", "ru"), "KG": ("ky", "ru"), "TJ": ("tg", "ru")}
    for language in wanted.get(country, (HOME_LANGUAGE.get(country),)):
        fits = [name for name in names if language and is_in(language, name) and
                (language != "ru" or not re.search("[скзц]ьк|ньс", name.lower()))]
        if language in ("ru", "uk", "be"):
            at_home = HOME_LANGUAGE[country] == language
            scored = []
            for name in fits:
                roman = romanised(name, language)
                is_label = roman.replace("'", "") == plain_roman(label).replace("'", "")
                # In Ukraine the label is Ukrainian, and Russian says something else.
                if roman in known or at_home and is_label:
                    # Old spellings, and Belarusian ones.
                    usual = not re.search("[бвгджзклмнпрстфхцчшщ]ї|[жшчрц]ы|ъ|пал", name.lower())
                    scored.append((usual, is_label if at_home else not is_label, roman in known and "'" in roman,
                                   roman in known, -name.count("ц"), "ё" in name, name))
            # What both languages spell alike (Полтава) has one tag.
            same = not at_home and any(is_in("ru", name) and not re.search("ськ|цьк|[иеі]$", name) for name in found)
            if scored and not same:
                found.setdefault(max(scored)[-1], language)
        elif fits:
            best = max(fits, key=lambda name: (round(alike(label, name), 2), name))
            if alike(label, best) >= 0.7:
                found.setdefault(best, language)
    return found


# How many names of a city in Cyrillic, Arabic and other scripts are kept at most: where the script is the country's own,
# and where it is not. By inhabitants.
OWN_SCRIPT = ((100_000, 8), (15_000, 4), (0, 1))
OTHER_SCRIPTS = {
    "Cyrl": ((1_000_000, 8), (300_000, 5), (100_000, 2)), "Arab": ((1_000_000, 6), (300_000, 4)),
    "Armn": ((1_000_000, 3), (100_000, 2), (15_000, 1)), "Geor": ((1_000_000, 2), (100_000, 1)),
    "Grek": ((1_000_000, 2), (100_000, 1)), "Hebr": ((1_000_000, 2), (300_000, 1)),
    "Hani": ((500_000, 2),), "Jpan": ((500_000, 1),), "Kore": ((500_000, 1),)}
# A town has one name in Chinese characters, or one in each of their two sorts.
OWN_CHARACTERS = ((100_000, 2), (0, 1))
# Countries whose smaller towns are called after persons, or like the words of a language that others spell so: others
# than English speakers seldom mean the town.
PERSONS = set("AU CA GB IE NZ US JP PH IN".split())
# Where two languages of one script are spoken, small towns have a name in each.
TWO_LANGUAGES = set("BY KG KZ TJ UA".split())
# Ordinary words, in some case or other, of languages that have no town of the name in mind: found among the names with
# a list of frequent words, and left out unless a hundred thousand people live there (a million where it is no label).
ORDINARY = set("""
    час дали мога могу ним мати кога кафе тема метро кофе дума роли новый новий нови новое нове правда деньги мир совет начало роман
    майдан выбор щастя батьки мама малка игра видим свободы доброе боль надежда надія добре ой шлях користь перемога серия лика дано
    света септември оно конце равно море августа коса мина база папа борба бира азия дает думка високо висока черна чудово велике
    головне суда українське володимир владимир иванов тимошенко шевченка марія елена ким москва париж берлин лондон
    gente deras tarde namen oldum monte victor victoria provas campi insula trente playa barra kocha milan google söder
    men kom lugar noord central seara cat isla figura kina caccia nogal madera luca mora nordeste occidental oriental liberdade
    центр merkez так мен град сила кара пол пара мета бие мае naso cita
    سال دو بن صاحب آباد واحد میری خبر پول عمران هفته قوم المدينة مدينة شیخ الحكومة جديدة بند الاتحاد داریم سوف تازه الجديدة الجديد اساس البلاد شهرستان
    جامعة مارچ شوند درج شهید پیام نور مهر رضی گاهی دولتی کشف بالای عين بخشی الصورة الصور جمال صحنه خوشی الثورة ثورة الجمعة سالم مرات العلم السجن عنك
    ایچ ولایت جيد جرم بهمن كرد عالية تخت شباب بنت بهار الأحد چهره المصدر نیک سرباز سنگین فاروق لال السوق عذاب الحد العمال الباب الخميس شیوه بيان الحي
    ناصر دورة وقف وار وادی احمدی قلعه بلد مقر قيام جناح تیل اندیشه برج بافت سیر زخم الی إلى سيول صباح مايو بنی الغربية الجزيرة الخليج الشرقية مین شان الشمال بول
    جزیره سول نان موش توماس ماهی ماهي ماهه
    χώρα μέσα καλή μπροστά ελληνικό πέρα γλώσσα νησί πλάκα πηγή παραλία ελευθερία μπάλα πατρίδα κορυφή πολιτικά μεσημέρι κανάλι
    γέφυρα άνοιξη πράσινο λίμνη πύλη κύρια ποτάμι κατοχή κάστρο φύλλα καινούργιο παναγία λύκειο αυλή ανατολή κλειδί
    דן קבוצה מתן עצם אזור יובל עזר מסלול אריאל שחר רעות רמות יעל מאלה רחובות מודיעין""".split())
# Countries whose divisions are parishes and municipalities that nobody abroad speaks of.
SMALL_STATES = set("AD AG BB BS CV DM FM GD GM JM KI KN LC LI LV MC MH MK MT MU NR PW SC SI SM ST TO TV VC VU WS".split())
# How many names in Latin script that others than English speakers use.
EXONYMS = ((1_000_000, 30), (300_000, 20), (100_000, 8))


def most(limits, population):
    return next((count for least, count in limits if population >= least), 0)
