//! Given names of the region in its own scripts, for telling persons from places: *Роман Иванов* is no town. The commonest
//! by general knowledge, in the nominative; the grammars decline them.

use std::collections::HashSet;
use std::sync::LazyLock;

use araxes_gazetteer::fold;

static FOLDED: LazyLock<HashSet<String>> =
    LazyLock::new(|| GIVEN_NAMES.split_whitespace().map(fold).collect());

/// Whether a folded word, in the nominative, is a given name.
pub(super) fn contains(key: &str) -> bool {
    FOLDED.contains(key)
}

const GIVEN_NAMES: &str = "
    Александр Алексей Анатолий Андрей Антон Аркадий Арсений Артём Артур Борис Вадим Валентин Валерий Василий Виктор
    Виталий Владимир Владислав Вячеслав Геннадий Георгий Герман Глеб Григорий Даниил Денис Дмитрий Евгений Егор Иван
    Игорь Илья Кирилл Константин Лев Леонид Максим Марк Михаил Никита Николай Олег Павел Пётр Роман Руслан Семён
    Сергей Станислав Степан Тимофей Фёдор Эдуард Юрий Яков Ярослав
    Александра Алина Алла Анастасия Анна Вера Вероника Виктория Галина Дарья Евгения Екатерина Елена Елизавета Зинаида
    Инна Ирина Кристина Ксения Лариса Лидия Любовь Людмила Маргарита Марина Мария Надежда Наталья Нина Оксана Ольга
    Полина Светлана София Софья Тамара Татьяна Юлия
    Ильхам Гейдар Мехрибан Джейхун Хикмет Вагиф Рамиль Эльчин Мамед Али Гасан Гусейн Ибрагим Исмаил Самир Тофик Фарид
    Никол Серж Роберт Левон Ваган Вазген Гагик Самвел Рубен Арам Арарат Ашот Карен Тигран Армен Гарегин Давид Эдмон
    Араик Бако Аркадий Зураб Гиви Нино Ираклий Каха Саломе Михеил Шалва Эдуард Реджеп Мевлют
    Олександр Олексій Андрій Володимир Дмитро Іван Микола Михайло Петро Сергій Тарас Юрій Ольга Олена Наталія Марія
    Նիկոլ Սերժ Ռոբերտ Լևոն Վահան Վազգեն Գագիկ Սամվել Ռուբեն Արամ Արարատ Աշոտ Կարեն Տիգրան Արմեն Գարեգին Դավիթ Էդմոն
    Արայիկ Բակո Արկադի Հովհաննես Գրիգոր Գևորգ Հակոբ Մհեր Նարեկ Վարդան Վիգեն Արարատ Զարեհ Աննա Մարիամ Անի Նարե Լիլիթ
    Գոհար Սոնա Արփինե Շուշան Սաթենիկ Անահիտ Մարինե
    İlham Heydər Mehriban Ceyhun Hikmət Vaqif Ramil Elçin Məmməd Əli Həsən Hüseyn İbrahim İsmayıl Samir Tofiq Fərid
    Şahin Rövşən Elxan Ramiz Kamran Ayxan Emin Orxan Nigar Leyla Aygün Günel Sevinc Gülnarə Aysel
    Recep Tayyip Mevlüt Hakan Mustafa Kemal Mehmet Ahmet Ali Hasan Hüseyin İbrahim İsmail Murat Yusuf Ömer Osman Emre
    Fatma Ayşe Zeynep Elif Meryem Emine Hatice
";
