"""Generated patients of six languages: names, phones and birth dates drawn from a seed.

Frequent names are frequent: within a language the n-th given or family name is drawn n times less often than the first.
"""

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

FIRST_BIRTH, BIRTH_DAYS = date(1935, 1, 1), 33_000


@dataclass(frozen=True)
class Language:
    """`given` and `stems` × `endings` (family names), the most frequent first; `latin` names are typed as shown."""

    given: list[str]
    stems: list[str]
    endings: list[str]
    between: str = " "
    family_first: bool = False


def _words(text: str) -> list[str]:
    return text.split()


LANGUAGES = {
    "English": Language(
        _words("James Mary John Anne-Marie Robert Linda Niamh William Susan David Jessica Sean Karen Zoë Elena Maria"),
        _words("Smith John Will Brown Tayl O'Bri Wil Ander Jack Whit Harri Mart Thomp Rob Walk Hall Wood Clark"),
        _words("son er s ton ley en man ford well by -Jones worth"),
    ),
    "Czech": Language(
        _words("Elena Jana Petr Jiří Marie Tomáš Lucie Václav Zdeněk Šárka Ondřej Žaneta Łukasz Søren Björn Renée"),
        _words("Nov Svobod Dvoř Čern Procház Kučer Vesel Horá Něm Pokorn Běl Šťast Král Růžič Beneš Kovač"),
        _words("ák ová ý ka ek ský ec ička íková át"),
    ),
    "Russian": Language(
        _words("Александр Елена Сергей Ольга Иван Наталья Дмитрий Мария Алексей Анна Михаил Татьяна Пётр Юлия"),
        _words("Иван Петр Смирн Кузнец Попо Васил Соколо Михайл Новик Фёдор Мороз Волк Алексе Лебеде"),
        _words("ов ова ев ева ский ская ин ина енко"),
    ),
    "Arabic": Language(
        _words("محمد فاطمة أحمد عائشة علي خديجة إبراهيم مريم يوسف زينب خالد سارة عمر ليلى"),
        _words("الفارس العمر الحسن القاسم الصالح البغداد المصر التميم الشريف النجار الخطيب حداد"),
        _words("ي اوي ان ة"),
    ),
    "Indian": Language(
        _words("Mohammed Priya Rahul Asha Amit Lakshmi Arjun Sunita Vijay Md. Kavitha Suresh Deepa Anil Fatima Rajesh"),
        _words("Kum Sha Pat Sin Red Iy Na Gup Mehr Chowd Ban Raj Krish Venkat Subra Das"),
        _words("ar rma el gh dy er ir ta otra hury erjee an nan esan manian"),
    ),
    "Chinese": Language(
        _words("伟 芳 娜 秀英 敏 静 丽 强 磊 军 洋 勇 艳 杰 小明 晓红 建国 志强 文华 海燕"),
        _words("王 李 张 刘 陈 杨 黄 赵 吴 周 徐 孙 马 朱 胡 郭 何 高 林 罗"),
        [""],
        between="",
        family_first=True,
    ),
}


@dataclass(frozen=True, slots=True)
class Person:
    number: int
    name: str
    mrn: str
    phone: str
    birth_date: date


def people(count: int, seed: int = 0) -> Iterator[Person]:
    """`count` people, a sixth of each language; one in five has a second given name."""
    dice = random.Random(seed)
    draws = [_Draws(dice, language) for language in LANGUAGES.values()]
    for number, draw in zip(range(1, count + 1), itertools.cycle(draws)):
        yield Person(
            number,
            draw.name(),
            f"KH-{number:07d}" if number % 4 == 0 else f"{number:06d}",
            f"+91 {dice.randrange(60_000, 100_000)} {dice.randrange(100_000):05d}",
            FIRST_BIRTH + timedelta(days=dice.randrange(BIRTH_DAYS)),
        )


class _Draws:
    def __init__(self, dice: random.Random, language: Language) -> None:
        self.dice, self.language = dice, language
        families = [stem + ending for ending in language.endings for stem in language.stems]
        self.given, self.families = _Zipf(dice, language.given), _Zipf(dice, families)

    def name(self) -> str:
        given, family, between = self.given.draw(), self.families.draw(), self.language.between
        if self.dice.random() < 0.2:
            given += between + self.given.draw()
        return f"{family}{between}{given}" if self.language.family_first else f"{given}{between}{family}"


class _Zipf:
    def __init__(self, dice: random.Random, values: list[str]) -> None:
        self.dice, self.values = dice, values
        self.weights = list(itertools.accumulate(1 / rank for rank in range(1, len(values) + 1)))

    def draw(self) -> str:
        return self.dice.choices(self.values, cum_weights=self.weights)[0]
