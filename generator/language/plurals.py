"""Choose among gettext's plural forms."""


def plural_index(count: int, locale: str) -> int:
    """Index of the plural form: always 0 in Kazakh; one, few or many (0, 1, 2) in Russian.

    A Kazakh noun stays singular after a number (`5 бейне`), so its catalogue has one form. The
    Russian rule is CLDR's for whole numbers:
    https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html#ru
    """
    if locale != "ru":
        return 0
    if count % 10 == 1 and count % 100 != 11:
        return 0
    if 2 <= count % 10 <= 4 and not 12 <= count % 100 <= 14:
        return 1
    return 2
