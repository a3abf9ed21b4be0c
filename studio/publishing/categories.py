"""Apple's categories for podcasts, as data."""

from __future__ import annotations

from typing import Final

# Source: Apple Podcasts categories (Podcasts Connect Help).
_TABLE = """
Arts: Books, Design, Fashion & Beauty, Food, Performing Arts, Visual Arts
Business: Careers, Entrepreneurship, Investing, Management, Marketing, Non-Profit
Comedy: Comedy Interviews, Improv, Stand-Up
Education: Courses, How To, Language Learning, Self-Improvement
Fiction: Comedy Fiction, Drama, Science Fiction
Government:
History:
Health & Fitness: Alternative Health, Fitness, Medicine, Mental Health, Nutrition, Sexuality
Kids & Family: Education for Kids, Parenting, Pets & Animals, Stories for Kids
Leisure: Animation & Manga, Automotive, Aviation, Crafts, Games, Hobbies, Home & Garden, Video Games
Music: Music Commentary, Music History, Music Interviews
News: Business News, Daily News, Entertainment News, News Commentary, Politics, Sports News, Tech News
Religion & Spirituality: Buddhism, Christianity, Hinduism, Islam, Judaism, Religion, Spirituality
Science: Astronomy, Chemistry, Earth Sciences, Life Sciences, Mathematics, Natural Sciences, Nature, Physics, Social Sciences
Society & Culture: Documentary, Personal Journals, Philosophy, Places & Travel, Relationships
Sports: Baseball, Basketball, Cricket, Fantasy Sports, Football, Golf, Hockey, Rugby, Running, Soccer, Swimming, Tennis, Volleyball, Wilderness, Wrestling
Technology:
True Crime:
TV & Film: After Shows, Film History, Film Interviews, Film Reviews, TV Reviews
"""  # noqa: E501  (a table)

CATEGORIES: Final[dict[str, frozenset[str]]] = {
    head.strip(): frozenset(sub.strip() for sub in subs.split(",") if sub.strip())
    for head, subs in (line.split(":", 1) for line in _TABLE.strip().splitlines())
}
"""The subcategories of each category."""


def parts(category: str) -> tuple[str, str | None]:
    """A category as written in settings, "Society & Culture > Documentary", in its two parts."""
    head, _, sub = (part.strip() for part in category.partition(">"))
    return head, sub or None


def is_known(category: str) -> bool:
    """Whether Apple knows the category and its subcategory."""
    head, sub = parts(category)
    return head in CATEGORIES and (sub is None or sub in CATEGORIES[head])
