"""The countries and languages that a new database holds."""

#: The 50 countries of the directory: EU, EEA, United Kingdom, Switzerland, candidates and neighbours.
EUROPE = (
    "AD AL AM AT AZ BA BE BG BY CH CY CZ DE DK EE ES FI FR GB GE GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL "
    "PT RO RS RU SE SI SK SM TR UA VA XK"
).split()

#: Official languages of those countries, regional languages with organisations of their own, and languages of newcomers.
LANGUAGES = (
    "ar az be bg bs ca cs cy da de el en es et eu fa fi fr fy ga gl he hr hu hy is it ka ku lb lt lv mk mt nb nl nn no "
    "pl ps pt rm ro ru se sk sl so sq sr sv ti tr uk ur yi zh"
).split()
