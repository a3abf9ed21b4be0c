"""Names and fixed expressions: what stays in one piece, and names that are said otherwise than they are written."""

from __future__ import annotations

from studio.languages import Language

_PLACES = """
    កម្ពុជា បន្ទាយមានជ័យ បាត់ដំបង កំពង់ចាម កំពង់ឆ្នាំង កំពង់ស្ពឺ កំពង់ធំ កំពត កណ្ដាល កណ្តាល កោះកុង ក្រចេះ មណ្ឌលគិរី
    ភ្នំពេញ ព្រះវិហារ ព្រៃវែង ពោធិ៍សាត់ រតនគិរី រតនៈគិរី សៀមរាប ព្រះសីហនុ ស្ទឹងត្រែង ស្វាយរៀង តាកែវ ឧត្ដរមានជ័យ
    ឧត្តរមានជ័យ កែប ប៉ៃលិន ត្បូងឃ្មុំ ទន្លេសាប ទន្លេមេគង្គ បឹងទន្លេសាប
"""
_EXPRESSIONS = """
    សិទ្ធិមនុស្ស សហគមន៍ សង្គមស៊ីវិល សហជីព មេដៃ ចាស់ទុំ មូលដ្ឋាន កម្មវិធី ប្រជាពលរដ្ឋ ប្រជាសហគមន៍ ប្រជានេសាទ អង្គការ
"""

BUILT_IN = frozenset(_PLACES.split() + _EXPRESSIONS.split())
"""What `studio.khmer.words.segment` never takes apart."""

SAID = {
    Language.KM: {
        "UNESCO": "យូណេស្កូ",
        "UNICEF": "យូនីសេហ្វ",
        "ASEAN": "អាស៊ាន",
        "COVID": "កូវីដ",
        "AIDS": "អេដស៍",
    },
    Language.EN: {
        "UNESCO": "Unesco",
        "UNICEF": "Unicef",
        "ASEAN": "Asean",
        "COVID": "Covid",
        "AIDS": "Aids",
        "NATO": "Nato",
    },
}
"""Initials that are said as a word; all others are said letter by letter."""
